package io.odradek.broker.group;

import io.odradek.base.Uuid;
import io.odradek.broker.request.Failure;
import io.odradek.broker.request.RequestContext;
import io.odradek.protocol.ApiKey;
import io.odradek.protocol.ErrorCode;
import io.odradek.protocol.ResponseMessage;
import io.odradek.protocol.message.OffsetCommitRequest;
import io.odradek.protocol.message.OffsetCommitRequest.OffsetCommitRequestPartition;
import io.odradek.protocol.message.OffsetCommitRequest.OffsetCommitRequestTopic;
import io.odradek.protocol.message.OffsetCommitResponse;
import io.odradek.protocol.message.OffsetCommitResponse.OffsetCommitResponsePartition;
import io.odradek.protocol.message.OffsetCommitResponse.OffsetCommitResponseTopic;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.function.Predicate;

/** OffsetCommit, versions 2 to 10; from 10 on topics are named by id. */
public final class OffsetCommitHandler extends GroupRequestHandler<OffsetCommitRequest> {
    private static final short TOPIC_IDS_SINCE = 10;

    private final KnownTopics topics;

    public OffsetCommitHandler(GroupCoordinator groups, KnownTopics topics) {
        super(groups);
        this.topics = topics;
    }

    @Override
    public ApiKey apiKey() {
        return ApiKey.OFFSET_COMMIT;
    }

    @Override
    public OffsetCommitResponse failed(RequestContext context, OffsetCommitRequest request, Failure failure) {
        List<OffsetCommitResponseTopic> failed = new ArrayList<>();
        ErrorCode error =
                failure.error() == ErrorCode.MESSAGE_TOO_LARGE ? ErrorCode.INVALID_COMMIT_OFFSET_SIZE : failure.error();
        request.topics().forEach(topic -> failed.add(failed(topic, error)));
        return new OffsetCommitResponse().setTopics(failed);
    }

    @Override
    public void handle(RequestContext context, OffsetCommitRequest request) {
        GroupHost host = groups().hostAllowingEmpty(request.groupId());
        boolean byId = context.version() >= TOPIC_IDS_SINCE;
        List<OffsetCommitRequestTopic> known = new ArrayList<>();
        List<OffsetCommitResponseTopic> unknown = new ArrayList<>();
        for (OffsetCommitRequestTopic topic : request.topics()) {
            if (!identify(topic, byId)) {
                unknown.add(failed(topic, byId ? ErrorCode.UNKNOWN_TOPIC_ID : ErrorCode.UNKNOWN_TOPIC_OR_PARTITION));
                continue;
            }
            add(known, topic, partition -> topics.has(topic.name(), partition.partitionIndex()));
            List<OffsetCommitRequestTopic> refused = new ArrayList<>();
            add(refused, topic, partition -> !topics.has(topic.name(), partition.partitionIndex()));
            refused.forEach(each -> unknown.add(failed(each, ErrorCode.UNKNOWN_TOPIC_OR_PARTITION)));
        }
        if (known.isEmpty() && !unknown.isEmpty()) {
            context.respond(new OffsetCommitResponse().setTopics(unknown));
            return;
        }
        OffsetCommitRequest valid = request.setTopics(known);
        host.request(
                new GroupHost.Waiting() {
                    @Override
                    public void answered(ResponseMessage response) {
                        context.respond(merged((OffsetCommitResponse) response, unknown));
                    }

                    @Override
                    public void failed(Failure failure) {
                        context.respond(merged(OffsetCommitHandler.this.failed(context, valid, failure), unknown));
                    }
                },
                (shard, number, nowMs) -> shard.commit(number, valid, nowMs));
    }

    /** Completes name and id of a topic; false if there is none. */
    private boolean identify(OffsetCommitRequestTopic topic, boolean byId) {
        if (byId) {
            Optional<String> name = topics.name(topic.topicId());
            name.ifPresent(topic::setName);
            return name.isPresent();
        }
        Optional<Uuid> id = topics.id(topic.name());
        id.ifPresent(topic::setTopicId);
        return id.isPresent();
    }

    /** Adds a topic with those of its partitions that match, if there are any. */
    private static void add(
            List<OffsetCommitRequestTopic> target,
            OffsetCommitRequestTopic topic,
            Predicate<OffsetCommitRequestPartition> which) {
        List<OffsetCommitRequestPartition> partitions =
                topic.partitions().stream().filter(which).toList();
        if (!partitions.isEmpty()) {
            target.add(new OffsetCommitRequestTopic()
                    .setName(topic.name())
                    .setTopicId(topic.topicId())
                    .setPartitions(partitions));
        }
    }

    /** A response in which each topic stands once: clients that collect partitions by topic would lose the first part. */
    private static OffsetCommitResponse merged(OffsetCommitResponse response, List<OffsetCommitResponseTopic> unknown) {
        for (OffsetCommitResponseTopic topic : unknown) {
            response.topics().stream()
                    .filter(other ->
                            other.name().equals(topic.name()) && other.topicId().equals(topic.topicId()))
                    .findFirst()
                    .ifPresentOrElse(
                            other -> other.partitions().addAll(topic.partitions()),
                            () -> response.topics().add(topic));
        }
        return response;
    }

    private static OffsetCommitResponseTopic failed(OffsetCommitRequestTopic topic, ErrorCode error) {
        List<OffsetCommitResponsePartition> partitions = new ArrayList<>();
        topic.partitions()
                .forEach(partition -> partitions.add(new OffsetCommitResponsePartition()
                        .setPartitionIndex(partition.partitionIndex())
                        .setErrorCode(error.code())));
        return new OffsetCommitResponseTopic()
                .setName(topic.name())
                .setTopicId(topic.topicId())
                .setPartitions(partitions);
    }
}
