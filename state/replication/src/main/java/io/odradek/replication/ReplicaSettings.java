package io.odradek.replication;

import io.odradek.base.Invariants;

/**
 * What a replica is told by configuration.
 *
 * @param self this broker
 * @param minInSyncReplicas {@code min.insync.replicas}, 1 or more; counts as the number of replicas where that is less
 * @param lagTimeMaxMs {@code replica.lag.time.max.ms}: a follower that was not at the leader's end for so long is out of
 *     sync
 */
public record ReplicaSettings(int self, int minInSyncReplicas, long lagTimeMaxMs) {
    public ReplicaSettings {
        Invariants.check(minInSyncReplicas >= 1, "min.insync.replicas is 1 or more", minInSyncReplicas);
    }
}
