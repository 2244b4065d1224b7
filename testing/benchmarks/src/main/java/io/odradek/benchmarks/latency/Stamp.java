package io.odradek.benchmarks.latency;

import java.nio.ByteBuffer;

/** The first bytes of each value: which record this is and when it was due. Pure. */
final class Stamp {
    /** Length of the stamp. */
    static final int BYTES = 2 * Long.BYTES;

    private static final int DUE_AT = Long.BYTES;

    private Stamp() {}

    static void write(byte[] value, long index, long dueNanos) {
        ByteBuffer.wrap(value).putLong(0, index).putLong(DUE_AT, dueNanos);
    }

    static long index(byte[] value) {
        return ByteBuffer.wrap(value).getLong(0);
    }

    static long dueNanos(byte[] value) {
        return ByteBuffer.wrap(value).getLong(DUE_AT);
    }
}
