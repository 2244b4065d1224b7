package io.odradek.metadata.config;

import io.odradek.base.Ordered;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.apache.kafka.common.config.ConfigDef;
import org.jspecify.annotations.Nullable;

/**
 * The keys that a broker knows in its file: all of Apache Kafka 4.4 with its types, ranges, defaults and importance, and {@code durability}.
 *
 * <p>Immutable; any thread.
 */
public final class BrokerConfigDef {
    private static final ConfigTable KEYS = ConfigTable.of(List.of(
            NodeKeys.TABLE,
            QuorumKeys.TABLE,
            TopicDefaultKeys.TABLE,
            LogKeys.TABLE,
            ReplicationKeys.TABLE,
            GroupKeys.TABLE,
            StreamsGroupKeys.TABLE,
            ShareGroupKeys.TABLE,
            TransactionKeys.TABLE,
            RemoteStorageKeys.TABLE,
            QuotaKeys.TABLE,
            MetricsKeys.TABLE,
            SecurityKeys.TABLE,
            TlsKeys.TABLE,
            SaslKeys.TABLE,
            OAuthKeys.TABLE));
    private static final ConfigTable DYNAMIC_ONLY = ConfigTable.of(List.of(ThrottleKeys.TABLE));
    private static final Map<String, UpdateMode> UPDATE_MODES = updateModes();

    private BrokerConfigDef() {}

    /** The definition of every key. Shared: it must not be changed. */
    public static ConfigDef definition() {
        return KEYS.definition();
    }

    /** The definition of one key, be it one that can only be set while a broker runs; null if it is not known. */
    static ConfigDef.@Nullable ConfigKey key(String name) {
        ConfigDef.ConfigKey key = definition().configKeys().get(name);
        return key != null ? key : DYNAMIC_ONLY.definition().configKeys().get(name);
    }

    /** The names of all keys, internal ones included. */
    public static Set<String> names() {
        return definition().names();
    }

    /** Where a key can be changed while the broker runs; read-only for one that is not known. */
    public static UpdateMode updateMode(String key) {
        return UPDATE_MODES.getOrDefault(key, UpdateMode.READ_ONLY);
    }

    private static Map<String, UpdateMode> updateModes() {
        Map<String, UpdateMode> modes = new HashMap<>(KEYS.updateModes());
        modes.putAll(DYNAMIC_ONLY.updateModes());
        return Ordered.map(modes);
    }
}
