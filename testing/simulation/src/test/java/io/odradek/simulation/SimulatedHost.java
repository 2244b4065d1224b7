package io.odradek.simulation;

import io.odradek.base.Uuid;
import io.odradek.coordinator.Timers;
import io.odradek.metadata.config.BrokerConfig;
import io.odradek.metadata.config.BrokerConfigLoader;
import io.odradek.server.Node;
import io.odradek.server.NodeExecutors;
import io.odradek.server.NodeSeams;
import io.odradek.server.ServerOptions;
import io.odradek.storage.MetaProperties;
import io.odradek.storage.disk.DiskFaults;
import io.odradek.storage.disk.SimulatedDisk;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;
import java.util.SplittableRandom;
import java.util.concurrent.TimeUnit;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.jspecify.annotations.Nullable;

/** A machine that runs a node: its disk outlives the node, which is started again whenever it has ended. One thread. */
final class SimulatedHost {
    static final int PORT = 9092;

    private static final int CONTROLLER_PORT = 9093;
    private static final Path DATA = Path.of("/data");
    private static final String CLUSTER_ID = new Uuid(1, 1).toString();
    private static final long RESTART_MILLIS = 2_000;
    private static final long THREAD_NANOS = 60_000;

    private final int id;
    private final SimulatedNetwork network;
    private final Scheduler scheduler;
    private final SimulatedDisk disk;
    private final SimulatedClock clock;
    private final BrokerConfig config;
    private final boolean alone;
    private Life life = new Life("unborn");
    private @Nullable Node node;
    private long slowSyncNanos = 200_000;
    private int starts;
    private boolean serving;
    private Optional<Throwable> lastFailure = Optional.empty();

    /**
     * A machine whose node stands alone, or is one of several, each of them broker and controller.
     *
     * @param nodes of the cluster; their ids begin at 1
     */
    SimulatedHost(int id, int nodes, SimulatedNetwork network, long diskSeed) {
        this.id = id;
        this.network = network;
        this.scheduler = network.scheduler();
        this.disk = new SimulatedDisk(diskSeed);
        this.clock = new SimulatedClock(scheduler);
        this.config = config(id, nodes);
        this.alone = nodes == 1;
        if (!alone) {
            format();
        }
    }

    /** Nodes of one cluster must be told so; one that stands alone makes its own folder. */
    private void format() {
        try {
            disk.createDirectories(DATA);
            disk.syncDirectory(DATA.getRoot());
            new MetaProperties(CLUSTER_ID, id, new Uuid(2, id)).write(disk, DATA);
        } catch (IOException e) {
            throw new UncheckedIOException("a new disk has no faults", e);
        }
    }

    private static BrokerConfig config(int id, int nodes) {
        Map<String, String> keys = new LinkedHashMap<>();
        keys.put("node.id", Integer.toString(id));
        String listeners = "PLAINTEXT://" + name(id) + ":" + PORT;
        if (nodes > 1) {
            listeners += ",CONTROLLER://" + name(id) + ":" + CONTROLLER_PORT;
            keys.put("process.roles", "broker,controller");
            keys.put("controller.listener.names", "CONTROLLER");
            keys.put(
                    "controller.quorum.voters",
                    IntStream.rangeClosed(1, nodes)
                            .mapToObj(voter -> voter + "@" + name(voter) + ":" + CONTROLLER_PORT)
                            .collect(Collectors.joining(",")));
            keys.put("min.insync.replicas", "2");
        }
        keys.put("listeners", listeners);
        keys.put("log.dirs", DATA.toString());
        keys.put("offsets.topic.num.partitions", "1");
        keys.put("offsets.topic.replication.factor", Integer.toString(Math.min(3, nodes)));
        keys.put("group.initial.rebalance.delay.ms", "0");
        keys.put("log.segment.bytes", "1048576");
        keys.put("log.dir.reserve.bytes", "65536");
        keys.put("log.retention.check.interval.ms", "5000");
        keys.put("log.flush.offset.checkpoint.interval.ms", "2000");
        keys.put("metadata.log.max.record.bytes.between.snapshots", "4000");
        return BrokerConfigLoader.load(keys).config();
    }

    private static String name(int id) {
        return "node" + id;
    }

    String name() {
        return name(id);
    }

    SimulatedDisk disk() {
        return disk;
    }

    SimulatedClock clock() {
        return clock;
    }

