package io.odradek.raft;

import io.odradek.protocol.ErrorCode;
import io.odradek.protocol.message.BeginQuorumEpochResponse;
import io.odradek.protocol.message.EndQuorumEpochResponse;
import io.odradek.protocol.record.BatchCursor;
import io.odradek.protocol.record.BatchEdits;
import io.odradek.raft.Core.Proposal;
import io.odradek.raft.Core.Purpose;
import io.odradek.raft.Lanes.Lane;
import io.odradek.raft.LeaderState.ParkedFetch;
import io.odradek.raft.Role.Candidate;
import io.odradek.raft.Role.Leading;
import io.odradek.raft.Role.Resigned;
import java.nio.ByteBuffer;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Optional;
import java.util.SortedSet;
import java.util.TreeSet;

/** Leading: the epoch's first batch, appends, the high watermark, and the ends that leading has (KIP-595). */
final class Leadership {
    private final Core core;

    Leadership(Core core) {
        this.core = core;
    }

    // --- Beginning

    void begin(Candidate candidate) {
        VoterSet voters = core.log.voters();
        LeaderState state =
                new LeaderState(core.selfId(), candidate.epoch(), core.config.endpoints(), core.log.endOffset());
        state.votersAre(voters);
        state.checkQuorumDeadlineMs = core.now() + checkQuorumMs();
        core.becomeLeader(state);
        int kraftVersion = core.log.history().kraftVersion();
        boolean writesVoters = kraftVersion > 0 && mustWriteVoters(voters);
        VoterSet written =
                voters.find(core.selfId()).isPresent() && writesVoters ? voters.with(core.selfAsVoter()) : voters;
        ByteBuffer batch = ControlRecordBatches.firstOfEpoch(
                core.wallMs(),
                core.selfId(),
                written,
                candidate.votes().granted(),
                writesVoters ? Optional.of(kraftVersion) : Optional.empty());
        LogWork.Append append = assign(batch, state.epoch);
        core.log.beginEpoch(state.epoch);
        propose(Purpose.FIRST_OF_EPOCH, append, core.log.epochs(), batch);
        core.work(new LogWork.BeginEpoch(state.epoch, append));
    }

    /** Those of the bootstrap checkpoint are on no other disk; an own entry that is out of date is mended. */
    private boolean mustWriteVoters(VoterSet voters) {
        if (core.log.history().votersOffset() < 0) {
            return true;
        }
        Optional<Voter> entry = voters.find(core.selfId());
        return entry.isPresent() && !entry.get().equals(core.selfAsVoter());
    }

    // --- Appending

    /** Sets offset and epoch in the batches, which follow each other from 0. */
    private LogWork.Append assign(ByteBuffer batches, int epoch) {
        long next = core.log.endOffset();
        BatchCursor cursor = BatchCursor.over(batches);
        while (cursor.next()) {
            BatchEdits.assign(batches, cursor.view().index(), next, epoch);
            next = cursor.view().nextOffset();
        }
        return new LogWork.Append(batches, core.log.endOffset(), next);
    }

    private void propose(Purpose purpose, LogWork.Append append, EpochHistory epochs, ByteBuffer batches) {
        VoterHistory voters = core.log.history();
        if (purpose != Purpose.DATA) {
            BatchCursor cursor = BatchCursor.over(batches);
            while (cursor.next()) {
                Optional<VoterHistory.Change> change = ControlRecordBatches.change(cursor.view(), append.baseOffset());
                voters = change.isPresent() ? voters.with(change.get()) : voters;
            }
        }
        core.proposal = Optional.of(new Proposal(purpose, append.endOffset(), epochs, voters, -1L));
    }

    /** Appends what the controller has decided. */
    void append(LeaderState state, ByteBuffer batches) {
        LogWork.Append append = assign(batches, state.epoch);
        propose(Purpose.DATA, append, core.log.epochs(), batches);
        core.work(append);
    }

