package io.odradek.metadata.config;

import io.odradek.base.Sentences;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.regex.Pattern;
import java.util.regex.PatternSyntaxException;
import org.apache.kafka.common.config.ConfigDef;
import org.apache.kafka.common.config.ConfigException;

/**
 * Checks client metrics subscriptions (KIP-714).
 *
 * <p>Stateless; any thread.
 */
public final class ClientMetricsConfigs {
    private static final int MIN_INTERVAL_MS = 100;
    private static final int MAX_INTERVAL_MS = 3_600_000;
    private static final Set<String> MATCHED = Set.of(
            "client_instance_id",
            "client_id",
            "client_software_name",
            "client_software_version",
            "client_source_address",
            "client_source_port");

    private ClientMetricsConfigs() {}

    /**
     * Finds the key that is not one of a subscription, which Kafka answers with another code than a bad value.
     *
     * @return the message, or empty when every key is known
     */
    public static Optional<String> unknownKey(Set<String> keys) {
        return keys.stream()
                .filter(key -> !ClientMetricsConfigDef.names().contains(key))
                .sorted()
                .findFirst()
                .map(key -> "Unknown client metrics configuration: " + key);
    }

    /** What is wrong with {@code interval.ms}; empty when it is right or not there. */
    public static Optional<String> badInterval(Map<String, String> values) {
        String text = values.get("interval.ms");
        if (text == null) {
            return Optional.empty();
        }
        int interval = (Integer) ConfigDef.parseType("interval.ms", text, ConfigDef.Type.INT);
        return interval < MIN_INTERVAL_MS || interval > MAX_INTERVAL_MS
                ? Optional.of("Invalid value " + interval + " for interval.ms, interval must be between "
                        + MIN_INTERVAL_MS + " and " + MAX_INTERVAL_MS + " (1 hour)")
                : Optional.empty();
    }

    /**
     * Checks values and patterns.
     *
     * @throws ConfigException with Kafka's message
     */
    public static void validate(Map<String, String> values) {
        values.forEach((name, value) -> {
            ConfigDef.ConfigKey key =
                    ClientMetricsConfigDef.definition().configKeys().get(name);
            if (key != null) {
                Object parsed = ConfigDef.parseType(name, value, key.type);
                if (key.validator != null) {
                    key.validator.ensureValid(name, parsed);
                }
                if (name.equals("match")) {
                    ((List<?>) parsed).forEach(pattern -> validatePattern(pattern.toString()));
                }
            }
        });
    }

    private static void validatePattern(String entry) {
        int equals = entry.indexOf('=');
        if (equals < 0 || !MATCHED.contains(entry.substring(0, equals).strip())) {
            throw new ConfigException("Illegal client matching pattern: " + entry
                    + ". Write key=regular expression, where " + "key is one of "
                    + String.join(", ", MATCHED.stream().sorted().toList()) + ".");
        }
        try {
            Pattern.compile(entry.substring(equals + 1).strip());
        } catch (PatternSyntaxException e) {
            throw new ConfigException("Illegal client matching pattern: " + entry + ". "
                    + Sentences.end(String.valueOf(e.getDescription())));
        }
    }
}
