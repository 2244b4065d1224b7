package io.odradek.storage.disk;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assumptions.assumeThat;

import io.odradek.storage.disk.Disk.OpenMode;
import java.io.IOException;
import java.nio.file.FileSystemException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class RealDiskTest extends DiskContract {
    @TempDir
    Path folder;

    private final RealDisk disk = new RealDisk();

    @Override
    Disk disk() {
        return disk;
    }

    @Override
    Path folder() {
        return folder;
    }

    @Test
    void preallocatedBlocksAreGivenBackByTruncation() throws IOException {
        assumeThat(NativeFiles.instance()).isPresent();
        Path path = folder.resolve("segment");
        try (DiskFile file = disk.open(path, OpenMode.READ_WRITE_CREATE)) {
            file.write(bytes("abc"), 0);
            file.preallocate(8 << 20);
            long reserved = blocks(path);
            assumeThat(reserved).as("the file system can reserve").isGreaterThan(1000);
            file.truncate(3);
            assertThat(blocks(path)).isLessThan(100);
            assertThat(Files.size(path)).isEqualTo(3);
        }
    }

    @Test
    void aFullDiskHasItsOwnException() {
        FileSystemException full = new FileSystemException("/data/f", null, "No space left on device");
        assertThat(RealDisk.translate(full, Path.of("/data/f"))).isInstanceOf(DiskFullException.class);
        IOException other = new IOException("Input/output error");
        assertThat(RealDisk.translate(other, Path.of("/data/f"))).isSameAs(other);
    }

    @Test
    void aWriteToAFullDeviceSaysSo() throws IOException {
        Path full = Path.of("/dev/full");
        assumeThat(Files.exists(full)).isTrue();
        try (DiskFile file = disk.open(full, OpenMode.READ_WRITE)) {
            assertThat(org.assertj.core.api.Assertions.catchThrowable(() -> file.write(bytes("x"), 0)))
                    .isInstanceOf(DiskFullException.class);
        }
    }

    /** Blocks of 512 bytes that the file occupies. */
    private static long blocks(Path path) throws IOException {
        Process stat = new ProcessBuilder("stat", "-c", "%b", path.toString()).start();
        return Long.parseLong(
                new String(stat.getInputStream().readAllBytes(), java.nio.charset.StandardCharsets.UTF_8).trim());
    }
}
