package io.odradek.storage.disk;

import java.io.Closeable;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import org.jspecify.annotations.Nullable;

/**
 * An open file. Reads and writes name their position; there is no cursor.
 *
 * <p>Reads may run beside one writer; writers are serialised by the caller.
 */
public interface DiskFile extends Closeable {
    /** Length in bytes. */
    long size() throws IOException;

    /**
     * Reads until the buffer is full or the file ends.
     *
     * @return bytes read, 0 at or past the end
     */
    int read(ByteBuffer target, long position) throws IOException;

    /** Writes all remaining bytes at the position. After an {@link IOException} any prefix may have been written. */
    void write(ByteBuffer source, long position) throws IOException;

    /** Cuts the file to the length, which is at most {@link #size()}. */
    void truncate(long size) throws IOException;

    /**
     * Returns when the content and the length are durable (fdatasync).
     *
     * @throws IOException if it is not known what is on disk, a full disk included; the system may have dropped what was to be
     *     written, and a later sync says nothing about it
     */
    void sync() throws IOException;

    /**
     * Begins what {@link #sync()} does for all that was written before the call. The real disk syncs within the call,
     * which is therefore made where waiting is allowed; another disk may complete later, and writes go on meanwhile.
     *
     * @return completes exceptionally with what {@link #sync()} throws
     */
    default CompletionStage<@Nullable Void> beginSync() {
        try {
            sync();
            return CompletableFuture.completedFuture(null);
        } catch (IOException e) {
            return CompletableFuture.failedFuture(e);
        }
    }

    /** Reserves blocks for the first {@code bytes} without changing {@link #size()}; does nothing where unsupported. */
    void preallocate(long bytes) throws IOException;

    /** Asks the system to begin writing a range back, without waiting; does nothing where unsupported. */
    void startWriteBack(long position, long bytes) throws IOException;

    /** Asks the system to drop a range from its page cache; does nothing where unsupported. */
    void dropFromCache(long position, long bytes) throws IOException;

    /** The channel for sendfile; empty where the disk has none. Callers must not close it or write through it. */
    Optional<FileChannel> channel();
}
