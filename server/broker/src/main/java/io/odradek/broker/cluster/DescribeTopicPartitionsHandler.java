package io.odradek.broker.cluster;

import io.odradek.broker.request.Failure;
import io.odradek.broker.request.RequestContext;
import io.odradek.broker.request.RequestHandler;
import io.odradek.metadata.controller.TopicNames;
import io.odradek.metadata.image.ClusterImage;
import io.odradek.metadata.image.TopicImage;
import io.odradek.protocol.ApiException;
import io.odradek.protocol.ApiKey;
import io.odradek.protocol.ErrorCode;
import io.odradek.protocol.message.DescribeTopicPartitionsRequest;
import io.odradek.protocol.message.DescribeTopicPartitionsRequest.TopicRequest;
import io.odradek.protocol.message.DescribeTopicPartitionsResponse;
import io.odradek.protocol.message.DescribeTopicPartitionsResponse.Cursor;
import io.odradek.protocol.message.DescribeTopicPartitionsResponse.DescribeTopicPartitionsResponseTopic;
import java.util.List;
import java.util.Optional;

/** DescribeTopicPartitions, version 0 (KIP-966): topics page by page, with their eligible leader replicas. */
public final class DescribeTopicPartitionsHandler implements RequestHandler<DescribeTopicPartitionsRequest> {
    private final ClusterState cluster;

    public DescribeTopicPartitionsHandler(ClusterState cluster) {
        this.cluster = cluster;
    }

    @Override
    public ApiKey apiKey() {
        return ApiKey.DESCRIBE_TOPIC_PARTITIONS;
    }

    @Override
    public DescribeTopicPartitionsResponse failed(
            RequestContext context, DescribeTopicPartitionsRequest request, Failure failure) {
        DescribeTopicPartitionsResponse response = new DescribeTopicPartitionsResponse();
        request.topics().forEach(topic -> response.topics().add(unknown(topic.name(), failure.error())));
        return response;
    }

    @Override
    public void handle(RequestContext context, DescribeTopicPartitionsRequest request) {
        var cursor = request.cursor();
        if (cursor != null && cursor.partitionIndex() < 0) {
            throw new ApiException(
                    ErrorCode.INVALID_REQUEST, "The partition of a cursor is not negative: " + cursor.partitionIndex());
        }
        ClusterImage image = cluster.image();
        String from = cursor == null ? "" : cursor.topicName();
        List<String> names = names(request, image).stream()
                .filter(name -> name.compareTo(from) >= 0)
                .toList();
        int left =
                Math.clamp(request.responsePartitionLimit(), 1, cluster.config().maxRequestPartitions());
        DescribeTopicPartitionsResponse response = new DescribeTopicPartitionsResponse();
        TopicDescriptions topics = new TopicDescriptions(image, true);
        for (String name : names) {
            int first = cursor != null && name.equals(from) ? cursor.partitionIndex() : 0;
            Optional<TopicImage> topic = image.topics().byName(name);
            if (topic.isEmpty()) {
                response.topics().add(unknown(name, reason(name)));
                continue;
            }
            if (left == 0) {
                response.setNextCursor(new Cursor().setTopicName(name).setPartitionIndex(first));
                break;
            }
            int end = (int) Math.min(topic.get().partitions().size(), (long) first + left);
            response.topics().add(describe(topics, topic.get(), first, end));
            left -= Math.max(0, end - first);
            if (end < topic.get().partitions().size()) {
                response.setNextCursor(new Cursor().setTopicName(name).setPartitionIndex(end));
                break;
            }
        }
        context.respond(response);
    }

    private static List<String> names(DescribeTopicPartitionsRequest request, ClusterImage image) {
        return request.topics().isEmpty()
                ? image.topics().sorted().map(TopicImage::name).toList()
                : request.topics().stream()
                        .map(TopicRequest::name)
                        .distinct()
                        .sorted()
                        .toList();
    }

    private static DescribeTopicPartitionsResponseTopic describe(
            TopicDescriptions topics, TopicImage topic, int from, int end) {
        DescribeTopicPartitionsResponseTopic described = new DescribeTopicPartitionsResponseTopic()
                .setName(topic.name())
                .setTopicId(topic.id())
                .setIsInternal(TopicNames.internal(topic.name()))
                .setTopicAuthorizedOperations(topics.operations());
        for (int index = from; index < end; index++) {
            described.partitions().add(topics.describe(index, topic.partitions().get(index)));
        }
        return described;
    }

    private static ErrorCode reason(String name) {
        return TopicNames.problem(name).isEmpty()
                ? ErrorCode.UNKNOWN_TOPIC_OR_PARTITION
                : ErrorCode.INVALID_TOPIC_EXCEPTION;
    }

    private static DescribeTopicPartitionsResponseTopic unknown(String name, ErrorCode error) {
        return new DescribeTopicPartitionsResponseTopic().setName(name).setErrorCode(error.code());
    }
}
