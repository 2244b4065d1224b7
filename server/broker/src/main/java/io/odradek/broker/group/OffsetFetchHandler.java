package io.odradek.broker.group;

import io.odradek.base.Decision;
import io.odradek.broker.request.Failure;
import io.odradek.broker.request.Futures;
import io.odradek.broker.request.RequestContext;
import io.odradek.broker.request.RequestHandler;
import io.odradek.protocol.ApiKey;
import io.odradek.protocol.ErrorCode;
import io.odradek.protocol.message.OffsetFetchRequest;
import io.odradek.protocol.message.OffsetFetchRequest.OffsetFetchRequestGroup;
import io.odradek.protocol.message.OffsetFetchRequest.OffsetFetchRequestTopics;
import io.odradek.protocol.message.OffsetFetchResponse;
import io.odradek.protocol.message.OffsetFetchResponse.OffsetFetchResponseGroup;
import io.odradek.protocol.message.OffsetFetchResponse.OffsetFetchResponsePartition;
import io.odradek.protocol.message.OffsetFetchResponse.OffsetFetchResponsePartitions;
import io.odradek.protocol.message.OffsetFetchResponse.OffsetFetchResponseTopic;
import io.odradek.protocol.message.OffsetFetchResponse.OffsetFetchResponseTopics;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;

/** OffsetFetch, versions 1 to 10: one group, from version 8 several, from version 10 with topic ids. */
public final class OffsetFetchHandler implements RequestHandler<OffsetFetchRequest> {
    private static final short SEVERAL_GROUPS_SINCE = 8;
    private static final short TOPIC_IDS_SINCE = 10;

    private final GroupCoordinator groups;
    private final KnownTopics topics;

    public OffsetFetchHandler(GroupCoordinator groups, KnownTopics topics) {
        this.groups = groups;
        this.topics = topics;
    }

    @Override
    public ApiKey apiKey() {
        return ApiKey.OFFSET_FETCH;
    }

    @Override
    public OffsetFetchResponse failed(RequestContext context, OffsetFetchRequest request, Failure failure) {
        return respond(
                context,
                groupsOf(context, request).stream()
                        .map(group -> failed(group, failure.error()))
                        .toList());
    }

    @Override
    public void handle(RequestContext context, OffsetFetchRequest request) {
        List<CompletableFuture<OffsetFetchResponseGroup>> answers = new ArrayList<>();
        for (OffsetFetchRequestGroup group : groupsOf(context, request)) {
            answers.add(fetch(context, group)
                    .exceptionally(
                            error -> failed(group, context.failureOf(error).error()))
                    .toCompletableFuture());
        }
        Futures.whenAll(answers, all -> context.respond(respond(context, all)));
    }

    private CompletionStage<OffsetFetchResponseGroup> fetch(RequestContext context, OffsetFetchRequestGroup group) {
        List<OffsetFetchResponseTopics> unknown = new ArrayList<>();
        if (context.version() >= TOPIC_IDS_SINCE && group.topics() != null) {
            group.setTopics(identified(group.topics(), unknown));
        }
        try {
            return groups.hostAllowingEmpty(group.groupId())
                    .submit((shard, _) -> Decision.replyOnly(shard.fetchOffsets(group)))
                    .thenApply(response -> complete(context, response, unknown));
        } catch (RuntimeException e) {
            return CompletableFuture.failedStage(e);
        }
    }

    private List<OffsetFetchRequestTopics> identified(
            List<OffsetFetchRequestTopics> asked, List<OffsetFetchResponseTopics> unknown) {
        List<OffsetFetchRequestTopics> known = new ArrayList<>();
        for (OffsetFetchRequestTopics topic : asked) {
            Optional<String> name = topics.name(topic.topicId());
            if (name.isPresent()) {
                known.add(topic.setName(name.get()));
            } else {
                unknown.add(new OffsetFetchResponseTopics()
                        .setTopicId(topic.topicId())
                        .setPartitions(topic.partitionIndexes().stream()
                                .map(index -> uncommitted(index).setErrorCode(ErrorCode.UNKNOWN_TOPIC_ID.code()))
                                .toList()));
            }
        }
        return known;
    }

    private OffsetFetchResponseGroup complete(
            RequestContext context, OffsetFetchResponseGroup response, List<OffsetFetchResponseTopics> unknown) {
        if (context.version() < TOPIC_IDS_SINCE) {
            return response;
        }
        List<OffsetFetchResponseTopics> named = new ArrayList<>();
        for (OffsetFetchResponseTopics topic : response.topics()) {
            // What was committed for a topic that is gone, or made anew under its name, is nobody's any more.
            topics.id(topic.name())
                    .filter(id -> topic.topicId().isZero() || topic.topicId().equals(id))
                    .ifPresent(id -> named.add(topic.setTopicId(id)));
        }
        named.addAll(unknown);
        return response.setTopics(named);
    }

    private static List<OffsetFetchRequestGroup> groupsOf(RequestContext context, OffsetFetchRequest request) {
        if (context.version() >= SEVERAL_GROUPS_SINCE) {
            return request.groups();
        }
        OffsetFetchRequestGroup group = new OffsetFetchRequestGroup().setGroupId(request.groupId());
        if (request.topics() == null) {
            return List.of(group.setTopics(null));
        }
        return List.of(group.setTopics(request.topics().stream()
                .map(topic -> new OffsetFetchRequestTopics()
                        .setName(topic.name())
                        .setPartitionIndexes(topic.partitionIndexes()))
                .toList()));
    }

    private static OffsetFetchResponse respond(RequestContext context, List<OffsetFetchResponseGroup> answers) {
        if (context.version() >= SEVERAL_GROUPS_SINCE) {
            return new OffsetFetchResponse().setGroups(answers);
        }
        OffsetFetchResponseGroup only = answers.getFirst();
        return new OffsetFetchResponse()
                .setErrorCode(only.errorCode())
                .setTopics(only.topics().stream()
                        .map(topic -> new OffsetFetchResponseTopic()
                                .setName(topic.name())
                                .setPartitions(topic.partitions().stream()
                                        .map(OffsetFetchHandler::older)
                                        .toList()))
                        .toList());
    }

    private static OffsetFetchResponsePartition older(OffsetFetchResponsePartitions partition) {
        return new OffsetFetchResponsePartition()
                .setPartitionIndex(partition.partitionIndex())
                .setCommittedOffset(partition.committedOffset())
                .setCommittedLeaderEpoch(partition.committedLeaderEpoch())
                .setMetadata(partition.metadata())
                .setErrorCode(partition.errorCode());
    }

    private static OffsetFetchResponseGroup failed(OffsetFetchRequestGroup group, ErrorCode error) {
        OffsetFetchResponseGroup response =
                new OffsetFetchResponseGroup().setGroupId(group.groupId()).setErrorCode(error.code());
        if (group.topics() != null) {
            response.setTopics(group.topics().stream()
                    .map(topic -> new OffsetFetchResponseTopics()
                            .setName(topic.name())
                            .setTopicId(topic.topicId())
                            .setPartitions(topic.partitionIndexes().stream()
                                    .map(index -> uncommitted(index).setErrorCode(error.code()))
                                    .toList()))
                    .toList());
        }
        return response;
    }

    private static OffsetFetchResponsePartitions uncommitted(int partition) {
        return new OffsetFetchResponsePartitions()
                .setPartitionIndex(partition)
                .setCommittedOffset(-1L)
                .setMetadata("");
    }
}
