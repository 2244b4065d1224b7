package io.odradek.quorum;

import io.odradek.raft.RaftReplica;
import io.odradek.raft.RaftReplica.ReplicaProgress;
import java.util.List;

/** Makes the view of the quorum that others see. Stateless. */
final class QuorumViews {
    private QuorumViews() {}

    static QuorumView of(RaftReplica replica, LeaderAndEpoch leader, long nowMs) {
        return new QuorumView(
                leader,
                replica.highWatermark(),
                replicas(replica.voterProgress(), nowMs),
                replicas(replica.observerProgress(), nowMs));
    }

    private static List<QuorumView.Replica> replicas(List<ReplicaProgress> progress, long nowMs) {
        return progress.stream()
                .map(one -> new QuorumView.Replica(
                        one.key().id(),
                        one.key().directoryId(),
                        one.logEndOffset(),
                        one.silentMs() < 0 ? -1 : nowMs - one.silentMs(),
                        one.behindMs() < 0 ? -1 : nowMs - one.behindMs()))
                .toList();
    }
}
