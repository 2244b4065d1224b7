package io.odradek.storage.log;

import io.odradek.storage.LogConfig;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.OptionalLong;
import java.util.concurrent.TimeUnit;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Removes old segments: their files are renamed at once and deleted later, when nobody reads from them and
 * {@code file.delete.delay.ms} have passed.
 *
 * <p>Any thread; runs of a log follow one another.
 */
public final class LogRetention {
    private static final Logger LOG = LoggerFactory.getLogger(LogRetention.class);

    /** As far as differences of {@link io.odradek.base.Time#monotonicNanos} can be told from a clock that went round: 146 years. */
    private static final long MAX_DELAY_NANOS = Long.MAX_VALUE / 2;

    private record Removed(Segment segment, long dueNanos) {}

    private final LogState state;
    private final List<Removed> removed = new ArrayList<>();

    public LogRetention(LogState state) {
        this.state = state;
    }

    /**
     * Moves the log start offset up to {@code offset}, which is at most the high watermark.
     *
     * @return whether it moved
     */
    public boolean moveStartTo(long offset) {
        state.appendLock.lock();
        try {
            state.checkUsable();
            if (offset <= state.logStartOffset) {
                return false;
            }
            state.logStartOffset = Math.min(offset, state.logEndOffset);
            state.epochs.truncateFromStart(state.logStartOffset);
            return true;
        } finally {
            state.appendLock.unlock();
        }
    }

    /** Removes the segments that are too old, too many or below the log start offset; returns how many. */
    public int apply(long highWatermark) throws IOException {
        state.syncLock.lock();
        try {
            int count = chooseFirst(highWatermark);
            if (count > 0) {
                // What is known of producers must be on disk before the batches go from which it could be found again.
                state.snapshots.sync();
                state.disk.syncDirectory(state.folder);
                removeFirst(count);
            }
            return count;
        } finally {
            state.syncLock.unlock();
        }
    }

    /** How many segments are to go; if that is all, there is a new active one behind them. */
    private int chooseFirst(long highWatermark) throws IOException {
        state.appendLock.lock();
        try {
            state.checkUsable();
            int count = countRemovable(state.segments, highWatermark);
            if (count == state.segments.count()) {
                state.roll();
            }
            return count;
        } finally {
            state.appendLock.unlock();
        }
    }

    private int countRemovable(SegmentList segments, long highWatermark) throws IOException {
        LogConfig config = state.config;
        boolean bySize = config.deletable() && config.retentionBytes() >= 0;
        long excess = bySize ? segments.sizeInBytes() - config.retentionBytes() : -1L;
        int count = 0;
        while (count < segments.count()) {
            Segment segment = segments.get(count);
            boolean last = count == segments.count() - 1;
            if (segments.endOffset(count, state.logEndOffset) > highWatermark || (last && segment.size() == 0)) {
                break;
            }
            // The active segment too, as in Kafka; with retention.bytes above 0 it never is what is too much.
            boolean tooMany = excess - segment.size() >= 0;
            if (!isBelowStart(segments, count) && !tooMany && !isExpired(segment)) {
                break;
            }
            excess -= segment.size();
            count++;
        }
        return count;
    }

    private boolean isBelowStart(SegmentList segments, int index) {
        return index + 1 < segments.count() && segments.get(index + 1).baseOffset() <= state.logStartOffset;
    }

    private boolean isExpired(Segment segment) throws IOException {
        LogConfig config = state.config;
        if (!config.deletable() || config.retentionMs() < 0) {
            return false;
        }
        long newest = segment.maxTimestamp().timestamp();
        long age = state.time.wallMillis() - (newest >= 0 ? newest : segment.createdMs());
        return age > config.retentionMs();
    }

    private void removeFirst(int count) throws IOException {
        state.appendLock.lock();
        try {
            state.cuts++;
            SegmentList before = state.segments;
            state.segments = new SegmentList(before.from(count));
            long base = state.segments.first().baseOffset();
            state.logStartOffset = Math.max(state.logStartOffset, base);
            state.durableOffset = Math.max(state.durableOffset, base);
            state.epochs.truncateFromStart(state.logStartOffset);
            for (Segment segment : before.before(count)) {
                remove(segment);
            }
            LOG.info("{} removed {} segments and starts at offset {}", state.topicPartition, count, base);
        } finally {
            state.appendLock.unlock();
        }
    }

    /** Renames the segment's files and lets go of them; under both locks, the segment no longer in the list. */
    void remove(Segment segment) throws IOException {
        segment.markDeleted();
        state.namesUnsynced = true;
        long delayNanos = Math.min(TimeUnit.MILLISECONDS.toNanos(state.config.fileDeleteDelayMs()), MAX_DELAY_NANOS);
        synchronized (removed) {
            removed.add(new Removed(segment, state.time.monotonicNanos() + delayNanos));
        }
    }

    /**
     * Deletes the files of removed segments that nobody reads from and whose delay has passed; returns how many. What cannot
     * be deleted stays to be tried again.
     *
     * @param atOnce whether the delay does not count
     */
    public int deleteFiles(boolean atOnce) throws IOException {
        List<Removed> due = takeDue(state.time.monotonicNanos(), atOnce);
        if (due.isEmpty()) {
            return 0;
        }
        int deleted = 0;
        try {
            // The snapshots may only go once the segments cannot come back: they would be read without them.
            state.disk.syncDirectory(state.folder);
            while (deleted < due.size()) {
                due.get(deleted).segment.deleteFiles();
                deleted++;
            }
            state.snapshots.deleteBefore(state.segments.first().baseOffset());
        } finally {
            synchronized (removed) {
                removed.addAll(due.subList(deleted, due.size()));
            }
        }
        return deleted;
    }

    private List<Removed> takeDue(long nowNanos, boolean atOnce) {
        List<Removed> due = new ArrayList<>();
        synchronized (removed) {
            removed.removeIf(candidate -> {
                boolean isDue = (atOnce || nowNanos - candidate.dueNanos >= 0)
                        && candidate.segment.log().isReleased();
                return isDue && due.add(candidate);
            });
        }
        return due;
    }

    /** Nanoseconds until {@link #deleteFiles} has something to do, 0 or less if it is due; empty if nothing waits. */
    public OptionalLong nanosToDeletion() {
        long now = state.time.monotonicNanos();
        synchronized (removed) {
            return removed.stream()
                    .mapToLong(candidate -> candidate.dueNanos - now)
                    .min();
        }
    }

    /** Forgets producers that were not heard of for {@code producer.id.expiration.ms}. */
    public void expireProducers() {
        state.appendLock.lock();
        try {
            state.producers.expireSilentFor(state.config.producerIdExpirationMs());
        } finally {
            state.appendLock.unlock();
        }
    }

    /** Rolls the active segment if it is not empty and older than {@code segment.ms}, though nothing is appended. */
    public boolean rollIfDue() throws IOException {
        state.appendLock.lock();
        try {
            state.checkUsable();
            Segment active = state.segments.active();
            long age = state.time.wallMillis() - active.createdMs();
            if (active.size() == 0 || age <= state.config.segmentMs()) {
                return false;
            }
            state.roll();
            return true;
        } finally {
            state.appendLock.unlock();
        }
    }
}
