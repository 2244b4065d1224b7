package io.odradek.metadata.config;

import java.util.List;
import java.util.Set;
import org.apache.kafka.common.config.ConfigDef;

/**
 * The keys that a group can have (KIP-848, KIP-932, KIP-1071).
 *
 * <p>Immutable; any thread.
 */
public final class GroupConfigDef {
    private static final ConfigDef DEFINITION =
            ConfigTable.of(List.of(GroupResourceKeys.TABLE)).definition();

    private GroupConfigDef() {}

    /** The definition of every key. Shared: it must not be changed. */
    public static ConfigDef definition() {
        return DEFINITION;
    }

    /** The names of all keys, internal ones included. */
    public static Set<String> names() {
        return DEFINITION.names();
    }
}
