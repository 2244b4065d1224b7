package io.odradek.quorum;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.odradek.base.Uuid;
import io.odradek.protocol.ApiException;
import io.odradek.protocol.ErrorCode;
import io.odradek.storage.PartitionMetadata;
import io.odradek.storage.disk.DiskFaults;
import io.odradek.storage.disk.DiskFaults.Operation;
import io.odradek.storage.disk.DiskLockedException;
import io.odradek.storage.disk.SimulatedDisk;
import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import org.junit.jupiter.api.Test;

class SoleVoterTest {
    private SimulatedDisk disk = new SimulatedDisk(1);

    @Test
    void leadsFromTheStartInANewEpochEachTime() throws IOException {
        LogNode node = LogNode.start(disk);
        assertThat(node.events).containsExactly("caught up", "leader 1 in 1", "ready 1");
        assertThat(node.log.leader().isLeader(1)).isTrue();
        node.log.close();
        assertThat(LogNode.start(disk).events).containsExactly("caught up", "leader 1 in 2", "ready 2");
    }

    @Test
    void deliversAndCompletesWhenDurable() throws IOException {
        LogNode node = LogNode.start(disk);
        CompletableFuture<Long> first = node.append("a", "b");
        CompletableFuture<Long> second = node.append("c");
        assertThat(first).isNotDone();
        node.callbacks.runAll();
        assertThat(first).isNotDone();
        node.run();
        assertThat(first).isCompletedWithValue(3L);
        assertThat(second).isCompletedWithValue(4L);
        assertThat(node.image).containsExactly("a", "b", "c");
        assertThat(node.events).endsWith("committed 1 in 1", "committed 3 in 1");
    }

    @Test
    void manyAppendsShareOneSync() throws IOException {
        LogNode node = LogNode.start(disk);
        long before = disk.syncs();
        List<CompletableFuture<Long>> appends = new ArrayList<>();
        for (int i = 0; i < 20; i++) {
            appends.add(node.append("v" + i));
        }
        node.run();
        assertThat(appends).allMatch(CompletableFuture::isDone);
        assertThat(disk.syncs() - before).isLessThan(5);
    }

    @Test
    void replaysItsLogAfterARestart() throws IOException {
        LogNode node = LogNode.start(disk);
        node.append("a");
        node.append("b", "c");
        node.run();
        node.log.close();
        LogNode again = LogNode.start(disk);
        assertThat(again.image).containsExactly("a", "b", "c");
        assertThat(again.events)
                .containsExactly("committed 1 in 1", "committed 2 in 1", "caught up", "leader 1 in 2", "ready 2");
        again.append("d");
        again.run();
        again.log.close();
        assertThat(LogNode.start(disk).image).containsExactly("a", "b", "c", "d");
    }

    @Test
    void closingMakesEverythingDurable() throws IOException {
        LogNode node = LogNode.start(disk);
        CompletableFuture<Long> append = node.append("a");
        node.log.close();
        node.run();
        assertThat(append).isCompletedWithValue(2L);
        disk = disk.crash();
        assertThat(LogNode.start(disk).image).containsExactly("a");
    }

    @Test
    void refusesOtherEpochsAndAppendsAfterTheEnd() throws IOException {
        LogNode node = LogNode.start(disk);
        assertCode(node.log.append(7, LogNode.batch("x")).toCompletableFuture(), ErrorCode.NOT_CONTROLLER);
        node.log.close();
        assertCode(node.append("x"), ErrorCode.NOT_CONTROLLER);
    }

    @Test
    void startsFromItsSnapshot() throws IOException {
        LogNode node = LogNode.start(disk);
        node.append("a", "b");
        node.append("c");
        node.run();
        CompletableFuture<Void> snapshot = node.snapshot();
        node.append("d");
        node.run();
        assertThat(snapshot).isCompletedWithValue(null);
        assertThat(disk.list(LogNode.FOLDER)).contains("00000000000000000004-0000000001.checkpoint");
        node.log.close();
        LogNode again = LogNode.start(disk);
        assertThat(again.events).startsWith("snapshot 4", "committed 4 in 1");
        assertThat(again.image).containsExactly("a", "b", "c", "d");
    }

    @Test
    void deletesWhatItsSnapshotsStandForAndOldSnapshots() throws IOException {
        LogNode node = LogNode.start(disk);
        for (int round = 0; round < 6; round++) {
            for (int i = 0; i < 40; i++) {
                node.append("value " + round + " " + i);
            }
            node.run();
            node.snapshot();
            node.run();
        }
        List<String> names = disk.list(LogNode.FOLDER);
        assertThat(names).filteredOn(name -> name.endsWith(".checkpoint")).hasSize(2);
        assertThat(names).doesNotContain("00000000000000000000.log");
        List<String> image = List.copyOf(node.image);
        node.log.close();
        assertThat(LogNode.start(disk).image).isEqualTo(image);
    }

    @Test
    void fallsBackToTheOlderSnapshotIfTheNewestIsDamaged() throws IOException {
        List<String> image = twoSnapshots();
        Path newest = newestSnapshot();
        disk.flipBit(newest, 8L * (disk.content(newest).length / 2));
        LogNode again = LogNode.start(disk);
        assertThat(again.image).isEqualTo(image);
        assertThat(again.events.get(0)).isEqualTo("snapshot 41");
        assertThat(disk.list(LogNode.FOLDER)).anyMatch(name -> name.endsWith(".corrupt"));
    }

