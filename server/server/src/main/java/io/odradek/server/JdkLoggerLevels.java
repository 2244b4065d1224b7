package io.odradek.server;

import io.odradek.broker.admin.LoggerLevel;
import io.odradek.broker.admin.LoggerLevels;
import java.util.Collections;
import java.util.Map;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.concurrent.ConcurrentHashMap;
import java.util.logging.Level;
import java.util.logging.LogManager;
import java.util.logging.Logger;

/** The levels of the JDK's loggers. Any thread. */
final class JdkLoggerLevels implements LoggerLevels {
    /** Loggers are held weakly by the JDK; those with a level of their own must not be forgotten. */
    private final Map<String, Logger> held = new ConcurrentHashMap<>();

    @Override
    public SortedMap<String, LoggerLevel> all() {
        SortedMap<String, LoggerLevel> levels = new TreeMap<>();
        for (String name : Collections.list(LogManager.getLogManager().getLoggerNames())) {
            levels.put(name.isEmpty() ? ROOT : name, effective(Logger.getLogger(name)));
        }
        return levels;
    }

    @Override
    public void set(String logger, LoggerLevel level) {
        Logger target = Logger.getLogger(logger.equals(ROOT) ? "" : logger);
        held.put(logger, target);
        target.setLevel(jdkLevel(level));
    }

    @Override
    public void clear(String logger) {
        Logger.getLogger(logger).setLevel(null);
        held.remove(logger);
    }

    private static LoggerLevel effective(Logger logger) {
        Logger current = logger;
        while (current != null && current.getLevel() == null) {
            current = current.getParent();
        }
        return current == null ? LoggerLevel.INFO : level(current.getLevel());
    }

    private static Level jdkLevel(LoggerLevel level) {
        return switch (level) {
            case FATAL, ERROR -> Level.SEVERE;
            case WARN -> Level.WARNING;
            case INFO -> Level.INFO;
            case DEBUG -> Level.FINE;
            case TRACE -> Level.FINEST;
        };
    }

    private static LoggerLevel level(Level level) {
        int value = level.intValue();
        if (value >= Level.SEVERE.intValue()) {
            return LoggerLevel.ERROR;
        }
        if (value >= Level.WARNING.intValue()) {
            return LoggerLevel.WARN;
        }
        if (value >= Level.INFO.intValue()) {
            return LoggerLevel.INFO;
        }
        return value >= Level.FINE.intValue() ? LoggerLevel.DEBUG : LoggerLevel.TRACE;
    }
}
