package io.odradek.broker.replication;

import io.odradek.base.Uuid;
import io.odradek.base.UuidSource;
import io.odradek.broker.ManualExecutor;
import io.odradek.broker.cluster.ClusterState;
import io.odradek.broker.cluster.Endpoints;
import io.odradek.broker.cluster.LocalReplicas;
import io.odradek.broker.cluster.MetadataApplier;
import io.odradek.broker.cluster.PartitionDirectory;
import io.odradek.broker.fetch.FetchHandler;
import io.odradek.broker.fetch.FetchSessions;
import io.odradek.broker.group.GroupCoordinator;
import io.odradek.broker.group.GroupRuntimeSeams;
import io.odradek.broker.offsets.ListOffsetsHandler;
import io.odradek.broker.partition.ManagedCuts;
import io.odradek.broker.partition.Partition;
import io.odradek.broker.partition.PartitionRegistry;
import io.odradek.broker.partition.ReplicaContext;
import io.odradek.broker.publish.Retries;
import io.odradek.broker.request.RequestContext;
import io.odradek.group.GroupSettings;
import io.odradek.metadata.config.BrokerConfig;
import io.odradek.metadata.config.BrokerConfigLoader;
import io.odradek.metadata.controller.Policies;
import io.odradek.metadata.image.ClusterImage;
import io.odradek.metadata.image.ImageDelta;
import io.odradek.network.ConnectionContext;
import io.odradek.network.Exchange;
import io.odradek.protocol.RequestMessage;
import io.odradek.protocol.ResponseMessage;
import io.odradek.protocol.message.FetchRequest;
import io.odradek.protocol.message.ListOffsetsRequest;
import io.odradek.storage.HighWatermarks;
import io.odradek.storage.LogConfig;
import io.odradek.storage.LogListener;
import io.odradek.storage.LogManager;
import io.odradek.storage.LogManagerHost;
import io.odradek.storage.LogManagerSettings;
import io.odradek.storage.MetaProperties;
import io.odradek.storage.PartitionLog;
import io.odradek.storage.disk.SimulatedDisk;
import java.io.IOException;
import java.net.InetSocketAddress;
import java.nio.ByteBuffer;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.SplittableRandom;
import java.util.function.Consumer;

/** The replicas of one broker with everything that moves them, on the thread of the test. */
final class TestBroker {
    static final String LISTENER = "PLAINTEXT";

    final int id;
    final PartitionRegistry partitions = new PartitionRegistry();
    final LogManager logs;
    final HighWatermarks highWatermarks;
    private final TestCluster cluster;
    private final SimulatedDisk disk;
    private final ManualExecutor tasks = new ManualExecutor();
    private final ManualExecutor syncs = new ManualExecutor();
    private final MetadataApplier applier;
    private final FetchHandler fetches;
    private final ListOffsetsHandler offsets;
    private final ReplicaFetchers fetchers;
    private ClusterImage image = ClusterImage.EMPTY;

