package io.odradek.simulation;

import io.odradek.coordinator.Timers;
import io.odradek.metadata.config.BrokerConfig;
import io.odradek.metadata.config.BrokerConfigLoader;
import io.odradek.server.Node;
import io.odradek.server.NodeExecutors;
import io.odradek.server.NodeSeams;
import io.odradek.server.ServerOptions;
import io.odradek.storage.disk.DiskFaults;
import io.odradek.storage.disk.SimulatedDisk;
import java.io.IOException;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;
import java.util.SplittableRandom;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;

/** A machine that runs a node: its disk outlives the node, which is started again whenever it has ended. One thread. */
final class SimulatedHost {
    static final int PORT = 9092;

    private static final long RESTART_MILLIS = 2_000;
    private static final long THREAD_NANOS = 60_000;

    private final int id;
    private final SimulatedNetwork network;
    private final Scheduler scheduler;
    private final SimulatedDisk disk;
    private final SimulatedClock clock;
    private final BrokerConfig config;
    private Life life = new Life("unborn");
    private @Nullable Node node;
    private long slowSyncNanos = 200_000;
    private int starts;
    private boolean serving;
    private Optional<Throwable> lastFailure = Optional.empty();

    SimulatedHost(int id, SimulatedNetwork network, long diskSeed) {
        this.id = id;
        this.network = network;
        this.scheduler = network.scheduler();
        this.disk = new SimulatedDisk(diskSeed);
        this.clock = new SimulatedClock(scheduler);
        this.config = config(id);
    }

    private static BrokerConfig config(int id) {
        Map<String, String> keys = new LinkedHashMap<>();
        keys.put("node.id", Integer.toString(id));
        keys.put("listeners", "PLAINTEXT://node" + id + ":" + PORT);
        keys.put("log.dirs", "/data");
        keys.put("offsets.topic.num.partitions", "1");
        keys.put("offsets.topic.replication.factor", "1");
        keys.put("group.initial.rebalance.delay.ms", "0");
        keys.put("log.segment.bytes", "1048576");
        keys.put("log.dir.reserve.bytes", "65536");
        keys.put("log.retention.check.interval.ms", "5000");
        keys.put("log.flush.offset.checkpoint.interval.ms", "2000");
        keys.put("metadata.log.max.record.bytes.between.snapshots", "4000");
        return BrokerConfigLoader.load(keys).config();
    }

    String name() {
        return "node" + id;
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
                new ServerOptions(config, true),
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
        var _ = stopping.stop().whenComplete((_, failure) -> scheduler.after(0, ending, () -> {
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

    /** Whether bytes of the disk are as they were written: nobody has flipped any. */
    long usedBytes() throws IOException {
        return disk.usedBytes();
    }
}
