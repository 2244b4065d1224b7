package io.odradek.broker.offsets;

import io.odradek.broker.partition.Partition;
import io.odradek.broker.partition.PartitionAccess;
import io.odradek.broker.request.Failure;
import io.odradek.broker.request.RequestContext;
import io.odradek.broker.request.RequestHandler;
import io.odradek.protocol.ApiKey;
import io.odradek.protocol.message.OffsetForLeaderEpochRequest;
import io.odradek.protocol.message.OffsetForLeaderEpochRequest.OffsetForLeaderPartition;
import io.odradek.protocol.message.OffsetForLeaderEpochRequest.OffsetForLeaderTopic;
import io.odradek.protocol.message.OffsetForLeaderEpochResponse;
import io.odradek.protocol.message.OffsetForLeaderEpochResponse.EpochEndOffset;
import io.odradek.protocol.message.OffsetForLeaderEpochResponse.OffsetForLeaderTopicResult;
import java.util.function.BiFunction;

/** OffsetForLeaderEpoch, versions 2 to 4: where a leader epoch ended, so that a reader finds where it diverged (KIP-320). */
public final class OffsetForLeaderEpochHandler implements RequestHandler<OffsetForLeaderEpochRequest> {
    private final PartitionAccess partitions;

    public OffsetForLeaderEpochHandler(PartitionAccess partitions) {
        this.partitions = partitions;
    }

    @Override
    public ApiKey apiKey() {
        return ApiKey.OFFSET_FOR_LEADER_EPOCH;
    }

    @Override
    public OffsetForLeaderEpochResponse failed(
            RequestContext context, OffsetForLeaderEpochRequest request, Failure failure) {
        return answer(request, (_, partition) -> failed(partition, failure));
    }

    @Override
    public void handle(RequestContext context, OffsetForLeaderEpochRequest request) {
        context.respond(answer(request, (topic, partition) -> {
            try {
                return endOf(topic, partition);
            } catch (RuntimeException e) {
                return failed(partition, context.failureOf(e));
            }
        }));
    }

    private EpochEndOffset endOf(String topic, OffsetForLeaderPartition request) {
        Partition partition = partitions.require(topic, request.partition());
        partition.requireReader(request.currentLeaderEpoch(), true);
        var end = partition.log().endOffsetForEpoch(request.leaderEpoch());
        return new EpochEndOffset()
                .setPartition(request.partition())
                .setLeaderEpoch(end.leaderEpoch())
                .setEndOffset(end.endOffset());
    }

    private static EpochEndOffset failed(OffsetForLeaderPartition request, Failure failure) {
        return new EpochEndOffset()
                .setPartition(request.partition())
                .setErrorCode(failure.error().code());
    }

    private static OffsetForLeaderEpochResponse answer(
            OffsetForLeaderEpochRequest request, BiFunction<String, OffsetForLeaderPartition, EpochEndOffset> each) {
        OffsetForLeaderEpochResponse response = new OffsetForLeaderEpochResponse();
        for (OffsetForLeaderTopic topic : request.topics()) {
            response.topics()
                    .add(new OffsetForLeaderTopicResult()
                            .setTopic(topic.topic())
                            .setPartitions(topic.partitions().stream()
                                    .map(partition -> each.apply(topic.topic(), partition))
                                    .toList()));
        }
        return response;
    }
}
