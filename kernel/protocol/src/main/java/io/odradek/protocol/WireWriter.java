package io.odradek.protocol;

import io.odradek.base.Uuid;
import java.nio.ByteBuffer;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * Writes the protocol's types into a buffer, big-endian, that has room for all: {@link Message#size} tells how much is
 * needed. Compact lengths are those of KIP-482. Not thread-safe.
 *
 * @see WireSize
 */
public final class WireWriter {
    private final ByteBuffer buffer;
    private final @Nullable List<Splice> splices;

    private WireWriter(ByteBuffer buffer, @Nullable List<Splice> splices) {
        this.buffer = buffer.slice();
        this.splices = splices;
    }

    /** A writer that copies records into {@code buffer}; they have to be {@link MemoryRecords}. */
    public static WireWriter copying(ByteBuffer buffer) {
        return new WireWriter(buffer, null);
    }

    /** A writer that leaves records out of {@code buffer} and remembers where they belong. */
    public static WireWriter splicing(ByteBuffer buffer) {
        return new WireWriter(buffer, new ArrayList<>(4));
    }

    /** The records that were left out, in the order of their places. */
    public List<Splice> splices() {
        return splices == null ? List.of() : Collections.unmodifiableList(splices);
    }

    /** Bytes written so far. */
    public int position() {
        return buffer.position();
    }

    /** What has been written, from its first byte to its last; shares the buffer's bytes. */
    public ByteBuffer written() {
        return buffer.slice(0, buffer.position());
    }

    /** Writes one byte, 1 or 0. */
    public void writeBoolean(boolean value) {
        buffer.put(value ? (byte) 1 : (byte) 0);
    }

    /** Writes an int8. */
    public void writeByte(byte value) {
        buffer.put(value);
    }

    /** Writes an int16. */
    public void writeShort(short value) {
        buffer.putShort(value);
    }

    /** Writes a uint16; higher bits are cut off. */
    public void writeUnsignedShort(int value) {
        buffer.putShort((short) value);
    }

    /** Writes an int32. */
    public void writeInt(int value) {
        buffer.putInt(value);
    }

    /** Writes a uint32; higher bits are cut off. */
    public void writeUnsignedInt(long value) {
        buffer.putInt((int) value);
    }

    /** Writes an int64. */
    public void writeLong(long value) {
        buffer.putLong(value);
    }

    /** Writes a float64. */
    public void writeDouble(double value) {
        buffer.putDouble(value);
    }

    /** Writes an id of 16 bytes. */
    public void writeUuid(Uuid value) {
        buffer.putLong(value.mostSignificantBits());
        buffer.putLong(value.leastSignificantBits());
    }

    /** Writes an unsigned variable-length integer. */
    public void writeUnsignedVarint(int value) {
        int rest = value;
        while ((rest & ~0x7f) != 0) {
            buffer.put((byte) (rest | 0x80));
            rest >>>= 7;
        }
        buffer.put((byte) rest);
    }

    /** Writes a signed variable-length integer. */
    public void writeVarint(int value) {
        writeUnsignedVarint(Varints.zigzag(value));
    }

    /** Writes a signed variable-length integer of 64 bits. */
    public void writeVarlong(long value) {
        long rest = Varints.zigzag(value);
        while ((rest & ~0x7fL) != 0) {
            buffer.put((byte) (rest | 0x80));
            rest >>>= 7;
        }
        buffer.put((byte) rest);
    }

    /** Writes a string with its length, or null. */
    public void writeString(@Nullable String value, boolean compact) {
        int bytes = value == null ? -1 : Utf8.length(value);
        if (compact) {
            writeUnsignedVarint(bytes + 1);
        } else {
            writeShort((short) bytes);
        }
        if (value != null) {
            Utf8.put(buffer, value, bytes);
        }
    }

    /** Writes bytes with their length, or null. The position of {@code value} stays where it is. */
    public void writeBytes(@Nullable ByteBuffer value, boolean compact) {
        writeLength(value == null ? -1 : value.remaining(), compact);
        if (value != null) {
            writeRaw(value);
        }
    }

    /** Writes bytes without a length. The position of {@code value} stays where it is. */
    public void writeRaw(ByteBuffer value) {
        int length = value.remaining();
        buffer.put(buffer.position(), value, value.position(), length);
        buffer.position(buffer.position() + length);
    }

    /** Writes the length of records, or null, and copies or splices them. */
    public void writeRecords(@Nullable Records value, boolean compact) {
        int length = value == null ? -1 : value.sizeInBytes();
        writeLength(length, compact);
        if (value == null || length == 0) {
            return;
        }
        if (splices != null) {
            splices.add(new Splice(buffer.position(), value));
        } else if (value instanceof MemoryRecords memory) {
            writeRaw(memory.buffer());
        } else {
            throw new IllegalArgumentException(
                    "records of " + value.getClass().getName() + " cannot be copied: use a splicing writer");
        }
    }

    /** Writes the length of an array, or null. */
    public void writeArrayLength(@Nullable List<?> elements, boolean compact) {
        writeLength(elements == null ? -1 : elements.size(), compact);
    }

    /** Writes whether a nullable structure follows. */
    public void writePresence(boolean present) {
        buffer.put((byte) (present ? 1 : -1));
    }

    /** Writes whether a nullable structure follows, inside a tagged field. */
    public void writeTaggedPresence(boolean present) {
        buffer.put((byte) (present ? 1 : 0));
    }

    /** Writes tagged fields that are not known, from {@code index} on. */
    public void writeUnknownTaggedFields(List<RawTaggedField> fields, int index) {
        for (int next = index; next < fields.size(); next++) {
            writeUnknownTaggedField(fields.get(next));
        }
    }

    /**
     * Writes those tagged fields that are not known and belong before {@code tag}, from {@code index} on.
     *
     * @return the index of the first that was not written
     */
    public int writeUnknownTaggedFieldsBelow(int tag, List<RawTaggedField> fields, int index) {
        int next = index;
        while (next < fields.size() && fields.get(next).tag() < tag) {
            writeUnknownTaggedField(fields.get(next));
            next++;
        }
        return next;
    }

    private void writeUnknownTaggedField(RawTaggedField field) {
        writeUnsignedVarint(field.tag());
        writeUnsignedVarint(field.data().remaining());
        writeRaw(field.data());
    }

    private void writeLength(int length, boolean compact) {
        if (compact) {
            writeUnsignedVarint(length + 1);
        } else {
            buffer.putInt(length);
        }
    }
}