    /** Whether a node serves here now. */
    boolean isServing() {
        return serving && life.isAlive();
    }

    /** How often a node has been started here. */
    int lives() {
        return starts;
    }

    /** Why the node did not start the last time. */
    Optional<Throwable> lastFailure() {
        return lastFailure;
    }

    /** Syncs of data files take up to so long from now on. */
    void syncsTakeUpTo(long nanos) {
        slowSyncNanos = nanos;
    }

    void start() {
        Life born = new Life(name() + " life " + ++starts);
        life = born;
        serving = false;
        scheduler.say("%s starts", born.name());
        disk.completeSyncsBy(task -> scheduler.after(scheduler.between(20_000, slowSyncNanos), born, task));
        SplittableRandom random = scheduler.random().split();
        Timers timers = (delayMs, task) -> scheduler.afterMillis(delayMs, born, task);
        NodeExecutors executors = new NodeExecutors(
                executor(born),
                executor(born),
                executor(born),
                task -> scheduler.after(scheduler.between(1_000, THREAD_NANOS), born, task),
                task -> scheduler.after(scheduler.between(1_000, THREAD_NANOS), born, task),
                executor(born),
                2);
        SimulatedTransport transport = new SimulatedTransport(network, name(), born);
        Node starting = new Node(
                new ServerOptions(config, alone),
                new NodeSeams(disk, clock, random, executors, timers, transport),
                reason -> scheduler.after(0, born, () -> {
                    scheduler.say("%s cannot go on: %s", name(), reason);
                    kill(RESTART_MILLIS);
                }));
        node = starting;
        var _ = starting.start().whenComplete((_, failure) -> started(born, failure));
    }

    private SimulatedExecutor executor(Life born) {
        return new SimulatedExecutor(scheduler, born, THREAD_NANOS);
    }

    private void started(Life born, @Nullable Throwable failure) {
        if (life != born) {
            return;
        }
        if (failure == null) {
            serving = true;
            lastFailure = Optional.empty();
            scheduler.say("%s serves", born.name());
        } else {
            lastFailure = Optional.of(failure);
            scheduler.say("%s did not start: %s", born.name(), failure);
            kill(RESTART_MILLIS);
        }
    }

    /** The process is killed; what it had written stays with the system. */
    void kill(long restartMillis) {
        end("is killed", restartMillis);
        disk.processDied();
    }

    /** The power fails: what was not synced is lost, in part or whole. */
    void losePower(long restartMillis) {
        end("loses power", restartMillis);
        disk.restart();
    }

    /** The node is asked to stop, and killed if it does not. */
    void stop(long restartMillis) {
        Node stopping = node;
        Life ending = life;
        if (stopping == null || !isServing()) {
            return;
        }
        serving = false;
        scheduler.say("%s is asked to stop", ending.name());
        var _ = stopping.stop()
                .whenComplete((_, failure) -> scheduler.after(0, ending, () -> {
                    scheduler.say("%s has stopped%s", ending.name(), failure == null ? "" : ": " + failure);
                    kill(restartMillis);
                }));
        scheduler.afterMillis(TimeUnit.SECONDS.toMillis(30), ending, () -> kill(restartMillis));
    }

    void pause(long millis) {
        Life pausing = life;
        scheduler.say("%s is paused for %d ms", pausing.name(), millis);
        pausing.pause();
        scheduler.afterMillis(millis, network.world(), pausing::resume);
    }

    /** Writes beyond what is there now, and some room, are refused. */
    void fillDisk(long room) {
        scheduler.say("the disk of %s is full", name());
        disk.setCapacity(disk.usedBytes() + room);
    }

    void emptyDisk() {
        disk.setCapacity(Long.MAX_VALUE);
    }

    /** Operations of a kind on a part of the disk fail. */
    void failDisk(DiskFaults.Operation operation, Path below) {
        scheduler.say("the disk of %s fails at %s", name(), operation);
        disk.setFaults(DiskFaults.failing(operation, below));
    }

    void mendDisk() {
        disk.setFaults(DiskFaults.NONE);
    }

    private void end(String how, long restartMillis) {
        Life ended = life;
        if (!ended.isAlive()) {
            return;
        }
        scheduler.say("%s %s", ended.name(), how);
        serving = false;
        ended.end();
        network.died(ended);
        scheduler.afterMillis(restartMillis, network.world(), this::start);
    }
}
