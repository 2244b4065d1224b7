package io.odradek.metadata.config;

/**
 * Bounds of replication that are set only while a broker runs (KIP-73, KIP-113); in a file they have no effect.
 *
 * <p>The format of the table is {@link ConfigTable}'s. A constant.
 */
final class ThrottleKeys {
    static final String TABLE = """
            leader.replication.throttled.rate | LONG | 9223372036854775807 | >= 0 | MEDIUM | cluster-wide
                Bytes per second that the replicas of leader.replication.throttled.replicas are served at most.
            follower.replication.throttled.rate | LONG | 9223372036854775807 | >= 0 | MEDIUM | cluster-wide
                Bytes per second that the replicas of follower.replication.throttled.replicas fetch at most.
            replica.alter.log.dirs.io.max.bytes.per.second | LONG | 9223372036854775807 | >= 0 | MEDIUM | cluster-wide
                Bytes per second that are moved between log directories at most.
            """;

    private ThrottleKeys() {}
}
