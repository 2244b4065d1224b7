package io.odradek.broker.cluster;

import io.odradek.broker.request.AuthorizedOperations;
import io.odradek.metadata.controller.TopicNames;
import io.odradek.metadata.image.ClusterImage;
import io.odradek.metadata.image.PartitionImage;
import io.odradek.metadata.image.TopicImage;
import io.odradek.protocol.ErrorCode;
import io.odradek.protocol.message.DescribeTopicPartitionsResponse.DescribeTopicPartitionsResponsePartition;
import io.odradek.protocol.message.MetadataResponse.MetadataResponsePartition;
import io.odradek.protocol.message.MetadataResponse.MetadataResponseTopic;
import java.util.ArrayList;
import java.util.List;

/** Topics as Metadata and DescribeTopicPartitions show them. */
final class TopicDescriptions {
    private final ClusterImage image;
    private final int operations;

    TopicDescriptions(ClusterImage image, boolean withOperations) {
        this.image = image;
        this.operations = withOperations ? AuthorizedOperations.TOPIC : AuthorizedOperations.NOT_REQUESTED;
    }

    int operations() {
        return operations;
    }

    MetadataResponseTopic describe(TopicImage topic) {
        List<MetadataResponsePartition> partitions =
                new ArrayList<>(topic.partitions().size());
        for (int index = 0; index < topic.partitions().size(); index++) {
            PartitionImage partition = topic.partitions().get(index);
            partitions.add(new MetadataResponsePartition()
                    .setPartitionIndex(index)
                    .setErrorCode(error(partition).code())
                    .setLeaderId(partition.leader())
                    .setLeaderEpoch(partition.leaderEpoch())
                    .setReplicaNodes(partition.replicas())
                    .setIsrNodes(partition.isr())
                    .setOfflineReplicas(offline(partition)));
        }
        return new MetadataResponseTopic()
                .setName(topic.name())
                .setTopicId(topic.id())
                .setIsInternal(TopicNames.internal(topic.name()))
                .setPartitions(partitions)
                .setTopicAuthorizedOperations(operations);
    }

    DescribeTopicPartitionsResponsePartition describe(int index, PartitionImage partition) {
        return new DescribeTopicPartitionsResponsePartition()
                .setPartitionIndex(index)
                .setErrorCode(error(partition).code())
                .setLeaderId(partition.leader())
                .setLeaderEpoch(partition.leaderEpoch())
                .setReplicaNodes(partition.replicas())
                .setIsrNodes(partition.isr())
                .setEligibleLeaderReplicas(partition.elr())
                .setLastKnownElr(partition.lastKnownElr())
                .setOfflineReplicas(offline(partition));
    }

    private static ErrorCode error(PartitionImage partition) {
        return partition.hasLeader() ? ErrorCode.NONE : ErrorCode.LEADER_NOT_AVAILABLE;
    }

    private List<Integer> offline(PartitionImage partition) {
        return partition.replicas().stream()
                .filter(replica -> !image.nodes().active(replica))
                .toList();
    }
}
