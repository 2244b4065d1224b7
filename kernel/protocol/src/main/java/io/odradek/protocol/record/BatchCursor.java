package io.odradek.protocol.record;

import io.odradek.protocol.CorruptRecordsException;
import java.nio.ByteBuffer;

/**
 * Walks the batches in a part of a buffer. A last batch that is cut off ends the walk, as a Fetch response may cut it;
 * {@link #validEnd} tells where.
 *
 * <p>One thread. The buffer's position and limit stay.
 */
public final class BatchCursor {
    private final ByteBuffer buffer;
    private final int limit;
    private final RecordBatchView view = new RecordBatchView();
    private int nextIndex;

    private BatchCursor(ByteBuffer buffer, int from, int to) {
        this.buffer = buffer;
        nextIndex = from;
        limit = to;
    }

    /** A cursor over the bytes from the buffer's position to its limit. */
    public static BatchCursor over(ByteBuffer buffer) {
        return new BatchCursor(buffer, buffer.position(), buffer.limit());
    }

    /**
     * A cursor over the bytes from the absolute index {@code from} to {@code to}, exclusive.
     *
     * @throws IndexOutOfBoundsException if they do not lie within the buffer's limit
     */
    public static BatchCursor over(ByteBuffer buffer, int from, int to) {
        if (from < 0 || from > to || to > buffer.limit()) {
            throw new IndexOutOfBoundsException(
                    "bytes " + from + " to " + to + " of a buffer with limit " + buffer.limit());
        }
        return new BatchCursor(buffer, from, to);
    }

    /**
     * Moves to the next complete batch.
     *
     * @return false if there is none
     * @throws CorruptRecordsException if its length cannot be right or its magic is not 2. The CRC is not looked at.
     */
    public boolean next() {
        if (!BatchHeader.isComplete(buffer, nextIndex, limit)) {
            return false;
        }
        byte magic = BatchHeader.magic(buffer, nextIndex);
        if (magic != BatchLayout.MAGIC_V2) {
            throw new CorruptRecordsException(
                    "batch at byte " + nextIndex + " has magic " + magic + "; only 2 is read");
        }
        view.wrap(buffer, nextIndex);
        nextIndex += BatchHeader.sizeInBytes(buffer, nextIndex);
        return true;
    }

    /** The batch that {@link #next} moved to; the same object each time. */
    public RecordBatchView view() {
        return view;
    }

    /** Absolute index after the last batch that {@link #next} has returned. */
    public int validEnd() {
        return nextIndex;
    }
}
