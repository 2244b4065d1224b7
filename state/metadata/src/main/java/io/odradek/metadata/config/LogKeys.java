package io.odradek.metadata.config;

/**
 * The logs of partitions: where they lie, how long they are kept, when they reach the disk.
 *
 * <p>The format of the table is {@link ConfigTable}'s. A constant.
 */
final class LogKeys {
    static final String TABLE = """
            durability | STRING | fsync | {fsync, buffered} | HIGH | cluster-wide
                Whether an acknowledged record is on disk (fsync, the default) or may still be in the operating
                system's cache (buffered, as in Apache Kafka). Odradek's own key; a topic can differ.
            log.dir | LIST | /tmp/kafka-logs | non-empty | HIGH
                The folder of the logs when log.dirs is not set. log.dirs wins if both are written.
            log.dirs | LIST | null | non-empty | HIGH
                The folders of the logs, separated by commas. log.dir is used when it is not set.
            log.dir.reserve.bytes | LONG | 16777216 | >= 0 | MEDIUM
                Bytes of the file that is kept in each log folder and given up for what must be written when the
                disk is full: by a start, a stop or a deletion. Never more than a 32nd of the disk; 0 for none.
                Odradek's own key.
            log.scrub.period.ms | LONG | 604800000 | >= 0 | MEDIUM
                Milliseconds in which all closed segments are read once and their checksums checked; 0 for never.
                Odradek's own key.
            log.scrub.max.bytes.per.second | LONG | 16777216 | >= 1 | MEDIUM
                Bytes per second that this reads at most, even if the period then takes longer. Odradek's own key.
            cordoned.log.dirs | LIST | "" | | MEDIUM | per-broker
                Folders of log.dirs that get no new replicas; * for all of them.
            log.dir.failure.timeout.ms | LONG | 30000 | >= 1 | LOW
                Milliseconds that a broker with a failed log folder may fail to tell the controller before it stops.
            log.segment.bytes | INT | 1073741824 | >= 1048576 | HIGH | cluster-wide
                Bytes of one segment of a log.
            log.roll.ms | LONG | null | | HIGH | cluster-wide
                Milliseconds after which a new segment is begun though the last is not full. Without it
                log.roll.hours counts.
            log.roll.hours | INT | 168 | >= 1 | HIGH
                Hours after which a new segment is begun though the last is not full. log.roll.ms wins over it.
            log.roll.jitter.ms | LONG | null | | HIGH | cluster-wide
                Milliseconds, chosen at random up to this, by which a segment is begun earlier, so that not all roll
                at once. Without it log.roll.jitter.hours counts.
            log.roll.jitter.hours | INT | 0 | >= 0 | HIGH
                Hours, chosen at random up to this, by which a segment is begun earlier. log.roll.jitter.ms wins
                over it.
            log.retention.ms | LONG | null | | HIGH | cluster-wide
                Milliseconds for which records are kept; -1 for ever. Without it log.retention.minutes counts.
            log.retention.minutes | INT | null | | HIGH
                Minutes for which records are kept. log.retention.ms wins over it; without both log.retention.hours
                counts.
            log.retention.hours | INT | 168 | | HIGH
                Hours for which records are kept; -1 for ever. log.retention.ms and log.retention.minutes win over
                it.
            log.retention.bytes | LONG | -1 | | HIGH | cluster-wide
                Bytes of a partition's log above which its oldest segments are deleted; -1 for no limit.
            log.retention.check.interval.ms | LONG | 300000 | >= 1 | MEDIUM
                Milliseconds between two looks for segments that retention lets go.
            log.segment.delete.delay.ms | LONG | 60000 | >= 0 | HIGH | cluster-wide
                Milliseconds between taking a segment out of its log and removing its files.
            log.cleanup.policy | LIST | delete | {compact, delete} | MEDIUM | cluster-wide
                What happens to old segments: delete, compact, or both. An empty list keeps everything.
            log.index.size.max.bytes | INT | 10485760 | >= 4 | MEDIUM | cluster-wide
                Bytes of an offset index at most.
            log.index.interval.bytes | INT | 4096 | >= 0 | MEDIUM | cluster-wide
                Bytes of records between two entries of the offset index.
            log.flush.interval.messages | LONG | 9223372036854775807 | >= 1 | HIGH | cluster-wide
                Records after which a partition's log is flushed to disk.
            log.flush.interval.ms | LONG | null | | HIGH | cluster-wide
                Milliseconds after which records are flushed to disk. Without it log.flush.scheduler.interval.ms
                counts.
            log.flush.scheduler.interval.ms | LONG | 9223372036854775807 | | HIGH
                Milliseconds between two looks for logs that must be flushed.
            log.flush.offset.checkpoint.interval.ms | INT | 60000 | >= 0 | HIGH
                Milliseconds between two writes of the recovery points, which say from where logs must be checked
                after a crash.
            log.flush.start.offset.checkpoint.interval.ms | INT | 60000 | >= 0 | HIGH
                Milliseconds between two writes of the logs' start offsets.
            log.preallocate | BOOLEAN | false | | MEDIUM | cluster-wide
                Whether the file of a new segment is given its full size at once.
            num.recovery.threads.per.data.dir | INT | 2 | >= 1 | HIGH | cluster-wide
                Threads per log folder that load logs at the start and flush them at the end.
            log.initial.task.delay.ms | LONG | 30000 | >= 0 | LOW | internal
                Milliseconds after the start at which the tasks of the log manager run first.
            message.max.bytes | INT | 1048588 | >= 0 | HIGH | cluster-wide
                Bytes of one record batch at most, after compression. max.message.bytes is the topic's key.
            max.decompressed.message.bytes | INT | 2147483639 | 1 to 2147483639 | MEDIUM | cluster-wide
                Bytes of one record batch at most, after decompression, where the broker has to decompress it.
            compression.type | STRING | producer | {uncompressed, zstd, lz4, snappy, gzip, producer} | HIGH | cluster-wide
                The codec of stored batches: producer keeps what the producer chose, uncompressed stores without
                one.
            compression.gzip.level | INT | -1 | gzip level | MEDIUM | cluster-wide
                The level of gzip when the broker compresses: 1 to 9, or -1 for the library's own.
            compression.lz4.level | INT | 9 | 1 to 17 | MEDIUM | cluster-wide
                The level of lz4 when the broker compresses.
            compression.zstd.level | INT | 3 | -131072 to 22 | MEDIUM | cluster-wide
                The level of zstd when the broker compresses.
            log.message.timestamp.type | STRING | CreateTime | {CreateTime, LogAppendTime} | MEDIUM | cluster-wide
                Whose time a record bears: CreateTime, the producer's, or LogAppendTime, the broker's.
            log.message.timestamp.before.max.ms | LONG | 9223372036854775807 | >= 0 | MEDIUM | cluster-wide
                Milliseconds by which a record's timestamp may lie before the broker's time. Not used with
                LogAppendTime.
            log.message.timestamp.after.max.ms | LONG | 3600000 | >= 0 | MEDIUM | cluster-wide
                Milliseconds by which a record's timestamp may lie after the broker's time. Not used with
                LogAppendTime.
            producer.id.expiration.ms | INT | 86400000 | >= 1 | LOW | cluster-wide
                Milliseconds after the last write at which the sequence numbers of an idempotent producer are
                forgotten.
            producer.id.expiration.check.interval.ms | INT | 600000 | >= 1 | LOW | internal
                Milliseconds between two looks for idempotent producers to forget.
            log.cleaner.enable | BOOLEAN | true | | MEDIUM
                Whether compaction runs. Without it, topics with cleanup.policy=compact grow without bound.
            log.cleaner.threads | INT | 1 | >= 0 | MEDIUM | cluster-wide
                Threads that compact logs.
            log.cleaner.io.max.bytes.per.second | DOUBLE | 1.7976931348623157E308 | | MEDIUM | cluster-wide
                Bytes per second that compaction reads and writes at most, on average.
            log.cleaner.dedupe.buffer.size | LONG | 134217728 | | MEDIUM | cluster-wide
                Bytes that the threads of compaction have together for remembering keys.
            log.cleaner.io.buffer.size | INT | 524288 | >= 0 | MEDIUM | cluster-wide
                Bytes that the threads of compaction have together for reading and writing.
            log.cleaner.io.buffer.load.factor | DOUBLE | 0.9 | | MEDIUM | cluster-wide
                How full the memory for keys may get, between 0 and 1. Fuller means more keys at once and more
                collisions.
            log.cleaner.backoff.ms | LONG | 15000 | >= 0 | MEDIUM | cluster-wide
                Milliseconds that compaction rests when there is nothing to compact.
            log.cleaner.min.cleanable.ratio | DOUBLE | 0.5 | 0 to 1 | MEDIUM | cluster-wide
                The share of a log that must be uncompacted before it is compacted.
            log.cleaner.delete.retention.ms | LONG | 86400000 | >= 0 | MEDIUM | cluster-wide
                Milliseconds for which tombstones stay in a compacted log, so that a reader from the start can see
                them.
            log.cleaner.min.compaction.lag.ms | LONG | 0 | >= 0 | MEDIUM | cluster-wide
                Milliseconds for which a record stays uncompacted at least.
            log.cleaner.max.compaction.lag.ms | LONG | 9223372036854775807 | >= 1 | MEDIUM | cluster-wide
                Milliseconds for which a record stays uncompacted at most.
            """;

    private LogKeys() {}
}
