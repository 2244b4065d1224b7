package io.odradek.storage.log;

/**
 * An entry of a time index.
 *
 * @param timestamp ms; the greatest of the segment up to and with the batch that ends at {@code offset}
 * @param offset last offset of the batch that has this timestamp
 */
record TimestampOffset(long timestamp, long offset) {}
