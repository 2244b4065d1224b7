package io.odradek.storage.log;

import io.odradek.storage.LogConfig;
import io.odradek.storage.disk.DiskFullException;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import org.jspecify.annotations.Nullable;

/**
 * Makes a log durable. Appends go on meanwhile; syncs of a log follow one another.
 *
 * <p>Any thread.
 */
public final class LogSync {
    /** Appended bytes after which producers and indexes are made durable too: recovery reads at most so many headers. */
    private static final long SNAPSHOT_BYTES = 64L * 1024 * 1024;

    /** What there is to make durable at one moment. */
    private record Work(
            List<Segment> segments,
            long endOffset,
            @Nullable ByteBuffer producers,
            int cuts) {}

    /** What a sync that was begun came to. */
    public enum Outcome {
        /** There was nothing to do. */
        NOT_NEEDED,
        /** Names, epochs or producers are durable; the durable offset was there already. */
        SYNCED,
        /** The durable offset has grown. */
        GROWN,
        /** The log was cut meanwhile: what is durable now is not known, and another sync is needed. */
        OVERTAKEN
    }

    private final LogState state;
    private volatile long lastSyncMs;

    public LogSync(LogState state) {
        this.state = state;
        lastSyncMs = state.time.monotonicMillis();
    }

    /** Whether something was appended or changed that a sync would make durable. */
    public boolean isNeeded() {
        return state.durableOffset < state.logEndOffset || state.epochs.isDirty() || state.namesUnsynced;
    }

    /** Whether {@code flush.messages} or {@code flush.ms} ask for a sync. */
    public boolean isDue() {
        LogConfig config = state.config;
        long unsynced = state.logEndOffset - state.durableOffset;
        return unsynced > 0
                && (unsynced >= config.flushMessages()
                        || state.time.monotonicMillis() - lastSyncMs >= config.flushMs());
    }

    /**
     * Returns when everything appended before the call is durable.
     *
     * @return whether the durable offset has grown
     */
    public boolean sync() throws IOException {
        state.syncLock.lock();
        try {
            state.checkUsable();
            if (!isNeeded()) {
                return false;
            }
            Work work = capture(false);
            return perform(work);
        } finally {
            state.syncLock.unlock();
        }
    }

    /**
     * Begins to make everything durable that was appended before the call. Batches are synced without a lock, so that
     * the log may be cut or closed meanwhile.
     *
     * @return completes exceptionally with an {@link IOException}, or an {@link io.odradek.protocol.ApiException} if the
     *     log has failed or is closed
     */
    public CompletionStage<Outcome> begin() {
        Work work;
        state.syncLock.lock();
        try {
            state.checkUsable();
            if (!isNeeded()) {
                return CompletableFuture.completedFuture(Outcome.NOT_NEEDED);
            }
            Work captured = capture(false);
            work = new Work(
                    captured.segments.stream()
                            .filter(segment -> segment.log().retain())
                            .toList(),
                    captured.endOffset,
                    captured.producers,
                    captured.cuts);
        } catch (IOException | RuntimeException e) {
            return CompletableFuture.failedFuture(e);
        } finally {
            state.syncLock.unlock();
        }
        CompletableFuture<Outcome> outcome = new CompletableFuture<>();
        syncFrom(work, 0, outcome);
        return outcome;
    }

    private void syncFrom(Work work, int first, CompletableFuture<Outcome> outcome) {
        for (int i = first; i < work.segments.size(); i++) {
            CompletableFuture<@Nullable Void> sync = beginBatches(work.segments.get(i));
            int next = i + 1;
            if (!sync.isDone()) {
                var _ = sync.whenComplete((_, failure) -> {
                    if (failure == null) {
                        syncFrom(work, next, outcome);
                    } else {
                        end(work, outcome, failure);
                    }
                });
                return;
            }
            if (sync.isCompletedExceptionally()) {
                end(work, outcome, sync.exceptionNow());
                return;
            }
        }
        end(work, outcome, null);
    }

    private static CompletableFuture<@Nullable Void> beginBatches(Segment segment) {
        try {
            return segment.log().opened().beginSync().toCompletableFuture();
        } catch (IOException e) {
            return CompletableFuture.failedFuture(e);
        }
    }

    private void end(Work work, CompletableFuture<Outcome> outcome, @Nullable Throwable failure) {
        Outcome result = Outcome.NOT_NEEDED;
        Throwable problem = null;
        try {
            result = finish(work, failure);
        } catch (IOException | RuntimeException e) {
            problem = e;
        }
        try {
            for (Segment segment : work.segments) {
                segment.log().release();
            }
        } catch (IOException e) {
            problem = problem == null ? e : problem;
        }
        if (problem == null) {
            outcome.complete(result);
        } else {
            outcome.completeExceptionally(problem);
        }
    }

