package io.odradek.storage;

import static io.odradek.storage.LogManagerFixture.FIRST;
import static io.odradek.storage.LogManagerFixture.IDENTITY;
import static io.odradek.storage.LogManagerFixture.SECOND;
import static io.odradek.storage.LogManagerFixture.TOPIC_ID;
import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import io.odradek.base.TopicPartition;
import io.odradek.base.Uuid;
import io.odradek.protocol.ApiException;
import io.odradek.protocol.ErrorCode;
import io.odradek.storage.disk.DiskFaults;
import io.odradek.storage.disk.DiskFaults.Operation;
import io.odradek.storage.disk.DiskFullException;
import io.odradek.storage.disk.DiskLockedException;
import java.io.IOException;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

class LogManagerTest {
    private static final TopicPartition A0 = new TopicPartition("a", 0);

    private final LogManagerFixture fixture = new LogManagerFixture(1);

    @Test
    void formatsDirectoriesThatAreNew() throws IOException {
        try (LogManager manager = fixture.open(FIRST, SECOND)) {
            List<Uuid> ids =
                    manager.directories().stream().map(LogDirectory::id).toList();
            assertThat(ids).doesNotHaveDuplicates().doesNotContain(Uuid.ZERO);
            assertThat(MetaProperties.read(fixture.disk, FIRST)).contains(IDENTITY.withDirectoryId(ids.get(0)));
            assertThat(MetaProperties.read(fixture.disk, SECOND)).contains(IDENTITY.withDirectoryId(ids.get(1)));
        }
    }

    @Test
    void keepsDirectoryIdsAndGivesOneToDirectoriesWithout() throws IOException {
        fixture.disk.createDirectories(FIRST);
        new MetaProperties("cluster", 1, Uuid.ZERO).write(fixture.disk, FIRST);
        Uuid id;
        try (LogManager manager = fixture.open(FIRST)) {
            id = manager.directories().get(0).id();
            assertThat(id).isNotEqualTo(Uuid.ZERO);
        }
        try (LogManager manager = fixture.open(FIRST)) {
            assertThat(manager.directories().get(0).id()).isEqualTo(id);
        }
    }

    @Test
    void refusesDirectoriesOfAnotherCluster() throws IOException {
        fixture.open(FIRST).close();
        MetaProperties other = new MetaProperties("other", 1, Uuid.ZERO);
        assertThatThrownBy(() -> fixture.open(fixture.disk, other, SECOND, FIRST))
                .isInstanceOf(MetaPropertiesMismatchException.class)
                .hasMessageContaining("belongs to cluster cluster");
        fixture.open(FIRST, SECOND.resolve("new")).close();
    }

    @Test
    void refusesADirectoryThatIsInUse() throws IOException {
        try (LogManager _ = fixture.open(FIRST)) {
            assertThatThrownBy(() -> fixture.open(FIRST)).isInstanceOf(DiskLockedException.class);
        }
        fixture.open(FIRST).close();
    }

    @Test
    void refusesACopiedDirectory() throws IOException {
        MetaProperties copied = IDENTITY.withDirectoryId(new Uuid(1, 2));
        for (Path directory : List.of(FIRST, SECOND)) {
            fixture.disk.createDirectories(directory);
            copied.write(fixture.disk, directory);
        }
        assertThatThrownBy(() -> fixture.open(FIRST, SECOND))
                .isInstanceOf(MetaPropertiesMismatchException.class)
                .hasMessageContaining("same directory.id");
    }

    @Test
    void spreadsNewLogsOverTheDirectories() throws IOException {
        try (LogManager manager = fixture.open(FIRST, SECOND)) {
            for (int partition = 0; partition < 6; partition++) {
                fixture.create(manager, "a", partition);
            }
            for (LogDirectory directory : manager.directories()) {
                assertThat(manager.logsIn(directory)).hasSize(3);
            }
            Uuid second = manager.directories().get(1).id();
            PartitionLog placed =
                    manager.create(new TopicPartition("b", 0), TOPIC_ID, fixture.config, Optional.of(second));
            assertThat(placed.folder()).isEqualTo(SECOND.resolve("b-0"));
        }
    }

