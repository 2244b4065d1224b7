package io.odradek.protocol.record;

import io.odradek.protocol.CorruptRecordsException;
import io.odradek.protocol.compress.CompressionType;
import java.nio.ByteBuffer;

/**
 * A batch in a buffer: {@link BatchHeader} with its two arguments bound. It can be moved to another batch, so hold on to
 * the buffer and index, not to the view.
 *
 * <p>One thread.
 */
public final class RecordBatchView {
    private static final ByteBuffer EMPTY = ByteBuffer.allocate(0).asReadOnlyBuffer();

    private ByteBuffer buffer = EMPTY;
    private int at;

    /** A view of no batch: {@link #wrap} one first. */
    public RecordBatchView() {}

    /** Moves to the batch whose first byte is at the absolute index {@code index}; it must be complete. */
    public RecordBatchView wrap(ByteBuffer batches, int index) {
        buffer = batches;
        at = index;
        return this;
    }

    /** The buffer that holds the batch. */
    public ByteBuffer buffer() {
        return buffer;
    }

    /** Absolute index of the batch's first byte. */
    public int index() {
        return at;
    }

    /** The batch's bytes, not copied. */
    public ByteBuffer slice() {
        return buffer.slice(at, sizeInBytes());
    }

    /** See {@link BatchHeader#baseOffset}. */
    public long baseOffset() {
        return BatchHeader.baseOffset(buffer, at);
    }

    /** See {@link BatchHeader#lastOffset}. */
    public long lastOffset() {
        return BatchHeader.lastOffset(buffer, at);
    }

    /** See {@link BatchHeader#nextOffset}. */
    public long nextOffset() {
        return BatchHeader.nextOffset(buffer, at);
    }

    /** See {@link BatchHeader#lastOffsetDelta}. */
    public int lastOffsetDelta() {
        return BatchHeader.lastOffsetDelta(buffer, at);
    }

    /** See {@link BatchHeader#sizeInBytes}. */
    public int sizeInBytes() {
        return BatchHeader.sizeInBytes(buffer, at);
    }

    /** See {@link BatchHeader#partitionLeaderEpoch}. */
    public int partitionLeaderEpoch() {
        return BatchHeader.partitionLeaderEpoch(buffer, at);
    }

    /** See {@link BatchHeader#magic}. */
    public byte magic() {
        return BatchHeader.magic(buffer, at);
    }

    /** See {@link BatchHeader#crc}. */
    public int crc() {
        return BatchHeader.crc(buffer, at);
    }

    /** See {@link BatchHeader#hasValidCrc}. */
    public boolean hasValidCrc() {
        return BatchHeader.hasValidCrc(buffer, at);
    }

    /** See {@link BatchHeader#attributes}. */
    public short attributes() {
        return BatchHeader.attributes(buffer, at);
    }

    /** See {@link BatchHeader#compressionType}. */
    public CompressionType compressionType() {
        return BatchHeader.compressionType(buffer, at);
    }

    /** See {@link BatchHeader#timestampType}. */
    public TimestampType timestampType() {
        return BatchHeader.timestampType(buffer, at);
    }

    /** See {@link BatchHeader#isTransactional}. */
    public boolean isTransactional() {
        return BatchHeader.isTransactional(buffer, at);
    }

    /** See {@link BatchHeader#isControl}. */
    public boolean isControl() {
        return BatchHeader.isControl(buffer, at);
    }

    /** See {@link BatchHeader#isIdempotent}. */
    public boolean isIdempotent() {
        return BatchHeader.isIdempotent(buffer, at);
    }

    /** See {@link BatchHeader#hasDeleteHorizon}. */
    public boolean hasDeleteHorizon() {
        return BatchHeader.hasDeleteHorizon(buffer, at);
    }

    /** See {@link BatchHeader#baseTimestamp}. */
    public long baseTimestamp() {
        return BatchHeader.baseTimestamp(buffer, at);
    }

    /** See {@link BatchHeader#maxTimestamp}. */
    public long maxTimestamp() {
        return BatchHeader.maxTimestamp(buffer, at);
    }

    /** See {@link BatchHeader#producerId}. */
    public long producerId() {
        return BatchHeader.producerId(buffer, at);
    }

    /** See {@link BatchHeader#producerEpoch}. */
    public short producerEpoch() {
        return BatchHeader.producerEpoch(buffer, at);
    }

    /** See {@link BatchHeader#baseSequence}. */
    public int baseSequence() {
        return BatchHeader.baseSequence(buffer, at);
    }

    /** See {@link BatchHeader#lastSequence}. */
    public int lastSequence() {
        return BatchHeader.lastSequence(buffer, at);
    }

    /** See {@link BatchHeader#recordCount}. */
    public int recordCount() {
        return BatchHeader.recordCount(buffer, at);
    }

    /**
     * A cursor over the batch's records.
     *
     * @throws CorruptRecordsException as {@link RecordCursor#over} does
     */
    public RecordCursor records(int maxDecompressedBytes) {
        return RecordCursor.over(buffer, at, maxDecompressedBytes);
    }
}
