package io.odradek.protocol.record;

import io.odradek.protocol.CorruptRecordsException;
import java.nio.ByteBuffer;

/** Variable-length integers of records in a buffer: zigzag, seven bits a byte, lowest first. */
final class RecordVarints {
    static final int PAYLOAD_BITS = 7;
    static final int PAYLOAD_MASK = 0x7f;
    private static final int CONTINUES = 0x80;

    private RecordVarints() {}

    /** Writes {@code value} at the buffer's position. */
    static void write(ByteBuffer buffer, int value) {
        int rest = (value << 1) ^ (value >> (Integer.SIZE - 1));
        while ((rest & ~PAYLOAD_MASK) != 0) {
            buffer.put((byte) ((rest & PAYLOAD_MASK) | CONTINUES));
            rest >>>= PAYLOAD_BITS;
        }
        buffer.put((byte) rest);
    }

    /** Writes {@code value} at the buffer's position. */
    static void write(ByteBuffer buffer, long value) {
        long rest = (value << 1) ^ (value >> (Long.SIZE - 1));
        while ((rest & ~PAYLOAD_MASK) != 0) {
            buffer.put((byte) ((rest & PAYLOAD_MASK) | CONTINUES));
            rest >>>= PAYLOAD_BITS;
        }
        buffer.put((byte) rest);
    }

    /** The number that {@code raw}, as it is on the wire, stands for. */
    static int unZigZag(int raw) {
        return (raw >>> 1) ^ -(raw & 1);
    }

    /** Says that the varint at {@code at} has no end. */
    static CorruptRecordsException malformed(int at, int maxBytes) {
        return new CorruptRecordsException(
                "varint at byte " + at + " does not end within " + maxBytes + " bytes or runs past its record");
    }
}
