package io.odradek.server;

import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.ThreadFactory;
import java.util.concurrent.TimeUnit;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Every thread of a server is made here.
 *
 * <p>One owner.
 */
final class Threads implements AutoCloseable {
    private static final Logger LOG = LoggerFactory.getLogger(Threads.class);
    private static final long STOP_SECONDS = 5;
    private static final int SYNC_PARALLELISM = 4;

    private final List<ExecutorService> executors = new ArrayList<>();
    private final ExecutorService controller = single("controller");
    private final ExecutorService metadataDisk = single("metadata-disk");
    private final ExecutorService groups = single("groups");
    private final ExecutorService maintenance = single("maintenance");
    private final ExecutorService blocking = Executors.newThreadPerTaskExecutor(
            Thread.ofVirtual().name("blocking-", 0).factory());
    private final ExecutorService syncing;

    /** @param syncThreads threads that sync files, over all log directories */
    Threads(int syncThreads) {
        this.syncing = Executors.newFixedThreadPool(syncThreads, named("sync"));
        executors.addAll(List.of(blocking, syncing));
    }

    /** All of them, each for its purpose. */
    NodeExecutors executors() {
        return new NodeExecutors(controller, metadataDisk, groups, blocking, syncing, maintenance, SYNC_PARALLELISM);
    }

    /** For what waits for a disk or a name: a virtual thread per task. */
    ExecutorService blocking() {
        return blocking;
    }

    /** Daemon threads with a name and a number. */
    static ThreadFactory named(String name) {
        return Thread.ofPlatform().daemon().name("odradek-" + name + "-", 0).factory();
    }

    /** Lets tasks that run come to their end, for a bounded time, and takes no more. */
    @Override
    public void close() {
        executors.forEach(ExecutorService::shutdown);
        for (ExecutorService executor : executors) {
            try {
                if (!executor.awaitTermination(STOP_SECONDS, TimeUnit.SECONDS)) {
                    LOG.warn("A thread did not end within {} s", STOP_SECONDS);
                }
            } catch (InterruptedException e) {
                Thread.currentThread().interrupt();
                return;
            }
        }
    }

    private ExecutorService single(String name) {
        ExecutorService executor = Executors.newSingleThreadExecutor(named(name));
        executors.add(executor);
        return executor;
    }
}
