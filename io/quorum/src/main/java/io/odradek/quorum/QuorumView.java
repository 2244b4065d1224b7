package io.odradek.quorum;

import io.odradek.base.Uuid;
import java.util.List;

/**
 * What a node knows of the quorum.
 *
 * @param highWatermark everything below is committed
 * @param voters the nodes that vote, in the order of their ids
 * @param observers the nodes that only follow
 */
public record QuorumView(LeaderAndEpoch leader, long highWatermark, List<Replica> voters, List<Replica> observers) {
    public QuorumView {
        voters = List.copyOf(voters);
        observers = List.copyOf(observers);
    }

    /**
     * One node.
     *
     * @param lastFetchTimestamp ms, -1 if unknown
     * @param lastCaughtUpTimestamp ms, -1 if unknown
     */
    public record Replica(
            int id, Uuid directoryId, long logEndOffset, long lastFetchTimestamp, long lastCaughtUpTimestamp) {}
}
