package io.odradek.broker.group;

import io.odradek.base.Decision;
import io.odradek.base.TopicPartition;
import io.odradek.broker.request.Failure;
import io.odradek.broker.request.Futures;
import io.odradek.broker.request.RequestContext;
import io.odradek.broker.request.RequestHandler;
import io.odradek.protocol.ApiKey;
import io.odradek.protocol.ErrorCode;
import io.odradek.protocol.message.OffsetDeleteRequest;
import io.odradek.protocol.message.OffsetDeleteRequest.OffsetDeleteRequestPartition;
import io.odradek.protocol.message.OffsetDeleteRequest.OffsetDeleteRequestTopic;
import io.odradek.protocol.message.OffsetDeleteResponse;
import io.odradek.protocol.message.OffsetDeleteResponse.OffsetDeleteResponsePartition;
import io.odradek.protocol.message.OffsetDeleteResponse.OffsetDeleteResponseTopic;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;

/** OffsetDelete, version 0: forgets committed offsets of topics that the group does not consume (KIP-496). */
public final class OffsetDeleteHandler implements RequestHandler<OffsetDeleteRequest> {
    private final GroupCoordinator groups;
    private final KnownTopics topics;

    public OffsetDeleteHandler(GroupCoordinator groups, KnownTopics topics) {
        this.groups = groups;
        this.topics = topics;
    }

    @Override
    public ApiKey apiKey() {
        return ApiKey.OFFSET_DELETE;
    }

    @Override
    public OffsetDeleteResponse failed(RequestContext context, OffsetDeleteRequest request, Failure failure) {
        return new OffsetDeleteResponse().setErrorCode(failure.error().code());
    }

    @Override
    public void handle(RequestContext context, OffsetDeleteRequest request) {
        GroupHost host = groups.host(request.groupId());
        Map<TopicPartition, CompletableFuture<ErrorCode>> results = new LinkedHashMap<>();
        CompletableFuture<ErrorCode> group =
                errorOf(context, host.submit((shard, _) -> Decision.replyOnly(shard.find(request.groupId()))));
        for (OffsetDeleteRequestTopic topic : request.topics()) {
            for (OffsetDeleteRequestPartition partition : topic.partitions()) {
                TopicPartition key = new TopicPartition(topic.name(), partition.partitionIndex());
                results.put(key, delete(context, host, request.groupId(), key));
            }
        }
        List<CompletableFuture<ErrorCode>> all = new ArrayList<>(results.values());
        all.add(group);
        Futures.whenAll(all, _ -> context.respond(response(group.join(), results)));
    }

    private CompletableFuture<ErrorCode> delete(
            RequestContext context, GroupHost host, String group, TopicPartition partition) {
        if (!topics.has(partition.topic(), partition.partition())) {
            return CompletableFuture.completedFuture(ErrorCode.UNKNOWN_TOPIC_OR_PARTITION);
        }
        return errorOf(context, host.submit((shard, _) -> shard.deleteOffset(group, partition)));
    }

    private static CompletableFuture<ErrorCode> errorOf(RequestContext context, CompletionStage<ErrorCode> result) {
        return result.exceptionally(error -> context.failureOf(error).error()).toCompletableFuture();
    }

    private static OffsetDeleteResponse response(
            ErrorCode group, Map<TopicPartition, CompletableFuture<ErrorCode>> results) {
        if (group != ErrorCode.NONE) {
            return new OffsetDeleteResponse().setErrorCode(group.code());
        }
        Map<String, List<OffsetDeleteResponsePartition>> topics = new LinkedHashMap<>();
        results.forEach((partition, result) -> topics.computeIfAbsent(partition.topic(), _ -> new ArrayList<>())
                .add(new OffsetDeleteResponsePartition()
                        .setPartitionIndex(partition.partition())
                        .setErrorCode(result.join().code())));
        OffsetDeleteResponse response = new OffsetDeleteResponse();
        topics.forEach((topic, partitions) -> response.topics()
                .add(new OffsetDeleteResponseTopic().setName(topic).setPartitions(partitions)));
        return response;
    }
}
