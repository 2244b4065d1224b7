package io.odradek.broker.admin;

import java.util.Optional;

/** How much a logger says, from least to most; the levels of KIP-412. */
public enum LoggerLevel {
    FATAL,
    ERROR,
    WARN,
    INFO,
    DEBUG,
    TRACE;

    /** The level of a name; empty if there is none. Case matters, as in Kafka. */
    public static Optional<LoggerLevel> of(String name) {
        for (LoggerLevel level : values()) {
            if (level.name().equals(name)) {
                return Optional.of(level);
            }
        }
        return Optional.empty();
    }
}
