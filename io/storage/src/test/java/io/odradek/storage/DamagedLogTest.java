package io.odradek.storage;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import io.odradek.base.TopicPartition;
import io.odradek.base.Uuid;
import io.odradek.protocol.record.RecordBatchBuilder;
import io.odradek.storage.disk.Disk.OpenMode;
import io.odradek.storage.disk.DiskFile;
import io.odradek.storage.disk.SimulatedDisk;
import io.odradek.storage.log.LogFiles;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/**
 * Folders after an unclean stop, as compaction, crashes and failing disks leave them, opened when nothing is known but what is in
 * them.
 */
class DamagedLogTest {
    private static final RecoveryPoint OURS = new RecoveryPoint(0L, 0L, false, true);

    private final SimulatedDisk disk = new SimulatedDisk(7);
    private final LogFixture fixture = new LogFixture(disk);

    @BeforeEach
    void makeFolder() throws IOException {
        disk.createDirectories(fixture.folder);
    }

    @Test
    void whatCompactionLeavesIsKeptWhateverTheTopicIsConfiguredAs() throws IOException {
        segment(0, batch(3, 5, "a"), batch(9, 9, "b"));
        segment(20);
        segment(30);
        segment(40, batch(44, 47, "c"));
        segment(60, batch(60, 61, "d"));
        segment(70);
        segment(80);
        for (int opening = 0; opening < 3; opening++) {
            try (PartitionLog log = fixture.open(RecoveryPoint.NONE)) {
                assertThat(TestBatches.contents(log)).containsExactly("3=a", "9=b", "44=c", "60=d");
                assertThat(log.logStartOffset()).isZero();
                assertThat(log.logEndOffset()).isEqualTo(80);
                assertThat(log.segmentCount()).isEqualTo(7);
                for (long offset = 0; offset < 61; offset++) {
                    assertThat(LogFixture.firstBaseOffset(log, offset))
                            .as("the batch at or behind offset %d", offset)
                            .isEqualTo(offset <= 5 ? 3 : offset <= 9 ? 9 : offset <= 47 ? 44 : 60);
                }
                assertThat(LogFixture.bytes(log.read(62, 1000, 80, true)).limit())
                        .isZero();
                assertThat(log.offsetForTimestamp(0).orElseThrow().offset()).isEqualTo(3);
            }
            assertThat(damaged()).isEmpty();
        }
        try (PartitionLog log = fixture.open(RecoveryPoint.NONE)) {
            assertThat(fixture.append(log, "e").baseOffset()).isEqualTo(80);
        }
        try (PartitionLog log = fixture.open(RecoveryPoint.NONE)) {
            assertThat(TestBatches.contents(log)).endsWith("60=d", "80=e");
        }
    }

    @Test
    void aLogOfWhichNothingButItsOffsetsIsLeftGoesOnThere() throws IOException {
        segment(4001);
        try (PartitionLog log = fixture.open(RecoveryPoint.NONE)) {
            assertThat(log.logEndOffset()).isEqualTo(4001);
            assertThat(fixture.append(log, "x").baseOffset()).isEqualTo(4001);
        }
    }

    @Test
    void aGapThatOurOwnCrashHasTornEndsTheLogAndTheRestIsKeptAside() throws IOException {
        segment(0, batch(0, 1, "a"));
        byte[] rest = segment(10, batch(10, 10, "b"));
        segment(20);
        try (PartitionLog log = fixture.open(OURS)) {
            assertThat(TestBatches.contents(log)).containsExactly("0=a");
            assertThat(log.logEndOffset()).isEqualTo(2);
            assertThat(fixture.append(log, "c").baseOffset()).isEqualTo(2);
        }
        assertThat(damaged()).containsExactly(LogFiles.name(10, ".log.damaged"));
        assertThat(content(LogFiles.name(10, ".log.damaged"))).isEqualTo(rest);
        assertThat(disk.list(fixture.folder)).noneMatch(name -> name.startsWith(LogFiles.name(20, "")));
    }

    @Test
    void aGapBelowTheRecoveryPointIsNotTorn() throws IOException {
        segment(0, batch(0, 1, "a"));
        segment(10, batch(10, 10, "b"));
        try (PartitionLog log = fixture.open(new RecoveryPoint(11L, 0L, false, true))) {
            assertThat(log.logEndOffset()).isEqualTo(11);
        }
        assertThat(damaged()).isEmpty();
    }

