package io.odradek.group;

import java.nio.ByteBuffer;

/** Copies of what would otherwise be slices of a request's memory. */
final class Bytes {
    private Bytes() {}

    static ByteBuffer copy(ByteBuffer source) {
        return ByteBuffer.allocate(source.remaining())
                .put(source.duplicate())
                .flip()
                .asReadOnlyBuffer();
    }
}
