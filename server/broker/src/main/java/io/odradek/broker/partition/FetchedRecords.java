package io.odradek.broker.partition;

import java.nio.ByteBuffer;

/**
 * What came with a leader's answer.
 *
 * @param batches from position to limit; the last may be cut off
 * @param highWatermark the leader's, -1 if unknown
 * @param logStartOffset the leader's, -1 if unknown
 */
public record FetchedRecords(ByteBuffer batches, long highWatermark, long logStartOffset) {
    /** Nothing came. */
    public static final FetchedRecords NONE = new FetchedRecords(ByteBuffer.allocate(0), -1, -1);
}
