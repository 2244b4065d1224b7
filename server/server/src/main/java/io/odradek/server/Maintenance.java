package io.odradek.server;

import io.odradek.broker.group.GroupCoordinator;
import io.odradek.broker.partition.Partition;
import io.odradek.broker.partition.PartitionRegistry;
import io.odradek.coordinator.Timers;
import io.odradek.metadata.config.BrokerConfig;
import io.odradek.storage.HighWatermarks;
import io.odradek.storage.LogManager;
import io.odradek.storage.PartitionLog;
import io.odradek.storage.disk.DiskWithReserve;
import java.util.concurrent.Executor;
import java.util.concurrent.RejectedExecutionException;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** What falls due with time: retention, checkpoints, expired offsets. */
final class Maintenance {
    private static final Logger LOG = LoggerFactory.getLogger(Maintenance.class);

    /** As often as logs are synced that wait for it, whatever the interval of retention is. */
    private static final long MAX_LOG_INTERVAL_MS = 30_000;

    private static final long SPACE_INTERVAL_MS = 1_000;

    private final LogManager logs;
    private final HighWatermarks highWatermarks;
    private final PartitionRegistry partitions;
    private final GroupCoordinator groups;
    private final DiskWithReserve disk;
    private volatile boolean stopped;

    Maintenance(
            LogManager logs,
            HighWatermarks highWatermarks,
            PartitionRegistry partitions,
            GroupCoordinator groups,
            DiskWithReserve disk) {
        this.logs = logs;
        this.highWatermarks = highWatermarks;
        this.partitions = partitions;
        this.groups = groups;
        this.disk = disk;
    }

    /** @param executor runs the tasks, which wait for disks */
    void schedule(Timers timers, Executor executor, BrokerConfig config) {
        long retention = Math.min(config.logs().retentionCheckIntervalMs(), MAX_LOG_INTERVAL_MS);
        every(timers, executor, retention, "retention", () -> logs.runMaintenance(this::highWatermark));
        long checkpoint = Math.min(
                config.logs().recoveryPointCheckpointMs(), config.logs().startOffsetCheckpointMs());
        every(timers, executor, checkpoint, "checkpointing", logs::checkpoint);
        every(
                timers,
                executor,
                config.logs().highWatermarkCheckpointMs(),
                "checkpointing of high watermarks",
                () -> highWatermarks.write(partitions::highWatermark));
        long lag = Math.max(1, config.replication().lagTimeMaxMs() / 2);
        every(
                timers,
                executor,
                lag,
                "looking for followers behind",
                () -> partitions.all().forEach(Partition::checkLag));
        every(timers, executor, SPACE_INTERVAL_MS, "looking for space", this::checkSpace);
        every(timers, executor, config.offsets().retentionCheckIntervalMs(), "expiry of offsets", groups::expire);
    }

    /** A disk that has become full or has room again is noticed; on a full one nothing that is deleted waits for its time. */
    private void checkSpace() {
        disk.check();
        if (logs.directories().stream().anyMatch(directory -> disk.isFull(directory.path()))) {
            logs.removeDue();
        }
    }

    private long highWatermark(PartitionLog log) {
        return partitions.highWatermark(log).orElseGet(log::logStartOffset);
    }

    /** Begins no more tasks. */
    void stop() {
        stopped = true;
    }

    private void every(Timers timers, Executor executor, long millis, String what, Runnable task) {
        var _ = timers.schedule(millis, () -> {
            if (stopped) {
                return;
            }
            try {
                executor.execute(() -> {
                    try {
                        task.run();
                    } catch (RuntimeException e) {
                        LOG.error("{} failed; it is tried again in {} ms", what, millis, e);
                    }
                    every(timers, executor, millis, what, task);
                });
            } catch (RejectedExecutionException e) {
                LOG.debug("{} ends with its executor", what, e);
            }
        });
    }
}
