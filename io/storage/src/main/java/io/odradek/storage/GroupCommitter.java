package io.odradek.storage;

import io.odradek.protocol.ApiException;
import io.odradek.storage.disk.DiskFullException;
import java.io.IOException;
import java.util.LinkedHashSet;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.Executor;
import java.util.concurrent.Future;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.atomic.AtomicLong;
import java.util.concurrent.locks.ReentrantLock;
import java.util.function.BiConsumer;
import org.jspecify.annotations.Nullable;
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
 * <p>Has no thread of its own and waits for nothing: the first log that gathers starts a round on the executor, and the
 * end of its last sync starts the next. Any thread.
 */
public final class GroupCommitter {
    private static final Logger LOG = LoggerFactory.getLogger(GroupCommitter.class);

    private final Executor syncing;
    private final int parallelism;
    private final Executor later;
    private final BiConsumer<PartitionLog, IOException> onFailure;
    private final AtomicLong syncedLogs = new AtomicLong();
    private final CompletableFuture<@Nullable Void> ended = new CompletableFuture<>();

    private final ReentrantLock lock = new ReentrantLock();
    private Set<PartitionLog> waiting = new LinkedHashSet<>(); // guarded by lock
    private final Set<PartitionLog> postponed = new LinkedHashSet<>(); // guarded by lock
    private boolean running; // guarded by lock
    private boolean stopped; // guarded by lock

    /**
     * @param syncing runs syncs; its tasks may wait for the disk
     * @param parallelism syncs at the same time, at least 1
     * @param later runs a task after a short while, when a log for which the disk was too full is tried again
     * @param onFailure hears of the first failed sync
     */
    GroupCommitter(Executor syncing, int parallelism, Executor later, BiConsumer<PartitionLog, IOException> onFailure) {
        this.syncing = syncing;
        this.parallelism = parallelism;
        this.later = later;
        this.onFailure = onFailure;
    }

    /** The log has something that is not on disk yet. Cheap; a log that is waiting already is not added again. */
    public void register(PartitionLog log) {
        boolean start;
        lock.lock();
        try {
            start = !stopped && waiting.add(log) && !running;
            running |= start;
        } finally {
            lock.unlock();
        }
        if (start) {
            start();
        }
    }

    /** Logs that were synced so far, each counted once a round. */
    public long syncedLogs() {
        return syncedLogs.get();
    }

    private void start() {
        try {
            syncing.execute(() -> nextRound().ifPresent(this::work));
        } catch (RejectedExecutionException e) {
            LOG.debug("the executor of syncs has ended; nothing more is synced", e);
            stop();
            ended.complete(null);
        }
    }

    /** Takes what has gathered and calls helpers for it; empty, and no round runs, if there is nothing. */
    private Optional<CommitRound> nextRound() {
        CommitRound round;
        lock.lock();
        try {
            if (waiting.isEmpty() || stopped) {
                running = false;
                if (stopped) {
                    ended.complete(null);
                }
                return Optional.empty();
            }
            round = new CommitRound(waiting, Math.min(parallelism, waiting.size()));
            waiting = new LinkedHashSet<>();
        } finally {
            lock.unlock();
        }
        callHelpers(round);
        return Optional.of(round);
    }

    private void callHelpers(CommitRound round) {
        for (int i = 1; i < round.workers(); i++) {
            try {
                syncing.execute(() -> work(round));
            } catch (RejectedExecutionException e) {
                LOG.debug("the executor of syncs is ending; fewer run side by side", e);
                round.workerLeaves();
            }
        }
    }

    /** Syncs until the round is empty; whoever ends a round goes on with the next one. */
    private void work(CommitRound begun) {
        Optional<CommitRound> round = Optional.of(begun);
        while (round.isPresent() && drain(round.get())) {
            round = nextRound();
        }
    }

    /** @return whether the round is over; if not, others are at work on it, or a sync goes on whose end goes on here */
    private boolean drain(CommitRound round) {
        while (!isStopped()) {
            Optional<PartitionLog> next = round.next();
            if (next.isEmpty()) {
                break;
            }
            PartitionLog log = next.get();
            CompletableFuture<Boolean> sync = log.beginSync().toCompletableFuture();
            if (!sync.isDone()) {
                var _ = sync.whenComplete((synced, failure) -> {
                    ended(log, sync);
                    work(round);
                });
                return false;
            }
            ended(log, sync);
        }
        return round.workerLeaves();
    }

    private void ended(PartitionLog log, CompletableFuture<Boolean> sync) {
        if (sync.state() == Future.State.SUCCESS) {
            if (sync.resultNow()) {
                syncedLogs.incrementAndGet();
            } else if (log.needsSync()) {
                register(log);
            }
            return;
        }
        switch (sync.exceptionNow()) {
            case DiskFullException _ -> postpone(log);
            // Deleted meanwhile, or it has failed already and has told its listener.
            case ApiException e -> LOG.debug("{} is not synced: {}", log.topicPartition(), e.getMessage());
            case IOException e -> fail(log, e);
            case Throwable e -> fail(log, new IOException("syncing " + log.topicPartition() + " failed: " + e, e));
        }
    }

    private void postpone(PartitionLog log) {
        boolean first;
        lock.lock();
        try {
            first = postponed.isEmpty();
            postponed.add(log);
        } finally {
            lock.unlock();
        }
        if (first) {
            try {
                later.execute(this::tryPostponed);
            } catch (RejectedExecutionException e) {
                LOG.debug("the timers have ended; logs that wait for space are not tried again", e);
            }
        }
    }

    private void tryPostponed() {
        boolean start;
        lock.lock();
        try {
            waiting.addAll(postponed);
            postponed.clear();
            start = !waiting.isEmpty() && !stopped && !running;
            running |= start;
        } finally {
            lock.unlock();
        }
        if (start) {
            start();
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
            if (!running) {
                ended.complete(null);
            }
        } finally {
            lock.unlock();
        }
    }

    /** Begins no more syncs; completes when those under way have ended. */
    public CompletionStage<@Nullable Void> end() {
        stop();
        return ended.minimalCompletionStage();
    }

    /** Whether a sync has failed or the directory was closed. */
    public boolean isStopped() {
        lock.lock();
        try {
            return stopped;
        } finally {
            lock.unlock();
        }
    }
}
