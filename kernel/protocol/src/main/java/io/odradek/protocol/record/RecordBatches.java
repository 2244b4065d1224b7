package io.odradek.protocol.record;

import io.odradek.protocol.CorruptRecordsException;
import java.nio.ByteBuffer;

/**
 * Questions about the batches between a buffer's position and limit, as a Fetch response or a segment read holds them.
 *
 * <p>Stateless; any thread. Position and limit stay.
 */
public final class RecordBatches {
    private RecordBatches() {}

    /**
     * Bytes of the complete batches at the front.
     *
     * @throws CorruptRecordsException if a batch's length cannot be right or its magic is not 2
     */
    public static int validBytes(ByteBuffer buffer) {
        BatchCursor cursor = BatchCursor.over(buffer);
        while (cursor.next()) {
            // Only the end matters.
        }
        return cursor.validEnd() - buffer.position();
    }

    /**
     * Complete batches.
     *
     * @throws CorruptRecordsException if a batch's length cannot be right or its magic is not 2
     */
    public static int count(ByteBuffer buffer) {
        BatchCursor cursor = BatchCursor.over(buffer);
        int count = 0;
        while (cursor.next()) {
            count++;
        }
        return count;
    }

    /**
     * Records that the headers of the complete batches state.
     *
     * @throws CorruptRecordsException if a batch's length cannot be right or its magic is not 2
     */
    public static long recordCount(ByteBuffer buffer) {
        BatchCursor cursor = BatchCursor.over(buffer);
        long count = 0;
        while (cursor.next()) {
            count += cursor.view().recordCount();
        }
        return count;
    }

    /**
     * Offset after the last complete batch, {@code otherwise} if there is none.
     *
     * @throws CorruptRecordsException if a batch's length cannot be right or its magic is not 2
     */
    public static long nextOffset(ByteBuffer buffer, long otherwise) {
        BatchCursor cursor = BatchCursor.over(buffer);
        long next = otherwise;
        while (cursor.next()) {
            next = cursor.view().nextOffset();
        }
        return next;
    }

    /**
     * Checks the CRC of every complete batch.
     *
     * @throws CorruptRecordsException if one does not match, a length cannot be right or a magic is not 2
     */
    public static void checkCrcs(ByteBuffer buffer) {
        BatchCursor cursor = BatchCursor.over(buffer);
        RecordBatchView batch = cursor.view();
        while (cursor.next()) {
            if (!batch.hasValidCrc()) {
                throw new CorruptRecordsException("batch at byte " + batch.index() + " with base offset "
                        + batch.baseOffset() + " does not match its CRC");
            }
        }
    }
}
