package io.odradek.broker.group;

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

/** OffsetDelete, version 0: forgets committed offsets of topics that the group does not consume (KIP-496). */
public final class OffsetDeleteHandler implements RequestHandler<OffsetDeleteRequest> {
    private final GroupCoordinator groups;

    public OffsetDeleteHandler(GroupCoordinator groups) {
        this.groups = groups;
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
        for (OffsetDeleteRequestTopic topic : request.topics()) {
            for (OffsetDeleteRequestPartition partition : topic.partitions()) {
                TopicPartition key = new TopicPartition(topic.name(), partition.partitionIndex());
                results.put(
                        key,
                        host.submit((shard, _) -> shard.deleteOffset(request.groupId(), key))
                                .exceptionally(error -> context.failureOf(error).error())
                                .toCompletableFuture());
            }
        }
        Futures.whenAll(results.values(), _ -> context.respond(response(results)));
    }

    private static OffsetDeleteResponse response(Map<TopicPartition, CompletableFuture<ErrorCode>> results) {
        boolean noGroup = results.values().stream().anyMatch(result -> result.join() == ErrorCode.GROUP_ID_NOT_FOUND);
        if (noGroup) {
            return new OffsetDeleteResponse().setErrorCode(ErrorCode.GROUP_ID_NOT_FOUND.code());
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
