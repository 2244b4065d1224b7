package io.odradek.protocol.record;

/** Who sets the timestamps of records, as {@code message.timestamp.type} names it (KIP-32). */
public enum TimestampType {
    CREATE_TIME("CreateTime"),
    LOG_APPEND_TIME("LogAppendTime");

    private final String configName;

    TimestampType(String configName) {
        this.configName = configName;
    }

    /** The value of {@code message.timestamp.type}. */
    public String configName() {
        return configName;
    }

    /**
     * The type that {@code message.timestamp.type} names.
     *
     * @throws IllegalArgumentException if there is none
     */
    public static TimestampType forName(String configName) {
        for (TimestampType type : values()) {
            if (type.configName.equals(configName)) {
                return type;
            }
        }
        throw new IllegalArgumentException(
                "'" + configName + "' is no timestamp type: use CreateTime or LogAppendTime");
    }
}
