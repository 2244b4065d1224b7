package io.odradek.replication;

import io.odradek.base.Invariants;
import java.util.List;

/**
 * What the controller has committed of a partition, as far as its replicas must know it.
 *
 * <p>Immutable; any thread.
 *
 * @param leader the leading broker, or {@link #NO_LEADER}
 * @param leaderEpoch grows with every election
 * @param partitionEpoch grows with every change
 * @param replicas the brokers that have a copy, without doubles
 * @param isr the in-sync replicas: some of {@code replicas}
 */
public record PartitionState(
        int leader, int leaderEpoch, int partitionEpoch, List<Integer> replicas, List<Integer> isr) {
    /** No broker leads. */
    public static final int NO_LEADER = -1;

    public PartitionState {
        replicas = List.copyOf(replicas);
        isr = List.copyOf(isr);
        Invariants.check(replicas.containsAll(isr), "in-sync replicas are replicas", isr);
    }

    /** As {@code this}, with what an AlterPartition has changed. */
    PartitionState withIsr(List<Integer> changed, int changedPartitionEpoch) {
        return new PartitionState(leader, leaderEpoch, changedPartitionEpoch, replicas, changed);
    }
}
