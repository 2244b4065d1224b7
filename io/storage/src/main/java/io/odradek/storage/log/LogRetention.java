package io.odradek.storage.log;

import io.odradek.storage.LogConfig;
import java.io.IOException;
import java.util.ArrayDeque;
import java.util.Deque;
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

    private record Removed(Segment segment, long dueNanos) {}

    private final LogState state;
    private final Deque<Removed> removed = new ArrayDeque<>();

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
        state.appendLock.lock();
        try {
            state.checkUsable();
            SegmentList segments = state.segments;
            long excess = state.config.retentionBytes() < 0 || !state.config.deletable()
                    ? 0L
                    : segments.sizeInBytes() - state.config.retentionBytes();
            int count = 0;
            while (count < segments.count()) {
                Segment segment = segments.get(count);
                boolean last = count == segments.count() - 1;
                if (segments.endOffset(count, state.logEndOffset) > highWatermark || (last && segment.size() == 0)) {
                    break;
                }
                boolean tooMany = !last && excess - segment.size() >= 0;
                if (!isBelowStart(segments, count) && !tooMany && !isExpired(segment)) {
                    break;
                }
                excess -= segment.size();
                count++;
            }
            removeFirst(count);
            return count;
        } finally {
            state.appendLock.unlock();
            state.syncLock.unlock();
        }
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
        if (count == 0) {
            return;
        }
        if (count == state.segments.count()) {
            state.roll();
        }
        SegmentList before = state.segments;
        state.segments = new SegmentList(before.from(count));
        long start = Math.max(state.logStartOffset, state.segments.first().baseOffset());
        state.logStartOffset = start;
        state.durableOffset =
                Math.max(state.durableOffset, state.segments.first().baseOffset());
        state.epochs.truncateFromStart(start);
        state.snapshots.deleteBefore(state.segments.first().baseOffset());
        for (Segment segment : before.before(count)) {
            remove(segment);
        }
        LOG.info("{} removed {} segments and starts at offset {}", state.topicPartition, count, start);
    }

    /** Renames the segment's files and lets go of them; under both locks, the segment no longer in the list. */
    void remove(Segment segment) throws IOException {
        segment.markDeleted();
        state.namesUnsynced = true;
        long dueNanos = state.time.monotonicNanos() + state.config.fileDeleteDelayMs() * 1_000_000L;
        synchronized (removed) {
            removed.add(new Removed(segment, dueNanos));
        }
    }

    /** Deletes the files of removed segments whose delay has passed and that nobody reads from; returns how many. */
    public int deleteFiles() throws IOException {
        return deleteFiles(state.time.monotonicNanos());
    }

    private int deleteFiles(long nowNanos) throws IOException {
        int deleted = 0;
        synchronized (removed) {
            for (int left = removed.size(); left > 0; left--) {
                Removed oldest = removed.remove();
                if (nowNanos - oldest.dueNanos >= 0 && oldest.segment.log().isReleased()) {
                    oldest.segment.deleteFiles();
                    deleted++;
                } else {
                    removed.add(oldest);
                }
            }
        }
        return deleted;
    }

    /** Forgets producers that were not heard of for {@code producer.id.expiration.ms}. */
    public void expireProducers() {
        state.appendLock.lock();
        try {
            state.producers.expireBefore(state.time.wallMillis() - state.config.producerIdExpirationMs());
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
