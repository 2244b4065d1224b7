package io.odradek.metadata.config;

/**
 * The keys that a topic can have.
 *
 * <p>The format of the table is {@link ConfigTable}'s. A constant.
 */
final class TopicKeys {
    static final String TABLE = """
            durability | STRING | fsync | {fsync, buffered} | MEDIUM
                Whether an acknowledged record is on disk (fsync) or may still be in the operating system's cache
                (buffered). Odradek's own key.
            cleanup.policy | LIST | delete | {compact, delete} | MEDIUM
                What happens to old segments: delete, compact, or both. An empty list keeps everything.
            compression.type | STRING | producer | {uncompressed, zstd, lz4, snappy, gzip, producer} | MEDIUM
                The codec of stored batches: producer keeps what the producer chose, uncompressed stores without
                one.
            compression.gzip.level | INT | -1 | gzip level | MEDIUM
                The level of gzip when the broker compresses: 1 to 9, or -1 for the library's own.
            compression.lz4.level | INT | 9 | 1 to 17 | MEDIUM
                The level of lz4 when the broker compresses.
            compression.zstd.level | INT | 3 | -131072 to 22 | MEDIUM
                The level of zstd when the broker compresses.
            delete.retention.ms | LONG | 86400000 | >= 0 | MEDIUM
                Milliseconds for which tombstones stay in a compacted log, so that a reader from the start can see
                them.
            errors.deadletterqueue.group.enable | BOOLEAN | false | | MEDIUM
                Whether the topic may be the dead letter queue of a share group.
            file.delete.delay.ms | LONG | 60000 | >= 0 | MEDIUM
                Milliseconds between taking a segment out of the log and removing its files.
            flush.messages | LONG | 9223372036854775807 | >= 1 | MEDIUM
                Records after which the log is flushed to disk.
            flush.ms | LONG | 9223372036854775807 | >= 0 | MEDIUM
                Milliseconds after which records are flushed to disk.
            follower.replication.throttled.replicas | LIST | "" | throttled replicas | MEDIUM
                Replicas whose fetching is throttled, each written partition:broker, or * for all.
            leader.replication.throttled.replicas | LIST | "" | throttled replicas | MEDIUM
                Replicas whose serving of followers is throttled, each written partition:broker, or * for all.
            index.interval.bytes | INT | 4096 | >= 0 | MEDIUM
                Bytes of records between two entries of the offset index.
            internal.segment.bytes | INT | null | | MEDIUM | internal
                Bytes of one segment, for tests that need smaller ones than segment.bytes allows.
            local.retention.bytes | LONG | -2 | >= -2 | MEDIUM
                Bytes of a partition's log that stay local once they are remote; -2 to follow retention.bytes.
            local.retention.ms | LONG | -2 | >= -2 | MEDIUM
                Milliseconds for which segments stay local once they are remote; -2 to follow retention.ms.
            max.compaction.lag.ms | LONG | 9223372036854775807 | >= 1 | MEDIUM
                Milliseconds for which a record stays uncompacted at most.
            min.compaction.lag.ms | LONG | 0 | >= 0 | MEDIUM
                Milliseconds for which a record stays uncompacted at least.
            max.decompressed.message.bytes | INT | 2147483639 | 1 to 2147483639 | MEDIUM
                Bytes of one record batch at most, after decompression, where the broker has to decompress it.
            max.message.bytes | INT | 1048588 | >= 0 | MEDIUM
                Bytes of one record batch at most, after compression.
            message.timestamp.after.max.ms | LONG | 3600000 | >= 0 | MEDIUM
                Milliseconds by which a record's timestamp may lie after the broker's time. Not used with
                LogAppendTime.
            message.timestamp.before.max.ms | LONG | 9223372036854775807 | >= 0 | MEDIUM
                Milliseconds by which a record's timestamp may lie before the broker's time. Not used with
                LogAppendTime.
            message.timestamp.type | STRING | CreateTime | {CreateTime, LogAppendTime} | MEDIUM
                Whose time a record bears: CreateTime, the producer's, or LogAppendTime, the broker's.
            min.cleanable.dirty.ratio | DOUBLE | 0.5 | 0 to 1 | MEDIUM
                The share of the log that must be uncompacted before it is compacted.
            min.insync.replicas | INT | 1 | >= 1 | MEDIUM
                In-sync replicas, the leader included, without which a produce request with acks=all is refused.
            preallocate | BOOLEAN | false | | MEDIUM
                Whether the file of a new segment is given its full size at once.
            remote.copy.lag.bytes | LONG | -1 | >= -1 | MEDIUM
                Bytes of younger segments that a segment must have behind it before it is copied to remote storage;
                -1 as many as local retention allows.
            remote.copy.lag.ms | LONG | 0 | >= -1 | MEDIUM
                Milliseconds that a finished segment waits before it is copied to remote storage; -1 as long as
                local retention allows.
            remote.log.copy.disable | BOOLEAN | false | | MEDIUM
                Whether no more segments are copied to remote storage; what is there stays readable.
            remote.log.delete.on.disable | BOOLEAN | false | | MEDIUM
                Whether turning remote storage off deletes what is there.
            remote.storage.enable | BOOLEAN | false | | MEDIUM
                Whether segments of the topic are kept in remote storage.
            retention.bytes | LONG | -1 | | MEDIUM
                Bytes of a partition's log above which its oldest segments are deleted; -1 for no limit.
            retention.ms | LONG | 604800000 | >= -1 | MEDIUM
                Milliseconds for which records are kept; -1 for ever.
            segment.bytes | INT | 1073741824 | >= 1048576 | MEDIUM
                Bytes of one segment of the log.
            segment.index.bytes | INT | 10485760 | >= 4 | MEDIUM
                Bytes of an offset index at most.
            segment.jitter.ms | LONG | 0 | >= 0 | MEDIUM
                Milliseconds, chosen at random up to this, by which a segment is begun earlier, so that not all roll
                at once.
            segment.ms | LONG | 604800000 | >= 1 | MEDIUM
                Milliseconds after which a new segment is begun though the last is not full.
            unclean.leader.election.enable | BOOLEAN | false | | MEDIUM
                Whether a replica outside the in-sync replicas may become leader as a last resort, at the price of
                lost records.
            """;

    private TopicKeys() {}
}
