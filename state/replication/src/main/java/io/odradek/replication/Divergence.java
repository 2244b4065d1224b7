package io.odradek.replication;

import io.odradek.replication.EpochHistory.EpochEnd;

/**
 * Whether a log holds what a reader believes to have read (KIP-320, KIP-595). Of a reader that diverges no progress may be
 * noted.
 */
public sealed interface Divergence {
    /** The reader's records are in this log. */
    record None() implements Divergence {}

    /** They part: the log's last epoch not above the reader's, and its end. */
    record At(int epoch, long endOffset) implements Divergence {}

    /** The log knows nothing of so old an epoch, or none so new: OFFSET_OUT_OF_RANGE. */
    record OutOfRange() implements Divergence {}

    /** There is none. */
    Divergence NONE = new None();

    /**
     * Compares.
     *
     * @param offset what the reader wants next
     * @param lastFetchedEpoch the epoch of the record before it; {@link EpochHistory#NONE} is not compared
     */
    static Divergence of(EpochHistory log, long logStartOffset, long offset, int lastFetchedEpoch) {
        if (lastFetchedEpoch < 0) {
            return NONE;
        }
        EpochEnd end = log.endOf(lastFetchedEpoch);
        if (end.epoch() < 0 || end.endOffset() < 0 || offset < logStartOffset) {
            return new OutOfRange();
        }
        return end.epoch() < lastFetchedEpoch || end.endOffset() < offset ? new At(end.epoch(), end.endOffset()) : NONE;
    }
}
