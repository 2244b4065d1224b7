package io.odradek.metadata.image;

import io.odradek.base.Uuid;
import io.odradek.protocol.metadata.PartitionChangeRecord;
import io.odradek.protocol.metadata.PartitionRecord;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/**
 * One partition as the controller knows it.
 *
 * <p>Immutable; any thread.
 *
 * @param replicas brokers that have a copy, the preferred leader first
 * @param directories the log folder of each replica, in the order of {@code replicas}; zero where it is not known
 * @param isr the in-sync replicas
 * @param removing replicas that a reassignment takes away
 * @param adding replicas that a reassignment brings
 * @param elr the eligible leader replicas (KIP-966)
 * @param lastKnownElr the last known eligible leader replicas
 * @param leader the leading broker, or {@link #NO_LEADER}
 * @param recovery whether the leader was elected cleanly
 * @param leaderEpoch grows with every election
 * @param partitionEpoch grows with every change
 */
public record PartitionImage(
        List<Integer> replicas,
        List<Uuid> directories,
        List<Integer> isr,
        List<Integer> removing,
        List<Integer> adding,
        List<Integer> elr,
        List<Integer> lastKnownElr,
        int leader,
        LeaderRecoveryState recovery,
        int leaderEpoch,
        int partitionEpoch) {
    /** No broker leads. */
    public static final int NO_LEADER = -1;

    /** In a {@link PartitionChangeRecord}: the leader stays. */
    public static final int NO_LEADER_CHANGE = -2;

    private static final byte NO_RECOVERY_CHANGE = -1;

    public PartitionImage {
        replicas = List.copyOf(replicas);
        directories = List.copyOf(directories);
        isr = List.copyOf(isr);
        removing = List.copyOf(removing);
        adding = List.copyOf(adding);
        elr = List.copyOf(elr);
        lastKnownElr = List.copyOf(lastKnownElr);
    }

    static PartitionImage of(PartitionRecord record) {
        return new PartitionImage(
                record.replicas(),
                record.directories(),
                record.isr(),
                record.removingReplicas(),
                record.addingReplicas(),
                orEmpty(record.eligibleLeaderReplicas()),
                orEmpty(record.lastKnownElr()),
                record.leader(),
                LeaderRecoveryState.of(record.leaderRecoveryState()),
                record.leaderEpoch(),
                record.partitionEpoch());
    }

    /** This partition after a change: its epoch grows, and the leader epoch with it if there was an election. */
    public PartitionImage with(PartitionChangeRecord change) {
        boolean elected = change.leader() != NO_LEADER_CHANGE;
        return new PartitionImage(
                Objects.requireNonNullElse(change.replicas(), replicas),
                Objects.requireNonNullElse(change.directories(), directories),
                Objects.requireNonNullElse(change.isr(), isr),
                Objects.requireNonNullElse(change.removingReplicas(), removing),
                Objects.requireNonNullElse(change.addingReplicas(), adding),
                Objects.requireNonNullElse(change.eligibleLeaderReplicas(), elr),
                Objects.requireNonNullElse(change.lastKnownElr(), lastKnownElr),
                elected ? change.leader() : leader,
                change.leaderRecoveryState() == NO_RECOVERY_CHANGE
                        ? recovery
                        : LeaderRecoveryState.of(change.leaderRecoveryState()),
                elected ? leaderEpoch + 1 : leaderEpoch,
                partitionEpoch + 1);
    }

    PartitionImage withoutElr() {
        return new PartitionImage(
                replicas,
                directories,
                isr,
                removing,
                adding,
                List.of(),
                List.of(),
                leader,
                recovery,
                leaderEpoch,
                partitionEpoch);
    }

    PartitionRecord toRecord(Uuid topicId, int partition) {
        return new PartitionRecord()
                .setTopicId(topicId)
                .setPartitionId(partition)
                .setReplicas(new ArrayList<>(replicas))
                .setDirectories(new ArrayList<>(directories))
                .setIsr(new ArrayList<>(isr))
                .setRemovingReplicas(new ArrayList<>(removing))
                .setAddingReplicas(new ArrayList<>(adding))
                .setEligibleLeaderReplicas(elr.isEmpty() ? null : new ArrayList<>(elr))
                .setLastKnownElr(lastKnownElr.isEmpty() ? null : new ArrayList<>(lastKnownElr))
                .setLeader(leader)
                .setLeaderRecoveryState(recovery.id())
                .setLeaderEpoch(leaderEpoch)
                .setPartitionEpoch(partitionEpoch);
    }

    public boolean hasLeader() {
        return leader != NO_LEADER;
    }

    /** The replica that leads when it can. */
    public int preferredLeader() {
        return replicas.isEmpty() ? NO_LEADER : replicas.getFirst();
    }

    /** The log folder of a broker's replica; zero when it is not known. */
    public Uuid directory(int brokerId) {
        int index = replicas.indexOf(brokerId);
        return index < 0 || index >= directories.size() ? Uuid.ZERO : directories.get(index);
    }

    private static List<Integer> orEmpty(@Nullable List<Integer> list) {
        return list == null ? List.of() : list;
    }
}