    TestBroker(int id, TestCluster cluster, SimulatedDisk disk) throws IOException {
        this.id = id;
        this.cluster = cluster;
        this.disk = disk;
        UuidSource ids = new UuidSource(new SplittableRandom(id)::nextLong);
        BrokerConfig config = BrokerConfigLoader.load(Map.of(
                        "node.id",
                        Integer.toString(id),
                        "replica.fetch.max.bytes",
                        Integer.toString(cluster.maxFetchBytes),
                        "broker.rack",
                        "rack" + id,
                        "replica.selector.class",
                        "org.apache.kafka.common.replica.RackAwareReplicaSelector"))
                .config();
        ClusterState state = new ClusterState("cluster", config, Policies.NONE);
        logs = LogManager.open(
                disk,
                List.of(Path.of("/data")),
                new MetaProperties("cluster", id, Uuid.ZERO),
                new LogManagerSettings(
                        _ -> LogConfig.defaults(),
                        Runnable::run,
                        syncs,
                        task -> cluster.timers.schedule(200, task),
                        1,
                        ids,
                        LogManagerHost.NONE),
                cluster.time,
                events());
        highWatermarks = HighWatermarks.read(logs);
        sync();
        Retries retries = new Retries(cluster.timers, cluster.time);
        GroupCoordinator groups = new GroupCoordinator(
                new GroupRuntimeSeams(tasks, tasks, cluster.timers, cluster.time, retries),
                new GroupSettings(6_000, 300_000, 0, Integer.MAX_VALUE, 4_096, 1_000_000),
                1,
                1_000_000,
                ids::next);
        ReplicaOutlet outlet = new ReplicaOutlet();
        ReplicaContext context = new ReplicaContext(
                id, config.replication().lagTimeMaxMs(), cluster.time, state, new ManagedCuts(logs), outlet);
        LocalReplicas replicas =
                new LocalReplicas(state, partitions, logs, context, highWatermarks, groups, retries, tasks);
        applier = new MetadataApplier(state, replicas, logs, groups);
        PartitionDirectory directory = new PartitionDirectory(state, partitions);
        fetches = new FetchHandler(
                new FetchSessions(100, cluster.time::monotonicMillis, new SplittableRandom(id)),
                directory,
                new Endpoints(state),
                cluster.timers,
                cluster.time,
                config.fetchMaxBytes());
        offsets = new ListOffsetsHandler(directory, tasks);
        fetchers = new ReplicaFetchers(new FetcherSeams(
                id, config.replication(), state, cluster.peersOf(id), cluster.timers, cluster.time, tasks));
        outlet.start(new AlterPartitionSender(id, state, cluster.controller, cluster.timers), fetchers);
    }

    private LogListener events() {
        return new LogListener() {
            @Override
            public void appended(PartitionLog log) {}

            @Override
            public void durable(PartitionLog log) {
                find(log).ifPresent(Partition::progressed);
            }

            @Override
            public void failed(PartitionLog log, IOException cause) {
                find(log).ifPresent(Partition::fail);
            }
        };
    }

    private Optional<Partition> find(PartitionLog log) {
        return partitions
                .find(log.topicPartition().topic(), log.topicPartition().partition())
                .filter(partition -> partition.log() == log);
    }

    Partition partition(String topic, int number) {
        return partitions.find(topic, number).orElseThrow();
    }

    /** Reads the metadata up to an image. */
    void apply(ClusterImage next) {
        ImageDelta delta = ImageDelta.between(image, next);
        image = next;
        applier.changed(delta);
    }

    /** Group commits of everything that waits for it. */
    void sync() {
        syncs.runAll();
    }

    boolean runTasks() {
        return tasks.runAll();
    }

    /** Stops at once; what is left is what a power loss leaves. */
    SimulatedDisk crash() {
        fetchers.close();
        tasks.runAll();
        return disk.crash();
    }

    /** Serves a request; the consumer gets what would be encoded. */
    void handle(RequestMessage request, short version, Consumer<ResponseMessage> answer) {
        RequestContext context = new RequestContext(new TestExchange(answer), request.apiKey(), version, 0, "test");
        switch (request) {
            case FetchRequest fetch -> fetches.handle(context, fetch);
            case ListOffsetsRequest list -> offsets.handle(context, list);
            default -> throw new IllegalArgumentException("not served in tests: " + request.apiKey());
        }
    }

    private final class TestExchange implements Exchange {
        private final Consumer<ResponseMessage> answer;

        TestExchange(Consumer<ResponseMessage> answer) {
            this.answer = answer;
        }

        @Override
        public ConnectionContext connection() {
            InetSocketAddress address = new InetSocketAddress("127.0.0.1", 9000 + id);
            return new ConnectionContext("test", LISTENER, address, address);
        }

        @Override
        public ByteBuffer request() {
            throw new IllegalStateException("the request is decoded already");
        }

        @Override
        public void releaseRequest() {}

        @Override
        public void respond(int correlationId, ResponseMessage response, short version) {
            answer.accept(response);
        }

        @Override
        public void respondNothing() {}

        @Override
        public void disconnect(String reason) {}

        @Override
        public void execute(Runnable task) {
            tasks.execute(task);
        }

        @Override
        public long receivedNanos() {
            return cluster.time.monotonicNanos();
        }
    }
}
