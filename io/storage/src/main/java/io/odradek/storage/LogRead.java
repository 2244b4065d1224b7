package io.odradek.storage;

import io.odradek.protocol.Records;

/**
 * A stretch of one segment that holds what was asked for. Whole batches but for the last, which may be cut at the byte
 * limit. {@code records} must be closed if it is a {@link FileRecords}.
 *
 * @param records starts with the batch that contains the start offset
 * @param size bytes
 * @param upperBoundOffset every record in it lies below; the bound to ask {@link PartitionLog#abortedTransactions} with
 */
public record LogRead(Records records, int size, long upperBoundOffset) {}
