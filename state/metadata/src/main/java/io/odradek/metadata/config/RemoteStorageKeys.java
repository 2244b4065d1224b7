package io.odradek.metadata.config;

/**
 * Tiered storage (KIP-405).
 *
 * <p>The format of the table is {@link ConfigTable}'s. A constant.
 */
final class RemoteStorageKeys {
    static final String TABLE = """
            remote.log.storage.system.enable | BOOLEAN | false | | MEDIUM
                Whether segments may be kept in remote storage.
            remote.log.storage.manager.class.name | STRING | null | non-empty | MEDIUM
                The class, a RemoteStorageManager, that reaches the remote storage.
            remote.log.storage.manager.class.path | STRING | null | | MEDIUM
                Class path of the RemoteStorageManager, if it has one of its own.
            remote.log.storage.manager.impl.prefix | STRING | rsm.config. | non-empty | MEDIUM
                The prefix of the keys that are passed to the RemoteStorageManager, without it.
            remote.log.metadata.manager.class.name | STRING | org.apache.kafka.server.log.remote.metadata.storage.TopicBasedRemoteLogMetadataManager | non-empty | MEDIUM
                The class, a RemoteLogMetadataManager, that remembers which segments are remote.
            remote.log.metadata.manager.class.path | STRING | null | | MEDIUM
                Class path of the RemoteLogMetadataManager, if it has one of its own.
            remote.log.metadata.manager.impl.prefix | STRING | rlmm.config. | non-empty | MEDIUM
                The prefix of the keys that are passed to the RemoteLogMetadataManager, without it.
            remote.log.metadata.manager.listener.name | STRING | null | non-empty | MEDIUM
                The listener through which the RemoteLogMetadataManager reaches the local broker.
            remote.log.metadata.custom.metadata.max.bytes | INT | 128 | >= 0 | LOW
                Bytes of metadata that a RemoteStorageManager may attach to a segment.
            remote.log.index.file.cache.total.size.bytes | LONG | 1073741824 | >= 1 | LOW | cluster-wide
                Bytes of local disk for indexes that were fetched from remote storage.
            remote.log.index.file.cache.ttl.ms | LONG | 900000 | >= -1 | LOW | internal
                Milliseconds without use after which such an index is dropped; -1 for never.
            remote.log.manager.thread.pool.size | INT | 2 | >= 1 | MEDIUM
                Threads for the tasks of remote storage that have no pool of their own.
            remote.log.manager.copier.thread.pool.size | INT | 10 | >= 1 | MEDIUM | cluster-wide
                Threads that copy segments to remote storage.
            remote.log.manager.expiration.thread.pool.size | INT | 10 | >= 1 | MEDIUM | cluster-wide
                Threads that delete segments from remote storage.
            remote.log.manager.follower.thread.pool.size | INT | 2 | >= 1 | MEDIUM | cluster-wide
                Threads for the remote storage tasks of follower partitions.
            remote.log.manager.task.interval.ms | LONG | 30000 | >= 1 | LOW
                Milliseconds between two runs of the tasks that copy and delete segments.
            remote.log.manager.task.retry.backoff.ms | LONG | 500 | >= 1 | LOW | internal
                Milliseconds after which a failed task of remote storage is tried again; doubled at each failure.
            remote.log.manager.task.retry.backoff.max.ms | LONG | 30000 | >= 1 | LOW | internal
                Milliseconds up to which that wait grows.
            remote.log.manager.task.retry.jitter | DOUBLE | 0.2 | 0 to 0.5 | LOW | internal
                The share of that wait by which it is varied at random.
            remote.log.manager.copy.max.bytes.per.second | LONG | 9223372036854775807 | >= 1 | MEDIUM | cluster-wide
                Bytes per second that are copied to remote storage at most.
            remote.log.manager.copy.quota.window.num | INT | 11 | >= 1 | MEDIUM
                Samples kept to measure the rate of copying to remote storage.
            remote.log.manager.copy.quota.window.size.seconds | INT | 1 | >= 1 | MEDIUM
                Seconds that one such sample of copying covers.
            remote.log.manager.fetch.max.bytes.per.second | LONG | 9223372036854775807 | >= 1 | MEDIUM | cluster-wide
                Bytes per second that are fetched from remote storage at most.
            remote.log.manager.fetch.quota.window.num | INT | 11 | >= 1 | MEDIUM
                Samples kept to measure the rate of fetching from remote storage.
            remote.log.manager.fetch.quota.window.size.seconds | INT | 1 | >= 1 | MEDIUM
                Seconds that one such sample of fetching covers.
            remote.log.reader.threads | INT | 10 | >= 1 | MEDIUM | cluster-wide
                Threads that read from remote storage for consumers.
            remote.log.reader.max.pending.tasks | INT | 100 | >= 1 | MEDIUM
                Reads from remote storage that may wait; past it, fetches are refused.
            remote.fetch.max.wait.ms | INT | 500 | >= 1 | MEDIUM | cluster-wide
                Milliseconds that a fetch may wait for remote storage.
            remote.list.offsets.request.timeout.ms | LONG | 30000 | >= 1 | MEDIUM | cluster-wide
                Milliseconds that ListOffsets may wait for remote storage.
            log.local.retention.ms | LONG | -2 | >= -2 | MEDIUM | cluster-wide
                Milliseconds for which segments stay local once they are remote; -2 to follow log.retention.ms.
            log.local.retention.bytes | LONG | -2 | >= -2 | MEDIUM | cluster-wide
                Bytes of a partition's log that stay local once they are remote; -2 to follow log.retention.bytes.
            log.remote.copy.lag.ms | LONG | 0 | >= -1 | MEDIUM | cluster-wide
                Milliseconds that a finished segment waits before it is copied to remote storage; -1 as long as
                local retention allows.
            log.remote.copy.lag.bytes | LONG | -1 | >= -1 | MEDIUM | cluster-wide
                Bytes of younger segments that a segment must have behind it before it is copied to remote storage;
                -1 as many as local retention allows.
            """;

    private RemoteStorageKeys() {}
}
