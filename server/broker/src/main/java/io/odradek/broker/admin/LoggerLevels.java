package io.odradek.broker.admin;

import java.util.SortedMap;

/**
 * The loggers of this process and how much they say, for resources of the type BROKER_LOGGER (KIP-412).
 *
 * <p>Any thread.
 */
public interface LoggerLevels {
    /** The name under which the root logger is shown. */
    String ROOT = "root";

    /** The level in effect of every logger, the root included, by name. */
    SortedMap<String, LoggerLevel> all();

    /** Sets the level of a logger that exists. */
    void set(String logger, LoggerLevel level);

    /** Lets a logger other than the root follow its parent again. */
    void clear(String logger);
}
