package io.odradek.protocol.compress;

import java.nio.ByteBuffer;

/**
 * What lies between a buffer's position and limit as part of an array: the buffer's own if it has one, else a copy.
 *
 * @param array not to be written to
 * @param offset first byte
 * @param length bytes
 */
record HeapBytes(byte[] array, int offset, int length) {
    static HeapBytes of(ByteBuffer source) {
        int length = source.remaining();
        if (source.hasArray()) {
            return new HeapBytes(source.array(), source.arrayOffset() + source.position(), length);
        }
        byte[] copy = new byte[length];
        source.get(source.position(), copy);
        return new HeapBytes(copy, 0, length);
    }

    /** The index after the last byte. */
    int end() {
        return offset + length;
    }
}
