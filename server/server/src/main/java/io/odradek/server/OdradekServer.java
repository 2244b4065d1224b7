package io.odradek.server;

import io.odradek.base.Time;
import io.odradek.base.TopicPartition;
import io.odradek.base.Uuid;
import io.odradek.base.UuidSource;
import io.odradek.broker.BrokerApis;
import io.odradek.broker.BrokerParts;
import io.odradek.broker.cluster.ClusterState;
import io.odradek.broker.cluster.Endpoints;
import io.odradek.broker.cluster.LocalReplicas;
import io.odradek.broker.cluster.MetadataApplier;
import io.odradek.broker.cluster.PartitionDirectory;
import io.odradek.broker.controller.Controller;
import io.odradek.broker.controller.ControllerApis;
import io.odradek.broker.controller.ControllerClient;
import io.odradek.broker.controller.ControllerRequest;
import io.odradek.broker.controller.MetadataNode;
import io.odradek.broker.controller.MetadataRecordCodec;
import io.odradek.broker.group.GroupCoordinator;
import io.odradek.broker.group.GroupRuntimeSeams;
import io.odradek.broker.partition.PartitionRegistry;
import io.odradek.broker.publish.MetadataPublisher;
import io.odradek.broker.publish.MetadataSnapshots;
import io.odradek.broker.publish.Retries;
import io.odradek.broker.request.Failure;
import io.odradek.broker.request.RequestDispatcher;
import io.odradek.coordinator.SerialExecutor;
import io.odradek.group.GroupSettings;
import io.odradek.metadata.config.BrokerConfig;
import io.odradek.metadata.config.Listener;
import io.odradek.metadata.controller.RegistrationRefusal;
import io.odradek.metadata.image.ClusterImage;
import io.odradek.network.Endpoint;
import io.odradek.network.NettyPeerClient;
import io.odradek.network.NetworkServer;
import io.odradek.network.PeerSettings;
import io.odradek.network.Transport;
import io.odradek.protocol.ErrorCode;
import io.odradek.protocol.message.AssignReplicasToDirsRequest;
import io.odradek.protocol.message.AssignReplicasToDirsResponse;
import io.odradek.protocol.message.BrokerRegistrationRequest;
import io.odradek.protocol.message.BrokerRegistrationResponse;
import io.odradek.quorum.LocalLogSpec;
import io.odradek.quorum.LocalMetadataLog;
import io.odradek.storage.LogDirectory;
import io.odradek.storage.LogManager;
import io.odradek.storage.disk.Disk;
import io.odradek.storage.disk.DiskWithReserve;
import java.io.IOException;
import java.security.SecureRandom;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.Executor;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.function.Consumer;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * One node: broker, controller, or both in one process. Starting opens the data, replays the metadata, leads what it
 * leads, and then listens; stopping goes the way back.
 *
 * <p>Any thread; {@link #start} and {@link #close} exclude one another.
 */
public final class OdradekServer implements AutoCloseable {
    private static final Logger LOG = LoggerFactory.getLogger(OdradekServer.class);
    private static final long CONTROLLER_TIMEOUT_SECONDS = 60;
    private static final long DRAIN_MILLIS = 3_000;

    /** What this release calls itself among nodes (KIP-511). */
    private static final String SOFTWARE_VERSION = "0.1.0";

    private final ServerOptions options;
    private final BrokerConfig config;
    private final Time time = new SystemTime();
    private final DiskWithReserve disk;
    private final SecureRandom random = new SecureRandom();
    private final UuidSource ids = new UuidSource(random::nextLong);
    private final PartitionRegistry partitions = new PartitionRegistry();
    private final Deque<AutoCloseable> opened = new ArrayDeque<>();
    private final List<Endpoint> endpoints = new ArrayList<>();
    private final Consumer<String> onFatal;
    private final AtomicBoolean failed = new AtomicBoolean();
    private volatile Optional<String> failure = Optional.empty();
    private String clusterId = "";

    private OdradekServer(ServerOptions options, Disk disk, Optional<Consumer<String>> onFatal) {
        this.onFatal =
                onFatal.orElse(_ -> Threads.named("end").newThread(this::close).start());
        this.options = options;
        this.config = options.config();
        this.disk = StorageAssembly.withReserve(disk, config, time);
    }

    /**
     * Starts a server; it serves requests when this returns. If it cannot go on later, it stops itself and
     * {@link #failure()} says why.
     *
     * @throws StartException if it cannot be started; nothing is left running
     */
    public static OdradekServer start(ServerOptions options, Disk disk) throws StartException {
        return start(options, disk, Optional.empty());
    }

    /**
     * Starts a server; it serves requests when this returns.
     *
     * @param onFatal hears, once, why the server cannot go on, and then has to {@link #close} it, from another thread than
     *     the one that it is called by
     * @throws StartException if it cannot be started; nothing is left running
     */
    public static OdradekServer start(ServerOptions options, Disk disk, Consumer<String> onFatal)
            throws StartException {
        return start(options, disk, Optional.of(onFatal));
    }

    private static OdradekServer start(ServerOptions options, Disk disk, Optional<Consumer<String>> onFatal)
            throws StartException {
        OdradekServer server = new OdradekServer(options, disk, onFatal);
        try {
            server.run();
            return server;
        } catch (StartException | RuntimeException e) {
            server.close();
            throw e;
        }
    }

    /** Where it listens, with the ports that it got. */
    public List<Endpoint> endpoints() {
        return List.copyOf(endpoints);
    }

    public String clusterId() {
        return clusterId;
    }

    /** Why the server could not go on; empty as long as it can. */
    public Optional<String> failure() {
        return failure;
    }

    private void fatal(String reason) {
        if (failed.compareAndSet(false, true)) {
            failure = Optional.of(reason);
            LOG.error("The server cannot go on: {}", reason);
            onFatal.accept(reason);
        }
    }

    /** Stops accepting, answers what was taken, and brings everything to disk. */
    @Override
    public synchronized void close() {
        while (!opened.isEmpty()) {
            AutoCloseable last = opened.pop();
            try {
                last.close();
            } catch (Exception e) {
                LOG.error("A part of the server could not be stopped cleanly", e);
            }
        }
    }

    private synchronized void run() throws StartException {
        DataFolders folders = DataFolders.find(disk, options, ids);
        clusterId = folders.identity().clusterId();
        // Up to here, and until this has agreed, nothing on disk is changed.
        StartCheck check = StartCheck.of(disk, folders);
        folders.format(disk, ids);
        Threads threads = opened(new Threads(Math.max(2, Runtime.getRuntime().availableProcessors())));
        WheelTimers timers = opened(new WheelTimers(Threads.named("timers")));
        ClusterState cluster = new ClusterState(clusterId, config, opened(PolicyPlugins.of(config)));
        StorageHost host = new StorageHost(threads.maintenance(), this::fatal);
        LogManager logs = StorageAssembly.open(disk, folders, config, threads, time, ids, partitions, host, check);
        opened.push(logs);
        for (LogDirectory directory : logs.directories()) {
            // What recovery found is on disk before anybody is told of a high watermark: a consumer that has committed
            // an offset above it would start over.
            directory.committer().commitOnce();
            opened(new CommitThread(directory)).start();
        }
        Retries retries = opened(new Retries(timers, time));
        GroupCoordinator groups = groups(threads, timers, retries);
        opened.push(groups::stop);

        Executor serial = new SerialExecutor(threads.controller());
        LocalMetadataLog metadataLog = openMetadataLog(folders, threads, serial);
        opened.push(metadataLog);
        MetadataRecordCodec codec = new MetadataRecordCodec();
        LocalReplicas replicas = new LocalReplicas(cluster, partitions, logs, groups, retries, serial);
        MetadataPublisher publisher = new MetadataPublisher(
                List.of(new MetadataApplier(cluster, replicas, logs, groups)),
                codec,
                new MetadataSnapshots(metadataLog, codec, time, config.quorum().recordBytesBetweenSnapshots()),
                retries,
                serial);
        Controller controller = new Controller(
                new ControllerApis(config.nodeId(), clusterId, cluster.context(), random::nextLong),
                check.firstRecords(),
                codec,
                metadataLog,
                publisher,
                serial,
                timers,
                time);
        MetadataNode node = new MetadataNode(config.nodeId(), metadataLog, publisher, controller);
        ControllerClient client = new ControllerClient(
                controller,
                metadataLog,
                publisher,
                peers(threads),
                config.listeners().controllerNames().getFirst(),
                timers,
                time);
        opened.push(node::stop);
        opened.push(client);
        var _ = publisher
                .failed()
                .thenAccept(cause -> fatal("the metadata log cannot be followed any more: " + cause.getMessage()));
        node.start();
        await(publisher.caughtUp(), "the metadata log was not replayed");
        register(client, logs);
        placePartitions(client, publisher.publishedImage(), check.logDirs().placed());

        BrokerParts parts = new BrokerParts(
                cluster,
                new PartitionDirectory(cluster, partitions),
                new Endpoints(cluster),
                client,
                groups,
                logs,
                timers,
                time,
                threads.blocking(),
                random);
        opened.push(disk::stopping);
        listen(new BrokerApis(parts, new JdkLoggerLevels()));
        disk.serving();
        new Maintenance(logs, partitions, groups, disk).schedule(threads.maintenance(), config);
        opened(new ScrubThread(logs.scrubber(), config)).start();
    }

    private GroupCoordinator groups(Threads threads, WheelTimers timers, Retries retries) {
        GroupSettings settings = new GroupSettings(
                config.classicGroups().minSessionTimeoutMs(),
                config.classicGroups().maxSessionTimeoutMs(),
                config.classicGroups().initialRebalanceDelayMs(),
                config.classicGroups().maxSize(),
                config.offsets().metadataMaxBytes(),
                config.offsets().retentionMs());
        return new GroupCoordinator(
                new GroupRuntimeSeams(threads.groups(), threads.blocking(), timers, time, retries),
                settings,
                config.offsets().topicPartitions(),
                config.offsets().loadBufferBytes(),
                ids::next);
    }

    private LocalMetadataLog openMetadataLog(DataFolders folders, Threads threads, Executor serial)
            throws StartException {
        try {
            LocalLogSpec spec = new LocalLogSpec(
                    disk,
                    folders.metadataDir(),
                    config.nodeId(),
                    folders.identity().directoryId(),
                    config.quorum().segmentBytes(),
                    time);
            return LocalMetadataLog.open(spec, serial, threads.metadataDisk());
        } catch (IOException e) {
            throw new StartException(
                    "The metadata log in " + folders.metadataDir() + " cannot be opened: " + e.getMessage(), e);
        }
    }

    private NettyPeerClient peers(Threads threads) {
        NettyPeerClient.Seams seams =
                new NettyPeerClient.Seams(Transport.best(), 1, Threads.named("peers"), threads.blocking(), random);
        return opened(new NettyPeerClient(seams, PeerSettings.defaults("broker-" + config.nodeId(), SOFTWARE_VERSION)));
    }

    private void register(ControllerClient controller, LogManager logs) throws StartException {
        BrokerRegistrationRequest request = Registration.of(config, clusterId, ids.next(), logs.directories());
        BrokerRegistrationResponse response = await(
                controller.request(
                        ControllerRequest.ofBroker(config.nodeId(), request), BrokerRegistrationResponse.class),
                "the broker was not registered");
        ErrorCode error = ErrorCode.forCode(response.errorCode());
        if (error != ErrorCode.NONE) {
            throw new StartException("The controller refused to register the broker: "
                    + RegistrationRefusal.sentence(response).orElse(error.defaultMessage()));
        }
    }

    /** From then on a directory that is lost can be told by what it held. Nothing has to wait for it. */
    private void placePartitions(ControllerClient controller, ClusterImage image, Map<TopicPartition, Uuid> placed) {
        for (AssignReplicasToDirsRequest request : ReplicaPlaces.requests(image, config.nodeId(), placed)) {
            controller
                    .request(ControllerRequest.ofBroker(config.nodeId(), request), AssignReplicasToDirsResponse.class)
                    .whenComplete((response, error) -> {
                        if (error != null || response.errorCode() != ErrorCode.NONE.code()) {
                            LOG.warn(
                                    "The controller did not note in which directories {} lie; the next start tells it"
                                            + " again: {}",
                                    placed.keySet(),
                                    error != null
                                            ? error.getMessage()
                                            : ErrorCode.forCode(response.errorCode())
                                                    .defaultMessage());
                        }
                    });
        }
    }

    private void listen(BrokerApis apis) throws StartException {
        int loops = config.isSet("num.network.threads")
                ? config.networkThreads()
                : Math.max(1, Runtime.getRuntime().availableProcessors());
        NetworkServer network = new NetworkServer(
                Transport.best(),
                loops,
                Threads.named("network"),
                NetworkAssembly.settings(config),
                new RequestDispatcher(apis::handlers),
                time);
        opened.push(network);
        opened.push(() -> network.drain(DRAIN_MILLIS));
        for (Listener listener : config.listeners().all()) {
            try {
                endpoints.add(network.bind(new Endpoint(listener.name(), listener.host(), listener.port())));
            } catch (IOException e) {
                throw new StartException(
                        "The listener " + listener + " cannot be bound: " + e.getMessage()
                                + ". Is another broker running on port " + listener.port() + "?",
                        e);
            }
        }
    }

    private <T extends AutoCloseable> T opened(T part) {
        opened.push(part);
        return part;
    }

    private static <T> T await(CompletionStage<T> stage, String otherwise) throws StartException {
        try {
            return stage.toCompletableFuture().get(CONTROLLER_TIMEOUT_SECONDS, TimeUnit.SECONDS);
        } catch (ExecutionException e) {
            throw new StartException(
                    otherwise + ": "
                            + Failure.of(Objects.requireNonNullElse(e.getCause(), e))
                                    .message(),
                    e);
        } catch (TimeoutException e) {
            throw new StartException(otherwise + " within " + CONTROLLER_TIMEOUT_SECONDS + " s", e);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new StartException("interrupted while starting", e);
        }
    }
}
