package io.odradek.storage.log;

import io.odradek.protocol.record.BatchHeader;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.util.Optional;

/**
 * Decides which batches of a segment get an index entry, and knows the segment's greatest timestamp.
 *
 * <p>One writer; {@link #maxTimestamp} from any thread.
 */
final class SegmentIndexer {
    /** What {@link #add} changes besides the indexes themselves. */
    record Mark(long maxTimestamp, long maxTimestampOffset, int bytesSinceEntry) {}

    private static final long UNKNOWN = Long.MIN_VALUE;

    private final long baseOffset;
    private final OffsetIndex offsets;
    private final TimeIndex times;
    private long maxTimestamp = UNKNOWN;
    private long maxTimestampOffset = -1L;
    private int bytesSinceEntry;

    SegmentIndexer(long baseOffset, OffsetIndex offsets, TimeIndex times) {
        this.baseOffset = baseOffset;
        this.offsets = offsets;
        this.times = times;
    }

    /** Takes account of the batch at {@code position} of the segment, whose header stands at {@code at}. */
    void add(ByteBuffer header, int at, int position, int intervalBytes) throws IOException {
        long lastOffset = BatchHeader.lastOffset(header, at);
        noteTimestamp(BatchHeader.maxTimestamp(header, at), lastOffset);
        if (bytesSinceEntry > intervalBytes) {
            offsets.append(lastOffset, position);
            times.appendIfLater(maxTimestamp, maxTimestampOffset);
            bytesSinceEntry = 0;
        }
        bytesSinceEntry += BatchHeader.sizeInBytes(header, at);
    }

    synchronized void noteTimestamp(long timestamp, long lastOffset) {
        if (timestamp > maxTimestamp) {
            maxTimestamp = timestamp;
            maxTimestampOffset = lastOffset;
        }
    }

    /** Empty until it is known. */
    synchronized Optional<TimestampOffset> maxTimestamp() {
        return maxTimestamp == UNKNOWN
                ? Optional.empty()
                : Optional.of(new TimestampOffset(maxTimestamp, maxTimestampOffset));
    }

    /** Continues behind an index entry; {@code max} is the greatest timestamp up to there. */
    synchronized void startAt(TimestampOffset max) {
        maxTimestamp = max.timestamp();
        maxTimestampOffset = max.offset();
        bytesSinceEntry = 0;
    }

    synchronized Mark mark() {
        return new Mark(maxTimestamp, maxTimestampOffset, bytesSinceEntry);
    }

    /** Goes back to the mark and drops the entries from {@code firstOffset} on. */
    synchronized void resetTo(Mark mark, long firstOffset) throws IOException {
        maxTimestamp = mark.maxTimestamp();
        maxTimestampOffset = mark.maxTimestampOffset();
        bytesSinceEntry = mark.bytesSinceEntry();
        offsets.truncateTo(firstOffset);
        times.truncateTo(firstOffset);
    }

    /** Notes the greatest timestamp at the end of the time index, where the next start finds it. */
    void finish() throws IOException {
        if (maxTimestamp > -1L) {
            times.appendIfLater(maxTimestamp, maxTimestampOffset);
        }
    }

    /** Empties both indexes. */
    void clear() throws IOException {
        offsets.entries().truncate(0);
        times.entries().truncate(0);
        times.truncateTo(baseOffset);
        startAt(new TimestampOffset(-1L, -1L));
    }

    /** Whether files are there whose ends fit a segment of so many bytes. */
    boolean isPlausible(int segmentBytes) throws IOException {
        if (!offsets.entries().exists() || !times.entries().exists()) {
            return false;
        }
        int count = offsets.entries().count();
        if (count > 0) {
            OffsetPosition first = offsets.get(0);
            OffsetPosition last = offsets.get(count - 1);
            if (first.offset() < baseOffset
                    || first.position() < 0
                    || last.position() >= segmentBytes
                    || last.offset() < first.offset()
                    || last.position() < first.position()) {
                return false;
            }
        }
        int timeCount = times.entries().count();
        return timeCount == 0
                || (times.get(0).offset() >= baseOffset
                        && times.get(timeCount - 1).timestamp() >= times.get(0).timestamp());
    }
}
