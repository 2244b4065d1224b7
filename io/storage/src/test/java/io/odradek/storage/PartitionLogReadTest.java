package io.odradek.storage;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.odradek.protocol.ApiException;
import io.odradek.protocol.ErrorCode;
import io.odradek.protocol.compress.CompressionType;
import io.odradek.protocol.record.BatchHeader;
import io.odradek.protocol.record.BatchLayout;
import io.odradek.protocol.record.Crc32c;
import io.odradek.protocol.record.RecordBatchBuilder;
import io.odradek.storage.disk.SimulatedDisk;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.util.Optional;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.atomic.AtomicBoolean;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class PartitionLogReadTest {
    private final LogFixture fixture = new LogFixture();

    @Test
    void offsetsAreGivenWithoutGapsAndWrittenIntoTheBytes() throws IOException {
        PartitionLog log = fixture.open();
        assertThat(fixture.append(log, "a", "b")).isEqualTo(new AppendResult(0, 1, -1, 0, false));
        ByteBuffer batch = TestBatches.batch(5, "c");
        assertThat(log.appendAsLeader(batch, 7, AppendOrigin.CLIENT)).isEqualTo(new AppendResult(2, 2, -1, 0, false));
        assertThat(BatchHeader.baseOffset(batch, 0)).isEqualTo(2);
        assertThat(BatchHeader.partitionLeaderEpoch(batch, 0)).isEqualTo(7);
        assertThat(batch.hasRemaining()).isFalse();
        assertThat(TestBatches.contents(log)).containsExactly("0=a", "1=b", "2=c");
    }

    @Test
    void readStartsWithTheBatchThatContainsTheOffset() throws IOException {
        PartitionLog log = fixture.open();
        fixture.append(log, "a");
        fixture.append(log, "b", "c", "d");
        assertThat(LogFixture.firstBaseOffset(log, 3)).isEqualTo(1);
    }

    @Test
    void maxBytesCutsOffButTheFirstBatchIsWholeWhenAskedFor() throws IOException {
        PartitionLog log = fixture.open();
        fixture.append(log, "a");
        int first = (int) log.sizeInBytes();
        fixture.append(log, "b");
        assertThat(log.read(0, first + 10, Long.MAX_VALUE, false).size()).isEqualTo(first + 10);
        assertThat(log.read(0, first - 1, Long.MAX_VALUE, false).size()).isZero();
        assertThat(log.read(0, first - 1, Long.MAX_VALUE, true).size()).isEqualTo(first);
        assertThat(log.read(0, 0, Long.MAX_VALUE, true).size()).isEqualTo(first);
    }

    @Test
    void nothingAtOrBehindTheUpperBoundIsRead() throws IOException {
        PartitionLog log = fixture.open();
        fixture.append(log, "a");
        fixture.append(log, "b");
        fixture.append(log, "c");
        LogRead read = log.read(0, 1 << 20, 2, true);
        assertThat(read.upperBoundOffset()).isEqualTo(2);
        ByteBuffer bytes = LogFixture.bytes(read);
        int second = BatchHeader.sizeInBytes(bytes, 0);
        assertThat(BatchHeader.nextOffset(bytes, second)).isEqualTo(2);
        assertThat(second + BatchHeader.sizeInBytes(bytes, second)).isEqualTo(bytes.limit());
        assertThat(log.read(2, 1 << 20, 2, true).size()).isZero();
        assertThat(log.read(3, 1 << 20, Long.MAX_VALUE, true).size()).isZero();
    }

    @Test
    void offsetsOutsideTheLogAreRefused() throws IOException {
        PartitionLog log = fixture.open();
        fixture.append(log, "a", "b");
        log.deleteRecordsBefore(1);
        for (long offset : new long[] {-1, 0, 3}) {
            assertThatThrownBy(() -> log.read(offset, 1, Long.MAX_VALUE, true))
                    .isInstanceOfSatisfying(
                            ApiException.class, e -> assertThat(e.code()).isEqualTo(ErrorCode.OFFSET_OUT_OF_RANGE));
        }
    }

    @Test
    void timestampsAreFoundToTheRecordInsideCompressedBatches() throws IOException {
        PartitionLog log = fixture.open();
        RecordBatchBuilder batch = RecordBatchBuilder.create().compression(CompressionType.GZIP);
        for (long timestamp : new long[] {10, 30, 20}) {
            batch.append(timestamp, null, ByteBuffer.allocate(3));
        }
        log.appendAsLeader(batch.build(), 4, AppendOrigin.CLIENT);
        assertThat(log.offsetForTimestamp(11)).isEqualTo(Optional.of(new TimestampAndOffset(30, 1, 4)));
        assertThat(log.offsetForTimestamp(31)).isEmpty();
        assertThat(log.maxTimestamp()).isEqualTo(Optional.of(new TimestampAndOffset(30, 1, 4)));
    }

    @Test
    void aLookupByTimePassesOverWhatCannotBeRead() throws IOException {
        PartitionLog log = fixture.open();
        log.appendAsLeader(TestBatches.batch(10, "a"), 0, AppendOrigin.CLIENT);
        log.appendAsLeader(garbage(40), 0, AppendOrigin.CLIENT);
        log.appendAsLeader(TestBatches.batch(30, "b"), 0, AppendOrigin.CLIENT);
        log.appendAsLeader(TestBatches.batch(20, "c"), 0, AppendOrigin.CLIENT);
        assertThat(log.offsetForTimestamp(11)).isEqualTo(Optional.of(new TimestampAndOffset(30, 2, 0)));
        assertThat(log.offsetForTimestamp(35)).isEmpty();
        assertThat(log.maxTimestamp()).isEqualTo(Optional.of(new TimestampAndOffset(30, 2, 0)));
    }

    /** A batch whose header and checksum are good, and whose one record is no lz4 frame. */
    private static ByteBuffer garbage(long timestamp) {
        ByteBuffer batch = RecordBatchBuilder.create()
                .compression(CompressionType.LZ4)
                .append(timestamp, null, ByteBuffer.wrap("x".repeat(100).getBytes(UTF_8)))
                .build();
        for (int at = BatchLayout.RECORDS; at < batch.limit(); at++) {
            batch.put(at, (byte) 0x5a);
        }
        batch.putInt(
                BatchLayout.CRC, Crc32c.compute(batch, BatchLayout.ATTRIBUTES, batch.limit() - BatchLayout.ATTRIBUTES));
        return batch;
    }

    @Test
    void anEmptyLogHasNoTimestamps() throws IOException {
        PartitionLog log = fixture.open();
        assertThat(log.offsetForTimestamp(0)).isEmpty();
        assertThat(log.maxTimestamp()).isEmpty();
    }

    @Test
    void appendTimeReplacesTheTimestampsAndKeepsTheChecksumRight() throws IOException {
        fixture.config = LogConfig.builder().logAppendTime(true).build();
        PartitionLog log = fixture.open();
        AppendResult result = log.appendAsLeader(TestBatches.batch(5, "a"), 0, AppendOrigin.CLIENT);
        assertThat(result.logAppendTime()).isEqualTo(fixture.time.wallMillis());
        assertThat(TestBatches.contents(log)).containsExactly("0=a");
        assertThat(log.maxTimestamp().map(TimestampAndOffset::timestamp))
                .isEqualTo(Optional.of(fixture.time.wallMillis()));
    }

    @Test
    void aDamagedByteIsLeftToTheReadersChecksum() throws IOException {
        PartitionLog log = fixture.open();
        fixture.append(log, "a");
        long lastBit = log.sizeInBytes() * 8 - 1;
        log.close();
        SimulatedDisk disk = (SimulatedDisk) fixture.disk;
        disk.flipBit(fixture.folder.resolve("00000000000000000000.log"), lastBit);
        PartitionLog again = fixture.openClean(0);
        ByteBuffer bytes = LogFixture.bytes(again.read(0, 1 << 20, Long.MAX_VALUE, true));
        assertThat(BatchHeader.hasValidCrc(bytes, 0)).isFalse();
    }

    @ParameterizedTest
    @CsvSource({"3000, 50, 3000", "1000000000, 0, 6000"})
    void readersBesideAWriterSeeWholeBatchesInOrder(int segmentBytes, int interval, int batches) throws Exception {
        fixture.config = LogConfig.builder()
                .segmentBytes(segmentBytes)
                .indexIntervalBytes(interval)
                .build();
        PartitionLog log = fixture.open();
        AtomicBoolean done = new AtomicBoolean();
        try (ExecutorService threads = Executors.newFixedThreadPool(2)) {
            Future<Long> reader = threads.submit(() -> readUntil(log, done));
            Future<Long> other = threads.submit(() -> readUntil(log, done));
            for (int i = 0; i < batches; i++) {
                fixture.append(log, "value" + i, "x".repeat(i % 50));
            }
            done.set(true);
            assertThat(reader.get()).isEqualTo(batches * 2L);
            assertThat(other.get()).isEqualTo(batches * 2L);
        }
    }

    private static long readUntil(PartitionLog log, AtomicBoolean done) throws IOException {
        long next = 0;
        while (!done.get() || next < log.logEndOffset()) {
            long bound = log.logEndOffset();
            ByteBuffer bytes = LogFixture.bytes(log.read(next, 5000, bound, true));
            for (int at = 0;
                    BatchHeader.isComplete(bytes, at, bytes.limit());
                    at += BatchHeader.sizeInBytes(bytes, at)) {
                assertThat(BatchHeader.baseOffset(bytes, at)).isEqualTo(next);
                assertThat(BatchHeader.hasValidCrc(bytes, at)).isTrue();
                next = BatchHeader.nextOffset(bytes, at);
                assertThat(next).isLessThanOrEqualTo(bound);
            }
        }
        return next;
    }
}
