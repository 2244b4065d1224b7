package io.odradek.protocol;

import io.odradek.base.Limits;
import io.odradek.base.Uuid;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * Reads the protocol's types from a buffer, big-endian. Bytes and records come out as slices of it, never copied. Every
 * length is checked against what remains and against {@link Limits} before anything is allocated. Whatever the bytes
 * are, methods throw nothing but {@link MalformedMessageException}. Not thread-safe.
 */
public final class WireReader {
    /** No bytes: the default of a field of bytes. */
    public static final ByteBuffer NO_BYTES = ByteBuffer.allocate(0).asReadOnlyBuffer();

    private static final int NULL = -1;
    private static final byte[] NO_SCRATCH = {};

    private final ByteBuffer buffer;
    private byte[] scratch = NO_SCRATCH;

    /** Reads from position to limit of {@code source}, whose own position stays where it is. */
    public WireReader(ByteBuffer source) {
        this.buffer = source.slice();
    }

    /** Bytes that are left. */
    public int remaining() {
        return buffer.remaining();
    }

    /** Bytes that have been read. */
    public int position() {
        return buffer.position();
    }

    /** Reads one byte, true unless it is 0. */
    public boolean readBoolean() {
        return readByte() != 0;
    }

    /** Reads an int8. */
    public byte readByte() {
        require(Byte.BYTES);
        return buffer.get();
    }

    /** Reads an int16. */
    public short readShort() {
        require(Short.BYTES);
        return buffer.getShort();
    }

    /** Reads a uint16. */
    public int readUnsignedShort() {
        return Short.toUnsignedInt(readShort());
    }

    /** Reads an int32. */
    public int readInt() {
        require(Integer.BYTES);
        return buffer.getInt();
    }

    /** Reads a uint32. */
    public long readUnsignedInt() {
        return Integer.toUnsignedLong(readInt());
    }

    /** Reads an int64. */
    public long readLong() {
        require(Long.BYTES);
        return buffer.getLong();
    }

    /** Reads a float64. */
    public double readDouble() {
        require(Double.BYTES);
        return buffer.getDouble();
    }

    /** Reads an id of 16 bytes. */
    public Uuid readUuid() {
        require(2 * Long.BYTES);
        long most = buffer.getLong();
        long least = buffer.getLong();
        return most == 0L && least == 0L ? Uuid.ZERO : new Uuid(most, least);
    }

    /** Reads an unsigned variable-length integer of at most 32 bits; the highest bit is that of an {@code int}. */
    public int readUnsignedVarint() {
        int value = 0;
        for (int shift = 0; shift < Varints.MAX_INT_BYTES * 7; shift += 7) {
            byte next = readByte();
            value |= (next & 0x7f) << shift;
            if (next >= 0) {
                return value;
            }
        }
        throw malformed("a variable-length integer has more than " + Varints.MAX_INT_BYTES + " bytes");
    }

    /** Reads a signed variable-length integer of at most 32 bits. */
    public int readVarint() {
        return Varints.unzigzag(readUnsignedVarint());
    }

    /** Reads a signed variable-length integer of at most 64 bits. */
    public long readVarlong() {
        long value = 0;
        for (int shift = 0; shift < Varints.MAX_LONG_BYTES * 7; shift += 7) {
            byte next = readByte();
            value |= (long) (next & 0x7f) << shift;
            if (next >= 0) {
                return Varints.unzigzag(value);
            }
        }
        throw malformed("a variable-length integer has more than " + Varints.MAX_LONG_BYTES + " bytes");
    }

    /** Reads a string; null is malformed. Malformed UTF-8 becomes the replacement character. */
    public String readString(boolean compact) {
        return string(present(stringLength(compact), "string"));
    }

    /** Reads a string or null. */
    public @Nullable String readNullableString(boolean compact) {
        int length = stringLength(compact);
        return length < 0 ? null : string(length);
    }

    /** Reads bytes as a slice; null is malformed. */
    public ByteBuffer readBytes(boolean compact) {
        return slice(present(bytesLength(compact), "byte field"));
    }

    /** Reads bytes as a slice, or null. */
    public @Nullable ByteBuffer readNullableBytes(boolean compact) {
        int length = bytesLength(compact);
        return length < 0 ? null : slice(length);
    }

    /** Reads records as a slice; null is malformed. */
    public MemoryRecords readRecords(boolean compact) {
        return new MemoryRecords(readBytes(compact));
    }

    /** Reads records as a slice, or null. */
    public @Nullable MemoryRecords readNullableRecords(boolean compact) {
        ByteBuffer bytes = readNullableBytes(compact);
        return bytes == null ? null : new MemoryRecords(bytes);
    }

    /** Reads the length of an array whose elements take {@code elementBytes} at least; null is malformed. */
    public int readArrayLength(int elementBytes, boolean compact) {
        return present(readNullableArrayLength(elementBytes, compact), "array");
    }

