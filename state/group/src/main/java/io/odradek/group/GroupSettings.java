package io.odradek.group;

/**
 * The configurations that groups obey; times in milliseconds.
 *
 * @param minSessionTimeoutMs {@code group.min.session.timeout.ms}
 * @param maxSessionTimeoutMs {@code group.max.session.timeout.ms}
 * @param initialRebalanceDelayMs {@code group.initial.rebalance.delay.ms}: how long a new group waits for more members
 * @param maxSize {@code group.max.size}
 * @param offsetMetadataMaxBytes {@code offset.metadata.max.bytes}
 * @param offsetsRetentionMs {@code offsets.retention.minutes}: how long offsets of a group without members are kept
 */
public record GroupSettings(
        int minSessionTimeoutMs,
        int maxSessionTimeoutMs,
        int initialRebalanceDelayMs,
        int maxSize,
        int offsetMetadataMaxBytes,
        long offsetsRetentionMs) {
    /** Kafka's defaults. */
    public static final GroupSettings DEFAULT =
            new GroupSettings(6_000, 1_800_000, 3_000, Integer.MAX_VALUE, 4_096, 7L * 24 * 60 * 60 * 1000);
}
