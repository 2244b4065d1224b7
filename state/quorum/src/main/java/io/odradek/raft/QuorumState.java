package io.odradek.raft;

import java.util.Optional;
import java.util.OptionalInt;

/**
 * What a replica must remember of an election before it acts on it: the content of the file {@code quorum-state} (KIP-595).
 *
 * @param leaderId of the epoch, if one is known
 * @param voted whom this replica voted for in the epoch
 * @param kraftVersion decides the file's version: 0 names the voters and a vote without directory, 1 the vote's directory
 */
public record QuorumState(int epoch, OptionalInt leaderId, Optional<ReplicaKey> voted, int kraftVersion) {
    /** Of a replica that was never started. */
    public static final QuorumState INITIAL = new QuorumState(0, OptionalInt.empty(), Optional.empty(), 0);

    public QuorumState {
        if (epoch < 0) {
            throw new IllegalArgumentException("an epoch is 0 or more, not " + epoch);
        }
    }
}
