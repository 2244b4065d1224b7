package io.odradek.storage.log;

import io.odradek.protocol.CorruptRecordsException;
import io.odradek.protocol.record.BatchHeader;
import io.odradek.protocol.record.RecordCursor;
import io.odradek.protocol.record.RecordView;
import io.odradek.storage.TimestampAndOffset;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.util.Optional;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Finds records by their timestamps, unpacking batches where needed. What cannot be read is passed over: the answer comes from
 * what can be. Takes no lock of the log; any thread.
 */
public final class TimestampSearch {
    private static final Logger LOG = LoggerFactory.getLogger(TimestampSearch.class);
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
        Optional<TimestampAndOffset> found =
                scanner.next() ? inBatch(best, scanner, max.timestamp(), start) : Optional.empty();
        return found.isPresent() ? found : greatestReadable(segments, start);
    }

    /** As {@link #greatest}, by reading batches themselves: the one that the indexes name cannot be read. */
    private static Optional<TimestampAndOffset> greatestReadable(SegmentList segments, long start) throws IOException {
        Optional<TimestampAndOffset> best = Optional.empty();
        for (Segment segment : segments.from(segments.floor(start))) {
            HeaderScanner scanner = segment.scan(0, HeaderScanner.LARGE_BLOCK);
            while (scanner.next()) {
                long least = best.map(TimestampAndOffset::timestamp).orElse(-1L) + 1;
                if (scanner.lastOffset() >= start
                        && BatchHeader.maxTimestamp(scanner.header(), scanner.at()) >= least) {
                    Optional<TimestampAndOffset> found = greatestInBatch(segment, scanner, least, start);
                    best = found.isPresent() ? found : best;
                }
            }
        }
        return best;
    }

    private static Optional<TimestampAndOffset> greatestInBatch(
            Segment segment, HeaderScanner scanner, long least, long start) throws IOException {
        int leaderEpoch = BatchHeader.partitionLeaderEpoch(scanner.header(), scanner.at());
        Optional<TimestampAndOffset> best = Optional.empty();
        try {
            RecordCursor records = records(segment, scanner);
            long wanted = least;
            while (records.next()) {
                RecordView record = records.view();
                if (record.timestamp() >= wanted && record.offset() >= start) {
                    best = Optional.of(new TimestampAndOffset(record.timestamp(), record.offset(), leaderEpoch));
                    wanted = record.timestamp() + 1;
                }
            }
        } catch (CorruptRecordsException e) {
            passOver(segment, scanner, e);
            return Optional.empty();
        }
        return best;
    }

    private static void passOver(Segment segment, HeaderScanner scanner, CorruptRecordsException cause) {
        LOG.debug(
                "a lookup by time passes over the batch at offset {} of {}: {}",
                scanner.baseOffset(),
                segment.log().path(),
                cause.getMessage());
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
        try {
            RecordCursor records = records(segment, scanner);
            while (records.next()) {
                if (records.view().offset() >= start) {
                    max = Math.max(max, records.view().timestamp());
                }
            }
        } catch (CorruptRecordsException e) {
            passOver(segment, scanner, e);
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
        try {
            RecordCursor records = records(segment, scanner);
            while (records.next()) {
                RecordView record = records.view();
                if (record.timestamp() >= timestamp && record.offset() >= start) {
                    return Optional.of(new TimestampAndOffset(record.timestamp(), record.offset(), leaderEpoch));
                }
            }
        } catch (CorruptRecordsException e) {
            passOver(segment, scanner, e);
        }
        return Optional.empty();
    }
}
