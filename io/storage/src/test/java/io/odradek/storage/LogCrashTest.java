package io.odradek.storage;

import static io.odradek.storage.LogManagerFixture.FIRST;
import static org.assertj.core.api.Assertions.assertThat;

import io.odradek.base.TopicPartition;
import io.odradek.storage.disk.CrashTrials;
import io.odradek.storage.disk.SimulatedDisk;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

/** Power failures after every single operation while logs are appended to, synced, rolled, truncated and checkpointed. */
@Tag("slow")
class LogCrashTest {
    private static final TopicPartition PARTITION = new TopicPartition("a", 0);

    @Test
    void nothingThatWasSyncedIsMissingAndNothingIsInvented() throws Exception {
        int points = CrashTrials.everywhere(40, () -> new Appends(4096));
        assertThat(points).isGreaterThan(60);
    }

    @Test
    void theSameHoldsWhenSegmentsAreRolledOften() throws Exception {
        int points = CrashTrials.everywhere(25, () -> new Appends(250));
        assertThat(points).isGreaterThan(80);
    }

    @Test
    void aCrashDuringRecoveryIsNoDifferent() throws Exception {
        CrashTrials.everywhere(15, () -> new CrashInRecovery(300));
    }

    /** Appends batches, syncing now and then, with a truncation in between. */
    private static class Appends implements CrashTrials.Scenario {
        private final LogConfig config;
        /** What the log may hold, record by record; only what lies below {@link #durable} is sure to be there. */
        final List<String> appended = new ArrayList<>();

        int durable;
        long fixtures;

        Appends(int segmentBytes) {
            config = LogConfig.builder()
                    .segmentBytes(segmentBytes)
                    .indexIntervalBytes(100)
                    .build();
        }

        LogManagerFixture on(SimulatedDisk disk) {
            LogManagerFixture fixture = new LogManagerFixture(fixtures++);
            fixture.disk = disk;
            fixture.config = config;
            return fixture;
        }

        @Override
        public void prepare(SimulatedDisk disk) throws Exception {
            LogManagerFixture fixture = on(disk);
            fixture.create(fixture.open(FIRST), PARTITION.topic(), 0);
            disk.restart();
        }

        @Override
        public void run(SimulatedDisk disk) throws Exception {
            LogManagerFixture fixture = on(disk);
            LogManager manager = fixture.open(FIRST);
            PartitionLog log = manager.log(PARTITION).orElseThrow();
            append(fixture, log, 3);
            commit(fixture, manager, log);
            append(fixture, log, 4);
            manager.checkpoint();
            append(fixture, log, 2);
            commit(fixture, manager, log);
            manager.checkpoint();
            truncate(manager, log, 10);
            append(fixture, log, 3);
            commit(fixture, manager, log);
            append(fixture, log, 1);
            manager.close();
            durable = disk.hasCrashed() ? durable : appended.size();
        }

        private void append(LogManagerFixture fixture, PartitionLog log, int batches) {
            for (int i = 0; i < batches; i++) {
                String first = "v" + appended.size() + "e" + log.latestLeaderEpoch();
                appended.add(appended.size() + "=" + first);
                appended.add(appended.size() + "=" + first + "'");
                int epoch = Math.max(0, log.latestLeaderEpoch());
                log.appendAsLeader(
                        TestBatches.batch(fixture.time.wallMillis(), first, first + "'"), epoch, AppendOrigin.CLIENT);
            }
        }

        private void commit(LogManagerFixture fixture, LogManager manager, PartitionLog log) {
            fixture.commit(manager);
            durable = (int) log.durableOffset();
        }

        /** From the call on, what lies above may be there or not; what is appended next replaces it. */
        private void truncate(LogManager manager, PartitionLog log, int offset) throws Exception {
            durable = Math.min(durable, offset);
            manager.truncateTo(log, offset);
            appended.subList(offset, appended.size()).clear();
            log.assignEpochStart(log.latestLeaderEpoch() + 1, offset);
        }

        @Override
        public void check(SimulatedDisk survivor, boolean completed) throws Exception {
            LogManagerFixture fixture = on(survivor);
            try (LogManager manager = fixture.open(FIRST)) {
                assertThat(manager.failedLogs()).isEmpty();
                PartitionLog log = manager.log(PARTITION).orElseThrow();
                List<String> found = TestBatches.contents(log);
                assertThat(found).hasSizeGreaterThanOrEqualTo(durable);
                assertThat(found.subList(0, durable)).isEqualTo(appended.subList(0, durable));
                if (completed) {
                    assertThat(found).isEqualTo(appended);
                }
                assertOffsetsWithoutGaps(found);
                append(fixture, log, 1);
                fixture.commit(manager);
                List<String> more = TestBatches.contents(log);
                assertThat(more).hasSize(found.size() + 2);
                assertThat(more.subList(0, found.size())).isEqualTo(found);
            }
        }

        private static void assertOffsetsWithoutGaps(List<String> found) {
            for (int i = 0; i < found.size(); i++) {
                assertThat(found.get(i)).startsWith(i + "=v" + (i - i % 2));
            }
        }
    }

    /** The first power failure comes in the middle of things, the second while the log recovers from it. */
    private static final class CrashInRecovery extends Appends {
        CrashInRecovery(int segmentBytes) {
            super(segmentBytes);
        }

        @Override
        public void prepare(SimulatedDisk disk) throws Exception {
            super.prepare(disk);
            disk.crashAfter(60);
            try {
                super.run(disk);
            } catch (Exception e) {
                assertThat(disk.hasCrashed()).isTrue();
            }
            disk.restart();
        }

        @Override
        public void run(SimulatedDisk disk) throws Exception {
            on(disk).open(FIRST);
        }

        @Override
        public void check(SimulatedDisk survivor, boolean completed) throws Exception {
            super.check(survivor, false);
        }
    }
}
