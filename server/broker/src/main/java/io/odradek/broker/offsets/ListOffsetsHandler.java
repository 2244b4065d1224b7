package io.odradek.broker.offsets;

import io.odradek.base.TopicPartition;
import io.odradek.broker.partition.PartitionAccess;
import io.odradek.broker.request.Failure;
import io.odradek.broker.request.RequestContext;
import io.odradek.broker.request.RequestHandler;
import io.odradek.protocol.ApiKey;
import io.odradek.protocol.ErrorCode;
import io.odradek.protocol.message.ListOffsetsRequest;
import io.odradek.protocol.message.ListOffsetsRequest.ListOffsetsPartition;
import io.odradek.protocol.message.ListOffsetsRequest.ListOffsetsTopic;
import io.odradek.protocol.message.ListOffsetsResponse;
import io.odradek.protocol.message.ListOffsetsResponse.ListOffsetsPartitionResponse;
import io.odradek.protocol.message.ListOffsetsResponse.ListOffsetsTopicResponse;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.concurrent.Executor;

/**
 * ListOffsets, versions 1 to 11: by timestamp, and every special timestamp. Lookups that may read from disk run on the
 * executor for blocking work.
 */
public final class ListOffsetsHandler implements RequestHandler<ListOffsetsRequest> {
    private static final byte READ_COMMITTED = 1;

    private final PartitionAccess partitions;
    private final Executor blocking;

    public ListOffsetsHandler(PartitionAccess partitions, Executor blocking) {
        this.partitions = partitions;
        this.blocking = blocking;
    }

    @Override
    public ApiKey apiKey() {
        return ApiKey.LIST_OFFSETS;
    }

    @Override
    public ListOffsetsResponse failed(RequestContext context, ListOffsetsRequest request, Failure failure) {
        return answer(request, (_, partition) -> OffsetLookup.failed(partition, failure));
    }

    @Override
    public void handle(RequestContext context, ListOffsetsRequest request) {
        boolean inMemory = request.topics().stream()
                .flatMap(topic -> topic.partitions().stream())
                .allMatch(partition -> OffsetLookup.isInMemory(partition.timestamp()));
        if (inMemory) {
            context.respond(lookUp(context, request));
        } else {
            blocking.execute(() -> context.respond(lookUp(context, request)));
        }
    }

    private ListOffsetsResponse lookUp(RequestContext context, ListOffsetsRequest request) {
        Set<TopicPartition> duplicates = duplicates(request);
        OffsetLookup lookup = new OffsetLookup(
                partitions, request.isolationLevel() == READ_COMMITTED, request.replicaId() >= 0, context.version());
        return answer(request, (topic, partition) -> {
            if (duplicates.contains(new TopicPartition(topic, partition.partitionIndex()))) {
                return OffsetLookup.failed(
                        partition, new Failure(ErrorCode.INVALID_REQUEST, "The partition is named more than once"));
            }
            try {
                return lookup.find(topic, partition);
            } catch (RuntimeException e) {
                return OffsetLookup.failed(partition, context.failureOf(e));
            }
        });
    }

    private interface PartitionAnswer {
        ListOffsetsPartitionResponse of(String topic, ListOffsetsPartition partition);
    }

    private static ListOffsetsResponse answer(ListOffsetsRequest request, PartitionAnswer each) {
        List<ListOffsetsTopicResponse> topics = new ArrayList<>();
        for (ListOffsetsTopic topic : request.topics()) {
            topics.add(new ListOffsetsTopicResponse()
                    .setName(topic.name())
                    .setPartitions(topic.partitions().stream()
                            .map(partition -> each.of(topic.name(), partition))
                            .toList()));
        }
        return new ListOffsetsResponse().setTopics(topics);
    }

    private static Set<TopicPartition> duplicates(ListOffsetsRequest request) {
        Set<TopicPartition> seen = new HashSet<>();
        Set<TopicPartition> twice = new HashSet<>();
        for (ListOffsetsTopic topic : request.topics()) {
            for (ListOffsetsPartition partition : topic.partitions()) {
                TopicPartition key = new TopicPartition(topic.name(), partition.partitionIndex());
                if (!seen.add(key)) {
                    twice.add(key);
                }
            }
        }
        return twice;
    }
}