    @Test
    void aSnapshotThatWasCutOffIsDamaged() throws IOException {
        List<String> image = twoSnapshots();
        Path newest = newestSnapshot();
        try (var file = disk.open(newest, io.odradek.storage.disk.Disk.OpenMode.READ_WRITE)) {
            file.truncate(file.size() - 80);
        }
        assertThat(LogNode.start(disk).image).isEqualTo(image);
    }

    @Test
    void withoutAnySnapshotThatReachesTheLogItDoesNotStart() throws IOException {
        twoSnapshots();
        for (String name : disk.list(LogNode.FOLDER)) {
            if (name.endsWith(".checkpoint")) {
                disk.flipBit(LogNode.FOLDER.resolve(name), 8L * 100);
            }
        }
        assertThatThrownBy(() -> LogNode.start(disk))
                .isInstanceOf(IOException.class)
                .hasMessageContaining("no undamaged snapshot reaches so far")
                .hasMessageContaining("restore the folder");
    }

    @Test
    void damageBelowWhatWasSyncedIsAnErrorAndNotATornTail() throws IOException {
        LogNode node = LogNode.start(disk);
        for (int i = 0; i < 5; i++) {
            node.append("value " + i);
        }
        node.run();
        node.log.close();
        disk.flipBit(LogNode.FOLDER.resolve("00000000000000000000.log"), 8L * 250);
        assertThatThrownBy(() -> LogNode.start(disk))
                .isInstanceOf(IOException.class)
                .hasMessageContaining("the metadata log");
    }

    @Test
    void aFailedSyncEndsItsLeadershipAndNothingIsReportedDurable() throws IOException {
        LogNode node = LogNode.start(disk);
        CompletableFuture<Long> lost = node.append("a");
        disk.setFaults(DiskFaults.failing(Operation.SYNC));
        node.run();
        disk.setFaults(DiskFaults.NONE);
        assertCode(lost, ErrorCode.KAFKA_STORAGE_ERROR);
        assertThat(node.events).endsWith("leader none in 1");
        assertThat(node.image).isEmpty();
        assertCode(node.append("b"), ErrorCode.KAFKA_STORAGE_ERROR);
        node.log.close();
        node.run();
    }

    @Test
    void aFullDiskRefusesAppendsUntilThereIsSpace() throws IOException {
        LogNode node = LogNode.start(disk);
        disk.setCapacity(disk.usedBytes() + 10);
        assertCode(node.append("a"), ErrorCode.KAFKA_STORAGE_ERROR);
        disk.setCapacity(Long.MAX_VALUE);
        CompletableFuture<Long> append = node.append("b");
        node.run();
        assertThat(append).isCompletedWithValue(2L);
        assertThat(node.image).containsExactly("b");
        node.log.close();
        assertThat(LogNode.start(disk).image).containsExactly("b");
    }

    @Test
    void isLockedAgainstASecondStart() throws IOException {
        LogNode node = LogNode.start(disk);
        assertThatThrownBy(() -> LogNode.start(disk)).isInstanceOf(DiskLockedException.class);
        node.log.close();
        LogNode.start(disk);
    }

    @Test
    void liesInKafkasLayout() throws IOException {
        LogNode node = LogNode.start(disk);
        node.append("a");
        node.run();
        assertThat(disk.list(LogNode.FOLDER))
                .contains("00000000000000000000.log", "leader-epoch-checkpoint", "partition.metadata", "quorum-state");
        assertThat(PartitionMetadata.read(disk, LogNode.FOLDER)).contains(Uuid.ONE);
    }

    @Test
    void describesItself() throws IOException {
        LogNode node = LogNode.start(disk);
        node.append("a");
        node.run();
        QuorumView view = node.log.describe();
        assertThat(view.highWatermark()).isEqualTo(2);
        assertThat(view.voters()).extracting(QuorumView.Replica::logEndOffset).containsExactly(2L);
        assertThat(view.leader()).isEqualTo(node.log.leader());
    }

    /** Leaves a log with two snapshots and a bit behind them; returns the image. */
    private List<String> twoSnapshots() throws IOException {
        LogNode node = LogNode.start(disk);
        for (int round = 0; round < 4; round++) {
            for (int i = 0; i < 40; i++) {
                node.append("value " + round + " " + i);
                node.run();
            }
            if (round == 0 || round == 2) {
                node.snapshot();
                node.run();
            }
        }
        node.log.close();
        assertThat(disk.list(LogNode.FOLDER)).doesNotContain("00000000000000000000.log");
        return List.copyOf(node.image);
    }

    private Path newestSnapshot() throws IOException {
        List<String> names = disk.list(LogNode.FOLDER).stream()
                .filter(name -> name.endsWith(".checkpoint"))
                .toList();
        return LogNode.FOLDER.resolve(names.get(names.size() - 1));
    }

    private static void assertCode(CompletableFuture<?> future, ErrorCode code) {
        assertThat(future).isCompletedExceptionally();
        assertThat(future.exceptionNow())
                .isInstanceOfSatisfying(
                        ApiException.class, e -> assertThat(e.code()).isEqualTo(code));
    }
}
