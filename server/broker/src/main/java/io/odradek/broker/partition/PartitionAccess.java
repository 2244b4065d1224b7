package io.odradek.broker.partition;

import io.odradek.base.Uuid;

/** Finds partitions, and says with the protocol's own error why one is not here. Any thread. */
public interface PartitionAccess {
    /**
     * @throws io.odradek.protocol.ApiException UNKNOWN_TOPIC_OR_PARTITION if there is no such partition,
     *     NOT_LEADER_OR_FOLLOWER if another broker has it
     */
    Partition require(String topic, int partition);

    /**
     * @throws io.odradek.protocol.ApiException UNKNOWN_TOPIC_ID if there is no such topic,
     *     UNKNOWN_TOPIC_OR_PARTITION if it has no such partition, NOT_LEADER_OR_FOLLOWER if another broker has it
     */
    Partition require(Uuid topicId, int partition);
}
