package io.odradek.storage;

/**
 * The answer to "where did this leader epoch end" (KIP-101, KIP-279).
 *
 * @param leaderEpoch the largest known epoch not above the one asked for, -1 if none is known
 * @param endOffset offset after its last record, -1 if unknown
 */
public record EpochEndOffset(int leaderEpoch, long endOffset) {
    /** Nothing is known. */
    public static final EpochEndOffset UNKNOWN = new EpochEndOffset(-1, -1L);
}
