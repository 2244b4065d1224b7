package io.odradek.server;

import io.odradek.base.Sentences;
import io.odradek.coordinator.Timers;
import io.odradek.storage.LogDirectory;
import io.odradek.storage.LogManager;
import io.odradek.storage.LogManagerHost;
import java.io.IOException;
import java.util.concurrent.Executor;
import java.util.concurrent.RejectedExecutionException;
import java.util.function.Consumer;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Gives the logs their timer, and ends the server with its last log directory. Any thread. */
final class StorageHost implements LogManagerHost {
    private static final Logger LOG = LoggerFactory.getLogger(StorageHost.class);

    private final Timers timers;
    private final Executor deleting;
    private final Consumer<String> fatal;

    /**
     * Serves one node's logs.
     *
     * @param deleting deletes files
     * @param fatal hears why the server cannot go on
     */
    StorageHost(Timers timers, Executor deleting, Consumer<String> fatal) {
        this.timers = timers;
        this.deleting = deleting;
        this.fatal = fatal;
    }

    @Override
    public void removalDue(LogManager manager, long delayMs) {
        var _ = timers.schedule(delayMs, () -> remove(manager));
    }

    private void remove(LogManager manager) {
        try {
            deleting.execute(() -> removeDue(manager));
        } catch (RejectedExecutionException e) {
            LOG.debug("the server stops; what is to be deleted is deleted at the next start");
        }
    }

    private static void removeDue(LogManager manager) {
        try {
            manager.removeDue();
        } catch (RuntimeException e) {
            LOG.error("Deleting files failed; it is tried again with the next retention", e);
        }
    }

    @Override
    public void lastDirectoryFailed(LogDirectory directory, IOException cause) {
        fatal.accept("no log directory is left that can be used; the last, " + directory + ", failed: "
                + Sentences.end(cause.toString())
                + " Repair or replace its disk, or take it out of log.dirs, and start again");
    }
}
