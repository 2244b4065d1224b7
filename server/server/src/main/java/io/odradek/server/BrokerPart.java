package io.odradek.server;

import io.odradek.base.Uuid;
import io.odradek.base.UuidSource;
import io.odradek.broker.BrokerApis;
import io.odradek.broker.BrokerParts;
import io.odradek.broker.cluster.ClusterState;
import io.odradek.broker.cluster.Endpoints;
import io.odradek.broker.cluster.LocalReplicas;
import io.odradek.broker.cluster.MetadataApplier;
import io.odradek.broker.cluster.PartitionDirectory;
import io.odradek.broker.group.GroupCoordinator;
import io.odradek.broker.group.GroupRuntimeSeams;
import io.odradek.broker.node.BrokerLifecycle;
import io.odradek.broker.partition.ManagedCuts;
import io.odradek.broker.partition.PartitionRegistry;
import io.odradek.broker.partition.ReplicaContext;
import io.odradek.broker.publish.ImageListener;
import io.odradek.broker.publish.Retries;
import io.odradek.broker.replication.AlterPartitionSender;
import io.odradek.broker.replication.FetcherSeams;
import io.odradek.broker.replication.ReplicaFetchers;
import io.odradek.broker.replication.ReplicaOutlet;
import io.odradek.group.GroupSettings;
import io.odradek.metadata.config.BrokerConfig;
import io.odradek.metadata.controller.SessionTimes;
import io.odradek.network.Endpoint;
import io.odradek.storage.HighWatermarks;
import io.odradek.storage.LogDirectory;
import io.odradek.storage.LogManager;
import io.odradek.storage.disk.DiskWithReserve;
import java.util.List;
import java.util.concurrent.Executor;
import java.util.function.Consumer;

/** What a node has that is a broker: logs, partitions, coordinators, and its membership in the cluster. */
final class BrokerPart {
    private final NodeSeams seams;
    private final BrokerConfig config;
    private final ClusterState cluster;
    private final PartitionRegistry partitions = new PartitionRegistry();
    private final LogManager logs;
    private final GroupCoordinator groups;
    private final HighWatermarks highWatermarks;
    private final ReplicaOutlet outlet = new ReplicaOutlet();
    private final Maintenance maintenance;
    private final UuidSource ids;
    private final StartCheck check;

    /** Opens the logs, and says how they are closed. */
    BrokerPart(
            NodeSeams seams,
            DiskWithReserve disk,
            BrokerConfig config,
            DataFolders folders,
            StartCheck check,
            ClusterState cluster,
            Retries retries,
            UuidSource ids,
            StopSteps steps,
            Consumer<String> fatal)
            throws StartException {
        this.seams = seams;
        this.config = config;
        this.cluster = cluster;
        this.ids = ids;
        this.check = check;
        StorageHost host = new StorageHost(seams.timers(), seams.executors().maintenance(), fatal);
        this.logs = StorageAssembly.open(disk, seams, folders, config, ids, partitions, host, check);
        steps.add("the logs", logs::close);
        this.highWatermarks = HighWatermarks.read(logs);
        steps.add("the high watermarks", () -> highWatermarks.write(partitions::highWatermark));
        for (LogDirectory directory : logs.directories()) {
            steps.addStage("the syncs in " + directory, directory.committer()::end);
        }
        this.groups = groups(retries);
        steps.add("the group coordinators", groups::stop);
        this.maintenance = new Maintenance(logs, highWatermarks, partitions, groups, disk);
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
                new GroupRuntimeSeams(executors.groups(), executors.blocking(), seams.timers(), seams.time(), retries),
                settings,
                config.offsets().topicPartitions(),
                config.offsets().loadBufferBytes(),
                ids::next);
    }

    LogManager logs() {
        return logs;
    }

    /** Makes this broker what the metadata says. */
    ImageListener applier(Retries retries, Executor serial) {
        ReplicaContext context = new ReplicaContext(
                config.nodeId(),
                config.replication().lagTimeMaxMs(),
                seams.time(),
                cluster,
                new ManagedCuts(logs),
                outlet);
        LocalReplicas replicas =
                new LocalReplicas(cluster, partitions, logs, context, highWatermarks, groups, retries, serial);
        return new MetadataApplier(cluster, replicas, logs, groups);
    }

    /** The broker's membership; its image comes after that of the {@link #applier}. */
    BrokerLifecycle lifecycle(MetadataPart metadata, List<Endpoint> bound, Executor serial, Consumer<String> fatal) {
        BrokerLifecycle.Settings settings = new BrokerLifecycle.Settings(
                SessionTimes.of(config).heartbeatMs(),
                config.values().integer("initial.broker.registration.timeout.ms"),
                config.values().bool("controlled.shutdown.enable"));
        return new BrokerLifecycle(
                Registration.of(config, cluster.clusterId(), ids.next(), logs.directories(), bound)
                        .setPreviousBrokerEpoch(logs.brokerEpoch()),
                metadata.client(),
                settings,
                new BrokerLifecycle.Surroundings(
                        metadata.publisher()::publishedOffset, this::offlineDirectories, logs::registered, fatal),
                serial,
                seams.timers(),
                seams.time());
    }

    private List<Uuid> offlineDirectories() {
        return logs.directories().stream()
                .filter(directory -> !directory.isOnline())
                .map(LogDirectory::id)
                .filter(id -> !id.isZero())
                .toList();
    }

    /** What clients and other brokers are served. */
    BrokerApis apis(MetadataPart metadata) {
        BrokerParts parts = new BrokerParts(
                cluster,
                metadata.features(),
                new PartitionDirectory(cluster, partitions),
                new Endpoints(cluster),
                metadata.client(),
                groups,
                logs,
                seams.timers(),
                seams.time(),
                seams.executors().blocking(),
                seams.random());
        return new BrokerApis(parts, new JdkLoggerLevels());
    }

    /** From now on leaders ask for their in-sync replicas, and followers fetch. */
    void replicate(MetadataPart metadata, StopSteps steps) {
        ReplicaFetchers fetchers = new ReplicaFetchers(new FetcherSeams(
                config.nodeId(),
                config.replication(),
                cluster,
                seams.transport().peers(),
                seams.timers(),
                seams.time(),
                seams.executors().blocking()));
        steps.add("the followers", fetchers::close);
        outlet.start(new AlterPartitionSender(config.nodeId(), cluster, metadata.client(), seams.timers()), fetchers);
    }

    /** Tells the controller what was found out at the start of where replicas lie. */
    void tellPlaces(MetadataPart metadata) {
        ReplicaPlaces.tell(
                metadata.client(),
                metadata.publisher().publishedImage(),
                config.nodeId(),
                check.logDirs().placed());
    }

    /** Begins what falls due with time, and says how it is ended. */
    void startMaintenance(StopSteps steps) {
        steps.add("maintenance", maintenance::stop);
        maintenance.schedule(seams.timers(), seams.executors().maintenance(), config);
        Scrubbing scrubbing = new Scrubbing(
                logs.scrubber(), config, seams.timers(), seams.executors().blocking());
        steps.addStage("the check of segments", scrubbing::stop);
        scrubbing.start();
    }
}