    @Test
    void makesManyLogsAtOnceWithOneSyncOfTheDirectory() throws IOException {
        List<NewLog> wanted = IntStream.range(0, 10)
                .mapToObj(i -> new NewLog(new TopicPartition("a", i), TOPIC_ID, fixture.config, Optional.empty()))
                .toList();
        try (LogManager manager = fixture.open(FIRST, SECOND)) {
            PartitionLog before = fixture.create(manager, "a", 0);
            long syncs = fixture.disk.operations();
            manager.createAll(wanted);
            assertThat(fixture.disk.operations() - syncs).isLessThan(10 * 11);
            assertThat(manager.logs()).hasSize(10).contains(before);
            for (LogDirectory directory : manager.directories()) {
                assertThat(manager.logsIn(directory)).hasSize(5);
            }
        }
        try (LogManager manager = fixture.open(FIRST, SECOND)) {
            assertThat(manager.logs()).hasSize(10);
        }
    }

    @Test
    void logsThatCannotBeMadeWithOthersTellWhyWhenAskedFor() throws IOException {
        try (LogManager manager = fixture.open(FIRST)) {
            fixture.disk.setCapacity(fixture.disk.usedBytes() + 3);
            manager.createAll(List.of(new NewLog(A0, TOPIC_ID, fixture.config, Optional.empty())));
            assertThat(manager.logs()).isEmpty();
            ApiException refused = catchThrowableOfType(ApiException.class, () -> fixture.create(manager, "a", 0));
            assertThat(refused.code()).isEqualTo(ErrorCode.KAFKA_STORAGE_ERROR);
            fixture.disk.setCapacity(Long.MAX_VALUE);
            manager.createAll(List.of(new NewLog(A0, TOPIC_ID, fixture.config, Optional.empty())));
            assertThat(manager.log(A0)).isPresent();
        }
    }

    @Test
    void reservedDirectoryIdsMeanAnyDirectory() throws IOException {
        try (LogManager manager = fixture.open(FIRST)) {
            Uuid migrating = new Uuid(0, 2);
            assertThat(manager.create(A0, TOPIC_ID, fixture.config, Optional.of(migrating))
                            .topicId())
                    .isEqualTo(TOPIC_ID);
            ApiException refused = catchThrowableOfType(
                    ApiException.class,
                    () -> manager.create(
                            new TopicPartition("a", 1), TOPIC_ID, fixture.config, Optional.of(new Uuid(9, 9))));
            assertThat(refused.code()).isEqualTo(ErrorCode.KAFKA_STORAGE_ERROR);
        }
    }

    @Test
    void loadsWhatWasMade() throws IOException {
        try (LogManager manager = fixture.open(FIRST, SECOND)) {
            fixture.create(manager, "a", 0);
            fixture.create(manager, "a", 1);
        }
        try (LogManager manager = fixture.open(FIRST, SECOND)) {
            assertThat(manager.logs()).hasSize(2).allMatch(log -> log.topicId().equals(TOPIC_ID));
            assertThat(manager.log(A0)).isPresent();
            assertThat(manager.log(new TopicPartition("a", 2))).isEmpty();
        }
    }

    @Test
    void creatingAgainGivesTheSameLogUnlessTheTopicIsAnother() throws IOException {
        try (LogManager manager = fixture.open(FIRST)) {
            PartitionLog log = fixture.create(manager, "a", 0);
            assertThat(fixture.create(manager, "a", 0)).isSameAs(log);
            ApiException refused = catchThrowableOfType(
                    ApiException.class, () -> manager.create(A0, new Uuid(9, 9), fixture.config, Optional.empty()));
            assertThat(refused.code()).isEqualTo(ErrorCode.INCONSISTENT_TOPIC_ID);
        }
    }

    @Test
    void deletedLogsAreGoneAtOnceAndTheirFilesLater() throws IOException {
        try (LogManager manager = fixture.open(FIRST)) {
            PartitionLog old = fixture.create(manager, "a", 0);
            manager.delete(A0);
            manager.delete(A0);
            assertThat(manager.log(A0)).isEmpty();
            assertThat(fixture.create(manager, "a", 0)).isNotSameAs(old);
            assertThat(folders(FIRST)).hasSize(2).anyMatch(name -> name.endsWith("-delete"));
            manager.runMaintenance(PartitionLog::logEndOffset);
            assertThat(folders(FIRST)).hasSize(2);
            fixture.time.advance(fixture.config.fileDeleteDelayMs());
            manager.runMaintenance(PartitionLog::logEndOffset);
            assertThat(folders(FIRST)).containsExactly("a-0");
        }
    }

