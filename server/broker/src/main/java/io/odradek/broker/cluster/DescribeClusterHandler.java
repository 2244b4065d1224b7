package io.odradek.broker.cluster;

import io.odradek.broker.request.AuthorizedOperations;
import io.odradek.broker.request.Failure;
import io.odradek.broker.request.RequestContext;
import io.odradek.broker.request.RequestHandler;
import io.odradek.metadata.image.BrokerImage;
import io.odradek.protocol.ApiKey;
import io.odradek.protocol.ErrorCode;
import io.odradek.protocol.message.DescribeClusterRequest;
import io.odradek.protocol.message.DescribeClusterResponse;
import io.odradek.protocol.message.DescribeClusterResponse.DescribeClusterBroker;
import java.util.Collection;
import java.util.Set;

/** DescribeCluster, versions 0 to 2: the cluster's id and its brokers, or on a controller listener its controllers (KIP-919). */
public final class DescribeClusterHandler implements RequestHandler<DescribeClusterRequest> {
    private static final byte BROKERS = 1;
    private static final byte CONTROLLERS = 2;
    private static final short ENDPOINT_TYPE_SINCE = 1;

    private final ClusterState cluster;
    private final Endpoints endpoints;
    private final Set<String> controllerListeners;

    /** @param controllerListeners {@code controller.listener.names} */
    public DescribeClusterHandler(ClusterState cluster, Endpoints endpoints, Set<String> controllerListeners) {
        this.cluster = cluster;
        this.endpoints = endpoints;
        this.controllerListeners = controllerListeners;
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
        byte served = controllerListeners.contains(context.listenerName()) ? CONTROLLERS : BROKERS;
        byte asked = context.version() >= ENDPOINT_TYPE_SINCE ? request.endpointType() : BROKERS;
        if (asked != BROKERS && asked != CONTROLLERS) {
            context.respond(failed(
                    context,
                    request,
                    new Failure(ErrorCode.UNSUPPORTED_ENDPOINT_TYPE, "There is no endpoint type " + asked)));
            return;
        }
        if (asked != served) {
            String what = served == BROKERS ? "broker" : "controller";
            context.respond(failed(
                    context,
                    request,
                    new Failure(
                            ErrorCode.MISMATCHED_ENDPOINT_TYPE,
                            "The request was sent to a " + what + " listener; it asks for the other kind")));
            return;
        }
        context.respond(answer(context, request, served));
    }

    private DescribeClusterResponse answer(RequestContext context, DescribeClusterRequest request, byte type) {
        DescribeClusterResponse response = new DescribeClusterResponse()
                .setClusterId(cluster.clusterId())
                .setControllerId(cluster.nodeId())
                .setEndpointType(type)
                .setClusterAuthorizedOperations(
                        request.includeClusterAuthorizedOperations()
                                ? AuthorizedOperations.CLUSTER
                                : AuthorizedOperations.NOT_REQUESTED);
        Collection<BrokerImage> brokers = request.includeFencedBrokers()
                ? cluster.image().nodes().brokers().values()
                : cluster.image().nodes().alive();
        for (Endpoints.Node node : endpoints.nodes(context, brokers)) {
            boolean fenced = cluster.image()
                    .nodes()
                    .broker(node.id())
                    .map(BrokerImage::fenced)
                    .orElse(false);
            response.brokers()
                    .add(new DescribeClusterBroker()
                            .setBrokerId(node.id())
                            .setHost(node.host())
                            .setPort(node.port())
                            .setRack(node.rack().orElse(null))
                            .setIsFenced(fenced));
        }
        return response;
    }
}
