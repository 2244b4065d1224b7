package io.odradek.protocol.record;

import io.odradek.protocol.CorruptRecordsException;
import java.nio.ByteBuffer;
import org.jspecify.annotations.Nullable;

/**
 * Keys and values of control records. A key is a version (int16, 0) and a {@link ControlRecordType} (int16); the value of
 * an end-of-transaction marker a version (int16, 0) and the coordinator's epoch (int32). Fields that a later version adds
 * at the end are passed over.
 *
 * <p>Stateless; any thread.
 */
public final class ControlRecords {
    private static final short KEY_VERSION = 0;
    private static final short MARKER_VERSION = 0;
    private static final int KEY_SIZE = 2 * Short.BYTES;
    private static final int MARKER_SIZE = Short.BYTES + Integer.BYTES;

    private ControlRecords() {}

    /** A key, in a new buffer. */
    public static ByteBuffer key(ControlRecordType type) {
        return ByteBuffer.allocate(KEY_SIZE)
                .putShort(KEY_VERSION)
                .putShort(type.id())
                .flip();
    }

    /** The value of a marker, in a new buffer. */
    public static ByteBuffer value(EndTransactionMarker marker) {
        return ByteBuffer.allocate(MARKER_SIZE)
                .putShort(MARKER_VERSION)
                .putInt(marker.coordinatorEpoch())
                .flip();
    }

    /**
     * The kind of the control record.
     *
     * @throws CorruptRecordsException if its key is none of a control record
     */
    public static ControlRecordType type(RecordView record) {
        ByteBuffer key = field(record.key(), KEY_SIZE, "key");
        if (key.getShort(0) < KEY_VERSION) {
            throw new CorruptRecordsException("control record has a key of version " + key.getShort(0));
        }
        return ControlRecordType.forId(key.getShort(Short.BYTES));
    }

    /**
     * The marker in the control record, whose {@link #type} is commit or abort.
     *
     * @throws CorruptRecordsException if key or value is malformed, or the type is another
     */
    public static EndTransactionMarker endTransactionMarker(RecordView record) {
        ControlRecordType type = type(record);
        if (type != ControlRecordType.COMMIT && type != ControlRecordType.ABORT) {
            throw new CorruptRecordsException("control record of type " + type + " is no end of a transaction");
        }
        ByteBuffer value = field(record.value(), MARKER_SIZE, "value");
        if (value.getShort(0) < MARKER_VERSION) {
            throw new CorruptRecordsException("marker has a value of version " + value.getShort(0));
        }
        return new EndTransactionMarker(type, value.getInt(Short.BYTES));
    }

    /**
     * A batch that ends the transaction of a producer in a partition, at offset 0 until it is appended.
     *
     * @param timestamp ms
     */
    public static ByteBuffer endTransactionBatch(
            long timestamp, long producerId, short producerEpoch, EndTransactionMarker marker) {
        return RecordBatchBuilder.create()
                .producer(producerId, producerEpoch, BatchLayout.NO_SEQUENCE)
                .transactional()
                .control()
                .append(timestamp, key(marker.type()), value(marker))
                .build();
    }

    private static ByteBuffer field(@Nullable ByteBuffer bytes, int least, String name) {
        if (bytes == null || bytes.remaining() < least) {
            throw new CorruptRecordsException("control record has a " + name + " of less than " + least + " bytes");
        }
        return bytes;
    }
}
