package io.odradek.storage;

/**
 * A record found by its timestamp.
 *
 * @param timestamp ms
 * @param leaderEpoch of the batch that holds the record, -1 if unknown
 */
public record TimestampAndOffset(long timestamp, long offset, int leaderEpoch) {}
