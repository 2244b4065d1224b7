package io.odradek.server;

import io.odradek.broker.group.GroupCoordinator;
import io.odradek.broker.partition.Partition;
import io.odradek.broker.partition.PartitionRegistry;
import io.odradek.metadata.config.BrokerConfig;
import io.odradek.storage.LogManager;
import io.odradek.storage.PartitionLog;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** What falls due with time: retention, checkpoints, expired offsets. */
final class Maintenance {
    private static final Logger LOG = LoggerFactory.getLogger(Maintenance.class);

    /** As often as segments that were deleted may be removed, whatever the interval of retention is. */
    private static final long MAX_LOG_INTERVAL_MS = 30_000;

    private final LogManager logs;
    private final PartitionRegistry partitions;
    private final GroupCoordinator groups;

    Maintenance(LogManager logs, PartitionRegistry partitions, GroupCoordinator groups) {
        this.logs = logs;
        this.partitions = partitions;
        this.groups = groups;
    }

    void schedule(ScheduledExecutorService executor, BrokerConfig config) {
        long retention = Math.min(config.logs().retentionCheckIntervalMs(), MAX_LOG_INTERVAL_MS);
        every(executor, retention, "retention", () -> logs.runMaintenance(this::highWatermark));
        long checkpoint = Math.min(
                config.logs().recoveryPointCheckpointMs(), config.logs().startOffsetCheckpointMs());
        every(executor, checkpoint, "checkpointing", logs::checkpoint);
        every(executor, config.offsets().retentionCheckIntervalMs(), "expiry of offsets", groups::expire);
    }

    private long highWatermark(PartitionLog log) {
        return partitions
                .find(log.topicPartition().topic(), log.topicPartition().partition())
                .filter(partition -> partition.log() == log)
                .map(Partition::highWatermark)
                .orElseGet(log::logStartOffset);
    }

    private static void every(ScheduledExecutorService executor, long millis, String what, Runnable task) {
        var _ = executor.scheduleWithFixedDelay(
                () -> {
                    try {
                        task.run();
                    } catch (RuntimeException e) {
                        LOG.error("{} failed; it is tried again in {} ms", what, millis, e);
                    }
                },
                millis,
                millis,
                TimeUnit.MILLISECONDS);
    }
}
