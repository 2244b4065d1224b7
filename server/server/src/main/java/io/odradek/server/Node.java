package io.odradek.server;

import io.odradek.base.UuidSource;
import io.odradek.broker.BrokerApis;
import io.odradek.broker.BrokerParts;
import io.odradek.broker.cluster.ClusterState;
import io.odradek.broker.cluster.Endpoints;
import io.odradek.broker.cluster.LocalReplicas;
import io.odradek.broker.controller.Controller;
import io.odradek.broker.controller.ControllerApis;
import io.odradek.broker.controller.ControllerClient;
import io.odradek.broker.controller.ControllerRequest;
import io.odradek.broker.controller.MetadataNode;
import io.odradek.broker.controller.MetadataRecordCodec;
import io.odradek.broker.publish.MetadataPublisher;
import io.odradek.broker.publish.MetadataSnapshots;
import io.odradek.broker.publish.Retries;
import io.odradek.broker.cluster.MetadataApplier;
import io.odradek.broker.cluster.PartitionDirectory;
import io.odradek.broker.group.GroupCoordinator;
import io.odradek.broker.group.GroupRuntimeSeams;
import io.odradek.broker.partition.ManagedCuts;
import io.odradek.broker.partition.PartitionRegistry;
import io.odradek.broker.partition.ReplicaContext;
import io.odradek.broker.replication.AlterPartitionSender;
import io.odradek.broker.replication.FetcherSeams;
import io.odradek.broker.replication.ReplicaFetchers;
import io.odradek.broker.replication.ReplicaOutlet;
import io.odradek.broker.request.Failure;
import io.odradek.broker.request.RequestDispatcher;
import io.odradek.coordinator.SerialExecutor;
import io.odradek.group.GroupSettings;
import io.odradek.metadata.config.BrokerConfig;
import io.odradek.metadata.config.Listener;
import io.odradek.metadata.controller.RegistrationRefusal;
import io.odradek.network.Endpoint;
import io.odradek.protocol.ErrorCode;
import io.odradek.protocol.message.BrokerRegistrationRequest;
import io.odradek.protocol.message.BrokerRegistrationResponse;
import io.odradek.quorum.LocalLogSpec;
import io.odradek.quorum.LocalMetadataLog;
import io.odradek.storage.HighWatermarks;
import io.odradek.storage.LogDirectory;
import io.odradek.storage.LogManager;
import io.odradek.storage.disk.DiskWithReserve;
import java.io.IOException;
import java.util.List;
import java.util.Objects;
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
    private final PartitionRegistry partitions = new PartitionRegistry();
    private final StopSteps steps = new StopSteps();
    private final List<Endpoint> endpoints = new CopyOnWriteArrayList<>();
    private volatile String clusterId = "";

    /** @param fatal hears why the node cannot go on, and then has it stopped; perhaps more than once, on any thread */
    public Node(ServerOptions options, NodeSeams seams, Consumer<String> fatal) {
        this.fatal = fatal;
        this.config = options.config();
        this.options = options;
        this.seams = seams;
        this.disk = StorageAssembly.withReserve(seams.disk(), config, seams.time());
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
        DataFolders folders = DataFolders.find(disk, options, ids);
        clusterId = folders.identity().clusterId();
        // Up to here, and until this has agreed, nothing on disk is changed.
        StartCheck check = StartCheck.of(disk, folders);
        folders.format(disk, ids);
        PolicyPlugins policies = PolicyPlugins.of(config);
        steps.add("the policies", policies::close);
        ClusterState cluster = new ClusterState(clusterId, config, policies);
        StorageHost host = new StorageHost(seams.timers(), seams.executors().maintenance(), fatal);
        LogManager logs = StorageAssembly.open(disk, seams, folders, config, ids, partitions, host, check);
        steps.add("the logs", logs::close);
        HighWatermarks highWatermarks = HighWatermarks.read(logs);
        steps.add("the high watermarks", () -> highWatermarks.write(partitions::highWatermark));
        for (LogDirectory directory : logs.directories()) {
            steps.addStage("the syncs in " + directory, directory.committer()::end);
        }
        Retries retries = new Retries(seams.timers(), seams.time());
        steps.add("what is tried again", retries::close);
        GroupCoordinator groups = groups(retries);
        steps.add("the group coordinators", groups::stop);

        Executor serial = new SerialExecutor(seams.executors().controller());
        LocalMetadataLog metadataLog = openMetadataLog(folders, serial);
        steps.add("the metadata log", metadataLog::close);
        MetadataRecordCodec codec = new MetadataRecordCodec();
        ReplicaOutlet outlet = new ReplicaOutlet();
        ReplicaContext context = new ReplicaContext(
                config.nodeId(),
                config.replication().lagTimeMaxMs(),
                seams.time(),
                cluster,
                new ManagedCuts(logs),
                outlet);
        LocalReplicas replicas =
                new LocalReplicas(cluster, partitions, logs, context, highWatermarks, groups, retries, serial);
        MetadataPublisher publisher = new MetadataPublisher(
                List.of(new MetadataApplier(cluster, replicas, logs, groups)),
                codec,
                new MetadataSnapshots(
                        metadataLog, codec, seams.time(), config.quorum().recordBytesBetweenSnapshots()),
                retries,
                serial);
        Controller controller = new Controller(
                new ControllerApis(config.nodeId(), clusterId, cluster.context(), seams.random()::nextLong),
                check.firstRecords(),
                codec,
                metadataLog,
                publisher,
                serial,
                seams.timers(),
                seams.time());
        MetadataNode metadata = new MetadataNode(config.nodeId(), metadataLog, publisher, controller);
        ControllerClient client = new ControllerClient(
                controller,
                metadataLog,
                publisher,
                seams.transport().peers(),
                config.listeners().controllerNames().getFirst(),
                seams.timers(),
                seams.time());
        steps.add("the controller", metadata::stop);
        steps.add("requests to the controller", client::close);
        var _ = publisher
                .failed()
                .thenAccept(
                        cause -> fatal.accept("the metadata log cannot be followed any more: " + cause.getMessage()));
        metadata.start();
        return otherwise("the metadata log was not replayed", publisher.caughtUp())
                .thenCompose(_ -> register(client, logs))
                .thenAcceptAsync(
                        _ -> {
                            ReplicaPlaces.tell(
                                    client, publisher.publishedImage(), config.nodeId(), check.logDirs().placed());
                            replicate(cluster, client, outlet);
                            serve(cluster, client, groups, logs, highWatermarks);
                        },
                        seams.executors().blocking());
    }

    /** From now on leaders ask for their in-sync replicas, and followers fetch. */
    private void replicate(ClusterState cluster, ControllerClient controller, ReplicaOutlet outlet) {
        ReplicaFetchers fetchers = new ReplicaFetchers(new FetcherSeams(
                config.nodeId(),
                config.replication(),
                cluster,
                seams.transport().peers(),
                seams.timers(),
                seams.time(),
                seams.executors().blocking()));
        steps.add("the followers", fetchers::close);
        outlet.start(new AlterPartitionSender(config.nodeId(), cluster, controller, seams.timers()), fetchers);
    }

    private void serve(
            ClusterState cluster,
            ControllerClient controller,
            GroupCoordinator groups,
            LogManager logs,
            HighWatermarks highWatermarks) {
        BrokerParts parts = new BrokerParts(
                cluster,
                new PartitionDirectory(cluster, partitions),
                new Endpoints(cluster),
                controller,
                groups,
                logs,
                seams.timers(),
                seams.time(),
                seams.executors().blocking(),
                seams.random());
        steps.add("the disk's reserve", disk::stopping);
        listen(new BrokerApis(parts, new JdkLoggerLevels()));
        disk.serving();
        Maintenance maintenance = new Maintenance(logs, highWatermarks, partitions, groups, disk);
        maintenance.schedule(seams.timers(), seams.executors().maintenance(), config);
        steps.add("maintenance", maintenance::stop);
        Scrubbing scrubbing = new Scrubbing(
                logs.scrubber(), config, seams.timers(), seams.executors().blocking());
        steps.addStage("the check of segments", scrubbing::stop);
        scrubbing.start();
    }

    private GroupCoordinator groups(Retries retries) {
        GroupSettings settings = new GroupSettings(
                config.classicGroups().minSessionTimeoutMs(),
                config.classicGroups().maxSessionTimeoutMs(),
                config.classicGroups().initialRebalanceDelayMs(),
                config.classicGroups().maxSize(),
                config.offsets().metadataMaxBytes(),
                config.offsets().retentionMs());
        NodeExecutors executors = seams.executors();
        return new GroupCoordinator(
                new GroupRuntimeSeams(
                        executors.groups(), executors.blocking(), seams.timers(), seams.time(), retries),
                settings,
                config.offsets().topicPartitions(),
                config.offsets().loadBufferBytes(),
                ids::next);
    }

    private LocalMetadataLog openMetadataLog(DataFolders folders, Executor serial) throws StartException {
        try {
            LocalLogSpec spec = new LocalLogSpec(
                    disk,
                    folders.metadataDir(),
                    config.nodeId(),
                    folders.identity().directoryId(),
                    config.quorum().segmentBytes(),
                    seams.time());
            return LocalMetadataLog.open(spec, serial, seams.executors().metadataDisk());
        } catch (IOException e) {
            throw new StartException(
                    "The metadata log in " + folders.metadataDir() + " cannot be opened: " + e.getMessage(), e);
        }
    }

    private CompletionStage<BrokerRegistrationResponse> register(ControllerClient controller, LogManager logs) {
        BrokerRegistrationRequest request = Registration.of(config, clusterId, ids.next(), logs.directories());
        return otherwise(
                        "the broker was not registered",
                        controller.request(
                                ControllerRequest.ofBroker(config.nodeId(), request), BrokerRegistrationResponse.class))
                .thenApply(response -> {
                    ErrorCode error = ErrorCode.forCode(response.errorCode());
                    if (error != ErrorCode.NONE) {
                        throw new CompletionException(new StartException(
                                "The controller refused to register the broker: "
                                        + RegistrationRefusal.sentence(response).orElse(error.defaultMessage())));
                    }
                    return response;
                });
    }

    private void listen(BrokerApis apis) {
        NodeTransport transport = seams.transport();
        transport.serve(new RequestDispatcher(apis::handlers));
        steps.add("the connections", transport::close);
        steps.addStage("the listeners", () -> transport.drain(DRAIN_MILLIS));
        for (Listener listener : config.listeners().all()) {
            try {
                endpoints.add(transport.bind(new Endpoint(listener.name(), listener.host(), listener.port())));
            } catch (IOException e) {
                throw new CompletionException(new StartException(
                        "The listener " + listener + " cannot be bound: " + e.getMessage()
                                + ". Is another broker running on port " + listener.port() + "?",
                        e));
            }
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
