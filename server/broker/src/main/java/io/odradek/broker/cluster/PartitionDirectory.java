package io.odradek.broker.cluster;

import io.odradek.base.Uuid;
import io.odradek.broker.group.KnownTopics;
import io.odradek.broker.partition.Partition;
import io.odradek.broker.partition.PartitionAccess;
import io.odradek.broker.partition.PartitionRegistry;
import io.odradek.metadata.image.PartitionImage;
import io.odradek.metadata.image.TopicImage;
import io.odradek.protocol.ApiException;
import io.odradek.protocol.ErrorCode;
import java.util.Optional;

/**
 * Finds partitions in what this broker holds, and otherwise says from the cluster's metadata why they are not here.
 *
 * <p>Any thread.
 */
public final class PartitionDirectory implements PartitionAccess, KnownTopics {
    private final ClusterState cluster;
    private final PartitionRegistry partitions;

    public PartitionDirectory(ClusterState cluster, PartitionRegistry partitions) {
        this.cluster = cluster;
        this.partitions = partitions;
    }

    /** The cluster that the partitions belong to. */
    public ClusterState cluster() {
        return cluster;
    }

    public PartitionRegistry registry() {
        return partitions;
    }

    @Override
    public Partition require(String topic, int partition) {
        return partitions.find(topic, partition).orElseThrow(() -> absent(topic, partition));
    }

    @Override
    public Partition require(Uuid topicId, int partition) {
        return partitions.find(topicId, partition).orElseThrow(() -> absent(topicId, partition));
    }

    @Override
    public Optional<String> name(Uuid topicId) {
        return cluster.image().topics().byId(topicId).map(TopicImage::name);
    }

    @Override
    public Optional<Uuid> id(String name) {
        return cluster.image().topics().byName(name).map(TopicImage::id);
    }

    @Override
    public boolean has(String topic, int partition) {
        return find(topic, partition).isPresent();
    }

    /** What the metadata says of a partition. */
    public Optional<PartitionImage> find(String topic, int partition) {
        return cluster.image().topics().partition(topic, partition);
    }

    /** What the metadata says of a partition. */
    public Optional<PartitionImage> find(Uuid topicId, int partition) {
        return cluster.image().topics().byId(topicId).flatMap(topic -> topic.partition(partition));
    }

    /** Why a partition is not here. */
    public ApiException absent(String topic, int partition) {
        return find(topic, partition)
                .map(_ -> elsewhere(topic, partition))
                .orElseGet(() -> new ApiException(
                        ErrorCode.UNKNOWN_TOPIC_OR_PARTITION, "There is no partition " + topic + "-" + partition));
    }

    /** Why a partition is not here. */
    public ApiException absent(Uuid topicId, int partition) {
        Optional<String> name = name(topicId);
        if (name.isEmpty()) {
            return new ApiException(ErrorCode.UNKNOWN_TOPIC_ID, "There is no topic with the id " + topicId);
        }
        return absent(name.get(), partition);
    }

    private static ApiException elsewhere(String topic, int partition) {
        return new ApiException(
                ErrorCode.NOT_LEADER_OR_FOLLOWER, "This broker has no replica of " + topic + "-" + partition);
    }
}
