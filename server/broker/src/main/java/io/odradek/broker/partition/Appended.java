package io.odradek.broker.partition;

import io.odradek.storage.AppendResult;

/**
 * Records that were appended to a partition, as {@link Partition#await} needs to know them.
 *
 * @param term of leadership here: in a later one the offsets may belong to other records
 */
public record Appended(AppendResult result, long term) {
    long endOffset() {
        return result.lastOffset() + 1;
    }
}
