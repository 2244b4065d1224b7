package io.odradek.storage;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.odradek.protocol.record.BatchHeader;
import io.odradek.storage.disk.DiskFaults;
import io.odradek.storage.disk.DiskFaults.Operation;
import io.odradek.storage.disk.SimulatedDisk;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.util.List;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;

class PartitionLogRetentionTest {
    private static final long HOUR = 3_600_000;

    private final LogFixture fixture = new LogFixture();

    private LogConfig.Builder oneBatchPerSegment() {
        return LogConfig.builder().segmentBytes(200).retentionMs(-1);
    }

    private PartitionLog openWith(int batches) throws IOException {
        PartitionLog log = fixture.open();
        for (int i = 0; i < batches; i++) {
            fixture.append(log, "v" + i, "x".repeat(60));
            fixture.time.advance(HOUR);
        }
        log.sync();
        return log;
    }

    private List<String> names() throws IOException {
        return fixture.disk.list(fixture.folder);
    }

    @Test
    void segmentsAreRemovedOnceTheirNewestRecordIsTooOld() throws IOException {
        fixture.config = oneBatchPerSegment().retentionMs(2 * HOUR).build();
        PartitionLog log = openWith(5);
        assertThat(log.segmentCount()).isEqualTo(5);
        assertThat(log.applyRetention(10)).isEqualTo(3);
        assertThat(log.logStartOffset()).isEqualTo(6);
        assertThat(TestBatches.contents(log)).hasSize(4);
    }

    @Test
    void anExpiredActiveSegmentIsRolledAndRemoved() throws IOException {
        fixture.config = oneBatchPerSegment().retentionMs(HOUR / 2).build();
        PartitionLog log = openWith(2);
        assertThat(log.applyRetention(4)).isEqualTo(2);
        assertThat(log.logStartOffset()).isEqualTo(4);
        assertThat(log.segmentCount()).isEqualTo(1);
        assertThat(fixture.append(log, "next").baseOffset()).isEqualTo(4);
    }

    @Test
    void nothingAboveTheHighWatermarkIsRemoved() throws IOException {
        fixture.config = oneBatchPerSegment().retentionMs(0).build();
        PartitionLog log = openWith(4);
        assertThat(log.applyRetention(5)).isEqualTo(2);
        assertThat(log.logStartOffset()).isEqualTo(4);
    }

    @Test
    void theLogIsCutToTheConfiguredSize() throws IOException {
        fixture.config = oneBatchPerSegment().build();
        PartitionLog log = openWith(5);
        long segment = log.sizeInBytes() / 5;
        log.reconfigure(oneBatchPerSegment().retentionBytes(3 * segment + 10).build());
        assertThat(log.applyRetention(10)).isEqualTo(1);
        assertThat(log.sizeInBytes()).isEqualTo(4 * segment);
    }

    @Test
    void aRetentionOfNoBytesRollsAndRemovesTheActiveSegmentToo() throws IOException {
        fixture.config = oneBatchPerSegment().build();
        PartitionLog log = openWith(3);
        log.reconfigure(oneBatchPerSegment().retentionBytes(0).build());
        assertThat(log.applyRetention(5))
                .as("the last batch is not committed yet")
                .isEqualTo(2);
        assertThat(log.applyRetention(6)).isEqualTo(1);
        assertThat(log.logStartOffset()).isEqualTo(6);
        assertThat(log.sizeInBytes()).isZero();
        assertThat(log.applyRetention(6)).as("an empty segment stays").isZero();
        log.reconfigure(oneBatchPerSegment().retentionBytes(1).build());
        fixture.append(log, "x");
        assertThat(log.applyRetention(7))
                .as("any other size keeps the active segment")
                .isZero();
    }

    @Test
    void anyDelayOfDeletionIsWaitedForButAFullDiskWaitsForNone() throws IOException {
        fixture.config = oneBatchPerSegment()
                .retentionMs(HOUR)
                .fileDeleteDelayMs(Long.MAX_VALUE)
                .build();
        PartitionLog log = openWith(3);
        log.applyRetention(6);
        fixture.time.advance(1000 * HOUR);
        assertThat(log.nanosToDeletion().orElseThrow()).isGreaterThan(TimeUnit.DAYS.toNanos(365));
        assertThat(log.removeDeleted(false)).isZero();
        assertThat(log.removeDeleted(true)).isEqualTo(2);
        assertThat(log.nanosToDeletion()).isEmpty();
    }

