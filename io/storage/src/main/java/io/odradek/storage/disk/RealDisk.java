package io.odradek.storage.disk;

import java.io.IOException;
import java.nio.channels.FileChannel;
import java.nio.channels.FileLock;
import java.nio.channels.OverlappingFileLockException;
import java.nio.file.AtomicMoveNotSupportedException;
import java.nio.file.FileStore;
import java.nio.file.FileSystemException;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.StandardOpenOption;
import java.util.List;
import java.util.Locale;
import java.util.Set;
import java.util.stream.Stream;

/**
 * The file system of the machine.
 *
 * <p>Any thread, but a thread that is interrupted during a read or write closes the file for all: never interrupt the
 * threads that use a disk.
 */
public final class RealDisk implements Disk {
    private static final boolean WINDOWS =
            System.getProperty("os.name", "").toLowerCase(Locale.ROOT).contains("windows");

    /** The file system that paths of this JVM name. */
    public RealDisk() {}

    @Override
    public DiskFile open(Path path, OpenMode mode) throws IOException {
        Set<StandardOpenOption> options = switch (mode) {
            case READ -> Set.of(StandardOpenOption.READ);
            case READ_WRITE -> Set.of(StandardOpenOption.READ, StandardOpenOption.WRITE);
            case READ_WRITE_CREATE ->
                Set.of(StandardOpenOption.READ, StandardOpenOption.WRITE, StandardOpenOption.CREATE);
        };
        try {
            return new RealDiskFile(path, FileChannel.open(path, options));
        } catch (IOException e) {
            throw translate(e, path);
        }
    }

    @Override
    public boolean exists(Path path) {
        return Files.exists(path, LinkOption.NOFOLLOW_LINKS);
    }

    @Override
    public boolean isDirectory(Path path) {
        return Files.isDirectory(path);
    }

    @Override
    public List<String> list(Path directory) throws IOException {
        try (Stream<Path> entries = Files.list(directory)) {
            return entries.map(entry -> entry.getFileName().toString()).sorted().toList();
        } catch (java.io.UncheckedIOException e) {
            throw e.getCause();
        }
    }

    @Override
    public void createDirectories(Path directory) throws IOException {
        try {
            Files.createDirectories(directory);
        } catch (IOException e) {
            throw translate(e, directory);
        }
    }

    @Override
    public void delete(Path path) throws IOException {
        try {
            Files.deleteIfExists(path);
        } catch (IOException e) {
            throw translate(e, path);
        }
    }

    @Override
    public void rename(Path from, Path to) throws IOException {
        try {
            Files.move(from, to, StandardCopyOption.ATOMIC_MOVE, StandardCopyOption.REPLACE_EXISTING);
        } catch (AtomicMoveNotSupportedException e) {
            throw e;
        } catch (IOException e) {
            throw translate(e, to);
        }
    }

    @Override
    public void syncDirectory(Path directory) throws IOException {
        if (WINDOWS) {
            return; // it cannot open folders, and journals its names by itself
        }
        try (FileChannel channel = FileChannel.open(directory, StandardOpenOption.READ)) {
            channel.force(true);
        } catch (IOException e) {
            throw translate(e, directory);
        }
    }

    @Override
    public Object fileSystemOf(Path path) throws IOException {
        return fileStore(path);
    }

    @Override
    public long usableBytes(Path path) throws IOException {
        return fileStore(path).getUsableSpace();
    }

    @Override
    public long totalBytes(Path path) throws IOException {
        return fileStore(path).getTotalSpace();
    }

    private static FileStore fileStore(Path path) throws IOException {
        return Files.getFileStore(path);
    }

    @Override
    public AutoCloseable lock(Path path) throws IOException {
        FileChannel channel = FileChannel.open(path, StandardOpenOption.CREATE, StandardOpenOption.WRITE);
        try {
            FileLock lock = channel.tryLock();
            if (lock != null) {
                return channel;
            }
        } catch (OverlappingFileLockException e) {
            channel.close();
            throw new DiskLockedException("this process already uses " + path.getParent(), e);
        } catch (IOException e) {
            channel.close();
            throw translate(e, path);
        }
        channel.close();
        throw new DiskLockedException("another process uses " + path.getParent(), null);
    }

    /** Tells a full disk from other errors; Java has no type for it, only the system's text. */
    static IOException translate(IOException e, Path path) {
        String reason = e instanceof FileSystemException f ? f.getReason() : e.getMessage();
        if (reason != null
                && (reason.contains("No space left on device")
                        || reason.contains("Disk quota exceeded")
                        || reason.contains("not enough space on the disk"))) {
            return diskFull(path, e);
        }
        return e;
    }

    static DiskFullException diskFull(Path path, Throwable cause) {
        return new DiskFullException(
                "no space is left for " + path + ": free some, or shorten the retention of topics", cause);
    }
}
