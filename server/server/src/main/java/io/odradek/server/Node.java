package io.odradek.server;

import io.odradek.base.Sentences;
import io.odradek.base.UuidSource;
import io.odradek.broker.ControllerHandlers;
import io.odradek.broker.cluster.ClusterState;
import io.odradek.broker.node.BrokerLifecycle;
import io.odradek.broker.node.ControllerRegistrar;
import io.odradek.broker.node.HeartbeatConnections;
import io.odradek.broker.publish.Retries;
import io.odradek.broker.request.Failure;
import io.odradek.broker.request.RequestDispatcher;
import io.odradek.broker.request.RequestHandler;
import io.odradek.broker.request.ServingGate;
import io.odradek.coordinator.SerialExecutor;
import io.odradek.metadata.config.BrokerConfig;
import io.odradek.metadata.config.Listener;
import io.odradek.network.Endpoint;
import io.odradek.protocol.ApiKey;
import io.odradek.storage.disk.DiskWithReserve;
import java.io.IOException;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.Executor;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/**
 * One node, assembled from seams: broker, controller, or both. Starting opens the data, replays the metadata, leads what
 * it leads, and then listens; stopping goes the way back.
 *
 * <p>{@link #start} and {@link #stop} may wait for the disk within the call, and for nothing else. The rest any thread.
 */
public final class Node {
    private static final long DRAIN_MILLIS = 3_000;

    private final BrokerConfig config;
    private final ServerOptions options;
    private final NodeSeams seams;
    private final DiskWithReserve disk;
    private final Consumer<String> fatal;
    private final UuidSource ids;
    private final StopSteps steps = new StopSteps();
    private final List<Endpoint> endpoints = new CopyOnWriteArrayList<>();
    private volatile String clusterId = "";
    private volatile Optional<NodeCondition> condition = Optional.empty();

    /** @param fatal hears why the node cannot go on, and then has it stopped; perhaps more than once, on any thread */
    public Node(ServerOptions options, NodeSeams seams, Consumer<String> fatal) {
        this.fatal = fatal;
        this.config = options.config();
        this.options = options;
        this.disk = StorageAssembly.withReserve(seams.disk(), config, seams.time());
        this.seams = seams.on(disk);
        this.ids = new UuidSource(seams.random()::nextLong);
    }

    /** Where it listens, with the ports that it got. */
    public List<Endpoint> endpoints() {
        return List.copyOf(endpoints);
    }

    /** The cluster that its data belongs to; empty until that is known. */
    public String clusterId() {
        return clusterId;
    }

    /** What an operator must see of it; empty until its parts are there. */
    Optional<NodeCondition> condition() {
        return condition;
    }

    /**
     * Starts the node, once.
     *
     * @return completes when it serves requests; exceptionally, with a {@link StartException} as cause, if it cannot be
     *     started: it must be stopped then
     */
    public CompletionStage<@Nullable Void> start() {
        try {
            return run();
        } catch (StartException | RuntimeException e) {
            return CompletableFuture.failedFuture(e);
        }
    }

    /** Stops accepting, answers what was taken, and brings everything to disk; completes when that is done. */
    public CompletionStage<@Nullable Void> stop() {
        return steps.run();
    }

    private CompletionStage<@Nullable Void> run() throws StartException {
        NodeTransport transport = seams.transport();
        // The last thing to go: the quorum is told of this node's end over it.
        steps.add("the connections", transport::close);
        DataFolders folders = DataFolders.find(disk, options, ids);
        clusterId = folders.identity().clusterId();
        // Up to here, and until this has agreed, nothing on disk is changed.
        StartCheck check = StartCheck.of(disk, folders);
        folders.format(disk, ids);
        PolicyPlugins policies = PolicyPlugins.of(config);
        steps.add("the policies", policies::close);
        ClusterState cluster = new ClusterState(clusterId, config, policies);
        Retries retries = new Retries(seams.timers(), seams.time());
        Optional<BrokerPart> broker = config.isBroker()
                ? Optional.of(new BrokerPart(seams, disk, config, folders, check, cluster, retries, ids, steps, fatal))
                : Optional.empty();
        condition = Optional.of(new NodeCondition(retries, broker.map(BrokerPart::logs)));
        steps.add("what is tried again", retries::close);
        Executor serial = new SerialExecutor(seams.executors().controller());
        MetadataPart metadata =
                new MetadataPart(seams, config, folders, check.firstRecords(), cluster, retries, serial, fatal);
        steps.addStage("the metadata log", () -> metadata.closeLog(seams.timers()));
        steps.add("the controller", metadata::stop);

        HeartbeatConnections heartbeats = new HeartbeatConnections(metadata.controller()::connectionLost);
        ServingGate gate = listen(metadata, broker, cluster, heartbeats);
        metadata.publisher()
                .addListener(broker.map(part -> part.applier(retries, serial))
                        .orElseGet(() -> delta -> cluster.publish(delta.after())));
        if (config.isController()) {
            registerController(metadata, serial);
        }
        return broker.map(part -> join(part, metadata, gate, serial)).orElseGet(() -> {
            metadata.start();
            return CompletableFuture.completedFuture(null);
        });
    }

