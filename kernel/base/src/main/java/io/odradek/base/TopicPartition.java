package io.odradek.base;

/**
 * A partition by its topic's name.
 *
 * @param topic the topic's name
 * @param partition zero or more
 */
public record TopicPartition(String topic, int partition) implements Comparable<TopicPartition> {
    @Override
    public int compareTo(TopicPartition other) {
        int byTopic = topic.compareTo(other.topic);
        return byTopic != 0 ? byTopic : Integer.compare(partition, other.partition);
    }

    /** {@code topic-partition}, the name of its folder on disk. */
    @Override
    public String toString() {
        return topic + "-" + partition;
    }
}