    /** Appends a change of the voters. */
    void appendVoters(LeaderState state, ByteBuffer batch) {
        LogWork.Append append = assign(batch, state.epoch);
        propose(Purpose.VOTERS, append, core.log.epochs(), batch);
        core.work(append);
    }

    /** The log has grown by an append of this leader. */
    void appended(LeaderState state, Purpose purpose) {
        if (purpose != Purpose.DATA) {
            state.votersAre(core.log.voters());
        }
        releaseBehindEnd(state);
        raiseHighWatermark(state);
    }

    // --- High watermark

    /**
     * The offset that a majority of the voters has on disk, this node like the others, once that covers a record of this epoch:
     * earlier ones are committed by it, not by being counted (Raft, section 5.4.2).
     */
    void raiseHighWatermark(LeaderState state) {
        List<Long> offsets = new ArrayList<>();
        for (Voter voter : core.log.voters().voters()) {
            offsets.add(
                    voter.key().matches(core.config.self())
                            ? core.log.durableOffset()
                            : state.voters
                                    .getOrDefault(voter.id(), Progress.NONE)
                                    .endOffset());
        }
        if (offsets.isEmpty()) {
            return;
        }
        offsets.sort(Collections.reverseOrder());
        long candidate = offsets.get(offsets.size() / 2);
        if (candidate > state.epochStart) {
            boolean first = !state.established;
            state.established = true;
            core.log.heardCommitted(candidate);
            if (core.log.raiseHighWatermark(candidate) || first) {
                releaseAll(state);
            }
        }
    }

    long highWatermark(LeaderState state) {
        return state.established ? core.log.highWatermark() : -1L;
    }

    // --- Fetches that wait

    private void releaseBehindEnd(LeaderState state) {
        release(state, false);
    }

    private void releaseAll(LeaderState state) {
        release(state, true);
    }

    private void release(LeaderState state, boolean all) {
        List<ParkedFetch> kept = new ArrayList<>();
        for (ParkedFetch fetch : List.copyOf(state.parked)) {
            if (all || fetch.fetchOffset() < core.log.endOffset() || fetch.deadlineMs() <= core.now()) {
                answerWithRecords(state, fetch);
            } else {
                kept.add(fetch);
            }
        }
        state.parked.clear();
        state.parked.addAll(kept);
    }

    void answerWithRecords(LeaderState state, ParkedFetch fetch) {
        core.answer(new Answer.WithRecords(
                fetch.token(),
                Replies.fetch(core, fetch.listener(), ErrorCode.NONE, highWatermark(state)),
                fetch.fetchOffset(),
                core.log.endOffset(),
                fetch.maxBytes()));
    }

    // --- Duties

    /** Returns whether the role has changed. */
    boolean poll(LeaderState state) {
        VoterSet voters = core.log.voters();
        if (voters.isSole(core.config.self())) {
            state.checkQuorumDeadlineMs = core.now() + checkQuorumMs(); // KAFKA-16144
        } else {
            if (core.now() >= state.checkQuorumDeadlineMs) {
                core.resign(state);
                return true;
            }
            core.wakeAt(state.checkQuorumDeadlineMs);
        }
        release(state, false);
        state.parked.forEach(fetch -> core.wakeAt(fetch.deadlineMs()));
        announce(state, voters);
        return false;
    }

    /** Tells voters that do not fetch who leads. */
    private void announce(LeaderState state, VoterSet voters) {
        long interval = Math.max(1, core.timing().fetchTimeoutMs() / 2);
        for (Voter voter : voters.voters()) {
            Progress progress = state.voters.get(voter.id());
            if (progress == null) {
                continue; // this node
            }
            long heardMs = Math.max(
                    progress.lastFetchMs() < 0 ? Long.MIN_VALUE : progress.lastFetchMs(), progress.lastBeginMs());
            long dueMs = heardMs == Long.MIN_VALUE ? core.now() : heardMs + interval;
            Optional<Destination> to = core.destination(voter);
            if (dueMs <= core.now() && to.isPresent()) {
                if (core.send(to.get(), Lane.CONTROL, Requests.begin(core, voter.key()))) {
                    state.voters.put(voter.id(), progress.told(core.now()));
                    core.wakeAt(core.now() + interval);
                }
            } else if (dueMs > core.now()) {
                core.wakeAt(dueMs);
            }
        }
    }

