package io.odradek.storage.disk;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.odradek.storage.AtomicFile;
import io.odradek.storage.ManualTime;
import io.odradek.storage.disk.Disk.OpenMode;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

class DiskWithReserveTest {
    private static final Path FOLDER = Path.of("/data/logs");
    private static final Path RESERVE = FOLDER.resolve(".odradek-reserve");
    private static final Path RECORDS = FOLDER.resolve("a-0").resolve("00000000000000000000.log");
    private static final int RESERVE_BYTES = 10_000;

    private final SimulatedDisk simulated = new SimulatedDisk(1);
    private final DiskWithReserve disk =
            new DiskWithReserve(simulated, new ManualTime(), List.of(FOLDER), RESERVE_BYTES);

    @BeforeEach
    void makeFolders() throws IOException {
        disk.createDirectories(RECORDS.getParent());
        append(1_000_000); // so that the reserve is a small part of the disk, however little room is left
        disk.check();
    }

    private void append(int bytes) throws IOException {
        try (DiskFile file = disk.open(RECORDS, OpenMode.READ_WRITE_CREATE)) {
            file.write(ByteBuffer.allocate(bytes), file.size());
        }
    }

    private void fill() {
        simulated.setCapacity(simulated.usedBytes() + 1_000);
        assertThatThrownBy(() -> append(2_000)).isInstanceOf(DiskFullException.class);
    }

    @Test
    void theReserveIsMadeOnceThereIsPlentyOfRoomAndSurvivesACrash() throws IOException {
        assertThat(simulated.content(RESERVE)).hasSize(RESERVE_BYTES);
        long operations = simulated.operations();
        disk.check();
        assertThat(simulated.operations()).as("it is made once").isEqualTo(operations);
        CrashTrials.makeDurableFolder(simulated, FOLDER);
        assertThat(simulated.crash().content(RESERVE)).hasSize(RESERVE_BYTES);
    }

    @Test
    void aSmallDiskGivesOnlyASmallPart() throws IOException {
        SimulatedDisk small = new SimulatedDisk(2);
        small.setCapacity(64_000);
        small.createDirectories(FOLDER);
        DiskWithReserve onSmall = new DiskWithReserve(small, new ManualTime(), List.of(FOLDER), RESERVE_BYTES);
        onSmall.check();
        assertThat(small.content(RESERVE)).hasSize(2_000);
    }

    @Test
    void recordsNeverGetTheReserveAndAreRefusedWhileTheDiskIsFull() throws IOException {
        disk.serving();
        fill();
        assertThat(disk.isFull(RECORDS)).isTrue();
        assertThat(simulated.exists(RESERVE)).isTrue();
        assertThatThrownBy(() -> append(1))
                .isInstanceOf(DiskFullException.class)
                .hasMessageContaining("delete topics");
        disk.check();
        assertThat(disk.isFull(RECORDS)).as("there is no room yet").isTrue();
        simulated.setCapacity(Long.MAX_VALUE);
        disk.check();
        assertThat(disk.isFull(RECORDS)).isFalse();
        append(1);
    }

    @Test
    void whatMustBeWrittenGetsTheReserveAndRecordsDoNotTakeItAway() throws IOException {
        disk.serving();
        simulated.setCapacity(simulated.usedBytes());
        AtomicFile.write(disk, FOLDER.resolve("quorum-state"), new byte[500]);
        assertThat(simulated.exists(RESERVE)).isFalse();
        assertThat(disk.isFull(FOLDER)).isTrue();
        assertThatThrownBy(() -> append(1)).isInstanceOf(DiskFullException.class);
        for (int i = 0; i < 100; i++) {
            AtomicFile.write(disk, FOLDER.resolve("quorum-state"), new byte[500 + i]);
        }
        try (DiskFile file = disk.open(
                makeFolder("__cluster_metadata-0").resolve("00000000000000000000.log"), OpenMode.READ_WRITE_CREATE)) {
            file.write(ByteBuffer.allocate(500), 0);
        }
        simulated.setCapacity(simulated.usedBytes() + RESERVE_BYTES);
        disk.check();
        assertThat(disk.isFull(FOLDER))
                .as("room for the reserve alone is not plenty")
                .isTrue();
        simulated.setCapacity(simulated.usedBytes() + 2 * RESERVE_BYTES + 1_000_000);
        disk.check();
        assertThat(disk.isFull(FOLDER)).isFalse();
        assertThat(simulated.content(RESERVE)).hasSize(RESERVE_BYTES);
        append(1);
    }

    @Test
    void beforeServingAndWhenStoppingEverythingMustBeWritten() throws IOException {
        simulated.setCapacity(simulated.usedBytes());
        append(100);
        assertThat(simulated.exists(RESERVE)).isFalse();
        disk.serving();
        assertThatThrownBy(() -> append(1)).isInstanceOf(DiskFullException.class);
        disk.stopping();
        append(1);
    }

    @Test
    void withoutAReserveAFullDiskIsStillFoundAndItsEndToo() throws IOException {
        SimulatedDisk small = new SimulatedDisk(3);
        small.createDirectories(FOLDER);
        DiskWithReserve plain = new DiskWithReserve(small, new ManualTime(), List.of(FOLDER), 0);
        plain.check();
        assertThat(small.list(FOLDER)).isEmpty();
        plain.serving();
        small.setCapacity(small.usedBytes());
        assertThatThrownBy(() -> AtomicFile.write(plain, FOLDER.resolve("x"), new byte[10]))
                .isInstanceOf(DiskFullException.class);
        assertThat(plain.isFull(FOLDER)).isTrue();
        small.setCapacity(small.usedBytes() + 100);
        plain.check();
        assertThat(plain.isFull(FOLDER)).isFalse();
    }

    @Test
    void foldersOnOneFileSystemAreFullTogetherAndWhatOneGivesUpIsNotForRecordsInAnother() throws IOException {
        Path metadata = Path.of("/data/metadata");
        disk.createDirectories(metadata);
        DiskWithReserve both =
                new DiskWithReserve(simulated, new ManualTime(), List.of(FOLDER, metadata), RESERVE_BYTES);
        both.check();
        both.serving();
        simulated.setCapacity(simulated.usedBytes());
        AtomicFile.write(both, metadata.resolve("quorum-state"), new byte[100]);
        assertThat(simulated.exists(metadata.resolve(".odradek-reserve"))).isFalse();
        both.check();
        assertThat(both.isFull(FOLDER))
                .as("what is free belongs to the metadata")
                .isTrue();
        try (DiskFile file = both.open(RECORDS, OpenMode.READ_WRITE)) {
            assertThatThrownBy(() -> file.write(ByteBuffer.allocate(1), file.size()))
                    .isInstanceOf(DiskFullException.class);
        }
        simulated.setCapacity(simulated.usedBytes() + 4 * RESERVE_BYTES);
        both.check();
        both.check();
        assertThat(simulated.content(metadata.resolve(".odradek-reserve"))).hasSize(RESERVE_BYTES);
        assertThat(both.isFull(FOLDER)).isFalse();
        assertThat(both.isFull(metadata)).isFalse();
    }

    private Path makeFolder(String name) throws IOException {
        Path folder = FOLDER.resolve(name);
        disk.createDirectories(folder);
        return folder;
    }
}
