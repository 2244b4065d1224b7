package io.odradek.broker.admin;

import io.odradek.broker.cluster.ClusterState;
import io.odradek.broker.request.Failure;
import io.odradek.broker.request.RequestContext;
import io.odradek.broker.request.RequestHandler;
import io.odradek.metadata.image.ClusterImage;
import io.odradek.metadata.image.ResourceType;
import io.odradek.metadata.image.TopicImage;
import io.odradek.protocol.ApiException;
import io.odradek.protocol.ApiKey;
import io.odradek.protocol.ErrorCode;
import io.odradek.protocol.message.ListConfigResourcesRequest;
import io.odradek.protocol.message.ListConfigResourcesResponse;
import io.odradek.protocol.message.ListConfigResourcesResponse.ConfigResource;
import java.util.EnumSet;
import java.util.Set;
import java.util.stream.Stream;

/**
 * ListConfigResources: client metrics subscriptions in version 0 (KIP-1000), resources of the types asked for, or of all,
 * in version 1 (KIP-1142).
 */
public final class ListConfigResourcesHandler implements RequestHandler<ListConfigResourcesRequest> {
    private static final short TYPES_SINCE = 1;

    private final ClusterState cluster;

    public ListConfigResourcesHandler(ClusterState cluster) {
        this.cluster = cluster;
    }

    @Override
    public ApiKey apiKey() {
        return ApiKey.LIST_CONFIG_RESOURCES;
    }

    @Override
    public ListConfigResourcesResponse failed(
            RequestContext context, ListConfigResourcesRequest request, Failure failure) {
        return new ListConfigResourcesResponse().setErrorCode(failure.error().code());
    }

    @Override
    public void handle(RequestContext context, ListConfigResourcesRequest request) {
        ClusterImage image = cluster.image();
        ListConfigResourcesResponse response = new ListConfigResourcesResponse();
        for (ResourceType type : types(context, request)) {
            names(image, type)
                    .forEach(name -> response.configResources()
                            .add(new ConfigResource().setResourceType(type.id()).setResourceName(name)));
        }
        context.respond(response);
    }

    private static Set<ResourceType> types(RequestContext context, ListConfigResourcesRequest request) {
        if (context.version() < TYPES_SINCE) {
            return EnumSet.of(ResourceType.CLIENT_METRICS);
        }
        if (request.resourceTypes().isEmpty()) {
            return EnumSet.allOf(ResourceType.class);
        }
        Set<ResourceType> types = EnumSet.noneOf(ResourceType.class);
        for (byte id : request.resourceTypes()) {
            types.add(ResourceType.of(id)
                    .orElseThrow(() -> new ApiException(
                            ErrorCode.UNSUPPORTED_VERSION, "Resources of type " + id + " have no configuration")));
        }
        return types;
    }

    private static Stream<String> names(ClusterImage image, ResourceType type) {
        return switch (type) {
            case TOPIC -> image.topics().sorted().map(TopicImage::name);
            case BROKER, BROKER_LOGGER -> image.nodes().alive().stream().map(broker -> Integer.toString(broker.id()));
            case CLIENT_METRICS, GROUP ->
                image.configs().ofType(type).map(io.odradek.metadata.image.ConfigResource::name);
        };
    }
}