    @Test
    void whatIsDeletedGoesWhenItsDelayIsOverWithoutASweep() throws IOException {
        List<Long> asked = new ArrayList<>();
        fixture.host = recording(asked, new ArrayList<>());
        fixture.config =
                LogConfig.builder().fileDeleteDelayMs(1_234).segmentBytes(100).build();
        try (LogManager manager = fixture.open(FIRST)) {
            fixture.create(manager, "a", 0);
            manager.delete(A0);
            assertThat(asked).containsExactly(1_234L);
            fixture.time.advance(1_233);
            manager.removeDue();
            assertThat(folders(FIRST)).hasSize(1);
            fixture.time.advance(1);
            manager.removeDue();
            assertThat(folders(FIRST)).isEmpty();

            asked.clear();
            PartitionLog log = fixture.create(manager, "b", 0);
            append(log, "x".repeat(20));
            append(log, "y".repeat(20));
            log.sync();
            manager.log(new TopicPartition("b", 0)).orElseThrow().deleteRecordsBefore(1);
            log.applyRetention(2);
            assertThat(asked).containsExactly(1_234L);
            assertThat(fixture.disk.list(log.folder())).anyMatch(name -> name.endsWith(".deleted"));
            fixture.time.advance(1_234);
            manager.removeDue();
            assertThat(fixture.disk.list(log.folder())).noneMatch(name -> name.endsWith(".deleted"));
        }
    }

    @Test
    void afterTheEndNothingIsDeletedAnyMore() throws IOException {
        fixture.config = LogConfig.builder().fileDeleteDelayMs(10).build();
        LogManager manager = fixture.open(FIRST);
        fixture.create(manager, "a", 0);
        manager.delete(A0);
        manager.close();
        fixture.time.advance(10);
        manager.removeDue();
        assertThat(folders(FIRST))
                .as("another process may have the directory by now")
                .hasSize(1);
    }

    @Test
    void aDelayWithoutEndDoesNotOverflow() throws IOException {
        fixture.config = LogConfig.builder().fileDeleteDelayMs(Long.MAX_VALUE).build();
        try (LogManager manager = fixture.open(FIRST)) {
            fixture.create(manager, "a", 0);
            manager.delete(A0);
            fixture.time.advance(1L << 40);
            manager.removeDue();
            assertThat(folders(FIRST)).hasSize(1);
        }
    }

    @Test
    void aFolderThatCannotBeDeletedIsShownAndTriedAgain() throws IOException {
        List<Long> asked = new ArrayList<>();
        fixture.host = recording(asked, new ArrayList<>());
        fixture.config = LogConfig.builder().fileDeleteDelayMs(0).build();
        try (LogManager manager = fixture.open(FIRST)) {
            fixture.create(manager, "a", 0);
            manager.delete(A0);
            fixture.disk.setFaults(DiskFaults.failing(Operation.DELETE));
            manager.removeDue();
            assertThat(manager.unfinished())
                    .hasSize(1)
                    .allMatch(work -> work.reason().contains("injected"));
            assertThat(manager.directories().getFirst().isOnline()).isTrue();
            fixture.disk.setFaults(DiskFaults.NONE);
            fixture.time.advance(asked.getLast());
            manager.removeDue();
            assertThat(manager.unfinished()).isEmpty();
            assertThat(folders(FIRST)).isEmpty();
        }
    }

    @Test
    void aDeletionForWhichThereIsNoSpaceIsTriedAgainUntilItIsDone() throws IOException {
        try (LogManager manager = fixture.open(FIRST)) {
            append(fixture.create(manager, "a", 0), "x");
            fixture.disk.setFaults((operation, path) -> operation == Operation.RENAME
                    ? Optional.of(new DiskFullException("full: " + path, new IOException()))
                    : Optional.empty());
            manager.delete(A0);
            assertThat(manager.log(A0)).isEmpty();
            assertThat(manager.directories().getFirst().isOnline()).isTrue();
            assertThat(manager.unfinished()).hasSize(1);
            assertThatThrownBy(() -> fixture.create(manager, "a", 0)).hasMessageContaining("not deleted yet");
            fixture.disk.setFaults(DiskFaults.NONE);
            assertThat(fixture.create(manager, "a", 0).logEndOffset()).isZero();
            assertThat(manager.unfinished()).isEmpty();
            assertThat(folders(FIRST)).hasSize(2);
        }
    }

