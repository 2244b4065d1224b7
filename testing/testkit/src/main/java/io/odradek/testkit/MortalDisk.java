package io.odradek.testkit;

import io.odradek.storage.disk.Disk;
import io.odradek.storage.disk.DiskFile;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;

/**
 * A disk as a process sees it that can be killed: from then on nothing reaches it any more, and its locks are free for the next
 * process, as the operating system would have it.
 *
 * <p>Any thread.
 */
final class MortalDisk implements Disk {
    private final Disk disk;
    private final Set<AutoCloseable> locks = ConcurrentHashMap.newKeySet();
    private volatile boolean dead;

    MortalDisk(Disk disk) {
        this.disk = disk;
    }

    void kill() {
        dead = true;
        locks.forEach(lock -> {
            try {
                lock.close();
            } catch (Exception e) {
                throw new IllegalStateException("a lock of a killed node was not released", e);
            }
        });
    }

    private void alive() throws IOException {
        if (dead) {
            throw new IOException("the process was killed");
        }
    }

    @Override
    public DiskFile open(Path path, OpenMode mode) throws IOException {
        alive();
        return new MortalFile(disk.open(path, mode));
    }

    @Override
    public boolean exists(Path path) throws IOException {
        alive();
        return disk.exists(path);
    }

    @Override
    public boolean isDirectory(Path path) throws IOException {
        alive();
        return disk.isDirectory(path);
    }

    @Override
    public List<String> list(Path directory) throws IOException {
        alive();
        return disk.list(directory);
    }

    @Override
    public void createDirectories(Path directory) throws IOException {
        alive();
        disk.createDirectories(directory);
    }

    @Override
    public void delete(Path path) throws IOException {
        alive();
        disk.delete(path);
    }

    @Override
    public void rename(Path from, Path to) throws IOException {
        alive();
        disk.rename(from, to);
    }

    @Override
    public void syncDirectory(Path directory) throws IOException {
        alive();
        disk.syncDirectory(directory);
    }

    @Override
    public boolean isFull(Path path) {
        return disk.isFull(path);
    }

    @Override
    public long usableBytes(Path path) throws IOException {
        return disk.usableBytes(path);
    }

    @Override
    public long totalBytes(Path path) throws IOException {
        return disk.totalBytes(path);
    }

    @Override
    public AutoCloseable lock(Path path) throws IOException {
        alive();
        AutoCloseable lock = disk.lock(path);
        locks.add(lock);
        return () -> {
            if (locks.remove(lock)) {
                lock.close();
            }
        };
    }

    /** A file of it. */
    private final class MortalFile implements DiskFile {
        private final DiskFile file;

        MortalFile(DiskFile file) {
            this.file = file;
        }

        @Override
        public long size() throws IOException {
            return file.size();
        }

        @Override
        public int read(ByteBuffer target, long position) throws IOException {
            return file.read(target, position);
        }

        @Override
        public void write(ByteBuffer source, long position) throws IOException {
            alive();
            file.write(source, position);
        }

        @Override
        public void truncate(long size) throws IOException {
            alive();
            file.truncate(size);
        }

        @Override
        public void sync() throws IOException {
            alive();
            file.sync();
        }

        @Override
        public void preallocate(long bytes) throws IOException {
            alive();
            file.preallocate(bytes);
        }

        @Override
        public void startWriteBack(long position, long bytes) throws IOException {
            alive();
            file.startWriteBack(position, bytes);
        }

        @Override
        public void dropFromCache(long position, long bytes) throws IOException {
            file.dropFromCache(position, bytes);
        }

        @Override
        public Optional<FileChannel> channel() {
            return file.channel();
        }

        @Override
        public void close() throws IOException {
            file.close();
        }
    }
}
