package io.odradek.protocol.record;

import io.odradek.protocol.Varints;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** Writes one record of a batch v2. One use. */
final class RecordWriter {
    private static final byte ATTRIBUTES = 0;

    private final int offsetDelta;
    private final long timestampDelta;
    private final @Nullable ByteBuffer key;
    private final @Nullable ByteBuffer value;
    private final List<RecordHeader> headers;
    private final byte[][] headerNames;
    private final int bodySize;

    RecordWriter(
            int offsetDelta,
            long timestampDelta,
            @Nullable ByteBuffer key,
            @Nullable ByteBuffer value,
            List<RecordHeader> headers) {
        this.offsetDelta = offsetDelta;
        this.timestampDelta = timestampDelta;
        this.key = key;
        this.value = value;
        this.headers = headers;
        headerNames = new byte[headers.size()][];
        bodySize = Math.toIntExact(measureBody());
    }

    private long measureBody() {
        long size = (long) Byte.BYTES + Varints.signedSize(timestampDelta) + Varints.signedSize(offsetDelta);
        size += measure(key) + measure(value) + Varints.signedSize(headers.size());
        for (int i = 0; i < headerNames.length; i++) {
            byte[] name = headers.get(i).key().getBytes(StandardCharsets.UTF_8);
            headerNames[i] = name;
            size += Varints.signedSize(name.length)
                    + name.length
                    + measure(headers.get(i).value());
        }
        return size;
    }

    private static long measure(@Nullable ByteBuffer field) {
        return field == null
                ? Varints.signedSize(RecordView.NULL_LENGTH)
                : (long) Varints.signedSize(field.remaining()) + field.remaining();
    }

    /** Bytes that {@link #write} takes. */
    int sizeInBytes() {
        return Math.addExact(Varints.signedSize(bodySize), bodySize);
    }

    /** Writes the record at the target's position. */
    void write(ByteBuffer target) {
        RecordVarints.write(target, bodySize);
        target.put(ATTRIBUTES);
        RecordVarints.write(target, timestampDelta);
        RecordVarints.write(target, offsetDelta);
        write(target, key);
        write(target, value);
        RecordVarints.write(target, headerNames.length);
        for (int i = 0; i < headerNames.length; i++) {
            RecordVarints.write(target, headerNames[i].length);
            target.put(headerNames[i]);
            write(target, headers.get(i).value());
        }
    }

    private static void write(ByteBuffer target, @Nullable ByteBuffer field) {
        if (field == null) {
            RecordVarints.write(target, RecordView.NULL_LENGTH);
            return;
        }
        int length = field.remaining();
        RecordVarints.write(target, length);
        target.put(target.position(), field, field.position(), length);
        target.position(target.position() + length);
    }
}