    @Test
    void filesThatCannotBeDeletedAreTriedAgain() throws IOException {
        fixture.config =
                oneBatchPerSegment().retentionMs(HOUR).fileDeleteDelayMs(0).build();
        PartitionLog log = openWith(3);
        log.applyRetention(6);
        SimulatedDisk disk = (SimulatedDisk) fixture.disk;
        disk.setFaults(DiskFaults.failing(Operation.DELETE));
        assertThatThrownBy(() -> log.removeDeleted(false)).isInstanceOf(IOException.class);
        disk.setFaults(DiskFaults.NONE);
        assertThat(log.removeDeleted(false)).isEqualTo(2);
        assertThat(names()).noneMatch(name -> name.endsWith(".deleted"));
    }

    @Test
    void withoutTheDeletePolicyOnlyTheStartOffsetCounts() throws IOException {
        fixture.config = oneBatchPerSegment().retentionMs(0).deletable(false).build();
        PartitionLog log = openWith(4);
        assertThat(log.applyRetention(8)).isZero();
        assertThat(log.deleteRecordsBefore(5)).isTrue();
        assertThat(log.deleteRecordsBefore(5)).isFalse();
        assertThat(log.applyRetention(8)).isEqualTo(2);
        assertThat(log.logStartOffset()).isEqualTo(5);
    }

    @Test
    void filesOfARemovedSegmentStayWhileTheyAreReadAndForTheDelay() throws IOException {
        fixture.config = oneBatchPerSegment().retentionMs(HOUR).build();
        PartitionLog log = openWith(3);
        FileRecords held = (FileRecords) log.read(0, 1000, 2, true).records();
        log.applyRetention(6);
        assertThat(names()).contains("00000000000000000000.log.deleted", "00000000000000000002.index.deleted");
        fixture.time.advance(60_000);
        assertThat(log.removeDeleted(false)).isEqualTo(1);
        ByteBuffer bytes = held.readFully();
        assertThat(BatchHeader.hasValidCrc(bytes, 0)).isTrue();
        held.close();
        assertThat(log.removeDeleted(false)).isEqualTo(1);
        assertThat(names()).noneMatch(name -> name.endsWith(".deleted") || name.startsWith("00000000000000000000"));
    }

    @Test
    void segmentsRollByTheSpanOfTheirTimestamps() throws IOException {
        fixture.config = LogConfig.builder().segmentMs(1000).build();
        PartitionLog log = fixture.open();
        log.appendAsLeader(TestBatches.batch(5000, "a"), 0, AppendOrigin.CLIENT);
        log.appendAsLeader(TestBatches.batch(6000, "b"), 0, AppendOrigin.CLIENT);
        assertThat(log.segmentCount()).isEqualTo(1);
        log.appendAsLeader(TestBatches.batch(6001, "c"), 0, AppendOrigin.CLIENT);
        assertThat(log.segmentCount()).isEqualTo(2);
    }

    @Test
    void jitterRollsEarlierButNeverMoreThanAsked() throws IOException {
        fixture.config =
                LogConfig.builder().segmentMs(1000).segmentJitterMs(500).build();
        PartitionLog log = fixture.open();
        log.appendAsLeader(TestBatches.batch(5000, "a"), 0, AppendOrigin.CLIENT);
        log.appendAsLeader(TestBatches.batch(5500, "b"), 0, AppendOrigin.CLIENT);
        assertThat(log.segmentCount()).isEqualTo(1);
        log.appendAsLeader(TestBatches.batch(6001, "c"), 0, AppendOrigin.CLIENT);
        assertThat(log.segmentCount()).isEqualTo(2);
    }

    @Test
    void anIdleSegmentIsRolledWhenItIsOldEnough() throws IOException {
        fixture.config = LogConfig.builder().segmentMs(1000).build();
        PartitionLog log = fixture.open();
        fixture.time.advance(2000);
        assertThat(log.rollIfDue()).isFalse();
        fixture.append(log, "a");
        assertThat(log.rollIfDue()).isTrue();
        assertThat(log.rollIfDue()).isFalse();
    }

    @Test
    void aFullIndexRollsTheSegment() throws IOException {
        fixture.config =
                LogConfig.builder().segmentIndexBytes(24).indexIntervalBytes(1).build();
        PartitionLog log = fixture.open();
        for (int i = 0; i < 7; i++) {
            fixture.append(log, "v" + i);
        }
        assertThat(log.segmentCount()).isEqualTo(2);
        assertThat(TestBatches.contents(log)).hasSize(7);
    }
}