    @Test
    void aDeletionThatCrossesASweepDoesNotTakeTheDirectoryOffline() throws IOException {
        fixture.config = LogConfig.builder()
                .segmentBytes(100)
                .retentionBytes(0)
                .fileDeleteDelayMs(0)
                .build();
        try (LogManager manager = fixture.open(FIRST)) {
            PartitionLog log = fixture.create(manager, "a", 0);
            append(log, "x".repeat(20));
            log.sync();
            fixture.disk.setFaults((operation, path) -> {
                if (operation != Operation.SYNC_DIRECTORY || !path.equals(log.folder())) {
                    return Optional.empty();
                }
                fixture.disk.setFaults(DiskFaults.NONE);
                manager.delete(A0);
                return Optional.of(new NoSuchFileException(path.toString()));
            });
            manager.runMaintenance(PartitionLog::logEndOffset);
            assertThat(manager.logs()).isEmpty();
            assertThat(folders(FIRST)).isEmpty();
            assertThat(manager.directories().getFirst().isOnline()).isTrue();
            assertThat(fixture.events).noneMatch(event -> event.startsWith("failed"));
        }
    }

    @Test
    void segmentsOfADeletedLogThatAreGoneSayNothingAboutTheDisk() throws IOException {
        fixture.config = LogConfig.builder()
                .segmentBytes(100)
                .retentionBytes(0)
                .fileDeleteDelayMs(10)
                .build();
        try (LogManager manager = fixture.open(FIRST)) {
            PartitionLog log = fixture.create(manager, "a", 0);
            append(log, "x".repeat(20));
            log.sync();
            log.applyRetention(1);
            manager.delete(A0);
            fixture.time.advance(10);
            manager.removeDue();
            assertThat(manager.directories().getFirst().isOnline()).isTrue();
            assertThat(manager.unfinished()).isEmpty();
            assertThat(folders(FIRST)).isEmpty();
        }
    }

    @Test
    void theLastDirectoryThatFailsIsToldToTheProcess() throws IOException {
        List<String> dead = new ArrayList<>();
        fixture.host = recording(new ArrayList<>(), dead);
        try (LogManager manager = fixture.open(FIRST, SECOND)) {
            PartitionLog first = fixture.create(manager, "a", 0);
            PartitionLog second = fixture.create(manager, "a", 1);
            fixture.disk.setFaults(DiskFaults.failing(Operation.SYNC));
            append(first, "x");
            fixture.commit(manager);
            assertThat(manager.log(A0)).isEmpty();
            assertThat(manager.logs()).containsExactly(second);
            assertThat(dead).isEmpty();
            append(second, "x");
            fixture.commit(manager);
            assertThat(manager.logs()).isEmpty();
            assertThat(dead).containsExactly(second.folder().getParent().toString());
        }
    }

    @Test
    void aStartWhoseDirectoriesAllFailWhileTheyAreLoadedFailsWithASentence() throws IOException {
        List<String> dead = new ArrayList<>();
        fixture.host = recording(new ArrayList<>(), dead);
        try (LogManager manager = fixture.open(FIRST, SECOND)) {
            append(fixture.create(manager, "a", 0), "x");
            append(fixture.create(manager, "a", 1), "x");
        }
        fixture.disk.setFaults(DiskFaults.failing(Operation.LIST));
        assertThatThrownBy(() -> fixture.open(FIRST, SECOND))
                .isInstanceOf(IOException.class)
                .hasMessageContaining("none of the log directories [/disk1/logs, /disk2/logs] can be used")
                .hasMessageContaining("injected: LIST of /disk1/logs")
                .hasMessageEndingWith("take the directory out of log.dirs, and start again");
        // The start says it; nobody is told of a directory that failed while serving.
        assertThat(dead).isEmpty();
        // Nothing was left locked, or taken for recovered.
        fixture.disk.setFaults(DiskFaults.NONE);
        try (LogManager manager = fixture.open(FIRST, SECOND)) {
            assertThat(manager.logs()).extracting(PartitionLog::logEndOffset).containsExactly(1L, 1L);
        }
    }

    private void append(PartitionLog log, String value) {
        log.appendAsLeader(TestBatches.batch(fixture.time.wallMillis(), value), 0, AppendOrigin.CLIENT);
    }

