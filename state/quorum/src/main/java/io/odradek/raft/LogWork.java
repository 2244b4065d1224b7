package io.odradek.raft;

import java.nio.ByteBuffer;

/**
 * One piece of work on the log or its snapshots. Its end is reported to the replica before anything else is.
 */
public sealed interface LogWork {
    /**
     * Append complete batches, whose offsets and epochs stand; whether they are durable is reported when a sync says so.
     *
     * @param batches position to limit; not to be changed
     * @param baseOffset the log's end before
     * @param endOffset the log's end after
     */
    record Append(ByteBuffer batches, long baseOffset, long endOffset) implements LogWork {}

    /** Note in the epoch cache that an epoch begins at the log's end, and append its first batch. */
    record BeginEpoch(int epoch, Append first) implements LogWork {}

    /** Drop everything from the offset on; durable when it is reported. */
    record Truncate(long toOffset) implements LogWork {}

    /** Begin to write a snapshot that the leader has; one that was begun before is given up. */
    record BeginDownload(SnapshotId id) implements LogWork {}

    /**
     * Write a piece of it; the pieces come in order.
     *
     * @param last whether the snapshot is complete with it: then verify and sync it, give it its name, and let the log begin and end
     *     at its end. On failure the log stays as it is
     */
    record WriteDownload(SnapshotId id, long position, ByteBuffer bytes, boolean last) implements LogWork {}
}
