package io.odradek.broker.fetch;

import io.odradek.broker.cluster.PartitionDirectory;
import io.odradek.metadata.image.PartitionImage;
import io.odradek.protocol.ApiException;
import io.odradek.protocol.ErrorCode;
import io.odradek.protocol.message.FetchResponse.LeaderIdAndEpoch;
import io.odradek.protocol.message.FetchResponse.PartitionData;
import java.util.Optional;

/** Where a partition is that a fetch does not find here (KIP-951). */
final class LeaderHints {
    private final PartitionDirectory directory;

    LeaderHints(PartitionDirectory directory) {
        this.directory = directory;
    }

    /** The error for a partition that this broker does not hold. */
    ApiException unknown(FetchTarget target) {
        int partition = target.request().partition();
        return target.topicId().isZero()
                ? directory.absent(target.topic(), partition)
                : directory.absent(target.topicId(), partition);
    }

    /** Names the leader in the response where the error means that it is another one, or another epoch. */
    void fill(FetchTarget target, ErrorCode error, PartitionData data) {
        if (error != ErrorCode.NOT_LEADER_OR_FOLLOWER && error != ErrorCode.FENCED_LEADER_EPOCH) {
            return;
        }
        int partition = target.request().partition();
        Optional<PartitionImage> image = target.topicId().isZero()
                ? directory.find(target.topic(), partition)
                : directory.find(target.topicId(), partition);
        image.ifPresent(found -> data.setCurrentLeader(
                new LeaderIdAndEpoch().setLeaderId(found.leader()).setLeaderEpoch(found.leaderEpoch())));
    }
}
