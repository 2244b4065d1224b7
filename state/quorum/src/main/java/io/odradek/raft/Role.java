package io.odradek.raft;

import java.util.Optional;
import java.util.OptionalInt;
import java.util.SortedSet;

/**
 * What a replica is in its epoch (KIP-595, KIP-996). Observers are {@link Unattached} or {@link Follower} only; a {@link Candidate}
 * was {@link Prospective} before, a {@link Leader} a candidate.
 */
sealed interface Role {
    int epoch();

    /** The epoch's leader, as far as it is known. */
    default OptionalInt leaderId() {
        return OptionalInt.empty();
    }

    /** Whom this replica voted for in the epoch. */
    default Optional<ReplicaKey> voted() {
        return Optional.empty();
    }

    /** Where the leader is reached. */
    default Endpoints leaderEndpoints() {
        return Endpoints.NONE;
    }

    /** Knows no leader that it could fetch from. */
    record Unattached(int epoch, OptionalInt leaderId, Optional<ReplicaKey> voted, long electionDeadlineMs)
            implements Role {}

    /** Asks whether it would be elected; binds nobody (PreVote). */
    record Prospective(
            int epoch,
            OptionalInt leaderId,
            Endpoints leaderEndpoints,
            Optional<ReplicaKey> voted,
            Votes votes,
            long electionDeadlineMs)
            implements Role {
        Prospective with(Votes changed) {
            return new Prospective(epoch, leaderId, leaderEndpoints, voted, changed, electionDeadlineMs);
        }
    }

    /** Has voted for itself and asks for the votes of the others. */
    record Candidate(int epoch, ReplicaKey self, Votes votes, long electionDeadlineMs) implements Role {
        @Override
        public Optional<ReplicaKey> voted() {
            return Optional.of(self);
        }

        Candidate with(Votes changed) {
            return new Candidate(epoch, self, changed, electionDeadlineMs);
        }
    }

    /**
     * Fetches from the leader.
     *
     * @param fetchDeadlineMs when it looks for another leader
     * @param hasFetched whether this leader has answered, so that it is alive for all this replica knows
     * @param download the snapshot that it is getting instead of the log
     * @param nextUpdateMs when it may next tell the leader about itself (UpdateRaftVoter, AddRaftVoter, RemoveRaftVoter)
     * @param updated whether the leader has been told
     */
    record Follower(
            int epoch,
            int leader,
            Endpoints leaderEndpoints,
            Optional<ReplicaKey> voted,
            long fetchDeadlineMs,
            boolean hasFetched,
            Optional<Download> download,
            long nextUpdateMs,
            boolean updated)
            implements Role {
        @Override
        public OptionalInt leaderId() {
            return OptionalInt.of(leader);
        }

        Follower heardAt(long deadlineMs) {
            return new Follower(
                    epoch, leader, leaderEndpoints, voted, deadlineMs, true, download, nextUpdateMs, updated);
        }

        /** Its answer is waited for until then. */
        Follower waitsUntil(long deadlineMs) {
            return new Follower(
                    epoch, leader, leaderEndpoints, voted, deadlineMs, hasFetched, download, nextUpdateMs, updated);
        }

        /** The leader has announced its end, or seems to be gone: others are not refused for its sake any more. */
        Follower endedAt(long deadlineMs) {
            return new Follower(
                    epoch, leader, leaderEndpoints, voted, deadlineMs, false, download, nextUpdateMs, updated);
        }

        Follower with(Optional<Download> changed) {
            return new Follower(
                    epoch, leader, leaderEndpoints, voted, fetchDeadlineMs, hasFetched, changed, nextUpdateMs, updated);
        }

        Follower withUpdate(long nextMs, boolean done) {
            return new Follower(
                    epoch, leader, leaderEndpoints, voted, fetchDeadlineMs, hasFetched, download, nextMs, done);
        }
    }

    /** A snapshot of which the first {@code position} bytes are there. */
    record Download(SnapshotId id, long position) {}

    /** Leads. */
    record Leading(LeaderState state) implements Role {
        @Override
        public int epoch() {
            return state.epoch;
        }

        @Override
        public OptionalInt leaderId() {
            return OptionalInt.of(state.self);
        }

        @Override
        public Endpoints leaderEndpoints() {
            return state.endpoints;
        }
    }

    /**
     * Led this epoch and does so no more, in this life or the one before.
     *
     * @param unaware voters that have not heard yet
     * @param successors voters' ids, the most advanced first
     */
    record Resigned(
            int epoch, int self, SortedSet<Integer> unaware, java.util.List<ReplicaKey> successors, long deadlineMs)
            implements Role {
        @Override
        public OptionalInt leaderId() {
            return OptionalInt.of(self);
        }
    }
}
