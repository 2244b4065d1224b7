package io.odradek.storage.disk;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.odradek.storage.disk.Disk.OpenMode;
import io.odradek.storage.disk.DiskFaults.Operation;
import java.io.IOException;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.util.HashSet;
import java.util.Set;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

class SimulatedDiskTest extends DiskContract {
    private static final Path FOLDER = Path.of("/data");

    private SimulatedDisk disk = new SimulatedDisk(1);

    @BeforeEach
    void makeFolder() throws IOException {
        reset(1);
    }

    private void reset(long seed) throws IOException {
        disk = new SimulatedDisk(seed);
        disk.createDirectories(FOLDER);
        disk.syncDirectory(Path.of("/"));
    }

    @Override
    Disk disk() {
        return disk;
    }

    @Override
    Path folder() {
        return FOLDER;
    }

    @Test
    void syncedContentUnderASyncedNameSurvives() throws IOException {
        for (long seed = 0; seed < 50; seed++) {
            reset(seed);
            writeSynced("f", "synced");
            disk.syncDirectory(FOLDER);
            disk = disk.crash();
            assertThat(read(FOLDER.resolve("f"))).isEqualTo("synced");
        }
    }

    @Test
    void unsyncedNamesAreLostOrKept() throws IOException {
        Set<Boolean> seen = new HashSet<>();
        for (long seed = 0; seed < 50; seed++) {
            reset(seed);
            writeSynced("f", "synced");
            disk = disk.crash();
            seen.add(disk.exists(FOLDER.resolve("f")));
        }
        assertThat(seen).containsExactlyInAnyOrder(true, false);
    }

    @Test
    void unsyncedContentIsLostKeptOrTorn() throws IOException {
        Set<String> seen = new HashSet<>();
        for (long seed = 0; seed < 300; seed++) {
            reset(seed);
            try (DiskFile file = disk.open(FOLDER.resolve("f"), OpenMode.READ_WRITE_CREATE)) {
                file.write(bytes("ab"), 0);
                file.sync();
                file.write(bytes("cd"), 2);
            }
            disk.syncDirectory(FOLDER);
            disk = disk.crash();
            seen.add(read(FOLDER.resolve("f")));
        }
        assertThat(seen).contains("ab", "abc", "abcd", "ab\0");
        assertThat(seen).allMatch(content -> content.startsWith("ab"));
    }

    @Test
    void anUnsyncedRenameIsAtomic() throws IOException {
        Set<String> seen = new HashSet<>();
        for (long seed = 0; seed < 50; seed++) {
            reset(seed);
            writeSynced("f", "old");
            writeSynced("g", "new");
            disk.syncDirectory(FOLDER);
            disk.rename(FOLDER.resolve("g"), FOLDER.resolve("f"));
            disk = disk.crash();
            seen.add(read(FOLDER.resolve("f")) + disk.exists(FOLDER.resolve("g")));
        }
        assertThat(seen).containsExactlyInAnyOrder("oldtrue", "newfalse");
    }

    @Test
    void whatAFailedSyncShouldHaveWrittenIsNeverDurable() throws IOException {
        Set<String> seen = new HashSet<>();
        for (long seed = 0; seed < 50; seed++) {
            reset(seed);
            try (DiskFile file = disk.open(FOLDER.resolve("f"), OpenMode.READ_WRITE_CREATE)) {
                file.write(bytes("ab"), 0);
                disk.setFaults(DiskFaults.failing(Operation.SYNC));
                assertThatThrownBy(file::sync).hasMessageContaining("injected");
                disk.setFaults(DiskFaults.NONE);
                file.sync();
                assertThat(read(FOLDER.resolve("f"))).isEqualTo("ab");
            }
            disk.syncDirectory(FOLDER);
            disk = disk.crash();
            seen.add(read(FOLDER.resolve("f")));
        }
        assertThat(seen).contains("");
    }

    @Test
    void crashesAfterTheGivenOperations() throws IOException {
        disk.crashAfter(2);
        write(FOLDER.resolve("f"), "x");
        assertThatThrownBy(() -> write(FOLDER.resolve("g"), "y")).isInstanceOf(SimulatedCrashException.class);
        assertThatThrownBy(() -> disk.list(FOLDER)).isInstanceOf(SimulatedCrashException.class);
        assertThat(disk.hasCrashed()).isTrue();
        disk = disk.crash();
        disk.list(FOLDER);
        assertThatThrownBy(() -> disk.list(Path.of("/none"))).isInstanceOf(NoSuchFileException.class);
    }

    @Test
    void fillsUpAndWritesAPrefix() throws IOException {
        disk.setCapacity(5);
        try (DiskFile file = disk.open(FOLDER.resolve("f"), OpenMode.READ_WRITE_CREATE)) {
            assertThatThrownBy(() -> file.write(bytes("1234567"), 0)).isInstanceOf(DiskFullException.class);
            assertThat(read(FOLDER.resolve("f"))).isEqualTo("12345");
            assertThat(disk.usableBytes(FOLDER)).isZero();
            file.truncate(2);
            file.write(bytes("345"), 2);
            disk.delete(FOLDER.resolve("f"));
            assertThat(disk.usableBytes(FOLDER)).isEqualTo(5);
        }
    }

    @Test
    void flipsBits() throws IOException {
        writeSynced("f", "a");
        disk.flipBit(FOLDER.resolve("f"), 1);
        assertThat(read(FOLDER.resolve("f"))).isEqualTo("c");
    }

    @Test
    void theSameSeedCrashesTheSameWay() throws IOException {
        Set<String> seen = new HashSet<>();
        for (int run = 0; run < 10; run++) {
            reset(7);
            for (int i = 0; i < 20; i++) {
                write(FOLDER.resolve("f" + i), "content " + i);
            }
            disk = disk.crash();
            StringBuilder image = new StringBuilder();
            for (String name : disk.list(FOLDER)) {
                image.append(name)
                        .append('=')
                        .append(read(FOLDER.resolve(name)))
                        .append(';');
            }
            seen.add(image.toString());
        }
        assertThat(seen).hasSize(1);
    }

    private void writeSynced(String name, String content) throws IOException {
        try (DiskFile file = disk.open(FOLDER.resolve(name), OpenMode.READ_WRITE_CREATE)) {
            file.write(bytes(content), 0);
            file.sync();
        }
    }
}