    private void registerController(MetadataPart metadata, Executor serial) {
        ControllerRegistrar registrar = new ControllerRegistrar(
                Registration.ofController(config, ids.next(), endpoints()), metadata.client(), serial, seams.timers());
        metadata.publisher().addListener(registrar);
        steps.add("the registration of the controller", registrar::close);
    }

    /** The broker asks to be let in at once, and is when it knows what the cluster knows. */
    private CompletionStage<@Nullable Void> join(
            BrokerPart broker, MetadataPart metadata, ServingGate gate, Executor serial) {
        BrokerLifecycle lifecycle = broker.lifecycle(metadata, endpoints(), serial, fatal);
        metadata.publisher().addListener(lifecycle);
        steps.add("the disk's reserve", disk::stopping);
        steps.addStage("the broker's membership", lifecycle::stop);
        metadata.start();
        CompletionStage<@Nullable Void> joined = otherwise("The broker was not registered", lifecycle.join());
        CompletionStage<@Nullable Void> ready = otherwise(
                        "The metadata log was not taken over",
                        metadata.publisher().caughtUp())
                .thenCompose(_ -> otherwise("The broker was not let into the cluster", lifecycle.becomeReady()));
        return joined.thenCombine(ready, (_, _) -> true)
                .thenAcceptAsync(
                        _ -> {
                            broker.tellPlaces(metadata);
                            broker.replicate(metadata, steps);
                            gate.open();
                            disk.serving();
                            broker.startMaintenance(steps);
                        },
                        seams.executors().blocking());
    }

    /** Binds everything, so that the ports are known that others are told; clients are kept waiting until the gate opens. */
    private ServingGate listen(
            MetadataPart metadata, Optional<BrokerPart> broker, ClusterState cluster, HeartbeatConnections heartbeats)
            throws StartException {
        ControllerHandlers controllerHandlers = new ControllerHandlers(
                cluster,
                metadata.controller(),
                metadata.apis(),
                metadata.features(),
                metadata::leaderId,
                heartbeats,
                new JdkLoggerLevels());
        metadata.quorumHandlers().forEach(controllerHandlers::add);
        Map<ApiKey, RequestHandler<?>> forControllers = controllerHandlers.handlers();
        Map<ApiKey, RequestHandler<?>> forBrokers =
                broker.map(part -> part.apis(metadata).handlers()).orElse(Map.of());
        List<String> controllerNames = config.listeners().controllerNames();
        ServingGate gate = new ServingGate(
                new RequestDispatcher(
                        name -> controllerNames.contains(name) ? forControllers : forBrokers, heartbeats::closed),
                controllerNames::contains);
        NodeTransport transport = seams.transport();
        transport.serve(gate);
        steps.addStage("the listeners", () -> transport.drain(DRAIN_MILLIS));
        for (Listener listener : config.isBroker()
                ? config.listeners().all()
                : config.listeners().forControllers()) {
            bind(transport, listener);
        }
        return gate;
    }

    private void bind(NodeTransport transport, Listener listener) throws StartException {
        try {
            endpoints.add(transport.bind(new Endpoint(listener.name(), listener.host(), listener.port())));
        } catch (IOException e) {
            throw new StartException(
                    "The listener " + listener + " cannot be bound: " + Sentences.end(String.valueOf(e.getMessage()))
                            + " Is another broker running on port " + listener.port() + "?",
                    e);
        }
    }

    /** Says in one sentence what a failure kept from happening. */
    private static <T> CompletionStage<T> otherwise(String problem, CompletionStage<T> stage) {
        return stage.exceptionally(e -> {
            Throwable cause = e instanceof CompletionException ? Objects.requireNonNullElse(e.getCause(), e) : e;
            throw new CompletionException(
                    new StartException(problem + ": " + Failure.of(cause).message(), cause));
        });
    }
}
