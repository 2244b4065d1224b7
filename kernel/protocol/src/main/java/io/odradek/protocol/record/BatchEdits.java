package io.odradek.protocol.record;

import static io.odradek.protocol.record.BatchLayout.TIMESTAMP_TYPE_MASK;

import io.odradek.protocol.CorruptRecordsException;
import java.nio.ByteBuffer;

/**
 * What a broker writes into a batch in place before it appends it. {@code at} is the absolute index of the batch's first
 * byte; the batch must be complete and the buffer writable; position and limit stay.
 *
 * <p>Stateless; one thread per buffer.
 */
public final class BatchEdits {
    private BatchEdits() {}

    /** Sets offset and leader epoch, which the CRC does not cover. */
    public static void assign(ByteBuffer buffer, int at, long baseOffset, int leaderEpoch) {
        setBaseOffset(buffer, at, baseOffset);
        setPartitionLeaderEpoch(buffer, at, leaderEpoch);
    }

    /** Sets the offset of the first record; the others move along. Not covered by the CRC. */
    public static void setBaseOffset(ByteBuffer buffer, int at, long baseOffset) {
        buffer.putLong(at + BatchLayout.BASE_OFFSET, baseOffset);
    }

    /** Sets the epoch of the appending leader. Not covered by the CRC. */
    public static void setPartitionLeaderEpoch(ByteBuffer buffer, int at, int leaderEpoch) {
        buffer.putInt(at + BatchLayout.PARTITION_LEADER_EPOCH, leaderEpoch);
    }

    /**
     * Sets timestamp type and greatest timestamp (ms) and computes the CRC again, unless both stand already.
     *
     * @throws CorruptRecordsException if the length field cannot be that of a batch
     */
    public static void setMaxTimestamp(ByteBuffer buffer, int at, TimestampType type, long maxTimestamp) {
        if (BatchHeader.timestampType(buffer, at) == type && BatchHeader.maxTimestamp(buffer, at) == maxTimestamp) {
            return;
        }
        int others = BatchHeader.attributes(buffer, at) & ~TIMESTAMP_TYPE_MASK;
        int bit = type == TimestampType.LOG_APPEND_TIME ? TIMESTAMP_TYPE_MASK : 0;
        buffer.putShort(at + BatchLayout.ATTRIBUTES, (short) (others | bit));
        buffer.putLong(at + BatchLayout.MAX_TIMESTAMP, maxTimestamp);
        updateCrc(buffer, at);
    }

    /**
     * Writes the CRC of the bytes as they are.
     *
     * @throws CorruptRecordsException if the length field cannot be that of a batch
     */
    public static void updateCrc(ByteBuffer buffer, int at) {
        buffer.putInt(at + BatchLayout.CRC, BatchHeader.computeCrc(buffer, at));
    }
}
