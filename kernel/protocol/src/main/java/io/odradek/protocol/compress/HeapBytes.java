package io.odradek.protocol.compress;

import java.nio.ByteBuffer;

/** What lies between a buffer's position and limit as part of an array: the buffer's own if it has one, else a copy. */
final class HeapBytes {
    private final byte[] array;
    private final int offset;
    private final int length;

    private HeapBytes(byte[] array, int offset, int length) {
        this.array = array;
        this.offset = offset;
        this.length = length;
    }

    static HeapBytes of(ByteBuffer source) {
        return of(source, UnpackMemory.once());
    }

    static HeapBytes of(ByteBuffer source, UnpackMemory memory) {
        int length = source.remaining();
        if (source.hasArray()) {
            return new HeapBytes(source.array(), source.arrayOffset() + source.position(), length);
        }
        byte[] copy = memory.packed(length);
        source.get(source.position(), copy, 0, length);
        return new HeapBytes(copy, 0, length);
    }

    /** Not to be written to. */
    byte[] array() {
        return array;
    }

    /** Index of the first byte in the array. */
    int offset() {
        return offset;
    }

    /** Number of bytes. */
    int length() {
        return length;
    }

    /** The index after the last byte. */
    int end() {
        return offset + length;
    }
}
