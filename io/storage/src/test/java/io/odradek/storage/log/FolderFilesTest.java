package io.odradek.storage.log;

import static org.assertj.core.api.Assertions.assertThat;

import io.odradek.protocol.record.BatchEdits;
import io.odradek.protocol.record.RecordBatchBuilder;
import io.odradek.storage.disk.Disk;
import io.odradek.storage.disk.Disk.OpenMode;
import io.odradek.storage.disk.DiskFile;
import io.odradek.storage.disk.SimulatedDisk;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.file.Path;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

class FolderFilesTest {
    private static final Path FOLDER = Path.of("/t-0");

    private final Disk disk = new SimulatedDisk(1);

    @BeforeEach
    void makeFolder() throws IOException {
        disk.createDirectories(FOLDER);
    }

    private void file(long offset, String suffix, long... batchOffsets) throws IOException {
        try (DiskFile file = disk.open(FOLDER.resolve(LogFiles.name(offset, suffix)), OpenMode.READ_WRITE_CREATE)) {
            for (long batchOffset : batchOffsets) {
                ByteBuffer batch = RecordBatchBuilder.create()
                        .append(1, null, ByteBuffer.allocate(3))
                        .build();
                BatchEdits.setBaseOffset(batch, 0, batchOffset);
                file.write(batch, file.size());
            }
        }
    }

    private boolean exists(long offset, String suffix) throws IOException {
        return disk.exists(FOLDER.resolve(LogFiles.name(offset, suffix)));
    }

    @Test
    void segmentsAndSnapshotsAreListed() throws IOException {
        file(0, ".log");
        file(5, ".log");
        file(5, ".snapshot");
        file(7, ".snapshot");
        FolderFiles files = FolderFiles.tidy(disk, FOLDER);
        assertThat(files.segments()).containsExactly(0L, 5L);
        assertThat(files.snapshots()).containsExactly(5L, 7L);
    }

    @Test
    void remainsOfACrashAreDeleted() throws IOException {
        file(0, ".log");
        file(5, ".log.deleted");
        file(5, ".index");
        file(0, ".log.cleaned");
        disk.open(FOLDER.resolve("leader-epoch-checkpoint.tmp"), OpenMode.READ_WRITE_CREATE)
                .close();
        FolderFiles.tidy(disk, FOLDER);
        assertThat(disk.list(FOLDER)).containsExactly("00000000000000000000.log");
    }

    @Test
    void finishedCompactionTakesThePlaceOfTheSegmentsItCovers() throws IOException {
        file(0, ".log", 0, 1);
        file(2, ".log", 2, 3);
        file(4, ".log", 4);
        file(2, ".index");
        file(0, ".index");
        file(0, ".log.swap", 1, 3);
        FolderFiles files = FolderFiles.tidy(disk, FOLDER);
        assertThat(files.segments()).containsExactly(0L, 4L);
        assertThat(exists(0, ".index")).isFalse();
        assertThat(exists(2, ".index")).isFalse();
        assertThat(exists(0, ".log.swap")).isFalse();
    }

    @Test
    void unfinishedCompactionIsDroppedWithItsSwaps() throws IOException {
        file(0, ".log", 0, 1);
        file(2, ".log", 2, 3);
        file(0, ".log.cleaned", 1);
        file(2, ".log.swap", 3);
        FolderFiles files = FolderFiles.tidy(disk, FOLDER);
        assertThat(files.segments()).containsExactly(0L, 2L);
        assertThat(disk.list(FOLDER)).hasSize(2);
    }

    @Test
    void namesAreTwentyDigits() {
        assertThat(LogFiles.name(Long.MAX_VALUE, ".log")).isEqualTo("09223372036854775807.log");
        assertThat(LogFiles.offset("09223372036854775807.log", ".log")).hasValue(Long.MAX_VALUE);
        assertThat(LogFiles.offset("09223372036854775808.log", ".log")).isEmpty();
        assertThat(LogFiles.offset("0.log", ".log")).isEmpty();
        assertThat(LogFiles.offset("0000000000000000000x.log", ".log")).isEmpty();
    }
}
