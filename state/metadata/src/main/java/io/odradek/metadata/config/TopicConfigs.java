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
        Map<String, @Nullable Object> result = new HashMap<>();
        for (ConfigDef.ConfigKey key : TopicConfigDef.definition().configKeys().values()) {
            String override = overrides.get(key.name);
            Object inherited = TopicSynonyms.brokerValue(broker.values(), key.name);
            if (override != null) {
                result.put(key.name, ConfigDef.parseType(key.name, override, key.type));
            } else {
                result.put(key.name, inherited != null ? inherited : key.defaultValue);
            }
        }
        return new ConfigValues(result);
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
