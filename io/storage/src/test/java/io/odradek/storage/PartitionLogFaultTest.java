package io.odradek.storage;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.odradek.protocol.ApiException;
import io.odradek.protocol.ErrorCode;
import io.odradek.storage.disk.DiskFaults;
import io.odradek.storage.disk.DiskFaults.Operation;
import io.odradek.storage.disk.SimulatedDisk;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import org.assertj.core.api.ThrowableAssert.ThrowingCallable;
import org.junit.jupiter.api.Test;

class PartitionLogFaultTest {
    private final SimulatedDisk disk = new SimulatedDisk(1);
    private final LogFixture fixture = new LogFixture(disk);
    private final List<String> events = new ArrayList<>();

    PartitionLogFaultTest() {
        fixture.listener = new LogListener() {
            @Override
            public void appended(PartitionLog log) {
                events.add("appended " + log.logEndOffset());
            }

            @Override
            public void durable(PartitionLog log) {
                events.add("durable " + log.durableOffset());
            }

            @Override
            public void failed(PartitionLog log, IOException cause) {
                events.add("failed");
            }
        };
    }

    private static void assertStorageError(ThrowingCallable action) {
        assertThatThrownBy(action)
                .isInstanceOfSatisfying(
                        ApiException.class, e -> assertThat(e.code()).isEqualTo(ErrorCode.KAFKA_STORAGE_ERROR));
    }

    @Test
    void appendsAndSyncsAreTold() throws IOException {
        PartitionLog log = fixture.open();
        fixture.append(log, "a", "b");
        assertThat(log.needsSync()).isTrue();
        assertThat(log.durableOffset()).isZero();
        log.sync();
        assertThat(log.needsSync()).isFalse();
        assertThat(events).containsExactly("appended 2", "durable 2");
    }

    @Test
    void aFullDiskRefusesAppendsUntilThereIsRoom() throws IOException {
        fixture.config =
                LogConfig.builder().segmentBytes(2000).indexIntervalBytes(0).build();
        PartitionLog log = fixture.open();
        fixture.append(log, "a");
        disk.setCapacity(disk.usedBytes() + 900);
        int appended = 1;
        while (appended < 1000) {
            try {
                fixture.append(log, "x".repeat(200));
            } catch (ApiException e) {
                assertThat(e).hasMessageContaining("no space is left");
                break;
            }
            appended++;
        }
        long size = log.sizeInBytes();
        assertStorageError(() -> fixture.append(log, "x".repeat(400)));
        assertThat(log.sizeInBytes()).isEqualTo(size);
        assertThat(TestBatches.contents(log)).hasSize(appended);
        assertThat(log.hasFailed()).isFalse();
        disk.setCapacity(1 << 20);
        assertThat(fixture.append(log, "again").baseOffset()).isEqualTo(appended);
        log.close();
        PartitionLog again = fixture.openClean(0);
        assertThat(TestBatches.contents(again)).hasSize(appended + 1).endsWith(appended + "=again");
    }

    @Test
    void aFailedWriteEndsAppendsButNotReads() throws IOException {
        PartitionLog log = fixture.open();
        fixture.append(log, "a");
        disk.setFaults(DiskFaults.failing(Operation.WRITE));
        assertStorageError(() -> fixture.append(log, "b"));
        disk.setFaults(DiskFaults.NONE);
        assertStorageError(() -> fixture.append(log, "b"));
        assertThat(events).containsExactly("appended 1", "failed");
        assertThat(log.hasFailed()).isTrue();
        assertThat(TestBatches.contents(log)).containsExactly("0=a");
    }

    @Test
    void aFailedSyncIsNeverTriedAgain() throws IOException {
        PartitionLog log = fixture.open();
        fixture.append(log, "a");
        disk.setFaults(DiskFaults.failing(Operation.SYNC));
        assertThatThrownBy(log::sync).isInstanceOf(IOException.class);
        disk.setFaults(DiskFaults.NONE);
        assertStorageError(log::sync);
        assertThat(log.durableOffset()).isZero();
        assertThat(events).containsExactly("appended 1", "failed");
    }

    @Test
    void anAbandonedLogRefusesEverythingAndWritesNothing() throws IOException {
        PartitionLog log = fixture.open();
        fixture.append(log, "a");
        long operations = disk.operations();
        log.abandon();
        assertStorageError(() -> fixture.append(log, "b"));
        assertStorageError(() -> log.read(0, 1, 1, true));
        assertThat(disk.operations()).isEqualTo(operations);
    }

    @Test
    void flushMessagesAndFlushMsAskForASync() throws IOException {
        fixture.config = LogConfig.builder()
                .durability(Durability.BUFFERED)
                .flushMessages(3)
                .flushMs(1000)
                .build();
        PartitionLog log = fixture.open();
        log.sync();
        fixture.append(log, "a", "b");
        assertThat(log.isFlushDue()).isFalse();
        fixture.append(log, "c");
        assertThat(log.isFlushDue()).isTrue();
        log.sync();
        assertThat(log.isFlushDue()).isFalse();
        fixture.append(log, "d");
        fixture.time.advance(1000);
        assertThat(log.isFlushDue()).isTrue();
    }
}
