package io.odradek.raft;

import io.odradek.protocol.ErrorCode;
import io.odradek.protocol.ResponseMessage;
import io.odradek.protocol.message.FetchResponse;
import io.odradek.protocol.message.FetchSnapshotResponse;

/** An answer to an {@link Inbound} request or to a command of this node's own controller. */
public sealed interface Answer {
    /** Of the request. */
    long token();

    /** As it is. */
    record Ready(long token, ResponseMessage message) implements Answer {}

    /**
     * To be completed with record batches of the log.
     *
     * @param message its one partition has everything but the records
     * @param fromOffset of the first batch
     * @param endOffset exclusive; the log's end when this was decided
     * @param maxBytes bound, but for the first batch, which is always whole
     */
    record WithRecords(long token, FetchResponse message, long fromOffset, long endOffset, int maxBytes)
            implements Answer {}

    /**
     * To be completed with bytes of a snapshot and its size; SNAPSHOT_NOT_FOUND if there is none, POSITION_OUT_OF_RANGE if the
     * position does not lie within it, in the partition's error code.
     */
    record WithSnapshot(long token, FetchSnapshotResponse message, SnapshotId id, long position, int maxBytes)
            implements Answer {}

    /**
     * To a command.
     *
     * @param error NONE if it has been done
     * @param detail empty, or what to do about the error
     */
    record Outcome(long token, ErrorCode error, String detail) implements Answer {}
}
