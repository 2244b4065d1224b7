package io.odradek.storage.log;

import io.odradek.protocol.ApiException;
import io.odradek.protocol.CorruptRecordsException;
import io.odradek.protocol.ErrorCode;
import io.odradek.protocol.record.BatchEdits;
import io.odradek.protocol.record.BatchHeader;
import io.odradek.protocol.record.BatchLayout;
import io.odradek.protocol.record.RecordBatches;
import io.odradek.protocol.record.TimestampType;
import io.odradek.storage.AbortedTransaction;
import io.odradek.storage.AppendOrigin;
import io.odradek.storage.AppendResult;
import io.odradek.storage.LogConfig;
import io.odradek.storage.disk.DiskFile;
import io.odradek.storage.disk.DiskFullException;
import java.io.IOException;
import java.nio.ByteBuffer;
import org.jspecify.annotations.Nullable;

/** Appends to a log. Any thread; appends of a log follow one another. */
public final class LogAppender {
    /** Dirty bytes after which write-back is started, so that the kernel never has gigabytes to write at once. */
    private static final int WRITE_BACK_BYTES = 2 * 1024 * 1024;

    private record DirtyRange(DiskFile file, long from, long bytes) {
        void startWriteBack() throws IOException {
            file.startWriteBack(from, bytes);
        }
    }

    private final LogState state;
    private long dirtySegment = -1L;
    private long dirtyFrom;

    public LogAppender(LogState state) {
        this.state = state;
    }

    /** Appends what a producer or coordinator sent; sets offsets, epoch and, if configured, append time in the bytes. */
    public AppendResult appendAsLeader(ByteBuffer batches, int leaderEpoch, AppendOrigin origin) throws IOException {
        int end = batches.limit();
        AppendResult result;
        DirtyRange dirty;
        state.appendLock.lock();
        try {
            state.checkUsable();
            int duplicate = checkProducers(batches, origin);
            if (duplicate >= 0) {
                return duplicateOf(batches, duplicate);
            }
            long before = state.logEndOffset;
            long appendTime = assign(batches, leaderEpoch);
            appendAll(batches, end);
            result = new AppendResult(before, state.logEndOffset - 1, appendTime, state.logStartOffset, false);
            dirty = takeDirty();
        } finally {
            batches.limit(end);
            state.appendLock.unlock();
        }
        if (dirty != null) {
            dirty.startWriteBack();
        }
        return result;
    }

    /**
     * Appends what the leader has, offsets and epochs as they are.
     *
     * @param complete what {@link #checkCopied} has found
     */
    public AppendResult appendAsFollower(ByteBuffer batches, int complete) throws IOException {
        int end = batches.limit();
        AppendResult result;
        DirtyRange dirty;
        state.appendLock.lock();
        try {
            state.checkUsable();
            batches.limit(complete);
            if (batches.hasRemaining()) {
                checkContinues(batches);
            }
            long first =
                    batches.hasRemaining() ? BatchHeader.baseOffset(batches, batches.position()) : state.logEndOffset;
            appendAll(batches, complete);
            result = new AppendResult(first, state.logEndOffset - 1, -1L, state.logStartOffset, false);
            dirty = takeDirty();
        } finally {
            batches.limit(end);
            state.appendLock.unlock();
        }
        if (dirty != null) {
            dirty.startWriteBack();
        }
        return result;
    }

    /**
     * Checks batches that the leader has sent.
     *
     * @param maxEpoch the leader epoch that is followed
     * @return where the batches end that are complete and of no newer epoch
     * @throws CorruptRecordsException if one is damaged
     */
    public static int checkCopied(ByteBuffer batches, int maxEpoch) {
        int complete = batches.position() + RecordBatches.validBytes(batches);
        for (int at = batches.position(); at < complete; at += BatchHeader.sizeInBytes(batches, at)) {
            if (BatchHeader.partitionLeaderEpoch(batches, at) > maxEpoch) {
                return at;
            }
            if (!BatchHeader.hasValidCrc(batches, at)) {
                throw new CorruptRecordsException("batch at offset " + BatchHeader.baseOffset(batches, at)
                        + " has another checksum than its bytes");
            }
            if (BatchHeader.isControl(batches, at)) {
                ProducerStates.marker(batches, at);
            }
        }
        return complete;
    }

    private void checkContinues(ByteBuffer batches) {
        long next = state.logEndOffset;
        for (int at = batches.position(); at < batches.limit(); at += BatchHeader.sizeInBytes(batches, at)) {
            if (BatchHeader.baseOffset(batches, at) < next || BatchHeader.lastOffsetDelta(batches, at) < 0) {
                throw new ApiException(
                        ErrorCode.CORRUPT_MESSAGE,
                        "batch at offset " + BatchHeader.baseOffset(batches, at) + " of " + state.topicPartition
                                + " does not continue the log, which ends at " + next);
            }
            next = BatchHeader.nextOffset(batches, at);
        }
    }

    private int checkProducers(ByteBuffer batches, AppendOrigin origin) {
        int first = batches.position();
        boolean single = BatchHeader.sizeInBytes(batches, first) == batches.remaining();
        for (int at = first; at < batches.limit(); at += BatchHeader.sizeInBytes(batches, at)) {
            if (!BatchHeader.isComplete(batches, at, batches.limit())) {
                throw new CorruptRecordsException("batch at byte " + (at - first) + " is cut off");
            }
            if (BatchHeader.isIdempotent(batches, at)) {
                if (!single && origin == AppendOrigin.CLIENT) {
                    // The check of the second would have to count the first, which is not in the log yet.
                    throw new ApiException(
                            ErrorCode.INVALID_RECORD,
                            "a producer with an id sends one batch per partition in a request");
                }
                int duplicate = state.producers.check(batches, at, origin);
                if (duplicate >= 0) {
                    return duplicate;
                }
            }
        }
        return -1;
    }

