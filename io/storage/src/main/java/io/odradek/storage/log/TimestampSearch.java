package io.odradek.storage.log;

import io.odradek.protocol.record.BatchHeader;
import io.odradek.protocol.record.RecordCursor;
import io.odradek.protocol.record.RecordView;
import io.odradek.storage.TimestampAndOffset;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.util.Optional;

/** Finds records by their timestamps, unpacking batches where needed. Takes no lock of the log; any thread. */
public final class TimestampSearch {
    private static final int MAX_DECOMPRESSED_BYTES = 256 * 1024 * 1024;

    private final LogState state;

    public TimestampSearch(LogState state) {
        this.state = state;
    }

    /** The first record, by offset, that is not earlier than {@code timestamp} (ms). */
    public Optional<TimestampAndOffset> firstAtOrAfter(long timestamp) throws IOException {
        SegmentList segments = state.segments;
        long start = state.logStartOffset;
        for (Segment segment : segments.from(segments.floor(start))) {
            if (segment.size() > 0 && segment.maxTimestamp().timestamp() >= timestamp) {
                Optional<TimestampAndOffset> found = search(segment, timestamp, start);
                if (found.isPresent()) {
                    return found;
                }
            }
        }
        return Optional.empty();
    }

    private static Optional<TimestampAndOffset> search(Segment segment, long timestamp, long start) throws IOException {
        long from =
                segment.times().lookup(timestamp).map(TimestampOffset::offset).orElse(segment.baseOffset());
        int position = segment.offsets().lookup(Math.max(from, start)).position();
        HeaderScanner scanner = segment.scan(position, HeaderScanner.SMALL_BLOCK);
        while (scanner.next()) {
            if (scanner.lastOffset() >= start
                    && BatchHeader.maxTimestamp(scanner.header(), scanner.at()) >= timestamp) {
                Optional<TimestampAndOffset> found = inBatch(segment, scanner, timestamp, start);
                if (found.isPresent()) {
                    return found;
                }
            }
        }
        return Optional.empty();
    }

    /** The first record that has the greatest timestamp of the log; empty if no record has a timestamp. */
    public Optional<TimestampAndOffset> greatest() throws IOException {
        SegmentList segments = state.segments;
        long start = state.logStartOffset;
        Segment best = null;
        TimestampOffset max = new TimestampOffset(-1L, -1L);
        for (Segment segment : segments.from(segments.floor(start))) {
            TimestampOffset candidate = segment.size() == 0 ? max : maxFrom(segment, start);
            if (candidate.timestamp() > max.timestamp()) {
                best = segment;
                max = candidate;
            }
        }
        if (best == null) {
            return Optional.empty();
        }
        HeaderScanner scanner = best.scan(best.positionOf(max.offset()), HeaderScanner.SMALL_BLOCK);
        return scanner.next() ? inBatch(best, scanner, max.timestamp(), start) : Optional.empty();
    }

    /** The segment's greatest timestamp; of one that the log start offset divides, that of the part behind it. */
    private static TimestampOffset maxFrom(Segment segment, long start) throws IOException {
        if (segment.baseOffset() >= start) {
            return segment.maxTimestamp();
        }
        TimestampOffset max = new TimestampOffset(-1L, -1L);
        HeaderScanner scanner = segment.scan(segment.positionOf(start), HeaderScanner.SMALL_BLOCK);
        while (scanner.next()) {
            long timestamp = scanner.baseOffset() >= start
                    ? BatchHeader.maxTimestamp(scanner.header(), scanner.at())
                    : maxOfRecords(segment, scanner, start);
            if (timestamp > max.timestamp()) {
                max = new TimestampOffset(timestamp, scanner.lastOffset());
            }
        }
        return max;
    }

    private static long maxOfRecords(Segment segment, HeaderScanner scanner, long start) throws IOException {
        long max = -1L;
        RecordCursor records = records(segment, scanner);
        while (records.next()) {
            if (records.view().offset() >= start) {
                max = Math.max(max, records.view().timestamp());
            }
        }
        return max;
    }

    private static RecordCursor records(Segment segment, HeaderScanner scanner) throws IOException {
        ByteBuffer batch = ByteBuffer.allocate(scanner.size());
        segment.log().opened().read(batch, scanner.position());
        return RecordCursor.over(batch.flip(), 0, MAX_DECOMPRESSED_BYTES);
    }

    private static Optional<TimestampAndOffset> inBatch(
            Segment segment, HeaderScanner scanner, long timestamp, long start) throws IOException {
        int leaderEpoch = BatchHeader.partitionLeaderEpoch(scanner.header(), scanner.at());
        RecordCursor records = records(segment, scanner);
        while (records.next()) {
            RecordView record = records.view();
            if (record.timestamp() >= timestamp && record.offset() >= start) {
                return Optional.of(new TimestampAndOffset(record.timestamp(), record.offset(), leaderEpoch));
            }
        }
        return Optional.empty();
    }
}
