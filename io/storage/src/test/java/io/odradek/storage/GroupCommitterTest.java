package io.odradek.storage;

import static io.odradek.storage.LogManagerFixture.FIRST;
import static io.odradek.storage.LogManagerFixture.SECOND;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.odradek.base.TopicPartition;
import io.odradek.protocol.ApiException;
import io.odradek.storage.disk.DiskFaults;
import io.odradek.storage.disk.DiskFaults.Operation;
import io.odradek.storage.disk.SimulatedDisk;
import java.io.IOException;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;

class GroupCommitterTest {
    private final LogManagerFixture fixture = new LogManagerFixture(1);

    @Test
    void manyAppendsCostOneSyncPerLog() throws IOException {
        try (LogManager manager = fixture.open(FIRST)) {
            PartitionLog a = fixture.create(manager, "a", 0);
            PartitionLog b = fixture.create(manager, "b", 0);
            appendEach(a, b);
            fixture.commit(manager);
            long syncs = fixture.disk.syncs();
            for (int i = 0; i < 50; i++) {
                appendEach(a, b);
            }
            assertThat(a.durableOffset()).isEqualTo(1);
            assertThat(fixture.commit(manager)).isEqualTo(2);
            assertThat(fixture.disk.syncs() - syncs).isEqualTo(2);
            assertThat(a.durableOffset()).isEqualTo(51);
            assertThat(fixture.events).endsWith("durable a-0 to 51", "durable b-0 to 51");
            assertThat(fixture.commit(manager)).isZero();
        }
    }

    @Test
    void bufferedLogsWaitForFlushMessagesOrFlushMs() throws IOException {
        fixture.config = LogConfig.builder()
                .durability(Durability.BUFFERED)
                .flushMessages(3)
                .flushMs(1_000)
                .build();
        try (LogManager manager = fixture.open(FIRST)) {
            PartitionLog log = fixture.create(manager, "a", 0);
            appendEach(log, log);
            assertThat(fixture.commit(manager)).isZero();
            appendEach(log);
            assertThat(fixture.commit(manager)).isEqualTo(1);
            assertThat(log.durableOffset()).isEqualTo(3);
            appendEach(log);
            manager.runMaintenance(PartitionLog::logEndOffset);
            assertThat(fixture.commit(manager)).isZero();
            fixture.time.advance(1_000);
            manager.runMaintenance(PartitionLog::logEndOffset);
            assertThat(fixture.commit(manager)).isEqualTo(1);
            assertThat(log.durableOffset()).isEqualTo(4);
        }
    }

    @Test
    void aFailedSyncTakesTheDirectoryOfflineAndNothingIsReportedDurableAfterwards() throws IOException {
        try (LogManager manager = fixture.open(FIRST, SECOND)) {
            PartitionLog bad = fixture.create(manager, "a", 0);
            PartitionLog good = fixture.create(manager, "b", 0);
            PartitionLog alsoBad = fixture.create(manager, "c", 0);
            appendEach(bad, good, alsoBad);
            fixture.disk.setFaults(DiskFaults.failing(Operation.SYNC, FIRST));
            fixture.commit(manager);
            fixture.disk.setFaults(DiskFaults.NONE);
            assertThat(manager.directories().get(0).isOnline()).isFalse();
            assertThat(manager.directories().get(1).isOnline()).isTrue();
            assertThat(manager.logs()).containsExactly(good);
            assertThat(fixture.events).contains("failed a-0", "failed c-0", "durable b-0 to 1");
            assertThat(fixture.commit(manager)).isZero();
            assertThat(bad.durableOffset()).isZero();
            assertThat(fixture.events).noneMatch(event -> event.startsWith("durable a-0"));
            assertThatThrownBy(() -> appendEach(bad)).isInstanceOf(ApiException.class);
            assertThatThrownBy(() -> appendEach(alsoBad)).isInstanceOf(ApiException.class);
            appendEach(good);
            assertThat(fixture.commit(manager)).isEqualTo(1);
        }
        assertThat(fixture.disk.exists(FIRST.resolve(CleanShutdownMarker.FILE_NAME)))
                .isFalse();
        assertThat(fixture.disk.exists(SECOND.resolve(CleanShutdownMarker.FILE_NAME)))
                .isTrue();
    }

    @Test
    void aFailedWriteTakesTheDirectoryOffline() throws IOException {
        try (LogManager manager = fixture.open(FIRST)) {
            PartitionLog log = fixture.create(manager, "a", 0);
            fixture.disk.setFaults(DiskFaults.failing(Operation.WRITE, FIRST));
            assertThatThrownBy(() -> appendEach(log)).isInstanceOf(ApiException.class);
            assertThat(manager.directories().get(0).isOnline()).isFalse();
            assertThat(manager.log(new TopicPartition("a", 0))).isEmpty();
            assertThat(fixture.events).contains("failed a-0");
        }
    }

    @Test
    void aFullDiskIsWaitedFor() throws IOException {
        try (LogManager manager = fixture.open(FIRST)) {
            PartitionLog log = fixture.create(manager, "a", 0);
            appendEach(log);
            fixture.commit(manager);
            fixture.disk.setCapacity(fixture.disk.usedBytes() + 10);
            assertThatThrownBy(() -> appendEach(log)).isInstanceOf(ApiException.class);
            assertThat(manager.directories().get(0).isOnline()).isTrue();
            assertThat(TestBatches.contents(log)).containsExactly("0=x");
            fixture.disk.setCapacity(Long.MAX_VALUE);
            appendEach(log);
            assertThat(fixture.commit(manager)).isEqualTo(1);
            assertThat(TestBatches.contents(log)).containsExactly("0=x", "1=x");
        }
    }

