package io.odradek.broker.produce;

import io.odradek.broker.cluster.PartitionDirectory;
import io.odradek.broker.request.Failure;
import io.odradek.metadata.image.PartitionImage;
import io.odradek.protocol.ErrorCode;
import io.odradek.protocol.message.ProduceRequest.TopicProduceData;
import io.odradek.protocol.message.ProduceResponse.LeaderIdAndEpoch;
import io.odradek.protocol.message.ProduceResponse.PartitionProduceResponse;
import java.util.Optional;

/** Why a partition is not here, and where it is (KIP-951). */
final class MissingPartitions {
    private final PartitionDirectory directory;

    MissingPartitions(PartitionDirectory directory) {
        this.directory = directory;
    }

    /** @param byId whether the topic is named by its id */
    Failure reason(boolean byId, TopicProduceData topic, int partition) {
        return Failure.of(
                byId ? directory.absent(topic.topicId(), partition) : directory.absent(topic.name(), partition));
    }

    /** Names the leader in the response where the error means that it is another one. */
    void fill(boolean byId, TopicProduceData topic, int partition, PartitionProduceResponse response) {
        if (response.errorCode() != ErrorCode.NOT_LEADER_OR_FOLLOWER.code()) {
            return;
        }
        Optional<PartitionImage> image =
                byId ? directory.find(topic.topicId(), partition) : directory.find(topic.name(), partition);
        image.ifPresent(found -> response.setCurrentLeader(
                new LeaderIdAndEpoch().setLeaderId(found.leader()).setLeaderEpoch(found.leaderEpoch())));
    }
}
