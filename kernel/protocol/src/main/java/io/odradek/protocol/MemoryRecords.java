package io.odradek.protocol;

import java.nio.ByteBuffer;
import org.jspecify.annotations.Nullable;

/**
 * Record batches in a buffer. Immutable as far as the buffer's bytes are; valid as long as the buffer is. Any thread.
 */
public final class MemoryRecords implements Records {
    /** No bytes. */
    public static final MemoryRecords EMPTY = new MemoryRecords(ByteBuffer.allocate(0));

    private final ByteBuffer buffer;

    /** Takes the bytes between position and limit, without copying them. */
    public MemoryRecords(ByteBuffer buffer) {
        this.buffer = buffer.slice();
    }

    /** A view of the bytes with its own position and limit. */
    public ByteBuffer buffer() {
        return buffer.duplicate();
    }

    @Override
    public int sizeInBytes() {
        return buffer.limit();
    }

    @Override
    public boolean equals(@Nullable Object other) {
        return other instanceof MemoryRecords that && buffer.equals(that.buffer);
    }

    @Override
    public int hashCode() {
        return buffer.hashCode();
    }

    @Override
    public String toString() {
        return "MemoryRecords(" + sizeInBytes() + " bytes)";
    }
}
