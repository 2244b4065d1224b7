package io.odradek.protocol.record;

import static io.odradek.protocol.record.BatchLayout.ATTRIBUTES;
import static io.odradek.protocol.record.BatchLayout.BATCH_LENGTH;
import static io.odradek.protocol.record.BatchLayout.LOG_OVERHEAD;
import static io.odradek.protocol.record.BatchLayout.MIN_BATCH_LENGTH;

import io.odradek.protocol.CorruptRecordsException;
import io.odradek.protocol.compress.CompressionType;
import java.nio.ByteBuffer;

/**
 * Reads the fields of a batch header in place. {@code at} is the absolute index of the batch's first byte; the buffer is
 * big-endian, its position and limit are not changed. Fields are returned as they stand; only what a length is used for
 * is checked here. An index outside the buffer throws {@link IndexOutOfBoundsException}: call {@link #isComplete} first.
 *
 * <p>Stateless; any thread.
 */
public final class BatchHeader {
    private BatchHeader() {}

    /** Offset of the first record. */
    public static long baseOffset(ByteBuffer buffer, int at) {
        return buffer.getLong(at + BatchLayout.BASE_OFFSET);
    }

    /** Bytes after the length field, unchecked. */
    public static int batchLength(ByteBuffer buffer, int at) {
        return buffer.getInt(at + BATCH_LENGTH);
    }

    /**
     * Bytes of the whole batch, header included: at least {@link BatchLayout#HEADER_SIZE}. Not checked against what the
     * buffer holds.
     *
     * @throws CorruptRecordsException if the length field cannot be that of a batch
     */
    public static int sizeInBytes(ByteBuffer buffer, int at) {
        int length = batchLength(buffer, at);
        if (length < MIN_BATCH_LENGTH || length > Integer.MAX_VALUE - LOG_OVERHEAD) {
            throw new CorruptRecordsException("batch at byte " + at + " claims a length of " + length
                    + " bytes; a batch has at least " + MIN_BATCH_LENGTH);
        }
        return length + LOG_OVERHEAD;
    }

    /**
     * Whether the bytes from {@code at} to {@code limit} hold a whole batch.
     *
     * @throws CorruptRecordsException if the length field cannot be that of a batch
     */
    public static boolean isComplete(ByteBuffer buffer, int at, int limit) {
        return limit - at >= LOG_OVERHEAD && sizeInBytes(buffer, at) <= limit - at;
    }

    /** Epoch of the leader that appended the batch. */
    public static int partitionLeaderEpoch(ByteBuffer buffer, int at) {
        return buffer.getInt(at + BatchLayout.PARTITION_LEADER_EPOCH);
    }

    /** Format version. */
    public static byte magic(ByteBuffer buffer, int at) {
        return buffer.get(at + BatchLayout.MAGIC);
    }

    /** The CRC-32C that the header states. */
    public static int crc(ByteBuffer buffer, int at) {
        return buffer.getInt(at + BatchLayout.CRC);
    }

    /** The CRC-32C of the batch's bytes. The batch must be complete. */
    public static int computeCrc(ByteBuffer buffer, int at) {
        return Crc32c.compute(buffer, at + ATTRIBUTES, sizeInBytes(buffer, at) - ATTRIBUTES);
    }

    /** Whether the stated CRC is that of the bytes. The batch must be complete. */
    public static boolean hasValidCrc(ByteBuffer buffer, int at) {
        return crc(buffer, at) == computeCrc(buffer, at);
    }

    /** All attribute bits. */
    public static short attributes(ByteBuffer buffer, int at) {
        return buffer.getShort(at + ATTRIBUTES);
    }

    /** Id of the codec, 0 to 7; see {@link CompressionType#isKnown}. */
    public static int compressionId(ByteBuffer buffer, int at) {
        return attributes(buffer, at) & BatchLayout.COMPRESSION_MASK;
    }

    /**
     * The codec.
     *
     * @throws CorruptRecordsException if its id is unknown
     */
    public static CompressionType compressionType(ByteBuffer buffer, int at) {
        return CompressionType.forId(compressionId(buffer, at));
    }

    /** Whether the records' timestamps are their own or the append time. */
    public static TimestampType timestampType(ByteBuffer buffer, int at) {
        return has(buffer, at, BatchLayout.TIMESTAMP_TYPE_MASK)
                ? TimestampType.LOG_APPEND_TIME
                : TimestampType.CREATE_TIME;
    }

    /** Whether the batch belongs to a transaction. */
    public static boolean isTransactional(ByteBuffer buffer, int at) {
        return has(buffer, at, BatchLayout.TRANSACTIONAL_MASK);
    }

    /** Whether the batch holds control records. */
    public static boolean isControl(ByteBuffer buffer, int at) {
        return has(buffer, at, BatchLayout.CONTROL_MASK);
    }

    /** Whether the batch has a producer id. */
    public static boolean isIdempotent(ByteBuffer buffer, int at) {
        return producerId(buffer, at) > BatchLayout.NO_PRODUCER_ID;
    }

    /** Whether {@link #baseTimestamp} is the time, in ms, after which tombstones and markers may go (KIP-534). */
    public static boolean hasDeleteHorizon(ByteBuffer buffer, int at) {
        return has(buffer, at, BatchLayout.DELETE_HORIZON_MASK);
    }

    /** Offset of the last record less the base offset. */
    public static int lastOffsetDelta(ByteBuffer buffer, int at) {
        return buffer.getInt(at + BatchLayout.LAST_OFFSET_DELTA);
    }

    /** Offset of the last record. */
    public static long lastOffset(ByteBuffer buffer, int at) {
        return baseOffset(buffer, at) + lastOffsetDelta(buffer, at);
    }

    /** Offset after the last record. */
    public static long nextOffset(ByteBuffer buffer, int at) {
        return lastOffset(buffer, at) + 1;
    }

    /** Timestamp in ms that the records' deltas add to. */
    public static long baseTimestamp(ByteBuffer buffer, int at) {
        return buffer.getLong(at + BatchLayout.BASE_TIMESTAMP);
    }

    /** Greatest timestamp in ms, or the append time. */
    public static long maxTimestamp(ByteBuffer buffer, int at) {
        return buffer.getLong(at + BatchLayout.MAX_TIMESTAMP);
    }

    /** Producer id, -1 for none. */
    public static long producerId(ByteBuffer buffer, int at) {
        return buffer.getLong(at + BatchLayout.PRODUCER_ID);
    }

    /** Producer epoch, -1 for none. */
    public static short producerEpoch(ByteBuffer buffer, int at) {
        return buffer.getShort(at + BatchLayout.PRODUCER_EPOCH);
    }

    /** Sequence of the first record, -1 for none. */
    public static int baseSequence(ByteBuffer buffer, int at) {
        return buffer.getInt(at + BatchLayout.BASE_SEQUENCE);
    }

    /** Sequence of the last record, -1 for none. */
    public static int lastSequence(ByteBuffer buffer, int at) {
        int base = baseSequence(buffer, at);
        return base == BatchLayout.NO_SEQUENCE ? base : Sequences.increment(base, lastOffsetDelta(buffer, at));
    }

    /** Records that the header states, unchecked. */
    public static int recordCount(ByteBuffer buffer, int at) {
        return buffer.getInt(at + BatchLayout.RECORD_COUNT);
    }

    private static boolean has(ByteBuffer buffer, int at, int mask) {
        return (attributes(buffer, at) & mask) != 0;
    }
}
