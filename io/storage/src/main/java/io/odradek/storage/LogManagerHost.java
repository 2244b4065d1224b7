package io.odradek.storage;

import java.io.IOException;

/**
 * What a {@link LogManager} asks of the process that it lives in: it has neither timers nor a way to end. Called by any
 * thread; must not block.
 */
public interface LogManagerHost {
    /**
     * {@link LogManager#removeDue} shall be called in so many ms. Each call stands for itself: what was asked for earlier is
     * still to be done.
     */
    void removalDue(LogManager manager, long delayMs);

    /** The last log directory that was in use has failed: nothing can be served any more, the process should end. */
    void lastDirectoryFailed(LogDirectory directory, IOException cause);

    /** Does nothing: {@link LogManager#removeDue} is called by other means, and nobody needs to know of the end. */
    LogManagerHost NONE = new LogManagerHost() {
        @Override
        public void removalDue(LogManager manager, long delayMs) {}

        @Override
        public void lastDirectoryFailed(LogDirectory directory, IOException cause) {}
    };
}
