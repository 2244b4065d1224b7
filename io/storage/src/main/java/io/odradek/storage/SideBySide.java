package io.odradek.storage;

import java.util.List;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.Executor;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.atomic.AtomicInteger;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Runs tasks that wait for a disk, many at once. The caller works too, and waits only for tasks that another thread has
 * begun: an executor that has no thread to spare, or none but the caller's, costs time and never the end of it.
 */
final class SideBySide {
    private static final Logger LOG = LoggerFactory.getLogger(SideBySide.class);
    private static final int MAX_HELPERS = 128;

    private final List<Runnable> tasks;
    private final AtomicInteger next = new AtomicInteger();
    private final CountDownLatch ended;

    private SideBySide(List<Runnable> tasks) {
        this.tasks = tasks;
        this.ended = new CountDownLatch(tasks.size());
    }

    /** Returns when all tasks have ended. Tasks handle their own errors. */
    static void run(Executor executor, List<Runnable> tasks) {
        SideBySide work = new SideBySide(tasks);
        try {
            for (int i = 1; i < Math.min(tasks.size(), MAX_HELPERS); i++) {
                executor.execute(work::drain);
            }
        } catch (RejectedExecutionException e) {
            LOG.debug("no more helpers: {}", e.getMessage());
        }
        work.drain();
        work.awaitHelpers();
    }

    private void drain() {
        int index;
        while ((index = next.getAndIncrement()) < tasks.size()) {
            try {
                tasks.get(index).run();
            } finally {
                ended.countDown();
            }
        }
    }

    private void awaitHelpers() {
        boolean interrupted = false;
        while (ended.getCount() > 0) {
            try {
                ended.await();
            } catch (InterruptedException e) {
                interrupted = true;
            }
        }
        if (interrupted) {
            Thread.currentThread().interrupt();
        }
    }
}
