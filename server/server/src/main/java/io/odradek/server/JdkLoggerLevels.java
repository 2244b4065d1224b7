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
import org.jspecify.annotations.Nullable;

/** The loggers of {@code java.util.logging}. */
final class JdkLoggerLevels implements LoggerLevels {
    private static final String JDK_ROOT = "";

    /** The JDK forgets loggers that nobody refers to, and the level that was set with them. */
    private final Map<String, Logger> changed = new ConcurrentHashMap<>();

    @Override
    public SortedMap<String, LoggerLevel> all() {
        SortedMap<String, LoggerLevel> all = new TreeMap<>();
        for (String name : Collections.list(LogManager.getLogManager().getLoggerNames())) {
            Logger logger = LogManager.getLogManager().getLogger(name);
            if (logger != null) {
                all.put(name.equals(JDK_ROOT) ? ROOT : name, shown(logger));
            }
        }
        return all;
    }

    @Override
    public void set(String logger, LoggerLevel level) {
        find(logger).setLevel(jdkLevel(level));
    }

    @Override
    public void clear(String logger) {
        find(logger).setLevel(null);
    }

    private Logger find(String name) {
        return changed.computeIfAbsent(name, key -> Logger.getLogger(key.equals(ROOT) ? JDK_ROOT : key));
    }

    private static LoggerLevel shown(Logger logger) {
        for (@Nullable Logger at = logger; at != null; at = at.getParent()) {
            Level level = at.getLevel();
            if (level != null) {
                return shown(level);
            }
        }
        return LoggerLevel.INFO;
    }

    private static LoggerLevel shown(Level level) {
        int value = level.intValue();
        if (value > Level.SEVERE.intValue()) {
            return LoggerLevel.FATAL;
        }
        if (value > Level.WARNING.intValue()) {
            return LoggerLevel.ERROR;
        }
        if (value > Level.INFO.intValue()) {
            return LoggerLevel.WARN;
        }
        if (value > Level.FINE.intValue()) {
            return LoggerLevel.INFO;
        }
        return value > Level.FINEST.intValue() ? LoggerLevel.DEBUG : LoggerLevel.TRACE;
    }

    /** The broker logs nothing above ERROR: FATAL silences a logger. */
    private static Level jdkLevel(LoggerLevel level) {
        return switch (level) {
            case FATAL -> Level.OFF;
            case ERROR -> Level.SEVERE;
            case WARN -> Level.WARNING;
            case INFO -> Level.INFO;
            case DEBUG -> Level.FINE;
            case TRACE -> Level.FINEST;
        };
    }
}
