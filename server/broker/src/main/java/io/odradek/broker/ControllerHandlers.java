package io.odradek.broker;

import io.odradek.broker.admin.AlterClientQuotasHandler;
import io.odradek.broker.admin.AlterConfigsHandler;
import io.odradek.broker.admin.AlterPartitionReassignmentsHandler;
import io.odradek.broker.admin.AlterUserScramCredentialsHandler;
import io.odradek.broker.admin.CreatePartitionsHandler;
import io.odradek.broker.admin.CreateTopicsHandler;
import io.odradek.broker.admin.DeleteTopicsHandler;
import io.odradek.broker.admin.DescribeConfigsHandler;
import io.odradek.broker.admin.DescribeUserScramCredentialsHandler;
import io.odradek.broker.admin.ElectLeadersHandler;
import io.odradek.broker.admin.IncrementalAlterConfigsHandler;
import io.odradek.broker.admin.ListPartitionReassignmentsHandler;
import io.odradek.broker.admin.LoggerLevels;
import io.odradek.broker.admin.UnregisterBrokerHandler;
import io.odradek.broker.admin.UnregisterControllerHandler;
import io.odradek.broker.admin.UpdateFeaturesHandler;
import io.odradek.broker.cluster.ApiVersionsHandler;
import io.odradek.broker.cluster.ClusterState;
import io.odradek.broker.cluster.DescribeControllersHandler;
import io.odradek.broker.cluster.FeatureFacts;
import io.odradek.broker.controller.Controller;
import io.odradek.broker.controller.ControllerApis;
import io.odradek.broker.controller.EnvelopeHandler;
import io.odradek.broker.node.AllocateProducerIdsHandler;
import io.odradek.broker.node.AlterPartitionHandler;
import io.odradek.broker.node.AssignReplicasToDirsHandler;
import io.odradek.broker.node.BrokerHeartbeatHandler;
import io.odradek.broker.node.BrokerRegistrationHandler;
import io.odradek.broker.node.ControllerRegistrationHandler;
import io.odradek.broker.node.HeartbeatConnections;
import io.odradek.broker.request.RequestHandler;
import io.odradek.metadata.controller.ScramDecider;
import io.odradek.protocol.ApiKey;
import java.util.Collections;
import java.util.EnumMap;
import java.util.Map;
import java.util.function.IntSupplier;

/**
 * What is served on the listeners of controllers: what brokers ask of the controller, and what administrators ask of it with
 * {@code --bootstrap-controller}. Nothing is passed on from here: a node that is not the active controller says so.
 *
 * <p>Immutable after construction; any thread.
 */
public final class ControllerHandlers {
    private final Map<ApiKey, RequestHandler<?>> handlers = new EnumMap<>(ApiKey.class);

    /**
     * @param activeController id of the node that leads the metadata log, -1 if none is known
     */
    public ControllerHandlers(
            ClusterState cluster,
            Controller controller,
            ControllerApis apis,
            FeatureFacts features,
            IntSupplier activeController,
            HeartbeatConnections connections,
            LoggerLevels loggers) {
        add(new ApiVersionsHandler(cluster, features, () -> handlers));
        add(new DescribeControllersHandler(cluster, activeController));
        add(new EnvelopeHandler(apis, controller, () -> handlers, features.publishedOffset()));
        nodes(controller, connections);
        topics(controller);
        settings(controller, cluster, loggers);
    }

    private void nodes(Controller controller, HeartbeatConnections connections) {
        add(new BrokerRegistrationHandler(controller));
        add(new BrokerHeartbeatHandler(controller, connections));
        add(new UnregisterBrokerHandler(controller));
        add(new ControllerRegistrationHandler(controller));
        add(new UnregisterControllerHandler(controller));
        add(new AllocateProducerIdsHandler(controller));
        add(new AlterPartitionHandler(controller));
        add(new AssignReplicasToDirsHandler(controller));
    }

    private void topics(Controller controller) {
        add(new CreateTopicsHandler(controller));
        add(new DeleteTopicsHandler(controller));
        add(new CreatePartitionsHandler(controller));
        add(new ElectLeadersHandler(controller));
        add(new AlterPartitionReassignmentsHandler(controller));
        add(new ListPartitionReassignmentsHandler(controller));
    }

    private void settings(Controller controller, ClusterState cluster, LoggerLevels loggers) {
        add(new DescribeConfigsHandler(cluster, loggers));
        add(new AlterConfigsHandler(controller));
        add(new IncrementalAlterConfigsHandler(controller, cluster.nodeId(), loggers));
        add(new AlterClientQuotasHandler(controller));
        add(new DescribeUserScramCredentialsHandler(cluster, new ScramDecider()));
        add(new AlterUserScramCredentialsHandler(controller));
        add(new UpdateFeaturesHandler(controller));
    }

    /** Adds what is not the controller's but the quorum's. Before the first request. */
    public void add(RequestHandler<?> handler) {
        handlers.put(handler.apiKey(), handler);
    }

    public Map<ApiKey, RequestHandler<?>> handlers() {
        return Collections.unmodifiableMap(handlers);
    }
}