    private static LogManagerHost recording(List<Long> removals, List<String> dead) {
        return new LogManagerHost() {
            @Override
            public void removalDue(LogManager manager, long delayMs) {
                removals.add(delayMs);
            }

            @Override
            public void lastDirectoryFailed(LogDirectory directory, IOException cause) {
                dead.add(directory.toString());
            }
        };
    }

    @Test
    void logsSetAsideMakeRoomForTheirNamesakeAndAreKept() throws IOException {
        Uuid other = new Uuid(9, 9);
        try (LogManager manager = fixture.open(FIRST)) {
            fixture.create(manager, "a", 0);
            manager.setAside(A0);
            manager.setAside(A0);
            assertThat(manager.create(A0, other, fixture.config, Optional.empty())
                            .topicId())
                    .isEqualTo(other);
        }
        try (LogManager manager = fixture.open(FIRST)) {
            fixture.time.advance(fixture.config.fileDeleteDelayMs());
            manager.runMaintenance(PartitionLog::logEndOffset);
            assertThat(manager.logs()).hasSize(1);
            assertThat(folders(FIRST)).hasSize(2).anyMatch(name -> name.endsWith("-stray"));
        }
    }

    @Test
    void removesWhatAnEarlierRunDeleted() throws IOException {
        try (LogManager manager = fixture.open(FIRST)) {
            fixture.create(manager, "a", 0);
            manager.delete(A0);
        }
        try (LogManager manager = fixture.open(FIRST)) {
            assertThat(manager.logs()).isEmpty();
            manager.runMaintenance(PartitionLog::logEndOffset);
            assertThat(folders(FIRST)).isEmpty();
        }
    }

    @Test
    void aFolderThatWasNeverFilledIsRemoved() throws IOException {
        fixture.open(FIRST).close();
        fixture.disk.createDirectories(FIRST.resolve("a-0"));
        fixture.disk.createDirectories(FIRST.resolve("something"));
        try (LogManager manager = fixture.open(FIRST)) {
            assertThat(manager.logs()).isEmpty();
            assertThat(folders(FIRST)).containsExactly("something");
        }
    }

    @Test
    void aLogThatCannotBeLoadedDoesNotStopTheOthers() throws IOException {
        try (LogManager manager = fixture.open(FIRST)) {
            fixture.create(manager, "a", 0);
            fixture.create(manager, "b", 0);
        }
        AtomicFile.write(fixture.disk, FIRST.resolve("a-0").resolve("partition.metadata"), "nonsense".getBytes(UTF_8));
        try (LogManager manager = fixture.open(FIRST)) {
            assertThat(manager.logs()).hasSize(1);
            assertThat(manager.failedLogs()).containsOnlyKeys(A0);
            ApiException refused = catchThrowableOfType(ApiException.class, () -> fixture.create(manager, "a", 0));
            assertThat(refused.code()).isEqualTo(ErrorCode.KAFKA_STORAGE_ERROR);
        }
    }

    @Test
    void aDirectoryThatCannotBeReadDoesNotStopTheOthers() throws IOException {
        try (LogManager manager = fixture.open(FIRST, SECOND)) {
            fixture.create(manager, "a", 0);
            fixture.create(manager, "a", 1);
        }
        fixture.disk.setFaults(DiskFaults.failing(Operation.LIST, SECOND));
        try (LogManager manager = fixture.open(FIRST, SECOND)) {
            assertThat(manager.logs()).hasSize(1);
            assertThat(manager.directories().get(0).isOnline()).isTrue();
            assertThat(manager.directories().get(1).offlineCause()).isPresent();
            assertThat(fixture.create(manager, "b", 0).folder()).startsWithRaw(FIRST);
        }
    }

    @Test
    void noUsableDirectoryEndsTheStart() {
        fixture.disk.setFaults(DiskFaults.failing(Operation.LOCK));
        assertThatThrownBy(() -> fixture.open(FIRST, SECOND))
                .isInstanceOf(IOException.class)
                .hasMessageContaining("none of the log directories");
    }

    @Test
    void aPartitionInTwoDirectoriesEndsTheStart() throws IOException {
        try (LogManager manager = fixture.open(FIRST)) {
            fixture.create(manager, "a", 0);
        }
        try (LogManager manager = fixture.open(SECOND)) {
            fixture.create(manager, "a", 0);
        }
        assertThatThrownBy(() -> fixture.open(FIRST, SECOND))
                .isInstanceOf(IOException.class)
                .hasMessageContaining("a-0 lies in both");
        fixture.open(FIRST).close();
    }

