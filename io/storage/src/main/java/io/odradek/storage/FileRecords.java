package io.odradek.storage;

import io.odradek.protocol.Records;
import io.odradek.storage.disk.DiskFile;
import java.io.Closeable;
import java.io.EOFException;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicBoolean;

/**
 * Record batches in a region of a segment's file, to be sent from there. The file stays open, even if the segment is
 * deleted, until this is closed.
 *
 * <p>Any thread; close once it is sent.
 */
public final class FileRecords implements Records, AutoCloseable {
    private final DiskFile file;
    private final long position;
    private final int size;
    private final Closeable hold;
    private final AtomicBoolean closed = new AtomicBoolean();

    /** @param hold what keeps the file open; closed with this */
    public FileRecords(DiskFile file, long position, int size, Closeable hold) {
        this.file = file;
        this.position = position;
        this.size = size;
        this.hold = hold;
    }

    public DiskFile file() {
        return file;
    }

    /** First byte of the region in the file. */
    public long position() {
        return position;
    }

    @Override
    public int sizeInBytes() {
        return size;
    }

    /** The file's channel, for sendfile; must be neither closed nor written to. */
    public Optional<FileChannel> channel() {
        return file.channel();
    }

    /** The whole region in a new buffer. */
    public ByteBuffer readFully() throws IOException {
        ByteBuffer bytes = ByteBuffer.allocate(size);
        read(bytes, 0);
        return bytes.flip();
    }

    /**
     * Reads bytes from {@code from}, relative to the region, until the buffer is full or the region ends.
     *
     * @return bytes read
     * @throws EOFException if the file has been cut within the region
     */
    public int read(ByteBuffer target, int from) throws IOException {
        int wanted = Math.min(target.remaining(), size - from);
        int limit = target.limit();
        target.limit(target.position() + wanted);
        try {
            int read = file.read(target, position + from);
            if (read < wanted) {
                throw new EOFException("the log was truncated while it was read");
            }
            return read;
        } finally {
            target.limit(limit);
        }
    }

    @Override
    public void close() {
        if (closed.compareAndSet(false, true)) {
            try {
                hold.close();
            } catch (IOException e) {
                throw new UncheckedIOException("a segment's file could not be closed", e);
            }
        }
    }
}
