package io.odradek.protocol.compress;

import java.io.OutputStream;
import java.nio.ByteBuffer;
import java.util.Arrays;

/** A heap buffer that doubles as it fills, up to a bound. Past the bound it refuses. One thread. */
final class BoundedOutput extends OutputStream {
    private static final int MIN_CAPACITY = 512;

    /** The longest array that every JVM makes. */
    static final int MAX_ARRAY = Integer.MAX_VALUE - 8;

    private final UnpackMemory memory;
    private final int maxBytes;
    private byte[] array;
    private int size;

    BoundedOutput(int expectedBytes, int maxBytes) {
        this(UnpackMemory.once(), expectedBytes, maxBytes);
    }

    /** @param memory whose array is written to as long as it is large enough */
    BoundedOutput(UnpackMemory memory, int expectedBytes, int maxBytes) {
        this.memory = memory;
        this.maxBytes = Math.min(maxBytes, MAX_ARRAY);
        byte[] known = memory.unpacked();
        array = known.length > 0
                ? known
                : new byte[Math.min(Math.max(expectedBytes, MIN_CAPACITY), Math.max(this.maxBytes, 0))];
    }

    /** Bytes that may still be written. */
    int room() {
        return maxBytes - size;
    }

    /** Makes the array hold {@code more} bytes beyond {@link #size}; {@code more} is at most {@link #room}. */
    byte[] arrayWithSpaceFor(int more) {
        if (more > room()) {
            throw new UnpackedTooLargeException(maxBytes);
        }
        if (more > array.length - size) {
            long doubled = Math.max(2L * array.length, (long) size + more);
            array = Arrays.copyOf(array, (int) Math.min(doubled, Math.max(maxBytes, size + more)));
        }
        return array;
    }

    /** Bytes written, also the index of the next in the array. */
    int size() {
        return size;
    }

    /** Counts bytes that were written to the array directly. */
    void advance(int bytes) {
        size += bytes;
    }

    @Override
    public void write(int value) {
        arrayWithSpaceFor(1)[size++] = (byte) value;
    }

    @Override
    public void write(byte[] source, int offset, int length) {
        System.arraycopy(source, offset, arrayWithSpaceFor(length), size, length);
        size += length;
    }

    ByteBuffer toBuffer() {
        memory.keep(array);
        return ByteBuffer.wrap(array, 0, size).slice();
    }
}