    private long checkQuorumMs() {
        return core.timing().fetchTimeoutMs() * 3L / 2;
    }

    /** A voter has shown that it follows. */
    void heard(LeaderState state, int voterId) {
        VoterSet voters = core.log.voters();
        state.heard.add(voterId);
        int self = voters.contains(core.config.self()) ? 1 : 0;
        if (state.heard.size() + self >= voters.majority()) {
            state.heard.clear();
            state.checkQuorumDeadlineMs = core.now() + checkQuorumMs();
        }
    }

    void begun(int from, BeginQuorumEpochResponse response) {
        if (response.errorCode() != ErrorCode.NONE.code()
                || response.topics().size() != 1
                || response.topics().getFirst().partitions().size() != 1) {
            core.lanes.rest(from, Lane.CONTROL, core.now());
            return;
        }
        var partition = response.topics().getFirst().partitions().getFirst();
        Endpoints endpoints = Checks.endpoints(
                core,
                response.nodeEndpoints(),
                BeginQuorumEpochResponse.NodeEndpoint::nodeId,
                partition.leaderId(),
                at -> Endpoints.of(core.config.listener(), at.host(), at.port()));
        core.learn(Checks.leader(partition.leaderId()), partition.leaderEpoch(), endpoints);
    }

    // --- Ends

    /** Leading is over: nothing that waits for this leader may wait on (KAFKA-10677, KAFKA-20914). */
    static void end(Core core, LeaderState state) {
        VoterChanges.end(core, state);
        for (ParkedFetch fetch : state.parked) {
            core.answer(fetch.token(), Replies.fetch(core, fetch.listener(), ErrorCode.NOT_LEADER_OR_FOLLOWER, -1L));
        }
        state.parked.clear();
    }

    /** Returns whether the role has changed. */
    boolean poll(Resigned role) {
        if (core.now() >= role.deadlineMs()) {
            core.leaveResigned();
            return true;
        }
        core.wakeAt(role.deadlineMs());
        for (Voter voter : core.log.voters().voters()) {
            if (role.unaware().contains(voter.id())) {
                core.destination(voter)
                        .ifPresent(to -> core.send(to, Lane.CONTROL, Requests.end(core, role.successors())));
            }
        }
        return false;
    }

    void ended(int from, EndQuorumEpochResponse response) {
        if (response.errorCode() != ErrorCode.NONE.code()
                || response.topics().size() != 1
                || response.topics().getFirst().partitions().size() != 1) {
            core.lanes.rest(from, Lane.CONTROL, core.now());
            return;
        }
        var partition = response.topics().getFirst().partitions().getFirst();
        Endpoints endpoints = Checks.endpoints(
                core,
                response.nodeEndpoints(),
                EndQuorumEpochResponse.NodeEndpoint::nodeId,
                partition.leaderId(),
                at -> Endpoints.of(core.config.listener(), at.host(), at.port()));
        boolean moved = core.learn(Checks.leader(partition.leaderId()), partition.leaderEpoch(), endpoints);
        if (!moved && core.role() instanceof Resigned role) {
            SortedSet<Integer> unaware = new TreeSet<>(role.unaware());
            unaware.remove(from);
            core.update(new Resigned(
                    role.epoch(),
                    role.self(),
                    Collections.unmodifiableSortedSet(unaware),
                    role.successors(),
                    role.deadlineMs()));
        }
    }

    /** Whether this node is the one that leads the epoch. */
    static Optional<LeaderState> leading(Core core, int epoch) {
        return core.role() instanceof Leading leading && leading.epoch() == epoch
                ? Optional.of(leading.state())
                : Optional.empty();
    }
}
