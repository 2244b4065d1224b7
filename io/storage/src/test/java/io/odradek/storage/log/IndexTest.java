package io.odradek.storage.log;

import static org.assertj.core.api.Assertions.assertThat;

import io.odradek.storage.disk.Disk;
import io.odradek.storage.disk.Disk.OpenMode;
import io.odradek.storage.disk.DiskFile;
import io.odradek.storage.disk.SimulatedDisk;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.file.Path;
import java.util.Optional;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

class IndexTest {
    private static final Path FOLDER = Path.of("/t-0");
    private static final Path OFFSETS = FOLDER.resolve("00000000000000001000.index");
    private static final Path TIMES = FOLDER.resolve("00000000000000001000.timeindex");

    private final Disk disk = new SimulatedDisk(1);

    @BeforeEach
    void makeFolder() throws IOException {
        disk.createDirectories(FOLDER);
    }

    private OffsetIndex filled(int entries) throws IOException {
        OffsetIndex index = new OffsetIndex(disk, OFFSETS, 1000);
        for (int i = 1; i <= entries; i++) {
            index.append(1000 + i * 10L, i * 100);
        }
        return index;
    }

    @Test
    void findsTheLargestOffsetNotAboveTheOneSought() throws IOException {
        for (int entries : new int[] {0, 1, 16, 17, 511, 512, 513, 1600}) {
            OffsetIndex index = filled(entries);
            checkLookups(index, entries);
            index.entries().seal();
            checkLookups(index, entries);
            checkLookups(new OffsetIndex(disk, OFFSETS, 1000), entries);
            disk.delete(OFFSETS);
        }
    }

    private static void checkLookups(OffsetIndex index, int entries) throws IOException {
        assertThat(index.entries().count()).isEqualTo(entries);
        assertThat(index.lookup(999)).isEqualTo(new OffsetPosition(1000, 0));
        for (int i = 1; i <= entries; i++) {
            OffsetPosition expected = new OffsetPosition(1000 + i * 10L, i * 100);
            assertThat(index.lookup(expected.offset())).isEqualTo(expected);
            assertThat(index.lookup(expected.offset() + 9)).isEqualTo(expected);
            assertThat(index.offsetBehind(expected.position(), -1)).isEqualTo(expected.offset());
        }
        assertThat(index.offsetBehind(entries * 100L + 1, -7)).isEqualTo(-7);
    }

    @Test
    void entriesLieOnDiskAsKafkaWritesThem() throws IOException {
        OffsetIndex index = filled(2);
        index.entries().sync();
        assertThat(bytes(OFFSETS))
                .isEqualTo(ByteBuffer.allocate(16)
                        .putInt(10)
                        .putInt(100)
                        .putInt(20)
                        .putInt(200)
                        .flip());
        TimeIndex times = new TimeIndex(disk, TIMES, 1000);
        times.appendIfLater(7, 1003);
        times.appendIfLater(7, 1004);
        times.appendIfLater(9, 1005);
        times.entries().sync();
        assertThat(bytes(TIMES))
                .isEqualTo(ByteBuffer.allocate(24)
                        .putLong(7)
                        .putInt(3)
                        .putLong(9)
                        .putInt(5)
                        .flip());
    }

    private ByteBuffer bytes(Path path) throws IOException {
        try (DiskFile file = disk.open(path, OpenMode.READ)) {
            ByteBuffer bytes = ByteBuffer.allocate((int) file.size());
            file.read(bytes, 0);
            return bytes.flip();
        }
    }

    @Test
    void zerosThatKafkaLeavesAfterACrashDoNotCount() throws IOException {
        filled(700).entries().seal();
        try (DiskFile file = disk.open(OFFSETS, OpenMode.READ_WRITE)) {
            file.write(ByteBuffer.allocate(100_003), file.size());
        }
        OffsetIndex index = new OffsetIndex(disk, OFFSETS, 1000);
        checkLookups(index, 700);
        index.append(9000, 99_999);
        index.entries().seal();
        assertThat(index.lookup(9000).position()).isEqualTo(99_999);
    }

    @Test
    void truncationDropsWhatEndsAtOrBehindTheOffset() throws IOException {
        for (boolean sealed : new boolean[] {false, true}) {
            OffsetIndex index = filled(600);
            if (sealed) {
                index.entries().seal();
            }
            index.truncateTo(1000 + 300 * 10);
            checkLookups(index, 299);
            disk.delete(OFFSETS);
        }
    }

    @Test
    void ofAnUnsyncedIndexOnlyTheGrowingPrefixIsKept() throws IOException {
        OffsetIndex index = filled(600);
        index.append(1005, 90_000);
        index.append(9000, 90_100);
        index.keepPlausible(Long.MAX_VALUE, 1_000_000);
        checkLookups(index, 600);
        index.keepPlausible(1000 + 500 * 10, 1_000_000);
        checkLookups(index, 499);
        index.keepPlausible(Long.MAX_VALUE, 40_000);
        checkLookups(index, 399);
    }

    @Test
    void timesAreFoundUpToATimestampAndUpToAnOffset() throws IOException {
        TimeIndex times = new TimeIndex(disk, TIMES, 1000);
        times.appendIfLater(10, 1005);
        times.appendIfLater(20, 1015);
        assertThat(times.lookup(9)).isEmpty();
        assertThat(times.lookup(15)).isEqualTo(Optional.of(new TimestampOffset(10, 1005)));
        assertThat(times.lastUpTo(1014)).isEqualTo(Optional.of(new TimestampOffset(10, 1005)));
        assertThat(times.last()).isEqualTo(Optional.of(new TimestampOffset(20, 1015)));
        times.truncateTo(1015);
        assertThat(times.last()).isEqualTo(Optional.of(new TimestampOffset(10, 1005)));
        times.appendIfLater(11, 1015);
        assertThat(times.entries().count()).isEqualTo(2);
    }
}
