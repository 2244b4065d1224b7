package io.odradek.protocol.record;

import io.odradek.protocol.CorruptRecordsException;
import io.odradek.protocol.Varints;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * A record of a batch v2, read in place; it moves on with the {@link RecordCursor} it belongs to. Everything is checked
 * against the record's end when the cursor arrives, so the accessors do not fail. Only {@link #key}, {@link #value} and
 * {@link #headers} allocate.
 *
 * <p>One thread.
 */
public final class RecordView {
    /** Length of a key or value that is null. */
    public static final int NULL_LENGTH = -1;

    /** Attributes, two deltas, two lengths, one count: a byte each. */
    private static final int MIN_BODY = 6;

    private static final ByteBuffer EMPTY = ByteBuffer.allocate(0).asReadOnlyBuffer();

    private ByteBuffer buffer = EMPTY;
    private long baseOffset;
    private long baseTimestamp;
    private boolean appendTime;
    private int baseSequence;

    private int start;
    private int end;
    private int index;
    private long timestampDelta;
    private int offsetDelta;
    private int keyIndex;
    private int keySize;
    private int valueIndex;
    private int valueSize;
    private int headersIndex;
    private int headerCount;

    RecordView() {}

    /** Sets what the records of one batch share. With append time, {@code baseTimestamp} is that time. */
    void enterBatch(ByteBuffer records, long firstOffset, long timestamp, boolean isAppendTime, int firstSequence) {
        buffer = records;
        baseOffset = firstOffset;
        baseTimestamp = timestamp;
        appendTime = isAppendTime;
        baseSequence = firstSequence;
    }

    /**
     * Reads the record at {@code at}.
     *
     * @return the index after it
     * @throws CorruptRecordsException if its lengths do not fit one another or pass {@code limit}
     */
    int parse(int at, int limit) {
        start = at;
        index = at;
        int size = nextInt(limit);
        if (size < MIN_BODY || size > limit - index) {
            throw new CorruptRecordsException("record at byte " + at + " claims " + size + " bytes where "
                    + (limit - index) + " are left and " + MIN_BODY + " are the least");
        }
        end = index + size;
        index++;
        timestampDelta = nextLong(end);
        offsetDelta = nextInt(end);
        keySize = nextLength();
        keyIndex = index;
        index += Math.max(keySize, 0);
        valueSize = nextLength();
        valueIndex = index;
        index += Math.max(valueSize, 0);
        headerCount = nextInt(end);
        headersIndex = index;
        if (headerCount != 0) {
            skipHeaders();
        }
        if (index != end) {
            throw new CorruptRecordsException(
                    "record at byte " + at + " has " + (end - index) + " bytes after its last header");
        }
        return end;
    }

    private void skipHeaders() {
        if (headerCount < 0 || headerCount > end - index) {
            throw new CorruptRecordsException("record at byte " + start + " claims " + headerCount + " headers");
        }
        for (int header = 0; header < headerCount; header++) {
            int nameSize = nextLength();
            if (nameSize < 0) {
                throw new CorruptRecordsException("record at byte " + start + " has a header without a key");
            }
            index += nameSize;
            int size = nextLength();
            index += Math.max(size, 0);
        }
    }

    /** A length that fits the rest of the record, or {@link #NULL_LENGTH}. */
    private int nextLength() {
        int length = nextInt(end);
        if (length < NULL_LENGTH || length > end - index) {
            throw new CorruptRecordsException("record at byte " + start + " claims a field of " + length
                    + " bytes where " + (end - index) + " are left");
        }
        return length;
    }

    /** Most numbers have one byte, which is read without a loop. */
    private int nextInt(int limit) {
        if (index < limit) {
            int first = buffer.get(index);
            if (first >= 0) {
                index++;
                return RecordVarints.unZigZag(first);
            }
        }
        return anyInt(limit);
    }

    private int anyInt(int limit) {
        int shift = 0;
        int raw = 0;
        int last = Math.min(limit - index, Varints.MAX_INT_BYTES) + index;
        for (int at = index; at < last; shift += RecordVarints.PAYLOAD_BITS) {
            byte next = buffer.get(at++);
            raw |= (next & RecordVarints.PAYLOAD_MASK) << shift;
            if (next >= 0) {
                index = at;
                return RecordVarints.unZigZag(raw);
            }
        }
        throw RecordVarints.malformed(index, Varints.MAX_INT_BYTES);
    }

    private long nextLong(int limit) {
        if (index < limit) {
            int first = buffer.get(index);
            if (first >= 0) {
                index++;
                return RecordVarints.unZigZag(first);
            }
        }
        return anyLong(limit);
    }

    private long anyLong(int limit) {
        int shift = 0;
        long raw = 0;
        int last = Math.min(limit - index, Varints.MAX_LONG_BYTES) + index;
        for (int at = index; at < last; shift += RecordVarints.PAYLOAD_BITS) {
            byte next = buffer.get(at++);
            raw |= (long) (next & RecordVarints.PAYLOAD_MASK) << shift;
            if (next >= 0) {
                index = at;
                return (raw >>> 1) ^ -(raw & 1);
            }
        }
        throw RecordVarints.malformed(index, Varints.MAX_LONG_BYTES);
    }

    /** Offset of the record. */
    public long offset() {
        return baseOffset + offsetDelta;
    }

    /** Offset less the batch's base offset. */
    public int offsetDelta() {
        return offsetDelta;
    }

    /** Timestamp in ms: the record's own, or the batch's append time. */
    public long timestamp() {
        return appendTime ? baseTimestamp : baseTimestamp + timestampDelta;
    }

    /** Timestamp less the batch's base timestamp, in ms, as it stands. */
    public long timestampDelta() {
        return timestampDelta;
    }

    /** Sequence of the record, -1 for none. */
    public int sequence() {
        return baseSequence == BatchLayout.NO_SEQUENCE ? baseSequence : Sequences.increment(baseSequence, offsetDelta);
    }

    /** Bytes of the record, its length field included. */
    public int sizeInBytes() {
        return end - start;
    }

    /** The buffer that holds the (decompressed) record; {@link #keyIndex} and {@link #valueIndex} are indexes in it. */
    public ByteBuffer buffer() {
        return buffer;
    }

    /** Whether the key is not null. */
    public boolean hasKey() {
        return keySize >= 0;
    }

    /** Absolute index of the key. */
    public int keyIndex() {
        return keyIndex;
    }

    /** Bytes of the key, {@link #NULL_LENGTH} if it is null. */
    public int keySize() {
        return keySize;
    }

    /** A slice that is the key; null if it is null. */
    public @Nullable ByteBuffer key() {
        return keySize < 0 ? null : buffer.slice(keyIndex, keySize);
    }

    /** Whether the value is not null; a record with a key and no value is a tombstone. */
    public boolean hasValue() {
        return valueSize >= 0;
    }

    /** Absolute index of the value. */
    public int valueIndex() {
        return valueIndex;
    }

    /** Bytes of the value, {@link #NULL_LENGTH} if it is null. */
    public int valueSize() {
        return valueSize;
    }

    /** A slice that is the value; null if it is null. */
    public @Nullable ByteBuffer value() {
        return valueSize < 0 ? null : buffer.slice(valueIndex, valueSize);
    }

    /** Headers of the record. */
    public int headerCount() {
        return headerCount;
    }

    /** The headers, in order; values are slices. */
    public List<RecordHeader> headers() {
        if (headerCount == 0) {
            return List.of();
        }
        List<RecordHeader> headers = new ArrayList<>(headerCount);
        index = headersIndex;
        for (int header = 0; header < headerCount; header++) {
            headers.add(nextHeader());
        }
        return headers;
    }

    private RecordHeader nextHeader() {
        byte[] name = new byte[nextLength()];
        buffer.get(index, name);
        index += name.length;
        int size = nextLength();
        ByteBuffer content = size < 0 ? null : buffer.slice(index, size);
        index += Math.max(size, 0);
        return new RecordHeader(new String(name, StandardCharsets.UTF_8), content);
    }
}
