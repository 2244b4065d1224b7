package io.odradek.metadata.config;

import java.util.HashMap;
import java.util.Map;
import java.util.Optional;
import org.apache.kafka.common.config.ConfigDef;
import org.apache.kafka.common.config.ConfigException;
import org.jspecify.annotations.Nullable;

/**
 * What holds for a group: its own values over the broker's over the defaults.
 *
 * <p>Stateless; any thread.
 */
public final class GroupConfigs {
    private GroupConfigs() {}

    /**
     * All values of a group.
     *
     * @param overrides what was set for the group; unknown keys are passed over
     * @throws ConfigException if one cannot be read
     */
    public static ConfigValues effective(BrokerConfig broker, Map<String, String> overrides) {
        Map<String, @Nullable Object> result = new HashMap<>();
        for (ConfigDef.ConfigKey key : GroupConfigDef.definition().configKeys().values()) {
            String override = overrides.get(key.name);
            result.put(
                    key.name,
                    override != null ? ConfigDef.parseType(key.name, override, key.type) : inherited(broker, key));
        }
        return new ConfigValues(result);
    }

    /** The broker's key from which a group's key takes its default. */
    static Optional<String> brokerKey(String groupKey) {
        String key = groupKey.equals("streams.assignor.name") ? "group.streams.assignors" : "group." + groupKey;
        return BrokerConfigDef.names().contains(key) ? Optional.of(key) : Optional.empty();
    }

    private static @Nullable Object inherited(BrokerConfig broker, ConfigDef.ConfigKey key) {
        if (key.name.equals("streams.assignor.name")) {
            return broker.values().list("group.streams.assignors").getFirst();
        }
        Optional<String> brokerKey = brokerKey(key.name);
        return brokerKey.isPresent() ? broker.values().get(brokerKey.get()) : key.defaultValue;
    }

    /**
     * Checks what shall be set for a group.
     *
     * @param overrides all that will be set for it
     * @throws ConfigException with Kafka's message
     */
    public static void validate(BrokerConfig broker, Map<String, String> overrides) {
        overrides.forEach((name, value) -> {
            ConfigDef.ConfigKey key = GroupConfigDef.definition().configKeys().get(name);
            if (key == null) {
                throw new ConfigException("Unknown group config name: " + name
                        + NearestKey.of(name, GroupConfigDef.names())
                                .map(nearest -> ". Did you mean " + nearest + "?")
                                .orElse(""));
            }
            Object parsed = ConfigDef.parseType(name, value, key.type);
            if (key.validator != null) {
                key.validator.ensureValid(name, parsed);
            }
            if (parsed instanceof Number number) {
                GroupRanges.check(broker.values(), name, number.longValue()).ifPresent(range -> {
                    throw new ConfigException(name + " must be " + range + ".");
                });
            }
        });
        ConfigValues values = effective(broker, overrides);
        for (String type : new String[] {"consumer", "share", "streams"}) {
            if (values.integer(type + ".heartbeat.interval.ms") >= values.integer(type + ".session.timeout.ms")) {
                throw new ConfigException(
                        type + ".session.timeout.ms must be greater than " + type + ".heartbeat.interval.ms");
            }
        }
    }
}
