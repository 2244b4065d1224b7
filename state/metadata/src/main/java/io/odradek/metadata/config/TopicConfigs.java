package io.odradek.metadata.config;

import java.util.HashMap;
import java.util.Map;
import org.apache.kafka.common.config.ConfigDef;
import org.apache.kafka.common.config.ConfigException;
import org.jspecify.annotations.Nullable;

/**
 * What holds for a topic: its own values over the broker's over the defaults.
 *
 * <p>Stateless; any thread.
 */
public final class TopicConfigs {
    private TopicConfigs() {}

    /**
     * All values of a topic.
     *
     * @param overrides what was set for the topic; unknown keys are passed over
     * @throws ConfigException if one cannot be read
     */
    public static ConfigValues effective(BrokerConfig broker, Map<String, String> overrides) {
        Map<String, @Nullable Object> inherited = broker.topicDefaults();
        if (overrides.isEmpty()) {
            return new ConfigValues(inherited);
        }
        Map<String, @Nullable Object> result = new HashMap<>(inherited);
        overrides.forEach((name, value) -> {
            ConfigDef.ConfigKey key = TopicConfigDef.definition().configKeys().get(name);
            if (key != null) {
                result.put(name, ConfigDef.parseType(name, value, key.type));
            }
        });
        return new ConfigValues(result);
    }

    /** What a topic without values of its own has. */
    static Map<String, @Nullable Object> inherited(ConfigValues broker) {
        Map<String, @Nullable Object> result = new HashMap<>();
        for (ConfigDef.ConfigKey key : TopicConfigDef.definition().configKeys().values()) {
            Object value = TopicSynonyms.brokerValue(broker, key.name);
            result.put(key.name, value != null ? value : key.defaultValue);
        }
        return result;
    }

    /**
     * Checks what shall be set for a topic.
     *
     * @param overrides all that will be set for it
     * @throws ConfigException with Kafka's message, and what to write where that can be told
     */
    public static void validate(BrokerConfig broker, Map<String, String> overrides) {
        overrides.forEach(TopicConfigs::validateOne);
        ConfigValues values = effective(broker, overrides);
        if (values.bool("remote.storage.enable")) {
            throw new ConfigException(
                    "Tiered Storage functionality is disabled in the broker. Topic cannot be configured "
                            + "with remote log storage.");
        }
        long minLag = values.number("min.compaction.lag.ms");
        long maxLag = values.number("max.compaction.lag.ms");
        if (minLag > maxLag) {
            throw new ConfigException("conflict topic config setting min.compaction.lag.ms (" + minLag
                    + ") > max.compaction.lag.ms (" + maxLag + ")");
        }
    }

    private static void validateOne(String name, String value) {
        ConfigDef.ConfigKey key = TopicConfigDef.definition().configKeys().get(name);
        if (key == null) {
            throw new ConfigException("Unknown topic config name: " + name
                    + NearestKey.of(name, TopicConfigDef.names())
                            .map(nearest -> ". Did you mean " + nearest + "?")
                            .orElse(""));
        }
        Object parsed = ConfigDef.parseType(name, value, key.type);
        if (key.validator != null) {
            key.validator.ensureValid(name, parsed);
        }
    }
}
