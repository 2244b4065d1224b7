package io.odradek.replication;

/**
 * What a follower asks its leader for.
 *
 * @param offset the end of its log
 * @param leaderEpoch the epoch that it follows
 * @param lastFetchedEpoch the newest epoch in its log, {@link EpochHistory#NONE} if there is none
 * @param startOffset the start of its log
 */
public record FetchPosition(long offset, int leaderEpoch, int lastFetchedEpoch, long startOffset) {}
