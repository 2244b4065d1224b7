package io.odradek.protocol.record;

import io.odradek.protocol.CorruptRecordsException;
import java.nio.ByteBuffer;

/**
 * Variable-length integers of records: zig-zag, seven bits to a byte, least significant first, as in Protocol Buffers.
 * An int takes at most {@link #MAX_INT_BYTES}, a long at most {@link #MAX_LONG_BYTES}.
 *
 * <p>Stateless; any thread.
 */
public final class Varints {
    public static final int MAX_INT_BYTES = 5;
    public static final int MAX_LONG_BYTES = 10;

    private static final int PAYLOAD_BITS = 7;
    private static final int PAYLOAD_MASK = 0x7f;
    private static final int CONTINUES = 0x80;

    private Varints() {}

    /** Bytes that {@code value} takes, 1 to 5. */
    public static int sizeOf(int value) {
        int significantBits = Integer.SIZE - Integer.numberOfLeadingZeros(zigZag(value) | 1);
        return (significantBits + PAYLOAD_BITS - 1) / PAYLOAD_BITS;
    }

    /** Bytes that {@code value} takes, 1 to 10. */
    public static int sizeOf(long value) {
        int significantBits = Long.SIZE - Long.numberOfLeadingZeros(zigZag(value) | 1);
        return (significantBits + PAYLOAD_BITS - 1) / PAYLOAD_BITS;
    }

    /** Writes {@code value} at the buffer's position. */
    public static void write(ByteBuffer buffer, int value) {
        int rest = zigZag(value);
        while ((rest & ~PAYLOAD_MASK) != 0) {
            buffer.put((byte) (rest & PAYLOAD_MASK | CONTINUES));
            rest >>>= PAYLOAD_BITS;
        }
        buffer.put((byte) rest);
    }

    /** Writes {@code value} at the buffer's position. */
    public static void write(ByteBuffer buffer, long value) {
        long rest = zigZag(value);
        while ((rest & ~PAYLOAD_MASK) != 0) {
            buffer.put((byte) (rest & PAYLOAD_MASK | CONTINUES));
            rest >>>= PAYLOAD_BITS;
        }
        buffer.put((byte) rest);
    }

    /**
     * The index after the varint at {@code at}. Of what has been read only the end is known: call {@link #readInt} or
     * {@link #readLong} for the value.
     *
     * @param limit index the varint must end before
     * @throws CorruptRecordsException if it does not end within {@code maxBytes} or before {@code limit}
     */
    public static int skip(ByteBuffer buffer, int at, int limit, int maxBytes) {
        int end = Math.min(limit, at + maxBytes);
        for (int index = at; index < end; index++) {
            if (buffer.get(index) >= 0) {
                return index + 1;
            }
        }
        throw malformed(at, maxBytes);
    }

    /**
     * The int at {@code at}; it ends at {@link #skip}.
     *
     * @throws CorruptRecordsException if it does not end within 5 bytes or before {@code limit}
     */
    public static int readInt(ByteBuffer buffer, int at, int limit) {
        if (at < limit) {
            byte first = buffer.get(at);
            if (first >= 0) {
                return unZigZag((int) first);
            }
        }
        return readLongInt(buffer, at, limit);
    }

    private static int readLongInt(ByteBuffer buffer, int at, int limit) {
        int end = Math.min(limit, at + MAX_INT_BYTES);
        int value = 0;
        int shift = 0;
        for (int index = at; index < end; index++) {
            byte next = buffer.get(index);
            value |= (next & PAYLOAD_MASK) << shift;
            if (next >= 0) {
                return unZigZag(value);
            }
            shift += PAYLOAD_BITS;
        }
        throw malformed(at, MAX_INT_BYTES);
    }

    /**
     * The long at {@code at}; it ends at {@link #skip}.
     *
     * @throws CorruptRecordsException if it does not end within 10 bytes or before {@code limit}
     */
    public static long readLong(ByteBuffer buffer, int at, int limit) {
        int end = Math.min(limit, at + MAX_LONG_BYTES);
        long value = 0;
        int shift = 0;
        for (int index = at; index < end; index++) {
            byte next = buffer.get(index);
            value |= (long) (next & PAYLOAD_MASK) << shift;
            if (next >= 0) {
                return unZigZag(value);
            }
            shift += PAYLOAD_BITS;
        }
        throw malformed(at, MAX_LONG_BYTES);
    }

    static CorruptRecordsException malformed(int at, int maxBytes) {
        return new CorruptRecordsException(
                "varint at byte " + at + " does not end within " + maxBytes + " bytes or runs past its record");
    }

    private static int zigZag(int value) {
        return (value << 1) ^ (value >> (Integer.SIZE - 1));
    }

    private static long zigZag(long value) {
        return (value << 1) ^ (value >> (Long.SIZE - 1));
    }

    private static int unZigZag(int value) {
        return (value >>> 1) ^ -(value & 1);
    }

    private static long unZigZag(long value) {
        return (value >>> 1) ^ -(value & 1L);
    }
}
