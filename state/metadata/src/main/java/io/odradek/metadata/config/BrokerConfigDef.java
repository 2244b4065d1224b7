package io.odradek.metadata.config;

import java.util.List;
import java.util.Map;
import java.util.Set;
import org.apache.kafka.common.config.ConfigDef;

/**
 * The keys that a broker knows: all of Apache Kafka 4.4 with its types, ranges, defaults and importance, and {@code durability}.
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
    private static final Map<String, UpdateMode> UPDATE_MODES = KEYS.updateModes();

    private BrokerConfigDef() {}

    /** The definition of every key. Shared: it must not be changed. */
    public static ConfigDef definition() {
        return KEYS.definition();
    }

    /** The names of all keys, internal ones included. */
    public static Set<String> names() {
        return definition().names();
    }

    /** Where a key can be changed while the broker runs; read-only for one that is not known. */
    public static UpdateMode updateMode(String key) {
        return UPDATE_MODES.getOrDefault(key, UpdateMode.READ_ONLY);
    }
}
