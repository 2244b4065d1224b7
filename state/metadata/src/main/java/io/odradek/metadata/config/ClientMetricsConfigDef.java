package io.odradek.metadata.config;

import java.util.List;
import java.util.Set;
import org.apache.kafka.common.config.ConfigDef;

/**
 * The keys that a client metrics subscription can have (KIP-714).
 *
 * <p>Immutable; any thread.
 */
public final class ClientMetricsConfigDef {
    private static final ConfigDef DEFINITION =
            ConfigTable.of(List.of(ClientMetricsKeys.TABLE)).definition();

    private ClientMetricsConfigDef() {}

    /** The definition of every key. Shared: it must not be changed. */
    public static ConfigDef definition() {
        return DEFINITION;
    }

    /** The names of all keys, internal ones included. */
    public static Set<String> names() {
        return DEFINITION.names();
    }
}
