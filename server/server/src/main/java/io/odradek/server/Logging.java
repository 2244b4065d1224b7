package io.odradek.server;

import java.util.logging.Handler;
import java.util.logging.Level;
import java.util.logging.Logger;

/** Sets up java.util.logging, unless the user has brought a configuration of their own. */
final class Logging {
    private static final String FORMAT = "[%1$tF %1$tT,%1$tL] %4$s %5$s (%3$s)%6$s%n";
    private static final Logger ROOT = Logger.getLogger("");
    private static final Logger OURS = Logger.getLogger("io.odradek");

    private Logging() {}

    /** @param level of Odradek's own loggers; everything else is shown from warnings on */
    static void configure(Level level) {
        if (System.getProperty("java.util.logging.config.file") != null) {
            return;
        }
        if (System.getProperty("java.util.logging.SimpleFormatter.format") == null) {
            System.setProperty("java.util.logging.SimpleFormatter.format", FORMAT);
        }
        ROOT.setLevel(Level.WARNING);
        OURS.setLevel(level);
        for (Handler handler : ROOT.getHandlers()) {
            handler.setLevel(Level.ALL);
        }
    }
}
