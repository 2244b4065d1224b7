package io.odradek.storage.log;

import java.io.IOException;
import java.util.List;

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

    private void forgetBehind(long end) throws IOException {
        state.epochs.truncateFromEnd(end);
        state.producers.clear();
        new ProducerReplay(state.segments, state.producers, state.snapshots).replay(end, end);
        state.epochCheckpoint.write(state.epochs.takeDirty());
        state.disk.syncDirectory(state.folder);
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
