package io.odradek.metadata.controller;

import io.odradek.base.Decision;
import io.odradek.base.Uuid;
import io.odradek.metadata.config.BrokerConfig;
import io.odradek.metadata.image.ClusterImage;
import io.odradek.metadata.image.TopicImage;
import io.odradek.protocol.ErrorCode;
import io.odradek.protocol.message.DeleteTopicsRequest;
import io.odradek.protocol.message.DeleteTopicsRequest.DeleteTopicState;
import io.odradek.protocol.message.DeleteTopicsResponse;
import io.odradek.protocol.message.DeleteTopicsResponse.DeletableTopicResult;
import io.odradek.protocol.metadata.MetadataRecord;
import io.odradek.protocol.metadata.RemoveTopicRecord;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;

/** DeleteTopics (KIP-516). Stateless; any thread. */
final class TopicDeletion {
    private static final short FIRST_VERSION_WITH_IDS = 6;
    private static final short FIRST_VERSION_WITH_DISABLED_CODE = 3;

    private static final String TOO_MANY =
            "One request deletes at most " + OperationLimits.MAX_RECORDS + " topics: delete this one with the next.";

    private TopicDeletion() {}

    static Decision<MetadataRecord, DeleteTopicsResponse> decide(
            ClusterImage image, BrokerConfig config, DeleteTopicsRequest request, short version) {
        List<DeleteTopicState> wanted = version >= FIRST_VERSION_WITH_IDS
                ? request.topics()
                : request.topicNames().stream()
                        .map(name -> new DeleteTopicState().setName(name))
                        .toList();
        ErrorCode disabled = version >= FIRST_VERSION_WITH_DISABLED_CODE
                ? ErrorCode.TOPIC_DELETION_DISABLED
                : ErrorCode.INVALID_REQUEST;
        DeleteTopicsResponse response = new DeleteTopicsResponse();
        List<MetadataRecord> records = new ArrayList<>();
        Set<Uuid> repeated = repeatedTopics(image, wanted);
        Set<Uuid> answered = new HashSet<>();
        for (DeleteTopicState topic : wanted) {
            Optional<TopicImage> found = find(image, topic);
            if (found.isPresent() && !answered.add(found.get().id())) {
                continue;
            }
            DeletableTopicResult result = !config.deleteTopics()
                    ? error(topic, disabled, "Topic deletion is disabled: delete.topic.enable is false.")
                    : records.size() >= OperationLimits.MAX_RECORDS
                            ? error(topic, ErrorCode.POLICY_VIOLATION, TOO_MANY)
                            : answer(topic, found, repeated);
            if (result.errorCode() == ErrorCode.NONE.code()) {
                records.add(new RemoveTopicRecord().setTopicId(result.topicId()));
            }
            response.responses().add(result);
        }
        return new Decision<>(records, response);
    }

    private static DeletableTopicResult answer(DeleteTopicState topic, Optional<TopicImage> found, Set<Uuid> repeated) {
        if (topic.name() != null && !topic.topicId().isZero()) {
            return error(topic, ErrorCode.INVALID_REQUEST, "You may not specify both topic name and topic id.");
        }
        if (topic.name() == null && topic.topicId().isZero()) {
            return error(topic, ErrorCode.INVALID_REQUEST, "Neither topic name nor id were specified.");
        }
        if (found.isEmpty()) {
            return topic.name() != null
                    ? error(
                            topic,
                            ErrorCode.UNKNOWN_TOPIC_OR_PARTITION,
                            "This server does not host this topic-partition.")
                    : error(topic, ErrorCode.UNKNOWN_TOPIC_ID, "This server does not host this topic ID.");
        }
        if (repeated.contains(found.get().id())) {
            return error(topic, ErrorCode.INVALID_REQUEST, "The request names this topic more than once.");
        }
        return new DeletableTopicResult()
                .setName(found.get().name())
                .setTopicId(found.get().id());
    }

    private static Set<Uuid> repeatedTopics(ClusterImage image, List<DeleteTopicState> wanted) {
        return Repeated.of(wanted.stream()
                .flatMap(topic -> find(image, topic).stream())
                .map(TopicImage::id)
                .toList());
    }

    private static Optional<TopicImage> find(ClusterImage image, DeleteTopicState topic) {
        return topic.name() != null
                ? image.topics().byName(Objects.requireNonNull(topic.name()))
                : image.topics().byId(topic.topicId());
    }

    private static DeletableTopicResult error(DeleteTopicState topic, ErrorCode code, String message) {
        return new DeletableTopicResult()
                .setName(topic.name())
                .setTopicId(topic.topicId())
                .setErrorCode(code.code())
                .setErrorMessage(message);
    }
}
