package io.odradek.metadata.config;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.apache.kafka.common.config.ConfigDef;
import org.jspecify.annotations.Nullable;

/**
 * The places that give a broker's key its value, by rank: set for this broker, set for all, the file, the default.
 *
 * <p>Immutable; any thread.
 */
final class BrokerSynonyms {
    private static final Pattern LISTENER_PREFIX = Pattern.compile("listener\\.name\\.[^.]+\\.(.+)");

    private final BrokerConfig broker;

    BrokerSynonyms(BrokerConfig broker) {
        this.broker = broker;
    }

    /**
     * All places, the one that wins first. They begin with one that bears the key's own name: a value that only a stand-in
     * gives (hours for milliseconds) is shown, as in Kafka, without synonyms.
     */
    List<ConfigSynonym> of(String name) {
        List<String> names = names(name);
        List<ConfigSynonym> result = new ArrayList<>();
        collect(names, broker.perBroker(), ConfigSource.DYNAMIC_BROKER_CONFIG, result);
        collect(names, broker.clusterWide(), ConfigSource.DYNAMIC_DEFAULT_BROKER_CONFIG, result);
        collect(names, broker.fromFile(), ConfigSource.STATIC_BROKER_CONFIG, result);
        names.forEach(each -> addDefault(each, result));
        while (!result.isEmpty() && !result.getFirst().name().equals(name)) {
            result.removeFirst();
        }
        return result;
    }

    /** Only what was set for all brokers. */
    List<ConfigSynonym> clusterWide(String name) {
        List<ConfigSynonym> result = new ArrayList<>();
        collect(List.of(name), broker.clusterWide(), ConfigSource.DYNAMIC_DEFAULT_BROKER_CONFIG, result);
        return result;
    }

    /** The text that wins for a key without definition. */
    @Nullable
    String raw(String name) {
        String perBroker = broker.perBroker().get(name);
        String clusterWide = broker.clusterWide().get(name);
        return perBroker != null
                ? perBroker
                : clusterWide != null ? clusterWide : broker.fromFile().get(name);
    }

    /** The definition of a key, whose listener prefix does not count. */
    static ConfigDef.@Nullable ConfigKey key(String name) {
        return BrokerConfigDef.key(withoutListener(name));
    }

    static boolean internal(String name) {
        ConfigDef.ConfigKey key = BrokerConfigDef.definition().configKeys().get(name);
        return key != null && key.internalConfig;
    }

    private static List<String> names(String name) {
        String base = withoutListener(name);
        return base.equals(name) ? TopicSynonyms.family(name) : List.of(name, base);
    }

    /** The key without the prefixes that narrow it to a listener, and a SASL key's to a mechanism. */
    static String withoutListener(String name) {
        Matcher matcher = LISTENER_PREFIX.matcher(name);
        if (!matcher.matches()) {
            return name;
        }
        String key = matcher.group(1);
        String withoutMechanism = key.substring(key.indexOf('.') + 1);
        return withoutMechanism.startsWith("sasl.") ? withoutMechanism : key;
    }

    private static void collect(
            List<String> names, Map<String, String> values, ConfigSource source, List<ConfigSynonym> result) {
        for (String name : names) {
            String value = values.get(name);
            if (value != null) {
                boolean sensitive = ConfigType.of(key(name)).sensitive();
                result.add(new ConfigSynonym(name, sensitive ? null : value, source));
            }
        }
    }

    private static void addDefault(String name, List<ConfigSynonym> result) {
        ConfigDef.ConfigKey key = BrokerConfigDef.definition().configKeys().get(name);
        if (key != null && key.hasDefault() && key.defaultValue != null) {
            boolean sensitive = ConfigType.of(key).sensitive();
            String value = sensitive ? null : ConfigDef.convertToString(key.defaultValue, key.type);
            result.add(new ConfigSynonym(name, value, ConfigSource.DEFAULT_CONFIG));
        }
    }
}
