package io.odradek.storage;

/**
 * What is known of a log when it is opened.
 *
 * @param recoveryPoint everything below was synced; what lies beyond is checked
 * @param logStartOffset first offset that readers may see
 * @param cleanShutdown whether the log was closed in order, so that nothing has to be checked
 */
public record RecoveryPoint(long recoveryPoint, long logStartOffset, boolean cleanShutdown) {
    /** A log of which nothing is known: all of it is checked. */
    public static final RecoveryPoint NONE = new RecoveryPoint(0L, 0L, false);
}
