package io.odradek.raft;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.SortedMap;
import java.util.SortedSet;
import java.util.TreeMap;
import java.util.TreeSet;

/** What a leader knows beside its log. Gone, with everything that waits in it, when it leads no more. One thread. */
final class LeaderState {
    final int self;
    final int epoch;
    final Endpoints endpoints;

    /** Offset of the epoch's first record. */
    final long epochStart;

    /** Whether a record of this epoch is committed: before that the high watermark is not known. */
    boolean established;

    /** Of the voters but this node, by id. */
    final SortedMap<Integer, Progress> voters = new TreeMap<>();

    final SortedMap<ReplicaKey, Progress> observers = new TreeMap<>();
    final List<ParkedFetch> parked = new ArrayList<>();

    /** Voters that were heard since the last time that a majority had been. */
    final SortedSet<Integer> heard = new TreeSet<>();

    long checkQuorumDeadlineMs;
    Optional<VoterChange> change = Optional.empty();

    /** An UpdateRaftVoter that is answered when its record is appended. */
    Optional<Update> update = Optional.empty();

    /** What voters of a static quorum have told about themselves (UpdateRaftVoter), by id. */
    final SortedMap<Integer, Voter> told = new TreeMap<>();

    LeaderState(int self, int epoch, Endpoints endpoints, long epochStart) {
        this.self = self;
        this.epoch = epoch;
        this.endpoints = endpoints;
        this.epochStart = epochStart;
    }

    /** A request of a voter that changes its own entry. */
    record Update(long token, String listener) {}

    /** A fetch that there is nothing new for. */
    record ParkedFetch(long token, String listener, long fetchOffset, int maxBytes, long deadlineMs) {}

    /** One change of the voters at a time. */
    sealed interface VoterChange {
        Kind kind();

        /** Of the request, unless it has been answered already. */
        OptionalLong token();

        long deadlineMs();

        /**
         * A new voter, which is asked what it can do; then {@link Appended}.
         *
         * @param asked whether the question has been sent
         */
        record Asking(OptionalLong token, long deadlineMs, Voter voter, boolean ackWhenCommitted, boolean asked)
                implements VoterChange {
            @Override
            public Kind kind() {
                return Kind.ADD;
            }
        }

        /**
         * The record is appended, or about to be.
         *
         * @param endOffset behind the record
         * @param ackWhenCommitted else when it is appended
         */
        record Appended(Kind kind, OptionalLong token, long endOffset, long deadlineMs, boolean ackWhenCommitted)
                implements VoterChange {}
    }

    /** What a change of the voters does. */
    enum Kind {
        ADD,
        REMOVE,
        UPGRADE
    }

    LeaderState copy() {
        LeaderState copy = new LeaderState(self, epoch, endpoints, epochStart);
        copy.established = established;
        copy.voters.putAll(voters);
        copy.observers.putAll(observers);
        copy.parked.addAll(parked);
        copy.heard.addAll(heard);
        copy.checkQuorumDeadlineMs = checkQuorumDeadlineMs;
        copy.change = change;
        copy.update = update;
        copy.told.putAll(told);
        return copy;
    }

    /** Takes over another voter set: what is known of the replicas stays. */
    void votersAre(VoterSet set) {
        SortedMap<Integer, Progress> before = new TreeMap<>(voters);
        voters.clear();
        for (Voter voter : set.voters()) {
            if (voter.id() != self) {
                Progress observed = observers.remove(voter.key());
                voters.put(voter.id(), before.getOrDefault(voter.id(), observed == null ? Progress.NONE : observed));
            }
        }
        heard.retainAll(voters.keySet());
    }
}
