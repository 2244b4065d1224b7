package io.odradek.storage.log;

import io.odradek.protocol.ApiException;
import io.odradek.protocol.ErrorCode;
import io.odradek.protocol.MemoryRecords;
import io.odradek.protocol.record.BatchHeader;
import io.odradek.protocol.record.BatchLayout;
import io.odradek.storage.AbortedTransaction;
import io.odradek.storage.FileRecords;
import io.odradek.storage.LogRead;
import io.odradek.storage.disk.DiskFile;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** Finds what a fetch asks for. Takes no lock of the log; any thread. */
public final class LogReader {
    private final LogState state;

    public LogReader(LogState state) {
        this.state = state;
    }

    /** See {@link io.odradek.storage.PartitionLog#read}. */
    public LogRead read(long startOffset, int maxBytes, long upperBound, boolean minOneBatch) throws IOException {
        while (true) {
            state.checkOpen();
            long end = state.logEndOffset;
            checkRange(startOffset, end);
            SegmentList segments = state.segments;
            long bound = Math.min(upperBound, end);
            try {
                LogRead found = find(segments, startOffset, bound, maxBytes, minOneBatch);
                if (found != null) {
                    return found;
                }
            } catch (IOException e) {
                // Retention, truncation or closing may have taken the segment away meanwhile.
                if (segments == state.segments && !state.closed) {
                    throw e;
                }
            }
        }
    }

    private @Nullable LogRead find(
            SegmentList segments, long startOffset, long bound, int maxBytes, boolean minOneBatch) throws IOException {
        for (int i = segments.floor(startOffset); startOffset < bound && i < segments.count(); i++) {
            if (segments.get(i).baseOffset() >= bound) {
                break;
            }
            Part part = locate(segments, i, startOffset, bound);
            if (part.from < part.to) {
                return slice(part, maxBytes, minOneBatch);
            }
        }
        return new LogRead(MemoryRecords.EMPTY, 0, bound);
    }

    /** A region of a segment; every record in it lies below the bound. */
    private record Part(Segment segment, int from, int to, long bound) {}

    private void checkRange(long offset, long end) {
        long start = state.logStartOffset;
        if (offset < start || offset > end) {
            throw new ApiException(
                    ErrorCode.OFFSET_OUT_OF_RANGE,
                    "offset " + offset + " is not in " + state.topicPartition + ", which holds " + start + " to "
                            + end);
        }
    }

    private static Part locate(SegmentList segments, int index, long start, long bound) throws IOException {
        Segment segment = segments.get(index);
        int from = start <= segment.baseOffset() ? 0 : segment.positionOf(start);
        long segmentEnd = segments.endOffset(index, Long.MAX_VALUE);
        int to = segmentEnd <= bound ? segment.size() : segment.positionOf(bound);
        return new Part(segment, from, to, Math.min(bound, segmentEnd));
    }

    private static @Nullable LogRead slice(Part part, int maxBytes, boolean minOneBatch) throws IOException {
        SegmentFile log = part.segment.log();
        if (!log.retain()) {
            return null;
        }
        boolean handedOver = false;
        try {
            DiskFile file = log.opened();
            int size = Math.min(part.to - part.from, Math.max(0, maxBytes));
            if (size < part.to - part.from) {
                int first = firstBatchSize(file, part.from);
                if (size < first) {
                    size = minOneBatch ? Math.min(first, part.to - part.from) : 0;
                }
            }
            if (size == 0) {
                return new LogRead(MemoryRecords.EMPTY, 0, part.bound);
            }
            long bound = part.segment.aborted().isEmpty()
                    ? part.bound
                    : Math.min(part.bound, part.segment.offsets().offsetBehind((long) part.from + size, part.bound));
            handedOver = true;
            return new LogRead(new FileRecords(file, part.from, size, log::release), size, bound);
        } finally {
            if (!handedOver) {
                log.release();
            }
        }
    }

    private static int firstBatchSize(DiskFile file, int position) throws IOException {
        ByteBuffer header = ByteBuffer.allocate(BatchLayout.LOG_OVERHEAD);
        if (file.read(header, position) < BatchLayout.LOG_OVERHEAD) {
            return 0;
        }
        return BatchHeader.sizeInBytes(header, 0);
    }

    /** The aborted transactions with records or marker from {@code start} to {@code end}, exclusive. */
    public List<AbortedTransaction> abortedTransactions(long start, long end) throws IOException {
        SegmentList segments = state.segments;
        List<AbortedTransaction> found = new ArrayList<>();
        for (Segment segment : segments.from(segments.floor(start))) {
            if (segment.aborted().collect(start, end, found)) {
                break;
            }
        }
        return found;
    }
}
