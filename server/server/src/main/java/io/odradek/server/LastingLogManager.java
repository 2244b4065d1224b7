package io.odradek.server;

import java.util.logging.LogManager;

/**
 * Keeps its handlers until the process is gone. The JDK's own takes them away in a shutdown hook, beside those that stop
 * the server: what went wrong while stopping would not be seen.
 *
 * <p>Made by the JDK, which needs it public. Any thread.
 */
public final class LastingLogManager extends LogManager {
    public LastingLogManager() {}

    /** Does nothing: handlers write each record at once, so that there is nothing to close. */
    @Override
    public void reset() {}
}
