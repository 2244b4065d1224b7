package io.odradek.metadata.config;

import java.util.List;
import java.util.Set;
import org.apache.kafka.common.config.ConfigDef;

/**
 * The keys that a topic can have: all of Apache Kafka 4.4, and {@code durability}.
 *
 * <p>Immutable; any thread.
 */
public final class TopicConfigDef {
    private static final ConfigDef DEFINITION =
            ConfigTable.of(List.of(TopicKeys.TABLE)).definition();

    private TopicConfigDef() {}

    /** The definition of every key. Shared: it must not be changed. */
    public static ConfigDef definition() {
        return DEFINITION;
    }

    /** The names of all keys, internal ones included. */
    public static Set<String> names() {
        return DEFINITION.names();
    }
}
