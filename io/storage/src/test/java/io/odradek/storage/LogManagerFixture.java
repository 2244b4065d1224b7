package io.odradek.storage;

import io.odradek.base.TopicPartition;
import io.odradek.base.Uuid;
import io.odradek.base.UuidSource;
import io.odradek.storage.disk.Disk;
import io.odradek.storage.disk.SimulatedDisk;
import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.SplittableRandom;

/** Log managers on simulated disks, everything on the test's thread; syncs wait for {@link #commit}. */
final class LogManagerFixture implements LogListener {
    static final MetaProperties IDENTITY = new MetaProperties("cluster", 1, Uuid.ZERO);
    static final Uuid TOPIC_ID = new Uuid(7, 7);
    static final Path FIRST = Path.of("/disk1/logs");
    static final Path SECOND = Path.of("/disk2/logs");

    final ManualTime time = new ManualTime();
    final List<String> events = new ArrayList<>();
    final ArrayDeque<Runnable> syncTasks = new ArrayDeque<>();
    final ArrayDeque<Runnable> laterTasks = new ArrayDeque<>();
    private final SplittableRandom random;
    SimulatedDisk disk;
    LogConfig config = LogConfig.defaults();
    LogManagerHost host = LogManagerHost.NONE;

    LogManagerFixture(long seed) {
        disk = new SimulatedDisk(seed);
        random = new SplittableRandom(seed);
    }

    LogManager open(Path... directories) throws IOException {
        return open(disk, IDENTITY, directories);
    }

    LogManager open(Disk on, MetaProperties identity, Path... directories) throws IOException {
        LogManagerSettings settings = new LogManagerSettings(
                _ -> config, Runnable::run, syncTasks::add, laterTasks::add, 1, new UuidSource(random::nextLong), host);
        return LogManager.open(on, List.of(directories), identity, settings, time, this);
    }

    PartitionLog create(LogManager manager, String topic, int partition) {
        return manager.create(new TopicPartition(topic, partition), TOPIC_ID, config, Optional.empty());
    }

    /** Syncs what has gathered in all directories; returns the number of logs. */
    long commit(LogManager manager) {
        long before = syncedLogs(manager);
        runAll(syncTasks);
        return syncedLogs(manager) - before;
    }

    private static long syncedLogs(LogManager manager) {
        return manager.directories().stream()
                .mapToLong(directory -> directory.committer().syncedLogs())
                .sum();
    }

    static void runAll(ArrayDeque<Runnable> tasks) {
        Runnable task;
        while ((task = tasks.poll()) != null) {
            task.run();
        }
    }

    @Override
    public void appended(PartitionLog log) {
        events.add("appended " + log.topicPartition() + " to " + log.logEndOffset());
    }

    @Override
    public void durable(PartitionLog log) {
        events.add("durable " + log.topicPartition() + " to " + log.durableOffset());
    }

    @Override
    public void failed(PartitionLog log, IOException cause) {
        events.add("failed " + log.topicPartition());
    }
}
