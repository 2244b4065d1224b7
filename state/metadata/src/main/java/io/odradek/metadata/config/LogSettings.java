package io.odradek.metadata.config;

/**
 * How a broker looks after its logs, apart from what a topic can set for itself. Immutable.
 *
 * @param retentionCheckIntervalMs milliseconds between two looks for segments that retention lets go
 * @param recoveryThreadsPerDir threads per folder that load logs
 * @param recoveryPointCheckpointMs milliseconds between two writes of the recovery points
 * @param startOffsetCheckpointMs milliseconds between two writes of the logs' start offsets
 * @param highWatermarkCheckpointMs milliseconds between two writes of the high watermarks
 * @param cleanerEnabled whether compaction runs
 * @param cleanerThreads threads that compact
 * @param cleanerDedupeBufferBytes bytes for remembering keys, of all threads together
 */
public record LogSettings(
        long retentionCheckIntervalMs,
        int recoveryThreadsPerDir,
        int recoveryPointCheckpointMs,
        int startOffsetCheckpointMs,
        long highWatermarkCheckpointMs,
        boolean cleanerEnabled,
        int cleanerThreads,
        long cleanerDedupeBufferBytes) {

    static LogSettings of(ConfigValues values) {
        return new LogSettings(
                values.number("log.retention.check.interval.ms"),
                values.integer("num.recovery.threads.per.data.dir"),
                values.integer("log.flush.offset.checkpoint.interval.ms"),
                values.integer("log.flush.start.offset.checkpoint.interval.ms"),
                values.number("replica.high.watermark.checkpoint.interval.ms"),
                values.bool("log.cleaner.enable"),
                values.integer("log.cleaner.threads"),
                values.number("log.cleaner.dedupe.buffer.size"));
    }
}
