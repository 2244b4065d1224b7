package io.odradek.metadata.config;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.TreeSet;
import org.apache.kafka.common.config.ConfigDef;
import org.jspecify.annotations.Nullable;

/**
 * What DescribeConfigs says about each kind of resource: values in effect, from where they come, and what else could give
 * them. Entries are sorted by name; internal keys are left out,
 * those apart that were set for a topic or group.
 *
 * <p>Immutable; any thread.
 */
public final class ConfigDescriber {
    private final BrokerConfig broker;
    private final BrokerSynonyms synonyms;

    public ConfigDescriber(BrokerConfig broker) {
        this.broker = broker;
        this.synonyms = new BrokerSynonyms(broker);
    }

    /** A topic. */
    public List<ConfigEntry> topic(Map<String, String> overrides) {
        ConfigValues values = TopicConfigs.effective(broker, overrides);
        return resource(TopicConfigDef.definition(), values, key -> {
            List<ConfigSynonym> result = new ArrayList<>();
            own(overrides, key, ConfigSource.DYNAMIC_TOPIC_CONFIG, result);
            TopicSynonyms.brokerKey(key.name).ifPresent(name -> result.addAll(synonyms.of(name)));
            return result;
        });
    }

    /** A group. */
    public List<ConfigEntry> group(Map<String, String> overrides) {
        ConfigValues values = GroupConfigs.effective(broker, overrides);
        return resource(GroupConfigDef.definition(), values, key -> {
            List<ConfigSynonym> result = new ArrayList<>();
            own(overrides, key, ConfigSource.DYNAMIC_GROUP_CONFIG, result);
            GroupConfigs.brokerKey(key.name)
                    .ifPresentOrElse(
                            name -> result.addAll(synonyms.of(name)),
                            () -> result.add(new ConfigSynonym(
                                    key.name, shown(key, key.defaultValue), ConfigSource.DEFAULT_CONFIG)));
            return result;
        });
    }

    /** A client metrics subscription. */
    public List<ConfigEntry> clientMetrics(Map<String, String> overrides) {
        Map<String, String> known = new TreeMap<>(overrides);
        known.keySet().retainAll(ClientMetricsConfigDef.names());
        ConfigValues values =
                new ConfigValues(ClientMetricsConfigDef.definition().parse(known));
        return resource(ClientMetricsConfigDef.definition(), values, key -> {
            List<ConfigSynonym> result = new ArrayList<>();
            own(overrides, key, ConfigSource.DYNAMIC_CLIENT_METRICS_CONFIG, result);
            return result;
        });
    }

    /** This broker: every key, and what its file holds besides. */
    public List<ConfigEntry> broker() {
        TreeSet<String> names = new TreeSet<>(broker.fromFile().keySet());
        names.addAll(broker.clusterWide().keySet());
        names.addAll(broker.perBroker().keySet());
        names.addAll(BrokerConfigDef.names());
        names.removeIf(BrokerSynonyms::internal);
        return names.stream()
                .map(name -> brokerEntry(name, synonyms.of(name), effective(name)))
                .toList();
    }

    /** What was set for all brokers while they run. */
    public List<ConfigEntry> clusterDefault() {
        return new TreeMap<>(broker.clusterWide())
                .entrySet().stream()
                        .map(entry ->
                                brokerEntry(entry.getKey(), synonyms.clusterWide(entry.getKey()), entry.getValue()))
                        .toList();
    }

    private @Nullable String effective(String name) {
        ConfigDef.ConfigKey key = BrokerConfigDef.definition().configKeys().get(name);
        return key != null ? ConfigDef.convertToString(broker.values().get(name), key.type) : synonyms.raw(name);
    }

    private static ConfigEntry brokerEntry(String name, List<ConfigSynonym> synonyms, @Nullable String value) {
        ConfigDef.ConfigKey key = BrokerSynonyms.key(name);
        ConfigType type = ConfigType.of(key);
        return new ConfigEntry(
                name,
                type.sensitive() ? null : value,
                synonyms.isEmpty()
                        ? ConfigSource.DEFAULT_CONFIG
                        : synonyms.getFirst().source(),
                type.sensitive(),
                key == null || BrokerConfigDef.updateMode(key.name) == UpdateMode.READ_ONLY,
                type,
                key == null ? null : key.documentation,
                synonyms);
    }

    private interface SynonymsOfKey {
        List<ConfigSynonym> of(ConfigDef.ConfigKey key);
    }

    private static List<ConfigEntry> resource(ConfigDef definition, ConfigValues values, SynonymsOfKey lookup) {
        List<ConfigEntry> result = new ArrayList<>();
        for (ConfigDef.ConfigKey key : new TreeMap<>(definition.configKeys()).values()) {
            List<ConfigSynonym> synonyms = lookup.of(key);
            ConfigSource source = synonyms.isEmpty()
                    ? ConfigSource.DEFAULT_CONFIG
                    : synonyms.getFirst().source();
            if (key.internalConfig && source == ConfigSource.DEFAULT_CONFIG) {
                continue;
            }
            ConfigType type = ConfigType.of(key);
            result.add(new ConfigEntry(
                    key.name,
                    shown(key, values.get(key.name)),
                    source,
                    type.sensitive(),
                    false,
                    type,
                    key.documentation,
                    synonyms));
        }
        return result;
    }

    private static void own(
            Map<String, String> overrides, ConfigDef.ConfigKey key, ConfigSource source, List<ConfigSynonym> result) {
        String value = overrides.get(key.name);
        if (value != null) {
            result.add(new ConfigSynonym(key.name, ConfigType.of(key).sensitive() ? null : value, source));
        }
    }

    private static @Nullable String shown(ConfigDef.ConfigKey key, @Nullable Object value) {
        return ConfigType.of(key).sensitive() ? null : ConfigDef.convertToString(value, key.type);
    }
}
