package io.odradek.protocol;

import io.odradek.base.Limits;
import java.nio.ByteBuffer;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** Sizes of the protocol's types in bytes, as {@link WireWriter} writes them. Compact lengths are those of KIP-482. */
public final class WireSize {
    /** The byte that says whether a nullable structure follows. */
    public static final int PRESENCE = 1;

    private WireSize() {}

    /** An unsigned variable-length integer. */
    public static int unsignedVarint(int value) {
        return Varints.unsignedSize(value);
    }

    /**
     * A string with its length; null takes its length only.
     *
     * @throws UnencodableMessageException if it is longer than {@link Limits#MAX_STRING_BYTES}
     */
    public static int string(@Nullable String value, boolean compact) {
        if (value == null) {
            return compact ? 1 : Short.BYTES;
        }
        int bytes = Utf8.length(value);
        if (bytes > Limits.MAX_STRING_BYTES) {
            throw UnencodableMessageException.longString(bytes, Limits.MAX_STRING_BYTES);
        }
        return (compact ? unsignedVarint(bytes + 1) : Short.BYTES) + bytes;
    }

    /** Bytes with their length; null takes its length only. */
    public static int bytes(@Nullable ByteBuffer value, boolean compact) {
        return sized(value == null ? -1 : value.remaining(), compact);
    }

    /** Records with their length; null takes its length only. */
    public static int records(@Nullable Records value, boolean compact) {
        return sized(value == null ? -1 : value.sizeInBytes(), compact);
    }

    /** The length of an array. */
    public static int arrayLength(@Nullable List<?> elements, boolean compact) {
        if (!compact) {
            return Integer.BYTES;
        }
        return elements == null ? 1 : unsignedVarint(elements.size() + 1);
    }

    /** A tagged field with its tag and its size. */
    public static int taggedField(int tag, int size) {
        return unsignedVarint(tag) + unsignedVarint(size) + size;
    }

    /** Tagged fields that this build does not know, without their count. */
    public static int unknownTaggedFields(List<RawTaggedField> fields) {
        int size = 0;
        for (RawTaggedField field : fields) {
            size += taggedField(field.tag(), field.data().remaining());
        }
        return size;
    }

    private static int sized(int length, boolean compact) {
        return (compact ? unsignedVarint(length + 1) : Integer.BYTES) + Math.max(length, 0);
    }
}
