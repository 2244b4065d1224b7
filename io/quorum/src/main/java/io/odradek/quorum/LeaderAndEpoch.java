package io.odradek.quorum;

import java.util.OptionalInt;

/**
 * Who leads the metadata log.
 *
 * @param leaderId empty while there is no leader
 * @param epoch the newest epoch known, 0 before the first
 */
public record LeaderAndEpoch(OptionalInt leaderId, int epoch) {
    /** Before anything is known. */
    public static final LeaderAndEpoch NONE = new LeaderAndEpoch(OptionalInt.empty(), 0);

    /** Whether the node leads. */
    public boolean isLeader(int nodeId) {
        return leaderId.isPresent() && leaderId.getAsInt() == nodeId;
    }
}
