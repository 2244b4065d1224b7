package io.odradek.metadata.config;

import org.apache.kafka.common.config.ConfigDef;
import org.jspecify.annotations.Nullable;

/** The type of a value, with the numbers of DescribeConfigs (KIP-569). */
public enum ConfigType {
    UNKNOWN(0),
    BOOLEAN(1),
    STRING(2),
    INT(3),
    SHORT(4),
    LONG(5),
    DOUBLE(6),
    LIST(7),
    CLASS(8),
    PASSWORD(9);

    private final byte id;

    ConfigType(int id) {
        this.id = (byte) id;
    }

    /** The number in a DescribeConfigs response. */
    public byte id() {
        return id;
    }

    /** The type of a key; unknown for none. */
    static ConfigType of(ConfigDef.@Nullable ConfigKey key) {
        return key == null ? UNKNOWN : valueOf(key.type.name());
    }

    /** Whether values must not be shown: passwords, and what is not known not to be one. */
    boolean sensitive() {
        return this == PASSWORD || this == UNKNOWN;
    }
}
