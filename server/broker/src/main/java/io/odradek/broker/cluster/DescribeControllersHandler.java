package io.odradek.broker.cluster;

import io.odradek.broker.request.AuthorizedOperations;
import io.odradek.broker.request.Failure;
import io.odradek.broker.request.RequestContext;
import io.odradek.broker.request.RequestHandler;
import io.odradek.metadata.image.ControllerImage;
import io.odradek.protocol.ApiKey;
import io.odradek.protocol.message.DescribeClusterRequest;
import io.odradek.protocol.message.DescribeClusterResponse;
import io.odradek.protocol.message.DescribeClusterResponse.DescribeClusterBroker;
import java.util.function.IntSupplier;

/** DescribeCluster, versions 0 to 2, on the listeners of controllers: the cluster's id and its controllers (KIP-919). */
public final class DescribeControllersHandler implements RequestHandler<DescribeClusterRequest> {
    private final ClusterState cluster;
    private final IntSupplier active;

    /** @param active id of the node that leads the metadata log, -1 if none is known */
    public DescribeControllersHandler(ClusterState cluster, IntSupplier active) {
        this.cluster = cluster;
        this.active = active;
    }

    @Override
    public ApiKey apiKey() {
        return ApiKey.DESCRIBE_CLUSTER;
    }

    @Override
    public DescribeClusterResponse failed(RequestContext context, DescribeClusterRequest request, Failure failure) {
        return new DescribeClusterResponse()
                .setErrorCode(failure.error().code())
                .setErrorMessage(failure.message())
                .setEndpointType(request.endpointType());
    }

    @Override
    public void handle(RequestContext context, DescribeClusterRequest request) {
        byte asked = context.version() >= DescribeClusterHandler.ENDPOINT_TYPE_SINCE
                ? request.endpointType()
                : DescribeClusterHandler.BROKERS;
        context.respond(
                asked == DescribeClusterHandler.CONTROLLERS
                        ? answer(context, request)
                        : failed(
                                context,
                                request,
                                DescribeClusterHandler.wrongType(
                                        asked, "a controller", DescribeClusterHandler.BROKERS)));
    }

    private DescribeClusterResponse answer(RequestContext context, DescribeClusterRequest request) {
        DescribeClusterResponse response = new DescribeClusterResponse()
                .setClusterId(cluster.clusterId())
                .setControllerId(active.getAsInt())
                .setEndpointType(DescribeClusterHandler.CONTROLLERS)
                .setClusterAuthorizedOperations(
                        request.includeClusterAuthorizedOperations()
                                ? AuthorizedOperations.CLUSTER
                                : AuthorizedOperations.NOT_REQUESTED);
        for (ControllerImage controller : cluster.image().nodes().controllers().values()) {
            controller
                    .endpoint(context.listenerName())
                    .ifPresent(endpoint -> response.brokers()
                            .add(new DescribeClusterBroker()
                                    .setBrokerId(controller.id())
                                    .setHost(endpoint.host())
                                    .setPort(endpoint.port())
                                    .setRack(null)));
        }
        return response;
    }
}
