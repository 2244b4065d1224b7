package io.odradek.metadata.controller;

import io.odradek.base.Uuid;
import io.odradek.metadata.image.BrokerImage;
import io.odradek.metadata.image.ClusterImage;
import io.odradek.metadata.image.DirectoryIds;
import io.odradek.metadata.image.LeaderRecoveryState;
import io.odradek.protocol.ApiException;
import io.odradek.protocol.ErrorCode;
import io.odradek.protocol.metadata.PartitionRecord;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.function.LongSupplier;

/** Where new partitions go, chosen or by hand. Errors are those of CreateTopics and CreatePartitions. Stateless. */
final class Placement {
    private Placement() {}

    /**
     * Chosen replicas for new partitions.
     *
     * @throws ApiException if there are too few brokers
     */
    static List<List<Integer>> choose(ClusterImage image, int partitions, int replicationFactor, LongSupplier random) {
        List<PartitionPlacer.Candidate> candidates = image.nodes().brokers().values().stream()
                .filter(broker -> !broker.cordoned())
                .map(each -> new PartitionPlacer.Candidate(each.id(), each.rack(), each.active()))
                .toList();
        if (candidates.stream().noneMatch(PartitionPlacer.Candidate::active)) {
            throw new ApiException(
                    ErrorCode.INVALID_REPLICATION_FACTOR,
                    "Unable to replicate the partition " + replicationFactor
                            + " time(s): All brokers are currently fenced, or have all their log directories cordoned.");
        }
        if (candidates.size() < replicationFactor) {
            throw new ApiException(
                    ErrorCode.INVALID_REPLICATION_FACTOR,
                    "Unable to replicate the partition " + replicationFactor
                            + " time(s): The target replication factor of " + replicationFactor
                            + " cannot be reached because only " + candidates.size()
                            + " broker(s) are registered or some brokers have all their log directories cordoned.");
        }
        return PartitionPlacer.place(candidates, partitions, replicationFactor, random);
    }

    /**
     * Checks replicas that were given by hand.
     *
     * @param expectedReplicas as many as the partitions before have; 0 for any number
     * @param present brokers that have a replica already, who may keep it even when they are cordoned
     * @throws ApiException if they are empty, repeated, unknown, cordoned, or not as many as expected
     */
    static void check(ClusterImage image, List<Integer> replicas, int expectedReplicas, List<Integer> present) {
        if (replicas.isEmpty()) {
            throw invalid("The manual partition assignment includes an empty replica list.");
        }
        Set<Integer> seen = new HashSet<>();
        for (int id : replicas.stream().sorted().toList()) {
            if (!seen.add(id)) {
                throw invalid("The manual partition assignment includes the broker " + id + " more than once.");
            }
            BrokerImage broker = image.nodes()
                    .broker(id)
                    .orElseThrow(() -> invalid("The manual partition assignment includes broker " + id
                            + ", but no such broker is registered."));
            if (broker.cordoned() && !present.contains(id)) {
                throw invalid("The manual partition assignment includes broker " + id
                        + ", but all its log directories are cordoned.");
            }
        }
        if (expectedReplicas > 0 && replicas.size() != expectedReplicas) {
            throw invalid("The manual partition assignment includes a partition with " + replicas.size()
                    + " replica(s), but this is not consistent with previous partitions, which have " + expectedReplicas
                    + " replica(s).");
        }
    }

    /**
     * The record of a new partition: its in-sync replicas are those that are active, the first of them leads.
     *
     * @throws ApiException if none is active
     */
    static PartitionRecord newPartition(ClusterImage image, Uuid topicId, int partition, List<Integer> replicas) {
        List<Integer> isr = replicas.stream().filter(image.nodes()::active).toList();
        if (isr.isEmpty()) {
            throw invalid("All brokers specified in the manual partition assignment for partition " + partition
                    + " are fenced or in controlled shutdown.");
        }
        List<Uuid> directories = !MetadataLevel.of(image).directories()
                ? List.of()
                : replicas.stream()
                        .map(id -> image.nodes()
                                .broker(id)
                                .map(BrokerImage::defaultDirectory)
                                .orElse(DirectoryIds.UNASSIGNED))
                        .toList();
        return new PartitionRecord()
                .setTopicId(topicId)
                .setPartitionId(partition)
                .setReplicas(new ArrayList<>(replicas))
                .setDirectories(new ArrayList<>(directories))
                .setIsr(new ArrayList<>(isr))
                .setLeader(isr.getFirst())
                .setLeaderRecoveryState(LeaderRecoveryState.RECOVERED.id())
                .setLeaderEpoch(0)
                .setPartitionEpoch(0);
    }

    private static ApiException invalid(String message) {
        return new ApiException(ErrorCode.INVALID_REPLICA_ASSIGNMENT, message);
    }
}
