package io.odradek.storage;

/**
 * A transaction that was aborted, as an entry of {@code .txnindex} names it.
 *
 * @param firstOffset of the transaction's records in this partition
 * @param lastOffset the abort marker's
 * @param lastStableOffset of the log once the marker was appended
 */
public record AbortedTransaction(long producerId, long firstOffset, long lastOffset, long lastStableOffset) {}
