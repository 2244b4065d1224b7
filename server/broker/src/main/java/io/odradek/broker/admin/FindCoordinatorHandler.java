package io.odradek.broker.admin;

import io.odradek.broker.cluster.ClusterState;
import io.odradek.broker.cluster.Endpoints;
import io.odradek.broker.cluster.TopicCreator;
import io.odradek.broker.group.GroupCoordinator;
import io.odradek.broker.request.Failure;
import io.odradek.broker.request.RequestContext;
import io.odradek.broker.request.RequestHandler;
import io.odradek.metadata.image.PartitionImage;
import io.odradek.protocol.ApiException;
import io.odradek.protocol.ApiKey;
import io.odradek.protocol.ErrorCode;
import io.odradek.protocol.message.FindCoordinatorRequest;
import io.odradek.protocol.message.FindCoordinatorResponse;
import io.odradek.protocol.message.FindCoordinatorResponse.Coordinator;
import java.util.List;
import java.util.Optional;
import java.util.function.Function;

/**
 * FindCoordinator, versions 0 to 6: the broker that leads a group's partition of {@code __consumer_offsets}. From version
 * 4 several keys at once (KIP-699). The topic is made when it is first needed.
 */
public final class FindCoordinatorHandler implements RequestHandler<FindCoordinatorRequest> {
    private static final byte GROUP = 0;
    private static final byte TRANSACTION = 1;
    private static final byte SHARE = 2;
    private static final short BATCHED_SINCE = 4;
    private static final int NO_NODE = -1;

    private final ClusterState cluster;
    private final Endpoints endpoints;
    private final TopicCreator creator;
    private final GroupCoordinator groups;

    public FindCoordinatorHandler(
            ClusterState cluster, Endpoints endpoints, TopicCreator creator, GroupCoordinator groups) {
        this.cluster = cluster;
        this.endpoints = endpoints;
        this.creator = creator;
        this.groups = groups;
    }

    @Override
    public ApiKey apiKey() {
        return ApiKey.FIND_COORDINATOR;
    }

    @Override
    public FindCoordinatorResponse failed(RequestContext context, FindCoordinatorRequest request, Failure failure) {
        return answer(context, request, key -> nowhere(key, failure));
    }

    @Override
    public void handle(RequestContext context, FindCoordinatorRequest request) {
        checkType(request.keyType());
        if (cluster.image().topics().byName(GroupCoordinator.OFFSETS_TOPIC).isPresent()) {
            context.respond(answer(context, request, key -> find(context, key)));
            return;
        }
        creator.createMissing(List.of(GroupCoordinator.OFFSETS_TOPIC))
                .whenComplete((_, failure) -> context.respond(
                        failure == null
                                ? answer(context, request, key -> find(context, key))
                                : failed(context, request, unavailable(context.failureOf(failure)))));
    }

    private static void checkType(byte type) {
        switch (type) {
            case GROUP -> {}
            case TRANSACTION -> throw Transactions.unsupported();
            case SHARE ->
                throw new ApiException(
                        ErrorCode.UNSUPPORTED_VERSION,
                        "This broker has no share coordinator: share groups are not served");
            default -> throw new ApiException(ErrorCode.INVALID_REQUEST, "There are no coordinators of type " + type);
        }
    }

    private Coordinator find(RequestContext context, String group) {
        int partition = groups.partitionFor(group);
        Optional<Endpoints.Node> node = cluster.image()
                .topics()
                .partition(GroupCoordinator.OFFSETS_TOPIC, partition)
                .filter(PartitionImage::hasLeader)
                .flatMap(found -> endpoints.alive(context, found.leader()));
        return node.map(found -> new Coordinator()
                        .setKey(group)
                        .setNodeId(found.id())
                        .setHost(found.host())
                        .setPort(found.port())
                        .setErrorMessage(null))
                .orElseGet(() -> nowhere(
                        group,
                        new Failure(
                                ErrorCode.COORDINATOR_NOT_AVAILABLE,
                                "Partition " + partition + " of " + GroupCoordinator.OFFSETS_TOPIC
                                        + " has no leader that this listener reaches")));
    }

    /** Clients try again after this code, whatever has kept the topic from being made. */
    private static Failure unavailable(Failure failure) {
        return new Failure(
                ErrorCode.COORDINATOR_NOT_AVAILABLE,
                GroupCoordinator.OFFSETS_TOPIC + " could not be created: " + failure.message());
    }

    private static Coordinator nowhere(String key, Failure failure) {
        return new Coordinator()
                .setKey(key)
                .setNodeId(NO_NODE)
                .setPort(NO_NODE)
                .setErrorCode(failure.error().code())
                .setErrorMessage(failure.message());
    }

    private static FindCoordinatorResponse answer(
            RequestContext context, FindCoordinatorRequest request, Function<String, Coordinator> each) {
        if (context.version() >= BATCHED_SINCE) {
            return new FindCoordinatorResponse()
                    .setCoordinators(
                            request.coordinatorKeys().stream().map(each).toList());
        }
        Coordinator only = each.apply(request.key());
        return new FindCoordinatorResponse()
                .setErrorCode(only.errorCode())
                .setErrorMessage(only.errorMessage())
                .setNodeId(only.nodeId())
                .setHost(only.host())
                .setPort(only.port());
    }
}
