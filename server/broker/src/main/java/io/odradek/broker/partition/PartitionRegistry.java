package io.odradek.broker.partition;

import io.odradek.base.TopicPartition;
import io.odradek.base.Uuid;
import io.odradek.storage.PartitionLog;
import java.util.Collection;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;

/**
 * The partitions that this broker holds, by name and by topic id.
 *
 * <p>Any thread; changed by the metadata applier alone.
 */
public final class PartitionRegistry {
    private final Map<TopicPartition, Partition> byName = new ConcurrentHashMap<>();
    private final Map<IdPartition, Partition> byId = new ConcurrentHashMap<>();

    /** An empty registry. */
    public PartitionRegistry() {}

    private record IdPartition(Uuid topicId, int partition) {}

    public Optional<Partition> find(String topic, int partition) {
        return Optional.ofNullable(byName.get(new TopicPartition(topic, partition)));
    }

    public Optional<Partition> find(Uuid topicId, int partition) {
        return Optional.ofNullable(byId.get(new IdPartition(topicId, partition)));
    }

    /** The high watermark of the partition that has this log; empty if none is served from it. */
    public Optional<Long> highWatermark(PartitionLog log) {
        return find(log.topicPartition().topic(), log.topicPartition().partition())
                .filter(partition -> partition.log() == log)
                .map(Partition::highWatermark);
    }

    public Collection<Partition> all() {
        return byName.values();
    }

    public void add(Partition partition) {
        byName.put(partition.topicPartition(), partition);
        byId.put(new IdPartition(partition.topicId(), partition.topicPartition().partition()), partition);
    }

    public void remove(Partition partition) {
        byName.remove(partition.topicPartition(), partition);
        byId.remove(
                new IdPartition(partition.topicId(), partition.topicPartition().partition()), partition);
    }
}