    private AppendResult duplicateOf(ByteBuffer batches, int index) {
        long producerId = BatchHeader.producerId(batches, batches.position());
        ProducerEntry entry = state.producers.find(producerId);
        if (entry == null) {
            throw new IllegalStateException("producer " + producerId + " was known a moment ago");
        }
        long appendTime = state.config.logAppendTime() ? entry.timestamp(index) : -1L;
        return new AppendResult(
                entry.baseOffset(index), entry.lastOffset(index), appendTime, state.logStartOffset, true);
    }

    private long assign(ByteBuffer batches, int leaderEpoch) {
        boolean logAppendTime = state.config.logAppendTime();
        long now = logAppendTime ? state.time.wallMillis() : -1L;
        long next = state.logEndOffset;
        for (int at = batches.position(); at < batches.limit(); at += BatchHeader.sizeInBytes(batches, at)) {
            BatchEdits.assign(batches, at, next, leaderEpoch);
            if (logAppendTime) {
                BatchEdits.setMaxTimestamp(batches, at, TimestampType.LOG_APPEND_TIME, now);
            }
            next = BatchHeader.nextOffset(batches, at);
        }
        return now;
    }

    /** Writes the batches in runs that fit the active segment. A failure leaves whole batches. */
    private void appendAll(ByteBuffer batches, int end) throws IOException {
        LogConfig config = state.config;
        try {
            while (batches.position() < end) {
                int from = batches.position();
                rollIfNeeded(batches, from, config);
                int runEnd = from + BatchHeader.sizeInBytes(batches, from);
                while (runEnd < end && fits(batches, runEnd, runEnd - from, config)) {
                    runEnd += BatchHeader.sizeInBytes(batches, runEnd);
                }
                appendRun(batches.limit(runEnd), config);
                batches.limit(end).position(runEnd);
            }
        } catch (DiskFullException e) {
            throw diskFull(e);
        } catch (IOException e) {
            state.failure = e;
            throw e;
        }
    }

    private void rollIfNeeded(ByteBuffer batches, int at, LogConfig config) throws IOException {
        int size = BatchHeader.sizeInBytes(batches, at);
        if (size > config.segmentBytes()) {
            throw new ApiException(
                    ErrorCode.RECORD_LIST_TOO_LARGE,
                    "a batch of " + size + " bytes does not fit a segment of " + config.segmentBytes()
                            + " bytes; raise segment.bytes or send smaller batches");
        }
        Segment active = state.segments.active();
        long maxTimestamp = BatchHeader.maxTimestamp(batches, at);
        long lastOffset = BatchHeader.lastOffset(batches, at);
        if (active.mustRoll(config, size, lastOffset, maxTimestamp, state.time.wallMillis())
                && active.baseOffset() < state.logEndOffset) {
            state.roll();
        }
    }

    private boolean fits(ByteBuffer batches, int at, int runBytes, LogConfig config) throws IOException {
        Segment active = state.segments.active();
        int size = BatchHeader.sizeInBytes(batches, at);
        return (long) active.size() + runBytes + size <= config.segmentBytes()
                && BatchHeader.lastOffset(batches, at) - active.baseOffset() <= Integer.MAX_VALUE;
    }

    private void appendRun(ByteBuffer run, LogConfig config) throws IOException {
        int from = run.position();
        Segment active = state.segments.active();
        active.append(run, config.indexIntervalBytes());
        state.bytesSinceSnapshot += run.limit() - from;
        long next = state.logEndOffset;
        for (int at = from; at < run.limit(); at += BatchHeader.sizeInBytes(run, at)) {
            account(active, run, at);
            next = BatchHeader.nextOffset(run, at);
        }
        state.logEndOffset = next;
    }

    private void account(Segment segment, ByteBuffer run, int at) throws IOException {
        state.epochs.assign(BatchHeader.partitionLeaderEpoch(run, at), BatchHeader.baseOffset(run, at));
        if (BatchHeader.producerId(run, at) != BatchLayout.NO_PRODUCER_ID) {
            AbortedTransaction aborted = state.producers.apply(run, at);
            if (aborted != null) {
                segment.aborted().append(aborted);
            }
        }
    }

    private ApiException diskFull(DiskFullException cause) {
        ApiException refused = new ApiException(
                ErrorCode.KAFKA_STORAGE_ERROR,
                "no space is left for " + state.topicPartition + " in " + state.folder.getParent()
                        + ": free some or lower retention; appends succeed again as soon as there is room");
        refused.initCause(cause);
        return refused;
    }

    /** The dirty part of the active segment once it is large enough to be written back, else null. */
    private @Nullable DirtyRange takeDirty() throws IOException {
        Segment active = state.segments.active();
        int end = active.size();
        long from = active.baseOffset() == dirtySegment ? dirtyFrom : 0L;
        dirtySegment = active.baseOffset();
        if (end - from < WRITE_BACK_BYTES) {
            dirtyFrom = from;
            return null;
        }
        dirtyFrom = end;
        return new DirtyRange(active.log().opened(), from, end - from);
    }
}