    @Test
    void aTornBatchAtTheEndIsCutOffAndNotKept() throws IOException {
        byte[] whole = concat(batch(0, 0, "a"), batch(1, 1, "b"), batch(2, 2, "a longer value than the others have"));
        int third = concat(batch(0, 0, "a"), batch(1, 1, "b")).length;
        for (int length = third + 1; length <= whole.length; length++) {
            byte[] torn = Arrays.copyOf(whole, length);
            torn[length - 1] ^= (byte) (length == whole.length ? 1 : 0);
            write(LogFiles.name(0, LogFiles.LOG), torn);
            try (PartitionLog log = fixture.open(OURS)) {
                assertThat(TestBatches.contents(log)).as("cut at %d", length).containsExactly("0=a", "1=b");
            }
            assertThat(damaged()).isEmpty();
        }
    }

    @Test
    void zerosBehindTheEndAreCutOffAndNotKept() throws IOException {
        write(LogFiles.name(0, LogFiles.LOG), Arrays.copyOf(bytes(batch(0, 0, "a")), 100_000));
        try (PartitionLog log = fixture.open(OURS)) {
            assertThat(TestBatches.contents(log)).containsExactly("0=a");
        }
        assertThat(damaged()).isEmpty();
    }

    @Test
    void wholeBatchesBehindADamagedOneAreKeptAside() throws IOException {
        byte[] first = bytes(batch(0, 0, "a"));
        byte[] tail = concat(batch(1, 1, "b"), batch(2, 2, "c"), batch(3, 4, "d"));
        tail[66] ^= 1;
        write(LogFiles.name(0, LogFiles.LOG), concat(ByteBuffer.wrap(first), ByteBuffer.wrap(tail)));
        try (PartitionLog log = fixture.open(RecoveryPoint.NONE)) {
            assertThat(TestBatches.contents(log)).containsExactly("0=a");
            assertThat(fixture.append(log, "new").baseOffset()).isEqualTo(1);
        }
        assertThat(damaged()).containsExactly(LogFiles.name(1, ".log.damaged"));
        assertThat(content(LogFiles.name(1, ".log.damaged"))).isEqualTo(tail);
    }

    @Test
    void whatIsSetAsideTwiceUnderTheSameOffsetIsKeptTwice() throws IOException {
        for (int time = 0; time < 3; time++) {
            byte[] tail = concat(batch(1, 1, "b" + time), batch(2, 2, "c"));
            tail[66] ^= 1;
            write(LogFiles.name(0, LogFiles.LOG), concat(batch(0, 0, "a"), ByteBuffer.wrap(tail)));
            fixture.open(RecoveryPoint.NONE).close();
        }
        assertThat(damaged())
                .containsExactlyInAnyOrder(
                        LogFiles.name(1, ".log.damaged"),
                        LogFiles.name(1, ".log.2.damaged"),
                        LogFiles.name(1, ".log.3.damaged"));
    }

    @Test
    void batchesOfAnOldFormatAreKeptAside() throws IOException {
        byte[] old = bytes(batch(1, 1, "written by an old release"));
        old[16] = 1;
        write(LogFiles.name(0, LogFiles.LOG), concat(batch(0, 0, "a"), ByteBuffer.wrap(old)));
        try (PartitionLog log = fixture.open(RecoveryPoint.NONE)) {
            assertThat(log.logEndOffset()).isEqualTo(1);
        }
        assertThat(content(LogFiles.name(1, ".log.damaged"))).isEqualTo(old);
    }

    @Test
    void aBatchWhoseOffsetCannotBeItsOwnIsKeptAside() throws IOException {
        byte[] far = bytes(batch(1, 1, "b"));
        far[1] ^= 1;
        write(LogFiles.name(0, LogFiles.LOG), concat(batch(0, 0, "a"), ByteBuffer.wrap(far)));
        try (PartitionLog log = fixture.open(RecoveryPoint.NONE)) {
            assertThat(TestBatches.contents(log)).containsExactly("0=a");
        }
        assertThat(content(LogFiles.name(1, ".log.damaged"))).isEqualTo(far);
    }