    @Test
    void aFullDiskRefusesNewLogsUntilThereIsSpace() throws IOException {
        try (LogManager manager = fixture.open(FIRST)) {
            fixture.disk.setCapacity(fixture.disk.usedBytes() + 3);
            ApiException refused = catchThrowableOfType(ApiException.class, () -> fixture.create(manager, "a", 0));
            assertThat(refused.code()).isEqualTo(ErrorCode.KAFKA_STORAGE_ERROR);
            assertThat(manager.directories().get(0).isOnline()).isTrue();
            fixture.disk.setCapacity(Long.MAX_VALUE);
            assertThat(fixture.create(manager, "a", 0).topicId()).isEqualTo(TOPIC_ID);
        }
    }

    @Test
    void theMarkerIsThereOnlyWhileTheDirectoryIsClosed() throws IOException {
        Path marker = FIRST.resolve(".kafka_cleanshutdown");
        try (LogManager manager = fixture.open(FIRST)) {
            assertThat(fixture.disk.exists(marker)).isFalse();
            fixture.create(manager, "a", 0);
        }
        assertThat(fixture.disk.exists(marker)).isTrue();
        fixture.open(FIRST);
        fixture.disk = fixture.disk.crash();
        assertThat(fixture.disk.exists(marker)).isFalse();
    }

    private static long epochAfter(LogManager manager) {
        try (manager) {
            return manager.brokerEpoch();
        }
    }

    @Test
    void aCleanEndTellsTheEpochOfTheBroker() throws IOException {
        try (LogManager manager = fixture.open(FIRST, SECOND)) {
            assertThat(manager.brokerEpoch()).isEqualTo(-1);
            manager.registered(7);
            manager.registered(42);
        }
        try (LogManager manager = fixture.open(FIRST, SECOND)) {
            assertThat(manager.brokerEpoch()).isEqualTo(42);
        }
        assertThat(epochAfter(fixture.open(FIRST, SECOND)))
                .as("whoever was not registered has changed nothing")
                .isEqualTo(42);
    }

    @Test
    void noEpochIsToldAfterAnEndThatWasNotClean() throws IOException {
        try (LogManager manager = fixture.open(FIRST)) {
            manager.registered(42);
        }
        fixture.open(FIRST).registered(50);
        fixture.disk = fixture.disk.crash();
        assertThat(epochAfter(fixture.open(FIRST))).isEqualTo(-1);
    }

    @Test
    void noEpochIsToldUnlessAllDirectoriesTellTheSame() throws IOException {
        try (LogManager manager = fixture.open(FIRST)) {
            manager.registered(42);
        }
        assertThat(epochAfter(fixture.open(FIRST, SECOND)))
                .as("the second is new")
                .isEqualTo(-1);
    }

    @Test
    void theMarkerIsThatOfKafka() throws IOException {
        Path marker = FIRST.resolve(".kafka_cleanshutdown");
        try (LogManager manager = fixture.open(FIRST)) {
            manager.registered(42);
        }
        assertThat(new String(AtomicFile.read(fixture.disk, marker, 100), UTF_8))
                .isEqualTo("{\"version\":0,\"brokerEpoch\":42}");
        AtomicFile.write(fixture.disk, marker, "{\"version\" : 0, \"brokerEpoch\" : 43}".getBytes(UTF_8));
        assertThat(epochAfter(fixture.open(FIRST))).isEqualTo(43);
        for (String other : List.of("", "{\"version\":0}", "{\"version\":0,\"brokerEpoch\":99999999999999999999}")) {
            AtomicFile.write(fixture.disk, marker, other.getBytes(UTF_8));
            assertThat(epochAfter(fixture.open(FIRST))).as(other).isEqualTo(-1);
        }
    }

    private List<String> folders(Path directory) throws IOException {
        return fixture.disk.list(directory).stream()
                .filter(name -> isFolder(directory.resolve(name)))
                .toList();
    }

    private boolean isFolder(Path path) {
        try {
            return fixture.disk.isDirectory(path);
        } catch (IOException e) {
            throw new java.io.UncheckedIOException(e);
        }
    }
}
