package io.odradek.storage.disk;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.ClosedChannelException;
import java.nio.channels.FileChannel;
import java.nio.channels.NonWritableChannelException;
import java.nio.file.Path;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import org.jspecify.annotations.Nullable;

/** An open file of a {@link SimulatedDisk}. It follows the file, not the name, through renames and deletion. */
final class SimulatedFile implements DiskFile {
    private final SimulatedDisk disk;
    private final Path path;
    private final SimulatedContent content;
    private final boolean writable;
    private volatile boolean open = true;

    SimulatedFile(SimulatedDisk disk, Path path, SimulatedContent content, boolean writable) {
        this.disk = disk;
        this.path = path;
        this.content = content;
        this.writable = writable;
    }

    @Override
    public long size() throws IOException {
        checkOpen();
        synchronized (disk) {
            return content.size();
        }
    }

    @Override
    public int read(ByteBuffer target, long position) throws IOException {
        checkOpen();
        disk.read(path);
        byte[] bytes = new byte[target.remaining()];
        int count;
        synchronized (disk) {
            count = content.read(bytes, 0, bytes.length, position);
        }
        target.put(bytes, 0, count);
        return count;
    }

    @Override
    public void write(ByteBuffer source, long position) throws IOException {
        checkWritable();
        byte[] bytes = new byte[source.remaining()];
        source.get(bytes);
        disk.write(path, content, Math.toIntExact(position), bytes);
    }

    @Override
    public void truncate(long size) throws IOException {
        checkWritable();
        if (size > size()) {
            throw new IOException(path + " has " + size() + " bytes and cannot be cut to " + size);
        }
        disk.truncate(path, content, Math.toIntExact(size));
    }

    @Override
    public void sync() throws IOException {
        checkOpen();
        disk.sync(path, content);
    }

    @Override
    public CompletionStage<@Nullable Void> beginSync() {
        return open ? disk.beginSync(path, content) : CompletableFuture.failedFuture(new ClosedChannelException());
    }

    @Override
    public void preallocate(long bytes) throws IOException {
        checkWritable();
    }

    @Override
    public void startWriteBack(long position, long bytes) throws IOException {
        checkOpen();
    }

    @Override
    public void dropFromCache(long position, long bytes) throws IOException {
        checkOpen();
        synchronized (disk) {
            content.dropFromCache(position, bytes);
        }
    }

    @Override
    public Optional<FileChannel> channel() {
        return Optional.empty();
    }

    @Override
    public void close() {
        open = false;
    }

    private void checkWritable() throws IOException {
        checkOpen();
        if (!writable) {
            throw new NonWritableChannelException();
        }
    }

    private void checkOpen() throws IOException {
        if (!open) {
            throw new ClosedChannelException();
        }
    }

    @Override
    public String toString() {
        return path.toString();
    }
}