    @Test
    void segmentsBehindADamagedOneAreKeptAside() throws IOException {
        byte[] tail = concat(batch(1, 1, "b"), batch(2, 2, "c"));
        tail[66] ^= 1;
        write(LogFiles.name(0, LogFiles.LOG), concat(batch(0, 0, "a"), ByteBuffer.wrap(tail)));
        byte[] later = segment(3, batch(3, 3, "d"));
        segment(4);
        try (PartitionLog log = fixture.open(RecoveryPoint.NONE)) {
            assertThat(TestBatches.contents(log)).containsExactly("0=a");
            assertThat(log.logEndOffset()).isEqualTo(1);
        }
        assertThat(damaged())
                .containsExactlyInAnyOrder(LogFiles.name(1, ".log.damaged"), LogFiles.name(3, ".log.damaged"));
        assertThat(content(LogFiles.name(3, ".log.damaged"))).isEqualTo(later);
    }

    @Test
    void rubbishBehindAClosedSegmentCostsNoRecordOfTheNext() throws IOException {
        byte[] rubbish = new byte[500];
        Arrays.fill(rubbish, (byte) 7);
        write(LogFiles.name(0, LogFiles.LOG), concat(batch(0, 2, "a"), ByteBuffer.wrap(rubbish)));
        segment(3, batch(3, 3, "b"));
        try (PartitionLog log = fixture.open(RecoveryPoint.NONE)) {
            assertThat(TestBatches.contents(log)).containsExactly("0=a", "3=b");
        }
        assertThat(content(LogFiles.name(3, ".log.damaged"))).isEqualTo(rubbish);
    }

    @Test
    void aSegmentThatOverlapsTheOneBeforeIsKeptAsideAndTheOthersGoOn() throws IOException {
        segment(0, batch(0, 9, "a"));
        byte[] overlapping = segment(5, batch(5, 9, "stale"));
        segment(10, batch(10, 10, "b"));
        try (PartitionLog log = fixture.open(RecoveryPoint.NONE)) {
            assertThat(TestBatches.contents(log)).containsExactly("0=a", "10=b");
        }
        assertThat(content(LogFiles.name(5, ".log.damaged"))).isEqualTo(overlapping);
    }

    @Test
    void aLogThatEndsBeforeItsStartBeginsThereAndWhatItHeldIsKeptAside() throws IOException {
        byte[] held = segment(0, batch(0, 3, "a"));
        try (PartitionLog log = fixture.open(new RecoveryPoint(0L, 100L, false))) {
            assertThat(log.logStartOffset()).isEqualTo(100);
            assertThat(log.logEndOffset()).isEqualTo(100);
        }
        assertThat(content(LogFiles.name(0, ".log.damaged"))).isEqualTo(held);
    }

    @Test
    void recoveryCanCrashAnywhereWithoutLosingWhatItSetsAside() throws IOException {
        byte[] tail = concat(batch(1, 1, "b"), batch(2, 2, "c"));
        tail[66] ^= 1;
        long operations = openAndCrash(tail, Long.MAX_VALUE);
        assertThat(operations).isGreaterThan(5);
        for (long crash = 0; crash < operations; crash++) {
            openAndCrash(tail, crash);
        }
    }

    /** Opens a folder with the tail behind a batch, with a crash after so many operations; how many there were. */
    private long openAndCrash(byte[] tail, long crash) throws IOException {
        SimulatedDisk fresh = new SimulatedDisk(crash);
        LogFixture other = new LogFixture(fresh);
        Folders.create(fresh, other.folder);
        write(fresh, LogFiles.name(0, LogFiles.LOG), concat(batch(0, 0, "a"), ByteBuffer.wrap(tail)));
        fresh.syncDirectory(other.folder);
        long before = fresh.operations();
        if (crash < Long.MAX_VALUE) {
            fresh.crashAfter(crash);
        }
        try {
            other.open(RecoveryPoint.NONE).close();
        } catch (Exception e) {
            assertThat(fresh.hasCrashed()).isTrue();
        }
        long operations = fresh.operations() - before;
        fresh.restart();
        try (PartitionLog log = other.open(RecoveryPoint.NONE)) {
            assertThat(TestBatches.contents(log)).containsExactly("0=a");
        }
        assertThat(fresh.list(other.folder).stream()
                        .filter(name -> name.endsWith(".damaged"))
                        .map(name -> contentOf(fresh, other.folder.resolve(name))))
                .as("crash after %d", crash)
                .contains(ByteBuffer.wrap(tail));
        return operations;
    }

