package io.odradek.metadata.config;

import java.util.List;
import java.util.Map;
import org.apache.kafka.common.config.ConfigException;

/**
 * What holds for one topic, by type. Sizes are bytes, times milliseconds.
 *
 * <p>Immutable; any thread.
 */
public final class TopicConfigView {
    private final ConfigValues values;

    private TopicConfigView(ConfigValues values) {
        this.values = values;
    }

    /**
     * The topic's values over the broker's over the defaults.
     *
     * @throws ConfigException if a value cannot be read
     */
    public static TopicConfigView of(BrokerConfig broker, Map<String, String> overrides) {
        return new TopicConfigView(TopicConfigs.effective(broker, overrides));
    }

    /** Every value by key, for what has no accessor here. */
    public ConfigValues values() {
        return values;
    }

    /** Whether an acknowledged record is on disk. */
    public boolean fsync() {
        return values.text("durability").equals("fsync");
    }

    /** Whether retention deletes old segments. */
    public boolean deletable() {
        return policies().contains("delete");
    }

    /** Whether the log is compacted, so that every record needs a key. */
    public boolean compacted() {
        return policies().contains("compact");
    }

    /** -1 for no limit. */
    public long retentionMs() {
        return values.number("retention.ms");
    }

    /** -1 for no limit. */
    public long retentionBytes() {
        return values.number("retention.bytes");
    }

    public int segmentBytes() {
        return values.optionalInteger("internal.segment.bytes").orElse(values.integer("segment.bytes"));
    }

    public long segmentMs() {
        return values.number("segment.ms");
    }

    public long segmentJitterMs() {
        return values.number("segment.jitter.ms");
    }

    public int segmentIndexBytes() {
        return values.integer("segment.index.bytes");
    }

    public int indexIntervalBytes() {
        return values.integer("index.interval.bytes");
    }

    public long fileDeleteDelayMs() {
        return values.number("file.delete.delay.ms");
    }

    public boolean preallocate() {
        return values.bool("preallocate");
    }

    public long flushMessages() {
        return values.number("flush.messages");
    }

    public long flushMs() {
        return values.number("flush.ms");
    }

    public int maxMessageBytes() {
        return values.integer("max.message.bytes");
    }

    public int maxDecompressedMessageBytes() {
        return values.integer("max.decompressed.message.bytes");
    }

    /** Whether records bear the broker's time, not the producer's. */
    public boolean logAppendTime() {
        return values.text("message.timestamp.type").equals("LogAppendTime");
    }

    public long timestampBeforeMaxMs() {
        return values.number("message.timestamp.before.max.ms");
    }

    public long timestampAfterMaxMs() {
        return values.number("message.timestamp.after.max.ms");
    }

    /** Replicas that are served to followers no faster than the broker's throttle allows. */
    public ThrottledReplicas leaderThrottled() {
        return ThrottledReplicas.of(values.list("leader.replication.throttled.replicas"));
    }

    /** Replicas that fetch no faster than the broker's throttle allows. */
    public ThrottledReplicas followerThrottled() {
        return ThrottledReplicas.of(values.list("follower.replication.throttled.replicas"));
    }

    public int minInSyncReplicas() {
        return values.integer("min.insync.replicas");
    }

    public boolean uncleanLeaderElection() {
        return values.bool("unclean.leader.election.enable");
    }

    /** {@code producer}, {@code uncompressed} or a codec's name. */
    public String compressionType() {
        return values.text("compression.type");
    }

    /** The level at which the broker compresses with a codec that has levels: gzip, lz4, zstd. */
    public int compressionLevel(String codec) {
        return values.integer("compression." + codec + ".level");
    }

    public long deleteRetentionMs() {
        return values.number("delete.retention.ms");
    }

    public long minCompactionLagMs() {
        return values.number("min.compaction.lag.ms");
    }

    public long maxCompactionLagMs() {
        return values.number("max.compaction.lag.ms");
    }

    /** Between 0 and 1. */
    public double minCleanableDirtyRatio() {
        return values.decimal("min.cleanable.dirty.ratio");
    }

    private List<String> policies() {
        return values.list("cleanup.policy");
    }
}
