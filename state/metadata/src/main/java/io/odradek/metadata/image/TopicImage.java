package io.odradek.metadata.image;

import io.odradek.base.Uuid;
import java.util.List;
import java.util.Optional;

/**
 * One topic with its partitions.
 *
 * <p>Immutable; any thread.
 *
 * @param partitions by number, from zero without gaps
 */
public record TopicImage(String name, Uuid id, List<PartitionImage> partitions) {
    /** The name's partition, if there is one of this number. */
    public Optional<PartitionImage> partition(int number) {
        return number >= 0 && number < partitions.size() ? Optional.of(partitions.get(number)) : Optional.empty();
    }

    /** Replicas of the first partition: what kafka-topics.sh calls the topic's replication factor. */
    public int replicationFactor() {
        return partitions.isEmpty() ? 0 : partitions.getFirst().replicas().size();
    }
}
