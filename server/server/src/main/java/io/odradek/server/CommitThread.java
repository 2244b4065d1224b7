package io.odradek.server;

import io.odradek.storage.GroupCommitter;
import io.odradek.storage.LogDirectory;
import java.util.concurrent.TimeUnit;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Drives the group committer of one log directory. */
final class CommitThread implements AutoCloseable {
    private static final Logger LOG = LoggerFactory.getLogger(CommitThread.class);
    private static final long LOOK_NANOS = TimeUnit.MILLISECONDS.toNanos(200);
    private static final long STOP_MILLIS = 5_000;

    private final GroupCommitter committer;
    private final Thread thread;
    private volatile boolean stopping;

    CommitThread(LogDirectory directory) {
        this.committer = directory.committer();
        this.thread = Threads.named("commit").newThread(this::run);
    }

    void start() {
        thread.start();
    }

    private void run() {
        while (!stopping && !committer.isStopped()) {
            try {
                if (committer.awaitWork(LOOK_NANOS)) {
                    committer.commitOnce();
                }
            } catch (InterruptedException e) {
                return;
            } catch (RuntimeException e) {
                LOG.error("A group commit failed unexpectedly", e);
            }
        }
    }

    /** Ends after the commit under way. The thread is not interrupted: that would close the files it syncs. */
    @Override
    public void close() {
        stopping = true;
        try {
            thread.join(STOP_MILLIS);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }
}
