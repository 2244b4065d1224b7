package io.odradek.metadata.config;

import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;

/**
 * The broker's keys from which a topic's keys take their defaults.
 *
 * <p>Stateless; any thread.
 */
final class TopicSynonyms {
    private static final Map<String, String> BROKER_KEYS = Map.ofEntries(
            Map.entry("durability", "durability"),
            Map.entry("cleanup.policy", "log.cleanup.policy"),
            Map.entry("compression.gzip.level", "compression.gzip.level"),
            Map.entry("compression.lz4.level", "compression.lz4.level"),
            Map.entry("compression.type", "compression.type"),
            Map.entry("compression.zstd.level", "compression.zstd.level"),
            Map.entry("delete.retention.ms", "log.cleaner.delete.retention.ms"),
            Map.entry("file.delete.delay.ms", "log.segment.delete.delay.ms"),
            Map.entry("flush.messages", "log.flush.interval.messages"),
            Map.entry("flush.ms", "log.flush.interval.ms"),
            Map.entry("index.interval.bytes", "log.index.interval.bytes"),
            Map.entry("local.retention.bytes", "log.local.retention.bytes"),
            Map.entry("local.retention.ms", "log.local.retention.ms"),
            Map.entry("max.compaction.lag.ms", "log.cleaner.max.compaction.lag.ms"),
            Map.entry("max.decompressed.message.bytes", "max.decompressed.message.bytes"),
            Map.entry("max.message.bytes", "message.max.bytes"),
            Map.entry("message.timestamp.after.max.ms", "log.message.timestamp.after.max.ms"),
            Map.entry("message.timestamp.before.max.ms", "log.message.timestamp.before.max.ms"),
            Map.entry("message.timestamp.type", "log.message.timestamp.type"),
            Map.entry("min.cleanable.dirty.ratio", "log.cleaner.min.cleanable.ratio"),
            Map.entry("min.compaction.lag.ms", "log.cleaner.min.compaction.lag.ms"),
            Map.entry("min.insync.replicas", "min.insync.replicas"),
            Map.entry("preallocate", "log.preallocate"),
            Map.entry("remote.copy.lag.bytes", "log.remote.copy.lag.bytes"),
            Map.entry("remote.copy.lag.ms", "log.remote.copy.lag.ms"),
            Map.entry("retention.bytes", "log.retention.bytes"),
            Map.entry("retention.ms", "log.retention.ms"),
            Map.entry("segment.bytes", "log.segment.bytes"),
            Map.entry("segment.index.bytes", "log.index.size.max.bytes"),
            Map.entry("segment.jitter.ms", "log.roll.jitter.ms"),
            Map.entry("segment.ms", "log.roll.ms"),
            Map.entry("unclean.leader.election.enable", "unclean.leader.election.enable"));

    /** Keys that stand in for one another, the one that wins first. */
    private static final List<List<String>> FAMILIES = List.of(
            List.of("log.retention.ms", "log.retention.minutes", "log.retention.hours"),
            List.of("log.roll.ms", "log.roll.hours"),
            List.of("log.roll.jitter.ms", "log.roll.jitter.hours"),
            List.of("log.flush.interval.ms", "log.flush.scheduler.interval.ms"));

    private TopicSynonyms() {}

    /** The broker's key that gives a topic's key its default. */
    static Optional<String> brokerKey(String topicKey) {
        return Optional.ofNullable(BROKER_KEYS.get(topicKey));
    }

    /** All broker's keys that can give a key its value, the one that wins first; the key itself if it stands alone. */
    static List<String> family(String brokerKey) {
        return FAMILIES.stream()
                .filter(family -> family.contains(brokerKey))
                .findFirst()
                .orElse(List.of(brokerKey));
    }

    /**
     * The value that a topic takes from its broker, in the topic's own unit.
     *
     * @return null when the broker has none, as for a key without synonym
     */
    static @Nullable Object brokerValue(ConfigValues broker, String topicKey) {
        String brokerKey = BROKER_KEYS.get(topicKey);
        if (brokerKey == null) {
            return null;
        }
        for (String member : family(brokerKey)) {
            Object value = broker.get(member);
            if (value != null) {
                return inMillis(member, value);
            }
        }
        return null;
    }

    private static Object inMillis(String brokerKey, Object value) {
        if (!(value instanceof Integer amount)) {
            return value;
        }
        if (brokerKey.endsWith(".hours")) {
            return amount < 0 ? Long.valueOf(-1) : Long.valueOf(TimeUnit.HOURS.toMillis(amount));
        }
        if (brokerKey.endsWith(".minutes")) {
            return amount < 0 ? Long.valueOf(-1) : Long.valueOf(TimeUnit.MINUTES.toMillis(amount));
        }
        return value;
    }
}