    /** Reads the length of an array whose elements take {@code elementBytes} at least, -1 for null. */
    public int readNullableArrayLength(int elementBytes, boolean compact) {
        int length = compact ? readUnsignedVarint() - 1 : readInt();
        if (length < 0) {
            return NULL;
        }
        if (length > Limits.MAX_ARRAY_ELEMENTS) {
            throw malformed("an array has " + length + " elements, the limit is " + Limits.MAX_ARRAY_ELEMENTS);
        }
        if ((long) length * elementBytes > buffer.remaining()) {
            throw malformed("an array has " + length + " elements, but " + buffer.remaining() + " bytes are left");
        }
        return length;
    }

    /** An empty list with room for {@code length} elements, or for as many as {@link Limits} allow in advance. */
    public static <T> List<T> newList(int length) {
        return new ArrayList<>(Math.min(length, Limits.MAX_INITIAL_CAPACITY));
    }

    /** Reads whether a nullable structure follows. */
    public boolean readPresence() {
        return readByte() >= 0;
    }

    /** Reads whether a nullable structure follows, inside a tagged field. */
    public boolean readTaggedPresence() {
        return readUnsignedVarint() > 0;
    }

    /** Reads the number of tagged fields. */
    public int readTagCount() {
        int count = readUnsignedVarint();
        if (count < 0 || count > Limits.MAX_TAGGED_FIELDS) {
            throw malformed("a structure has " + Integer.toUnsignedString(count) + " tagged fields, the limit is "
                    + Limits.MAX_TAGGED_FIELDS);
        }
        return count;
    }

    /** Reads the tag of a tagged field. */
    public int readTag() {
        int tag = readUnsignedVarint();
        if (tag < 0) {
            throw malformed("a tag is " + Integer.toUnsignedString(tag));
        }
        return tag;
    }

    /** Reads the size of a tagged field and gives the position at which the field ends. */
    public int readTaggedFieldEnd() {
        int size = fitting(readUnsignedVarint(), "tagged field");
        return buffer.position() + size;
    }

    /** Checks that a tagged field, now read, ends at {@code end}. */
    public void endTaggedField(int end) {
        if (buffer.position() != end) {
            throw malformed("a tagged field should end at byte " + end);
        }
    }

    /** Reads a tagged field that is not known, up to {@code end}, and adds it to {@code fields} or a new list. */
    public List<RawTaggedField> keepUnknown(List<RawTaggedField> fields, int tag, int end) {
        List<RawTaggedField> kept = fields.isEmpty() ? new ArrayList<>(1) : fields;
        kept.add(new RawTaggedField(tag, slice(end - buffer.position())));
        return kept;
    }

    /** Takes the next {@code length} bytes as a slice. */
    public ByteBuffer slice(int length) {
        fitting(length, "slice");
        ByteBuffer slice = buffer.slice(buffer.position(), length);
        buffer.position(buffer.position() + length);
        return slice;
    }

    private int stringLength(boolean compact) {
        int length = compact ? readUnsignedVarint() - 1 : readShort();
        if (length < 0) {
            return NULL;
        }
        if (length > Limits.MAX_STRING_BYTES) {
            throw malformed("a string has " + length + " bytes, the limit is " + Limits.MAX_STRING_BYTES);
        }
        return fitting(length, "string");
    }

    private int bytesLength(boolean compact) {
        int length = compact ? readUnsignedVarint() - 1 : readInt();
        return length < 0 ? NULL : fitting(length, "byte field");
    }

    private String string(int length) {
        if (length == 0) {
            return "";
        }
        if (buffer.hasArray()) {
            int offset = buffer.arrayOffset() + buffer.position();
            buffer.position(buffer.position() + length);
            return new String(buffer.array(), offset, length, StandardCharsets.UTF_8);
        }
        if (scratch.length < length) {
            scratch = new byte[Math.max(length, 64)];
        }
        buffer.get(scratch, 0, length);
        return new String(scratch, 0, length, StandardCharsets.UTF_8);
    }

    private int present(int length, String what) {
        if (length < 0) {
            throw malformed("a " + what + " is null that may not be");
        }
        return length;
    }

    private int fitting(int length, String what) {
        if (length < 0 || length > buffer.remaining()) {
            throw malformed("a " + what + " has " + Integer.toUnsignedString(length) + " bytes, but "
                    + buffer.remaining() + " are left");
        }
        return length;
    }

    private void require(int bytes) {
        if (buffer.remaining() < bytes) {
            throw malformed(bytes + " bytes are needed, but " + buffer.remaining() + " are left");
        }
    }

    private MalformedMessageException malformed(String problem) {
        return new MalformedMessageException(
                "before byte " + buffer.position() + " of " + buffer.limit() + ": " + problem);
    }
}