    @Test
    void aDeletedLogDoesNotDisturbTheRound() throws IOException {
        try (LogManager manager = fixture.open(FIRST)) {
            PartitionLog a = fixture.create(manager, "a", 0);
            PartitionLog b = fixture.create(manager, "b", 0);
            appendEach(a, b);
            manager.delete(a.topicPartition());
            fixture.commit(manager);
            assertThat(manager.directories().get(0).isOnline()).isTrue();
            assertThat(b.durableOffset()).isEqualTo(1);
        }
    }

    @Test
    void logsAreSyncedSideBySide() throws Exception {
        try (LogManager manager = fixture.open(FIRST)) {
            List<PartitionLog> logs = new ArrayList<>();
            GroupCommitter committer = new GroupCommitter(
                    task -> Thread.ofPlatform().daemon().start(task),
                    4,
                    fixture.laterTasks::add,
                    (log, e) -> fixture.failed(log, e));
            for (int i = 0; i < 20; i++) {
                PartitionLog log = fixture.create(manager, "a", i);
                appendEach(log);
                logs.add(log);
                committer.register(log);
            }
            while (committer.syncedLogs() < 20) {
                Thread.onSpinWait();
            }
            assertThat(logs).allMatch(log -> log.durableOffset() == 1);
            committer.end().toCompletableFuture().get(20, TimeUnit.SECONDS);
        }
    }

    @Test
    void appendsGoOnDuringASlowSyncAndAreNotDurableByIt() throws IOException {
        try (LogManager manager = fixture.open(FIRST)) {
            PartitionLog a = fixture.create(manager, "a", 0);
            PartitionLog b = fixture.create(manager, "b", 0);
            appendEach(a, b);
            ArrayDeque<Runnable> slow = new ArrayDeque<>();
            fixture.disk.completeSyncsBy(slow::add);
            fixture.commit(manager);
            appendEach(a);
            assertThat(a.durableOffset()).isZero();
            LogManagerFixture.runAll(slow);
            assertThat(a.durableOffset()).isEqualTo(2);
            assertThat(fixture.events).containsSubsequence("durable a-0 to 1", "durable b-0 to 1", "durable a-0 to 2");
        }
    }

    @Test
    void aSyncThatALogWasCutUnderSaysNothingOfWhatIsDurable() throws IOException {
        try (LogManager manager = fixture.open(FIRST)) {
            PartitionLog log = fixture.create(manager, "a", 0);
            appendEach(log, log, log);
            ArrayDeque<Runnable> slow = new ArrayDeque<>();
            fixture.disk.completeSyncsBy(slow::add);
            fixture.commit(manager);
            log.truncateTo(1);
            appendEach(log);
            slow.removeFirst().run();
            assertThat(log.durableOffset()).isLessThanOrEqualTo(1);
            fixture.commit(manager);
            LogManagerFixture.runAll(slow);
            assertThat(log.durableOffset()).isEqualTo(2);
        }
    }

    @Test
    void aSyncUnderWayIsWaitedForAtTheEndAndNothingNewBegins() throws IOException {
        try (LogManager manager = fixture.open(FIRST)) {
            PartitionLog log = fixture.create(manager, "a", 0);
            GroupCommitter committer = manager.directories().getFirst().committer();
            appendEach(log);
            ArrayDeque<Runnable> slow = new ArrayDeque<>();
            fixture.disk.completeSyncsBy(slow::add);
            fixture.commit(manager);
            appendEach(log);
            CompletableFuture<?> ended = committer.end().toCompletableFuture();
            assertThat(ended).isNotDone();
            LogManagerFixture.runAll(slow);
            assertThat(ended).isDone();
            assertThat(log.durableOffset()).isEqualTo(1);
        }
    }

    @Test
    void aLogThatWaitsForSpaceIsTriedAgainAfterAWhile() throws IOException {
        try (LogManager manager = fixture.open(FIRST)) {
            PartitionLog log = fixture.create(manager, "a", 0);
            appendEach(log);
            log.assignEpochStart(3, 1);
            fixture.disk.setCapacity(fixture.disk.usedBytes());
            assertThat(fixture.commit(manager)).isZero();
            assertThat(log.durableOffset()).isZero();
            assertThat(manager.directories().getFirst().isOnline()).isTrue();
            fixture.disk.setCapacity(Long.MAX_VALUE);
            LogManagerFixture.runAll(fixture.laterTasks);
            assertThat(fixture.commit(manager)).isEqualTo(1);
            assertThat(log.durableOffset()).isEqualTo(1);
        }
    }

    @Test
    void durableRecordsSurviveAPowerFailure() throws IOException {
        for (long seed = 0; seed < 30; seed++) {
            LogManagerFixture trial = new LogManagerFixture(seed);
            LogManager manager = trial.open(FIRST);
            PartitionLog log = trial.create(manager, "a", 0);
            appendEach(log, log);
            trial.commit(manager);
            appendEach(log);
            SimulatedDisk survivor = trial.disk.crash();
            trial.disk = survivor;
            try (LogManager again = trial.open(FIRST)) {
                PartitionLog recovered = again.log(log.topicPartition()).orElseThrow();
                assertThat(TestBatches.contents(recovered)).as("seed %d", seed).startsWith("0=x", "1=x");
            }
        }
    }

    private void appendEach(PartitionLog... logs) {
        for (PartitionLog log : logs) {
            log.appendAsLeader(TestBatches.batch(fixture.time.wallMillis(), "x"), 0, AppendOrigin.CLIENT);
        }
    }
}
