package io.odradek.storage;

import static org.assertj.core.api.Assertions.assertThat;

import io.odradek.protocol.record.BatchHeader;
import io.odradek.protocol.record.RecordCursor;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.util.List;
import java.util.Optional;

/** Compares what a log finds with what a walk over all its batches finds. */
final class LogChecks {
    private LogChecks() {}

    /**
     * Checks lookups by offset, timestamp and epoch.
     *
     * @param batches all batches that the log holds, at least from its start offset on
     * @param epochsFrom offset from which on epochs must be known: records that were deleted may be back after a crash,
     *     their epochs need not
     */
    static void check(PartitionLog log, List<ByteBuffer> batches, long epochsFrom) throws IOException {
        int newestEpoch = -1;
        for (ByteBuffer batch : batches) {
            for (long offset = BatchHeader.baseOffset(batch, 0); offset <= BatchHeader.lastOffset(batch, 0); offset++) {
                if (offset >= log.logStartOffset()) {
                    assertThat(LogFixture.firstBaseOffset(log, offset)).isEqualTo(BatchHeader.baseOffset(batch, 0));
                }
            }
            checkBound(log, BatchHeader.nextOffset(batch, 0));
            long timestamp = BatchHeader.maxTimestamp(batch, 0);
            checkTimestamp(log, batches, timestamp);
            checkTimestamp(log, batches, timestamp + 1);
            newestEpoch = BatchHeader.partitionLeaderEpoch(batch, 0);
            if (BatchHeader.lastOffset(batch, 0) >= epochsFrom) {
                assertThat(log.leaderEpochAt(BatchHeader.lastOffset(batch, 0))).isEqualTo(newestEpoch);
            }
        }
        if (newestEpoch >= 0) {
            assertThat(log.latestLeaderEpoch()).isEqualTo(newestEpoch);
        }
        checkMaxTimestamp(log, batches);
    }

    private static void checkBound(PartitionLog log, long bound) throws IOException {
        if (bound > log.logStartOffset()) {
            ByteBuffer read = LogFixture.bytes(log.read(log.logStartOffset(), Integer.MAX_VALUE, bound, true));
            long next = log.logStartOffset();
            for (int at = 0; at < read.limit(); at += BatchHeader.sizeInBytes(read, at)) {
                next = BatchHeader.nextOffset(read, at);
            }
            assertThat(next).isLessThanOrEqualTo(bound);
        }
    }

    private static void checkTimestamp(PartitionLog log, List<ByteBuffer> batches, long timestamp) throws IOException {
        Optional<TimestampAndOffset> expected = Optional.empty();
        for (ByteBuffer batch : batches) {
            RecordCursor records = RecordCursor.over(batch, 0, 1 << 20);
            while (expected.isEmpty() && records.next()) {
                if (records.view().timestamp() >= timestamp && records.view().offset() >= log.logStartOffset()) {
                    expected = Optional.of(found(batch, records));
                }
            }
        }
        assertThat(log.offsetForTimestamp(timestamp)).isEqualTo(expected);
    }

    private static void checkMaxTimestamp(PartitionLog log, List<ByteBuffer> batches) throws IOException {
        TimestampAndOffset expected = null;
        for (ByteBuffer batch : batches) {
            RecordCursor records = RecordCursor.over(batch, 0, 1 << 20);
            while (records.next()) {
                boolean later = expected == null || records.view().timestamp() > expected.timestamp();
                if (later && records.view().offset() >= log.logStartOffset()) {
                    expected = found(batch, records);
                }
            }
        }
        assertThat(log.maxTimestamp()).isEqualTo(Optional.ofNullable(expected));
    }

    private static TimestampAndOffset found(ByteBuffer batch, RecordCursor records) {
        return new TimestampAndOffset(
                records.view().timestamp(), records.view().offset(), BatchHeader.partitionLeaderEpoch(batch, 0));
    }
}
