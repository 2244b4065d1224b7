package io.odradek.storage;

/**
 * Whole batches behind the first byte of a log that is no batch. Immutable.
 *
 * @param count how many
 * @param firstPosition where the first stands in its file; -1 if there is none
 * @param firstOffset of the first; -1 if there is none
 * @param lastOffset of the last; -1 if there is none
 * @param greatestEpoch the greatest leader epoch; -1 if there is none
 * @param greatestTimestamp the greatest timestamp, ms; -1 if there is none
 */
public record BatchesBehind(
        int count, int firstPosition, long firstOffset, long lastOffset, int greatestEpoch, long greatestTimestamp) {
    /** No whole batch. */
    public static final BatchesBehind NONE = new BatchesBehind(0, -1, -1L, -1L, -1, -1L);

    /** These and those of a stretch behind it. */
    public BatchesBehind and(BatchesBehind later) {
        return new BatchesBehind(
                count + later.count,
                count > 0 ? firstPosition : later.firstPosition,
                count > 0 ? firstOffset : later.firstOffset,
                later.count > 0 ? later.lastOffset : lastOffset,
                Math.max(greatestEpoch, later.greatestEpoch),
                Math.max(greatestTimestamp, later.greatestTimestamp));
    }

    /** The offsets that they have, for a message. */
    public String range() {
        return count == 0 ? "no whole batch" : count + " whole batches, offsets " + firstOffset + " to " + lastOffset;
    }
}
