package io.odradek.broker.cluster;

import io.odradek.broker.request.AuthorizedOperations;
import io.odradek.broker.request.Failure;
import io.odradek.broker.request.RequestContext;
import io.odradek.broker.request.RequestHandler;
import io.odradek.metadata.controller.TopicNames;
import io.odradek.metadata.image.TopicImage;
import io.odradek.protocol.ApiException;
import io.odradek.protocol.ApiKey;
import io.odradek.protocol.ErrorCode;
import io.odradek.protocol.message.MetadataRequest;
import io.odradek.protocol.message.MetadataRequest.MetadataRequestTopic;
import io.odradek.protocol.message.MetadataResponse;
import io.odradek.protocol.message.MetadataResponse.MetadataResponseBroker;
import io.odradek.protocol.message.MetadataResponse.MetadataResponseTopic;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * Metadata, versions 0 to 13. Topics that do not exist are made where client and broker allow it; the answer then waits
 * for them.
 */
public final class MetadataHandler implements RequestHandler<MetadataRequest> {
    private static final short ALL_IS_NULL_SINCE = 1;
    private static final short CHOICE_OF_CREATION_SINCE = 4;
    private static final short TOPIC_IDS_SINCE = 12;

    private final ClusterState cluster;
    private final Endpoints endpoints;
    private final TopicCreator creator;

    public MetadataHandler(ClusterState cluster, Endpoints endpoints, TopicCreator creator) {
        this.cluster = cluster;
        this.endpoints = endpoints;
        this.creator = creator;
    }

    @Override
    public ApiKey apiKey() {
        return ApiKey.METADATA;
    }

    @Override
    public MetadataResponse failed(RequestContext context, MetadataRequest request, Failure failure) {
        MetadataResponse response =
                new MetadataResponse().setErrorCode(failure.error().code());
        if (request.topics() != null) {
            request.topics().forEach(topic -> response.topics().add(unknown(context, topic, failure.error())));
        }
        return response;
    }

    @Override
    public void handle(RequestContext context, MetadataRequest request) {
        checkNames(context, request);
        List<String> missing = missing(context, request);
        if (missing.isEmpty()) {
            context.respond(answer(context, request, Map.of()));
            return;
        }
        var _ = creator.createMissing(missing)
                .whenComplete((errors, failure) -> context.respond(
                        failure == null
                                ? answer(context, request, errors)
                                : failed(context, request, context.failureOf(failure))));
    }

    /** Versions 10 and 11 have a field for the topic id, but nothing can be asked by it yet. */
    private static void checkNames(RequestContext context, MetadataRequest request) {
        if (context.version() >= TOPIC_IDS_SINCE || request.topics() == null) {
            return;
        }
        for (MetadataRequestTopic topic : request.topics()) {
            if (topic.name() == null || !topic.topicId().isZero()) {
                throw new ApiException(
                        ErrorCode.INVALID_REQUEST,
                        "Topics are asked for by name before version " + TOPIC_IDS_SINCE + " of Metadata");
            }
        }
    }

    private List<String> missing(RequestContext context, MetadataRequest request) {
        boolean clientAllows = context.version() < CHOICE_OF_CREATION_SINCE || request.allowAutoTopicCreation();
        if (request.topics() == null || !clientAllows || !cluster.config().autoCreateTopics()) {
            return List.of();
        }
        List<String> missing = new ArrayList<>();
        for (MetadataRequestTopic topic : request.topics()) {
            String name = topic.name();
            if (topic.topicId().isZero()
                    && name != null
                    && cluster.image().topics().byName(name).isEmpty()) {
                missing.add(name);
            }
        }
        return missing;
    }

    private MetadataResponse answer(
            RequestContext context, MetadataRequest request, Map<String, ErrorCode> creationErrors) {
        MetadataResponse response = new MetadataResponse()
                .setClusterId(cluster.clusterId())
                .setControllerId(cluster.nodeId())
                .setClusterAuthorizedOperations(
                        request.includeClusterAuthorizedOperations()
                                ? AuthorizedOperations.CLUSTER
                                : AuthorizedOperations.NOT_REQUESTED);
        for (Endpoints.Node node : endpoints.alive(context)) {
            response.brokers()
                    .add(new MetadataResponseBroker()
                            .setNodeId(node.id())
                            .setHost(node.host())
                            .setPort(node.port())
                            .setRack(node.rack().orElse(null)));
        }
        TopicDescriptions topics = new TopicDescriptions(cluster.image(), request.includeTopicAuthorizedOperations());
        if (wantsAll(context, request)) {
            cluster.image().topics().sorted().forEach(topic -> response.topics().add(topics.describe(topic)));
            return response;
        }
        Map<String, ErrorCode> errors = new HashMap<>(creationErrors);
        for (MetadataRequestTopic topic : Optional.ofNullable(request.topics()).orElse(List.of())) {
            response.topics()
                    .add(find(topic)
                            .map(topics::describe)
                            .orElseGet(() -> unknown(context, topic, reason(topic, errors))));
        }
        return response;
    }

    private static boolean wantsAll(RequestContext context, MetadataRequest request) {
        return request.topics() == null
                || (context.version() < ALL_IS_NULL_SINCE && request.topics().isEmpty());
    }

    private Optional<TopicImage> find(MetadataRequestTopic topic) {
        String name = topic.name();
        return topic.topicId().isZero() && name != null
                ? cluster.image().topics().byName(name)
                : cluster.image().topics().byId(topic.topicId());
    }

    private static ErrorCode reason(MetadataRequestTopic topic, Map<String, ErrorCode> creationErrors) {
        String name = topic.name();
        if (!topic.topicId().isZero() || name == null) {
            return ErrorCode.UNKNOWN_TOPIC_ID;
        }
        ErrorCode created = creationErrors.getOrDefault(name, ErrorCode.NONE);
        if (created != ErrorCode.NONE) {
            return created;
        }
        return TopicNames.problem(name).isEmpty()
                ? ErrorCode.UNKNOWN_TOPIC_OR_PARTITION
                : ErrorCode.INVALID_TOPIC_EXCEPTION;
    }

    private static MetadataResponseTopic unknown(RequestContext context, MetadataRequestTopic topic, ErrorCode error) {
        String name = topic.name();
        return new MetadataResponseTopic()
                .setErrorCode(error.code())
                .setName(name == null && context.version() < TOPIC_IDS_SINCE ? "" : name)
                .setTopicId(topic.topicId())
                .setTopicAuthorizedOperations(AuthorizedOperations.NOT_REQUESTED);
    }
}