    @Test
    void kafkasGapsStayUntilACheckpointOfOursCoversThem() throws IOException {
        LogManagerFixture manager = new LogManagerFixture(3);
        Path folder = LogManagerFixture.FIRST.resolve("a-0");
        Folders.create(manager.disk, folder);
        PartitionMetadata.write(manager.disk, folder, LogManagerFixture.TOPIC_ID);
        write(manager.disk, folder.resolve(LogFiles.name(0, LogFiles.LOG)), bytes(batch(3, 5, "a")));
        write(manager.disk, folder.resolve(LogFiles.name(20, LogFiles.LOG)), bytes(batch(22, 22, "b")));
        manager.disk.syncDirectory(folder);
        for (int start = 0; start < 4; start++) {
            LogManager opened = manager.open(LogManagerFixture.FIRST);
            PartitionLog log = opened.log(new TopicPartition("a", 0)).orElseThrow();
            assertThat(TestBatches.contents(log)).as("start %d", start).containsExactly("3=a", "22=b");
            if (start >= 1) {
                manager.commit(opened);
                opened.checkpoint();
            }
            assertThat(manager.disk.exists(LogManagerFixture.FIRST.resolve(".odradek-open")))
                    .isEqualTo(start >= 1);
            manager.disk = manager.disk.crash();
        }
        manager.open(LogManagerFixture.FIRST).close();
        assertThat(manager.disk.exists(LogManagerFixture.FIRST.resolve(".odradek-open")))
                .isFalse();
    }

    @Test
    void aFolderWithoutItsTopicIdKeepsItsOffsets() throws IOException {
        LogManagerFixture manager = new LogManagerFixture(3);
        Path folder = LogManagerFixture.FIRST.resolve("a-0");
        Folders.create(manager.disk, folder);
        write(manager.disk, folder.resolve(LogFiles.name(500, LogFiles.LOG)), new byte[0]);
        manager.disk.syncDirectory(folder);
        try (LogManager opened = manager.open(LogManagerFixture.FIRST)) {
            PartitionLog log = opened.log(new TopicPartition("a", 0)).orElseThrow();
            assertThat(log.logEndOffset()).isEqualTo(500);
            assertThat(log.topicId()).isEqualTo(Uuid.ZERO);
        }
    }

    /** A batch as compaction leaves it: one record at its first offset, ending at {@code last}. */
    private ByteBuffer batch(long base, long last, String value) {
        return RecordBatchBuilder.create()
                .baseOffset(base)
                .leaderEpoch(0)
                .append(fixture.time.wallMillis(), null, ByteBuffer.wrap(value.getBytes(UTF_8)))
                .endAt(last)
                .build();
    }

    private byte[] segment(long base, ByteBuffer... batches) throws IOException {
        byte[] content = concat(batches);
        write(LogFiles.name(base, LogFiles.LOG), content);
        return content;
    }

    private void write(String name, byte[] content) throws IOException {
        write(disk, name, content);
    }

    private void write(SimulatedDisk to, String name, byte[] content) throws IOException {
        write(to, fixture.folder.resolve(name), content);
    }

    private static void write(SimulatedDisk to, Path path, byte[] content) throws IOException {
        try (DiskFile file = to.open(path, OpenMode.READ_WRITE_CREATE)) {
            file.truncate(0);
            file.write(ByteBuffer.wrap(content), 0);
            file.sync();
        }
    }

    private byte[] content(String name) throws IOException {
        return disk.content(fixture.folder.resolve(name));
    }

    private static ByteBuffer contentOf(SimulatedDisk disk, Path path) {
        try {
            return ByteBuffer.wrap(disk.content(path));
        } catch (IOException e) {
            throw new AssertionError(e);
        }
    }

    private List<String> damaged() throws IOException {
        List<String> names = new ArrayList<>(disk.list(fixture.folder));
        names.removeIf(name -> !name.endsWith(".damaged"));
        return names;
    }

    private static byte[] bytes(ByteBuffer batch) {
        byte[] bytes = new byte[batch.remaining()];
        batch.duplicate().get(bytes);
        return bytes;
    }

    private static byte[] concat(ByteBuffer... parts) {
        ByteBuffer all = ByteBuffer.allocate(
                Arrays.stream(parts).mapToInt(ByteBuffer::remaining).sum());
        for (ByteBuffer part : parts) {
            all.put(part.duplicate());
        }
        return all.array();
    }
}
