package io.odradek.storage;

/**
 * What is known of a log when it is opened.
 *
 * @param recoveryPoint everything below was synced; what lies beyond is checked
 * @param logStartOffset first offset that readers may see
 * @param cleanShutdown whether the log was closed in order, so that nothing has to be checked
 * @param gapless whether segments beyond the recovery point are known to follow each other without a gap, as this product
 *     appends them. A gap is then what a crash tore, and the log ends there. Elsewhere it is what compaction has left, now or
 *     long ago, and stays
 */
public record RecoveryPoint(long recoveryPoint, long logStartOffset, boolean cleanShutdown, boolean gapless) {
    /** A log of which nothing is known: all of it is checked. */
    public static final RecoveryPoint NONE = new RecoveryPoint(0L, 0L, false, false);

    /** Of a log that may have gaps. */
    public RecoveryPoint(long recoveryPoint, long logStartOffset, boolean cleanShutdown) {
        this(recoveryPoint, logStartOffset, cleanShutdown, false);
    }
}
