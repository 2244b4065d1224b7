package io.odradek.broker.group;

import io.odradek.base.Uuid;
import io.odradek.broker.request.Failure;
import io.odradek.broker.request.RequestContext;
import io.odradek.protocol.ApiKey;
import io.odradek.protocol.ErrorCode;
import io.odradek.protocol.ResponseMessage;
import io.odradek.protocol.message.OffsetCommitRequest;
import io.odradek.protocol.message.OffsetCommitRequest.OffsetCommitRequestTopic;
import io.odradek.protocol.message.OffsetCommitResponse;
import io.odradek.protocol.message.OffsetCommitResponse.OffsetCommitResponsePartition;
import io.odradek.protocol.message.OffsetCommitResponse.OffsetCommitResponseTopic;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/** OffsetCommit, versions 2 to 10; from 10 on topics are named by id. */
public final class OffsetCommitHandler extends GroupRequestHandler<OffsetCommitRequest> {
    private static final short TOPIC_IDS_SINCE = 10;

    private final TopicNames topics;

    public OffsetCommitHandler(GroupCoordinator groups, TopicNames topics) {
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
            if (identify(topic, byId)) {
                known.add(topic);
            } else {
                unknown.add(failed(topic, byId ? ErrorCode.UNKNOWN_TOPIC_ID : ErrorCode.UNKNOWN_TOPIC_OR_PARTITION));
            }
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
                        OffsetCommitResponse committed = (OffsetCommitResponse) response;
                        committed.topics().addAll(unknown);
                        context.respond(committed);
                    }

                    @Override
                    public void failed(Failure failure) {
                        OffsetCommitResponse response = OffsetCommitHandler.this.failed(context, valid, failure);
                        response.topics().addAll(unknown);
                        context.respond(response);
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

    private static OffsetCommitResponseTopic failed(OffsetCommitRequestTopic topic, ErrorCode error) {
        return new OffsetCommitResponseTopic()
                .setName(topic.name())
                .setTopicId(topic.topicId())
                .setPartitions(topic.partitions().stream()
                        .map(partition -> new OffsetCommitResponsePartition()
                                .setPartitionIndex(partition.partitionIndex())
                                .setErrorCode(error.code()))
                        .toList());
    }
}
