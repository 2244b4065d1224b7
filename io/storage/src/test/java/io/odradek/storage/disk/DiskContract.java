package io.odradek.storage.disk;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.odradek.storage.disk.Disk.OpenMode;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.NonWritableChannelException;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;

/** What every disk does. */
abstract class DiskContract {
    abstract Disk disk();

    /** An existing, empty folder. */
    abstract Path folder();

    @Test
    void writesAndReadsAtPositions() throws IOException {
        try (DiskFile file = disk().open(folder().resolve("f"), OpenMode.READ_WRITE_CREATE)) {
            file.write(bytes("hello world"), 0);
            file.write(bytes("W"), 6);
            file.write(bytes("!"), 11);
            ByteBuffer all = ByteBuffer.allocate(100);
            assertThat(file.read(all, 0)).isEqualTo(12);
            assertThat(text(all)).isEqualTo("hello World!");
            ByteBuffer part = ByteBuffer.allocateDirect(3);
            assertThat(file.read(part, 6)).isEqualTo(3);
            assertThat(text(part)).isEqualTo("Wor");
            assertThat(file.read(ByteBuffer.allocate(1), 12)).isZero();
            assertThat(file.read(ByteBuffer.allocate(1), 1000)).isZero();
        }
    }

    @Test
    void writesBuffersLargerThanOneTransfer() throws IOException {
        byte[] content = new byte[700_000];
        for (int i = 0; i < content.length; i++) {
            content[i] = (byte) (i * 31 >> 3);
        }
        try (DiskFile file = disk().open(folder().resolve("f"), OpenMode.READ_WRITE_CREATE)) {
            file.write(ByteBuffer.wrap(content), 5);
            assertThat(file.size()).isEqualTo(content.length + 5L);
            ByteBuffer read = ByteBuffer.allocate(content.length);
            assertThat(file.read(read, 5)).isEqualTo(content.length);
            assertThat(read.array()).isEqualTo(content);
        }
    }

    @Test
    void opensOnlyWhatExistsUnlessAskedToCreate() throws IOException {
        Path path = folder().resolve("missing");
        assertThatThrownBy(() -> disk().open(path, OpenMode.READ)).isInstanceOf(NoSuchFileException.class);
        assertThatThrownBy(() -> disk().open(path, OpenMode.READ_WRITE)).isInstanceOf(NoSuchFileException.class);
        disk().open(path, OpenMode.READ_WRITE_CREATE).close();
        try (DiskFile file = disk().open(path, OpenMode.READ)) {
            assertThatThrownBy(() -> file.write(bytes("x"), 0)).isInstanceOf(NonWritableChannelException.class);
        }
    }

    @Test
    void truncatesOnlyDownwards() throws IOException {
        try (DiskFile file = disk().open(folder().resolve("f"), OpenMode.READ_WRITE_CREATE)) {
            file.preallocate(1 << 20);
            file.write(bytes("0123456789"), 0);
            file.truncate(10);
            assertThat(file.size()).isEqualTo(10);
            file.truncate(4);
            assertThat(file.size()).isEqualTo(4);
            assertThatThrownBy(() -> file.truncate(5)).isInstanceOf(IOException.class);
            file.write(bytes("x"), 6);
            ByteBuffer read = ByteBuffer.allocate(7);
            file.read(read, 0);
            assertThat(text(read)).isEqualTo("0123\0\0x");
        }
    }

    @Test
    void hintsChangeNothing() throws IOException {
        try (DiskFile file = disk().open(folder().resolve("f"), OpenMode.READ_WRITE_CREATE)) {
            file.preallocate(100_000);
            assertThat(file.size()).isZero();
            file.write(bytes("abc"), 0);
            file.startWriteBack(0, 3);
            file.sync();
            file.dropFromCache(0, 3);
            ByteBuffer read = ByteBuffer.allocate(4);
            assertThat(file.read(read, 0)).isEqualTo(3);
            assertThat(text(read)).isEqualTo("abc");
        }
    }

    @Test
    void listsRenamesAndDeletesNames() throws IOException {
        Path inner = folder().resolve("a").resolve("b");
        disk().createDirectories(inner);
        disk().createDirectories(inner);
        write(inner.resolve("2"), "two");
        write(inner.resolve("1"), "one");
        disk().syncDirectory(inner);
        assertThat(disk().list(inner)).containsExactly("1", "2");
        disk().rename(inner.resolve("2"), inner.resolve("1"));
        assertThat(disk().list(inner)).containsExactly("1");
        assertThat(read(inner.resolve("1"))).isEqualTo("two");
        assertThatThrownBy(() -> disk().delete(inner)).isInstanceOf(IOException.class);
        assertThat(disk().isDirectory(inner)).isTrue();
        disk().rename(inner, inner.resolveSibling("c"));
        assertThat(disk().exists(inner)).isFalse();
        disk().delete(inner.resolveSibling("c").resolve("1"));
        disk().delete(inner.resolveSibling("c").resolve("1"));
        disk().delete(inner.resolveSibling("c"));
        assertThat(disk().list(folder().resolve("a"))).isEmpty();
        assertThatThrownBy(() -> disk().list(inner)).isInstanceOf(NoSuchFileException.class);
    }

    @Test
    void openFilesFollowTheirFileThroughRenameAndDelete() throws IOException {
        Path path = folder().resolve("f");
        try (DiskFile file = disk().open(path, OpenMode.READ_WRITE_CREATE)) {
            file.write(bytes("abc"), 0);
            disk().rename(path, folder().resolve("g"));
            file.write(bytes("d"), 3);
            assertThat(read(folder().resolve("g"))).isEqualTo("abcd");
            disk().delete(folder().resolve("g"));
            assertThat(file.size()).isEqualTo(4);
        }
    }

    @Test
    void locksExclusivelyUntilClosed() throws Exception {
        Path path = folder().resolve(".lock");
        AutoCloseable lock = disk().lock(path);
        assertThatThrownBy(() -> disk().lock(path)).isInstanceOf(DiskLockedException.class);
        lock.close();
        disk().lock(path).close();
    }

    @Test
    void tellsItsSize() throws IOException {
        assertThat(disk().totalBytes(folder())).isPositive();
        assertThat(disk().usableBytes(folder())).isPositive();
    }

    void write(Path path, String content) throws IOException {
        try (DiskFile file = disk().open(path, OpenMode.READ_WRITE_CREATE)) {
            file.write(bytes(content), 0);
        }
    }

    String read(Path path) throws IOException {
        try (DiskFile file = disk().open(path, OpenMode.READ)) {
            ByteBuffer buffer = ByteBuffer.allocate((int) file.size());
            file.read(buffer, 0);
            return text(buffer);
        }
    }

    static ByteBuffer bytes(String text) {
        return ByteBuffer.wrap(text.getBytes(UTF_8));
    }

    static String text(ByteBuffer buffer) {
        return UTF_8.decode(buffer.flip()).toString();
    }
}
