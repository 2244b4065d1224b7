package io.odradek.storage.disk;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.file.Path;
import java.util.Optional;

/** A file of the machine: a channel for the data, and a native descriptor, opened when first needed, for the hints. */
final class RealDiskFile implements DiskFile {
    /** A heap buffer is copied through a direct one of its size that the thread keeps: larger ones go in pieces. */
    private static final int MAX_HEAP_TRANSFER = 256 * 1024;

    private static final int NOT_OPENED = -2;
    private static final int UNAVAILABLE = -1;

    private final Path path;
    private final FileChannel channel;
    private int descriptor = NOT_OPENED; // guarded by this
    private boolean reserved; // guarded by this; blocks may lie beyond the end

    RealDiskFile(Path path, FileChannel channel) {
        this.path = path;
        this.channel = channel;
    }

    @Override
    public long size() throws IOException {
        return channel.size();
    }

    @Override
    public int read(ByteBuffer target, long position) throws IOException {
        int start = target.position();
        int end = target.limit();
        try {
            while (target.position() < end) {
                limitTransfer(target, end);
                long from = position + (target.position() - start);
                if (channel.read(target, from) <= 0) {
                    break;
                }
            }
        } finally {
            target.limit(end);
        }
        return target.position() - start;
    }

    @Override
    public void write(ByteBuffer source, long position) throws IOException {
        int start = source.position();
        int end = source.limit();
        try {
            while (source.position() < end) {
                limitTransfer(source, end);
                channel.write(source, position + (source.position() - start));
            }
        } catch (IOException e) {
            throw RealDisk.translate(e, path);
        } finally {
            source.limit(end);
        }
    }

    private static void limitTransfer(ByteBuffer buffer, int end) {
        if (!buffer.isDirect()) {
            buffer.limit(Math.min(end, buffer.position() + MAX_HEAP_TRANSFER));
        }
    }

    @Override
    public synchronized void truncate(long size) throws IOException {
        if (size > channel.size()) {
            throw new IOException(path + " has " + channel.size() + " bytes and cannot be cut to " + size);
        }
        channel.truncate(size);
        if (reserved) {
            // The channel leaves a file alone that already has the length; the system then frees what lies beyond it.
            int fd = descriptor;
            NativeFiles.instance().ifPresent(files -> files.truncate(fd, size));
            reserved = false;
        }
    }

    @Override
    public void sync() throws IOException {
        channel.force(false);
    }

    @Override
    public synchronized void preallocate(long bytes) throws IOException {
        if (bytes <= 0 || !openDescriptor()) {
            return;
        }
        int fd = descriptor;
        int error =
                NativeFiles.instance().map(files -> files.reserve(fd, bytes)).orElse(NativeFiles.OK);
        if (error == NativeFiles.ENOSPC || error == NativeFiles.EDQUOT) {
            throw RealDisk.diskFull(path, new IOException("fallocate failed with error " + error));
        }
        // Any other error is a file system that cannot reserve: the file then grows as it is written.
        reserved = error == NativeFiles.OK;
    }

    @Override
    public synchronized void startWriteBack(long position, long bytes) {
        if (openDescriptor()) {
            int fd = descriptor;
            NativeFiles.instance().ifPresent(files -> files.startWriteBack(fd, position, bytes));
        }
    }

    @Override
    public synchronized void dropFromCache(long position, long bytes) {
        if (openDescriptor()) {
            int fd = descriptor;
            NativeFiles.instance().ifPresent(files -> files.dropFromCache(fd, position, bytes));
        }
    }

    private boolean openDescriptor() {
        if (descriptor == NOT_OPENED) {
            descriptor = channel.isOpen()
                    ? NativeFiles.instance().map(files -> files.open(path)).orElse(UNAVAILABLE)
                    : UNAVAILABLE;
        }
        return descriptor >= 0;
    }

    @Override
    public Optional<FileChannel> channel() {
        return Optional.of(channel);
    }

    @Override
    public synchronized void close() throws IOException {
        if (descriptor >= 0) {
            int fd = descriptor;
            NativeFiles.instance().ifPresent(files -> files.close(fd));
        }
        descriptor = UNAVAILABLE;
        channel.close();
    }

    @Override
    public String toString() {
        return path.toString();
    }
}
