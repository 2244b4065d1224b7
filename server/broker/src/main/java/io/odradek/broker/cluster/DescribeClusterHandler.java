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

/** DescribeCluster, versions 0 to 2, on the listeners of brokers: the cluster's id and its brokers. */
public final class DescribeClusterHandler implements RequestHandler<DescribeClusterRequest> {
    static final byte BROKERS = 1;
    static final byte CONTROLLERS = 2;
    static final short ENDPOINT_TYPE_SINCE = 1;

    private final ClusterState cluster;
    private final Endpoints endpoints;

    public DescribeClusterHandler(ClusterState cluster, Endpoints endpoints) {
        this.cluster = cluster;
        this.endpoints = endpoints;
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
        byte asked = context.version() >= ENDPOINT_TYPE_SINCE ? request.endpointType() : BROKERS;
        context.respond(
                asked == BROKERS
                        ? answer(context, request)
                        : failed(context, request, wrongType(asked, "a broker", CONTROLLERS)));
    }

    /** Why a listener does not tell what was asked for. */
    static Failure wrongType(byte asked, String listener, byte other) {
        return asked == other
                ? new Failure(
                        ErrorCode.MISMATCHED_ENDPOINT_TYPE,
                        "The request was sent to the listener of " + listener + "; it asks for the other kind")
                : new Failure(ErrorCode.UNSUPPORTED_ENDPOINT_TYPE, "There is no endpoint type " + asked);
    }

    private DescribeClusterResponse answer(RequestContext context, DescribeClusterRequest request) {
        DescribeClusterResponse response = new DescribeClusterResponse()
                .setClusterId(cluster.clusterId())
                .setControllerId(cluster.nodeId())
                .setEndpointType(BROKERS)
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
