package io.odradek.storage;

import io.odradek.base.TopicPartition;
import java.io.IOException;
import java.util.Map;
import java.util.TreeMap;
import java.util.concurrent.atomic.AtomicLong;
import java.util.concurrent.locks.ReentrantLock;
import java.util.function.Function;
import java.util.function.Supplier;

/**
 * Writes the offset checkpoints of one log directory: one writer at a time, and one write for all who wait for the same.
 *
 * <p>Any thread; not from an event loop.
 */
final class DirectoryCheckpoints {
    private final LogDirectory directory;
    private final Supplier<Map<TopicPartition, RecoveryPoint>> current;
    private final ReentrantLock writing = new ReentrantLock();
    private final AtomicLong asked = new AtomicLong();
    private long written; // guarded by writing

    /** @param current recovery point and log start offset of every log in the directory, at the time of the call */
    DirectoryCheckpoints(LogDirectory directory, Supplier<Map<TopicPartition, RecoveryPoint>> current) {
        this.directory = directory;
        this.current = current;
    }

    /**
     * Writes down how far each log is synced and where it starts; durable on return.
     *
     * @param lowered recovery points that take the place of the current ones
     */
    void writeAll(Map<TopicPartition, Long> lowered) throws IOException {
        writing.lock();
        try {
            Map<TopicPartition, RecoveryPoint> points = current.get();
            Map<TopicPartition, Long> recoveryPoints = offsets(points, RecoveryPoint::recoveryPoint);
            recoveryPoints.putAll(lowered);
            directory.checkpoint(OffsetCheckpoint.RECOVERY_POINTS).write(recoveryPoints);
            writeStarts(points);
            directory.openMarker().checkpointed(recoveryPoints);
        } finally {
            writing.unlock();
        }
    }

    /** Returns when a checkpoint is durable that holds every log start offset as it is now, or higher. */
    void writeStartOffsets() throws IOException {
        long ticket = asked.incrementAndGet();
        writing.lock();
        try {
            if (written < ticket) {
                long covered = asked.get();
                writeStarts(current.get());
                written = covered;
            }
        } finally {
            writing.unlock();
        }
    }

    private void writeStarts(Map<TopicPartition, RecoveryPoint> points) throws IOException {
        Map<TopicPartition, Long> starts = offsets(points, RecoveryPoint::logStartOffset);
        starts.values().removeIf(offset -> offset == 0L);
        directory.checkpoint(OffsetCheckpoint.LOG_START_OFFSETS).write(starts);
    }

    private static Map<TopicPartition, Long> offsets(
            Map<TopicPartition, RecoveryPoint> points, Function<RecoveryPoint, Long> of) {
        Map<TopicPartition, Long> offsets = new TreeMap<>();
        points.forEach((partition, point) -> offsets.put(partition, of.apply(point)));
        return offsets;
    }
}
