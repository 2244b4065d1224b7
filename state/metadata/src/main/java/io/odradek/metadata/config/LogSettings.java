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
 * @param reserveBytes bytes kept back in each folder for what must be written to a full disk, 0 for none
 * @param scrubPeriodMs milliseconds in which all closed segments are checked, 0 for never
 * @param scrubMaxBytesPerSecond bytes per second that this reads at most
 */
public record LogSettings(
        long retentionCheckIntervalMs,
        int recoveryThreadsPerDir,
        int recoveryPointCheckpointMs,
        int startOffsetCheckpointMs,
        long highWatermarkCheckpointMs,
        boolean cleanerEnabled,
        int cleanerThreads,
        long cleanerDedupeBufferBytes,
        long reserveBytes,
        long scrubPeriodMs,
        long scrubMaxBytesPerSecond) {

    static LogSettings of(ConfigValues values) {
        return new LogSettings(
                values.number("log.retention.check.interval.ms"),
                values.integer("num.recovery.threads.per.data.dir"),
                values.integer("log.flush.offset.checkpoint.interval.ms"),
                values.integer("log.flush.start.offset.checkpoint.interval.ms"),
                values.number("replica.high.watermark.checkpoint.interval.ms"),
                values.bool("log.cleaner.enable"),
                values.integer("log.cleaner.threads"),
                values.number("log.cleaner.dedupe.buffer.size"),
                values.number("log.dir.reserve.bytes"),
                values.number("log.scrub.period.ms"),
                values.number("log.scrub.max.bytes.per.second"));
    }
}
