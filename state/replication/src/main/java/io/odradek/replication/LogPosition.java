package io.odradek.replication;

import io.odradek.base.Invariants;

/**
 * Where a replica's own log stands.
 *
 * @param startOffset log start offset
 * @param endOffset log end offset
 * @param countedOffset the offset below which records count as held by this replica: what is on disk with
 *     {@code durability=fsync}, the log end offset with {@code buffered}
 */
public record LogPosition(long startOffset, long endOffset, long countedOffset) {
    public LogPosition {
        Invariants.check(startOffset <= endOffset, "a log starts at or before its end", startOffset, endOffset);
        Invariants.check(countedOffset <= endOffset, "no more counts than there is", countedOffset, endOffset);
    }

    /** What is left of a high watermark in a log with this start and end. */
    long clamp(long highWatermark) {
        return Math.clamp(highWatermark, startOffset, endOffset);
    }
}
