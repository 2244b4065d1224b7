package io.odradek.replication;

/**
 * The leader epochs that a log knows, from its {@code leader-epoch-checkpoint}.
 *
 * <p>Read by the replica while it decides; the answers must belong to the log position that it is given.
 */
public interface EpochHistory {
    /** No leader epoch. */
    int NONE = -1;

    /** The newest epoch, {@link #NONE} if none is known. */
    int latestEpoch();

    /**
     * Where the largest known epoch that is not above the given one ends. Below the first known epoch: that epoch itself
     * and the start of the first; above the newest: {@link EpochEnd#UNKNOWN}. (OffsetForLeaderEpoch, KIP-101, KIP-279)
     */
    EpochEnd endOf(int epoch);

    /**
     * An epoch and the offset behind its last record.
     *
     * @param epoch {@link #NONE} if unknown
     * @param endOffset -1 if unknown
     */
    record EpochEnd(int epoch, long endOffset) {
        /** Nothing is known. */
        public static final EpochEnd UNKNOWN = new EpochEnd(NONE, -1L);
    }
}
