package io.odradek.storage;

import io.odradek.protocol.ApiException;
import io.odradek.storage.disk.DiskFullException;
import java.io.IOException;
import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Queue;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.Executor;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.locks.Condition;
import java.util.concurrent.locks.ReentrantLock;
import java.util.function.BiConsumer;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The one place where the logs of a directory are synced: each round takes all logs that have gathered since the last, and
 * syncs each once, however many appends it has had. Appends go on meanwhile and gather for the next round. Several
 * files are synced side by side, since the file system then joins their journal entries into fewer writes.
 *
 * <p>After one sync has failed nothing is synced any more: the system may have dropped the data, and a later sync would
 * succeed without it.
 *
 * <p>Has no thread of its own: one thread, made by the server, calls {@link #awaitWork} and {@link #commitOnce} in turn.
 * Everything else from any thread.
 */
public final class GroupCommitter {
    private static final Logger LOG = LoggerFactory.getLogger(GroupCommitter.class);

    private final Executor helpers;
    private final int parallelism;
    private final BiConsumer<PartitionLog, IOException> onFailure;

    private final ReentrantLock lock = new ReentrantLock();
    private final Condition gathered = lock.newCondition();
    private Set<PartitionLog> waiting = new LinkedHashSet<>(); // guarded by lock
    private final Set<PartitionLog> postponed = new LinkedHashSet<>(); // guarded by lock
    private boolean stopped; // guarded by lock

    /**
     * @param helpers runs syncs beside the committing thread
     * @param parallelism syncs at the same time, the committing thread's included; at least 1
     * @param onFailure hears of the first failed sync
     */
    GroupCommitter(Executor helpers, int parallelism, BiConsumer<PartitionLog, IOException> onFailure) {
        this.helpers = helpers;
        this.parallelism = parallelism;
        this.onFailure = onFailure;
    }

    /** The log has something that is not on disk yet. Cheap; a log that is waiting already is not added again. */
    public void register(PartitionLog log) {
        lock.lock();
        try {
            if (!stopped && waiting.add(log) && waiting.size() == 1) {
                gathered.signalAll();
            }
        } finally {
            lock.unlock();
        }
    }

    /**
     * Waits until a log is waiting, the time is over, or the committer has stopped. Logs for which the disk was too full are
     * work again when the time is over.
     *
     * @return whether there is work
     */
    public boolean awaitWork(long timeoutNanos) throws InterruptedException {
        long left = timeoutNanos;
        lock.lockInterruptibly();
        try {
            while (waiting.isEmpty() && !stopped && left > 0) {
                left = gathered.awaitNanos(left);
            }
            return !waiting.isEmpty() || !postponed.isEmpty();
        } finally {
            lock.unlock();
        }
    }

    /**
     * Syncs every log that is waiting now; returns when all are durable, one has failed, or the disk is too full.
     *
     * @return logs synced
     */
    public int commitOnce() {
        Set<PartitionLog> taken = take();
        if (taken.isEmpty()) {
            return 0;
        }
        Queue<PartitionLog> work = new ConcurrentLinkedQueue<>(taken);
        AtomicInteger synced = new AtomicInteger();
        List<CompletableFuture<Void>> others = new ArrayList<>();
        try {
            for (int i = 1; i < Math.min(parallelism, taken.size()); i++) {
                others.add(CompletableFuture.runAsync(() -> drain(work, synced), helpers));
            }
        } catch (RejectedExecutionException e) {
            LOG.debug("the helpers are shutting down; this thread syncs alone");
        }
        drain(work, synced);
        others.forEach(CompletableFuture::join);
        return synced.get();
    }

    private Set<PartitionLog> take() {
        lock.lock();
        try {
            Set<PartitionLog> taken = waiting;
            taken.addAll(postponed);
            postponed.clear();
            waiting = new LinkedHashSet<>();
            return stopped ? Set.of() : taken;
        } finally {
            lock.unlock();
        }
    }

    private void drain(Queue<PartitionLog> work, AtomicInteger synced) {
        PartitionLog log;
        while (!isStopped() && (log = work.poll()) != null) {
            try {
                if (log.needsSync()) {
                    log.sync();
                    synced.incrementAndGet();
                }
            } catch (DiskFullException e) {
                postpone(log);
            } catch (ApiException e) {
                // Deleted meanwhile, or it has failed already and has told its listener.
                LOG.debug("{} is not synced: {}", log.topicPartition(), e.getMessage());
            } catch (IOException e) {
                fail(log, e);
            } catch (RuntimeException e) {
                fail(log, new IOException("syncing " + log.topicPartition() + " failed: " + e, e));
            }
        }
    }

    private void postpone(PartitionLog log) {
        lock.lock();
        try {
            postponed.add(log);
        } finally {
            lock.unlock();
        }
    }

    private void fail(PartitionLog log, IOException cause) {
        stop();
        onFailure.accept(log, cause);
    }

    /** Nothing is synced from now on. */
    void stop() {
        lock.lock();
        try {
            stopped = true;
            waiting.clear();
            postponed.clear();
            gathered.signalAll();
        } finally {
            lock.unlock();
        }
    }

    /** Whether a sync has failed or the directory was closed; the committing thread may end. */
    public boolean isStopped() {
        lock.lock();
        try {
            return stopped;
        } finally {
            lock.unlock();
        }
    }
}
