package io.odradek.metadata.config;

/**
 * The offsets topic and committed offsets. Immutable.
 *
 * @param topicPartitions partitions of {@code __consumer_offsets}
 * @param topicReplicationFactor replicas of each, as configured; the controller may have fewer brokers
 * @param topicSegmentBytes bytes of its segments
 * @param topicCompressionCodec number of the codec of its batches, 0 for none
 * @param retentionMs milliseconds for which offsets of an empty group are kept
 * @param retentionCheckIntervalMs milliseconds between two looks for expired offsets
 * @param metadataMaxBytes bytes of metadata with an offset
 * @param commitTimeoutMs milliseconds that a commit may take
 * @param loadBufferBytes bytes read at once when groups are loaded
 */
public record OffsetsSettings(
        int topicPartitions,
        short topicReplicationFactor,
        int topicSegmentBytes,
        int topicCompressionCodec,
        long retentionMs,
        long retentionCheckIntervalMs,
        int metadataMaxBytes,
        int commitTimeoutMs,
        int loadBufferBytes) {
    private static final long MILLIS_PER_MINUTE = 60_000L;

    static OffsetsSettings of(ConfigValues values) {
        return new OffsetsSettings(
                values.integer("offsets.topic.num.partitions"),
                (short) values.integer("offsets.topic.replication.factor"),
                values.integer("offsets.topic.segment.bytes"),
                values.integer("offsets.topic.compression.codec"),
                values.integer("offsets.retention.minutes") * MILLIS_PER_MINUTE,
                values.number("offsets.retention.check.interval.ms"),
                values.integer("offset.metadata.max.bytes"),
                values.integer("offsets.commit.timeout.ms"),
                values.integer("offsets.load.buffer.size"));
    }
}