    private Outcome finish(Work work, @Nullable Throwable failure) throws IOException {
        state.syncLock.lock();
        try {
            state.checkUsable();
            if (failure != null) {
                IOException cause = failure instanceof DiskFullException full
                        ? lost(full)
                        : failure instanceof IOException io ? io : new IOException(failure.toString(), failure);
                state.failure = cause;
                throw cause;
            }
            if (work.cuts != state.cuts) {
                return Outcome.OVERTAKEN;
            }
            return performRest(work) ? Outcome.GROWN : Outcome.SYNCED;
        } finally {
            state.syncLock.unlock();
        }
    }

    private boolean perform(Work work) throws IOException {
        try {
            for (Segment segment : work.segments) {
                segment.log().opened().sync();
            }
        } catch (IOException e) {
            IOException cause = e instanceof DiskFullException full ? lost(full) : e;
            state.failure = cause;
            throw cause;
        }
        return performRest(work);
    }

    private boolean performRest(Work work) throws IOException {
        try {
            writeRest(work);
        } catch (DiskFullException e) {
            state.namesUnsynced = true;
            throw e;
        } catch (IOException e) {
            // What a failed sync leaves on disk is unknown, and the next one need not fail: the log must not go on.
            state.failure = e;
            throw e;
        }
        lastSyncMs = state.time.monotonicMillis();
        boolean grown = work.endOffset > state.durableOffset;
        state.durableOffset = Math.max(state.durableOffset, work.endOffset);
        return grown;
    }

    private Work capture(boolean closing) throws IOException {
        state.appendLock.lock();
        try {
            SegmentList segments = state.segments;
            boolean snapshot = closing || state.bytesSinceSnapshot >= SNAPSHOT_BYTES;
            if (snapshot) {
                state.bytesSinceSnapshot = 0;
            }
            // The segment that ends at the durable offset may have been sealed since: its indexes are not on disk yet.
            return new Work(
                    segments.from(segments.floor(state.durableOffset - 1)),
                    state.logEndOffset,
                    snapshot ? ProducerSnapshot.encode(state.producers.entries()) : null,
                    state.cuts);
        } finally {
            state.appendLock.unlock();
        }
    }

    /** Makes durable what belongs to the batches, which are on disk by now. */
    private void writeRest(Work work) throws IOException {
        boolean names = state.namesUnsynced;
        state.namesUnsynced = false;
        Segment last = work.segments.getLast();
        for (Segment segment : work.segments) {
            names |= segment.aborted().sync();
            if (segment != last || work.producers != null) {
                segment.syncIndexes();
            }
        }
        if (state.epochs.isDirty()) {
            writeEpochs();
            names = true;
        }
        if (work.producers != null) {
            writeProducers(work.endOffset, work.producers);
            names = true;
        }
        if (state.snapshots.sync()) {
            names = true;
        }
        if (names) {
            state.disk.syncDirectory(state.folder);
        }
    }

    private static IOException lost(DiskFullException e) {
        // Here it means that pages which had been written could not be stored: they may be gone, unlike those of a
        // write
        // that is refused, and the next sync would not tell.
        return new IOException("no space was left to store what had been written: " + e.getMessage(), e);
    }

    private void writeEpochs() throws IOException {
        List<EpochCache.Entry> entries = state.epochs.takeDirty();
        try {
            state.epochCheckpoint.write(entries);
        } catch (IOException e) {
            state.epochs.markDirty();
            throw e;
        }
    }

    /** Replaces the last snapshot that stands between segments. */
    private void writeProducers(long endOffset, ByteBuffer producers) throws IOException {
        SegmentList segments = state.segments;
        state.snapshots.write(endOffset, producers);
        state.snapshots.keepOnly(offset ->
                offset >= endOffset || segments.get(segments.floor(offset)).baseOffset() == offset);
    }

    /**
     * Writes and syncs all there is, so that the next start need not check anything, and closes the files. Of a log that
     * has failed the files are just closed.
     */
    public void close() throws IOException {
        closeAfter(() -> {
            if (state.failure == null) {
                state.segments.active().seal();
                perform(capture(true));
            }
        });
    }

    /** Closes the files, those apart that are being read from, and writes nothing. */
    public void abandon() throws IOException {
        closeAfter(() -> {});
    }

    private interface LastStep {
        void run() throws IOException;
    }

    private void closeAfter(LastStep last) throws IOException {
        state.syncLock.lock();
        state.appendLock.lock();
        try {
            if (!state.closed) {
                state.closed = true;
                closeFiles(last);
            }
        } finally {
            state.appendLock.unlock();
            state.syncLock.unlock();
        }
    }

    private void closeFiles(LastStep last) throws IOException {
        try {
            last.run();
        } finally {
            for (Segment segment : state.segments.all()) {
                segment.close();
            }
        }
    }
}
