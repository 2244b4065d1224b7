package io.odradek.storage.log;

import io.odradek.protocol.record.BatchHeader;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.util.List;
import java.util.OptionalLong;

/** Cuts a log back to what its leader has, and its producers, epochs and indexes with it. Any thread. */
public final class LogTruncation {
    private final LogState state;
    private final LogRetention retention;

    public LogTruncation(LogState state, LogRetention retention) {
        this.state = state;
        this.retention = retention;
    }

    /** Drops the batch that contains {@code offset} and all behind it; durable on return. */
    public void truncateTo(long offset) throws IOException {
        state.syncLock.lock();
        state.appendLock.lock();
        try {
            state.checkUsable();
            if (offset >= state.logEndOffset) {
                forgetEpochsAtEnd();
                return;
            }
            if (offset < state.segments.first().baseOffset()) {
                startOver(offset);
            } else {
                cut(offset);
            }
        } catch (IOException e) {
            state.failure = e;
            throw e;
        } finally {
            state.appendLock.unlock();
            state.syncLock.unlock();
        }
    }

    private void cut(long offset) throws IOException {
        state.cuts++;
        SegmentList segments = state.segments;
        // Readers are turned away before the bytes go.
        state.logEndOffset = offset;
        // A batch that contains the offset may begin in the segment before only if offsets have gaps; it then ends
        // there.
        int last = segments.floor(offset - 1);
        Segment active = segments.get(last);
        long end = active.truncateTo(offset);
        state.segments = new SegmentList(segments.before(last + 1));
        state.logEndOffset = end;
        state.durableOffset = Math.min(state.durableOffset, end);
        state.logStartOffset = Math.min(state.logStartOffset, end);
        for (Segment segment : segments.from(last + 1)) {
            retention.remove(segment);
        }
        active.log().opened().sync();
        active.syncIndexes();
        forgetBehind(end);
    }

    /** An epoch that began at the end has no records: it may be one that the leader never had (KAFKA-10706). */
    private void forgetEpochsAtEnd() throws IOException {
        state.epochs.truncateFromEnd(state.logEndOffset);
        if (state.epochs.isDirty()) {
            state.epochCheckpoint.write(state.epochs.takeDirty());
            state.disk.syncDirectory(state.folder);
        }
    }

    private void forgetBehind(long end) throws IOException {
        state.epochs.truncateFromEnd(end);
        state.producers.clear();
        new ProducerReplay(state.segments, state.producers, state.snapshots).replay(end, end);
        state.epochCheckpoint.write(state.epochs.takeDirty());
        state.disk.syncDirectory(state.folder);
    }

    /**
     * The leader's log may start inside of a batch. A log without records that is to start there too begins with the whole
     * batch.
     *
     * @param complete where the complete batches end
     * @return where the log is to start when the batch is in it; empty if it begins where it is
     */
    public OptionalLong beginWith(ByteBuffer batches, int complete) throws IOException {
        int at = batches.position();
        long start = state.logStartOffset;
        if (at >= complete || state.logEndOffset != start) {
            return OptionalLong.empty();
        }
        long base = BatchHeader.baseOffset(batches, at);
        if (base >= start || BatchHeader.lastOffset(batches, at) < start) {
            return OptionalLong.empty();
        }
        truncateFullyAndStartAt(base);
        return OptionalLong.of(start);
    }

    /** Drops everything; the log is empty and goes on at {@code offset}. Durable on return. */
    public void truncateFullyAndStartAt(long offset) throws IOException {
        state.syncLock.lock();
        state.appendLock.lock();
        try {
            state.checkUsable();
            startOver(offset);
        } catch (IOException e) {
            state.failure = e;
            throw e;
        } finally {
            state.appendLock.unlock();
            state.syncLock.unlock();
        }
    }

    private void startOver(long offset) throws IOException {
        state.cuts++;
        List<Segment> before = state.segments.all();
        for (Segment segment : before) {
            retention.remove(segment);
        }
        state.producers.clear();
        state.epochs.clear();
        state.snapshots.deleteFrom(0L);
        Segment fresh = new Segment(state.disk, state.folder, offset, state.time.wallMillis());
        fresh.create(state.config);
        state.segments = new SegmentList(List.of(fresh));
        state.logStartOffset = offset;
        state.logEndOffset = offset;
        state.durableOffset = offset;
        state.epochCheckpoint.write(state.epochs.takeDirty());
        state.disk.syncDirectory(state.folder);
        state.namesUnsynced = false;
    }
}
