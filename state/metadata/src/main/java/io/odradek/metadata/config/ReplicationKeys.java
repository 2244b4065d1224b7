package io.odradek.metadata.config;

/**
 * Copies of partitions on several brokers.
 *
 * <p>The format of the table is {@link ConfigTable}'s. A constant.
 */
final class ReplicationKeys {
    static final String TABLE = """
            replica.lag.time.max.ms | LONG | 30000 | | HIGH
                Milliseconds a follower may take to catch up with its leader before it leaves the in-sync replicas.
            replica.socket.timeout.ms | INT | 30000 | | HIGH
                Socket timeout in milliseconds of a follower's requests. Must not be less than
                replica.fetch.wait.max.ms.
            replica.socket.receive.buffer.bytes | INT | 65536 | | HIGH
                Bytes of the receive buffer of a follower's sockets.
            replica.fetch.max.bytes | INT | 1048576 | >= 0 | MEDIUM
                Bytes that a follower asks for from each partition. A larger first batch is still returned.
            replica.fetch.wait.max.ms | INT | 500 | | HIGH
                Milliseconds that a follower's fetch may wait at the leader. Must be less than
                replica.lag.time.max.ms.
            replica.fetch.min.bytes | INT | 1 | | HIGH
                Bytes for which a follower's fetch waits at the leader.
            replica.fetch.response.max.bytes | INT | 10485760 | >= 0 | MEDIUM
                Bytes that a follower asks for in one response. A larger first batch is still returned.
            replica.fetch.backoff.ms | INT | 1000 | >= 0 | MEDIUM
                Milliseconds that a follower rests after an error of a partition.
            num.replica.fetchers | INT | 1 | >= 1 | HIGH | cluster-wide
                Threads that fetch from each source broker.
            replica.high.watermark.checkpoint.interval.ms | LONG | 5000 | | HIGH
                Milliseconds between two writes of the high watermarks to disk.
            num.replica.alter.log.dirs.threads | INT | null | | HIGH
                Threads that move replicas between log folders. The default is the number of folders.
            replica.selector.class | STRING | null | | MEDIUM
                The class, a ReplicaSelector, that chooses the replica from which a consumer reads.
            follower.fetch.last.tiered.offset.enable | BOOLEAN | false | | MEDIUM | cluster-wide
                Whether a new follower begins at the end of what is in remote storage instead of copying all that is
                local.
            """;

    private ReplicationKeys() {}
}
