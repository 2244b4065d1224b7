package io.odradek.broker.fetch;

import io.odradek.broker.partition.FetchWaiter;
import io.odradek.broker.partition.Partition;
import io.odradek.coordinator.Timers;
import io.odradek.coordinator.Timers.Cancellable;
import java.util.List;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicLong;
import org.jspecify.annotations.Nullable;

/**
 * A fetch that waits until enough can be read, something happens to one of its partitions, or its time is up. It is
 * woken by the partitions themselves.
 *
 * <p>Any thread; one of the two callbacks runs once, on the thread that ended the wait.
 */
final class PendingFetch implements FetchWaiter {
    private final List<Watched> watched;
    private final AtomicLong missingBytes;
    private final AtomicBoolean done = new AtomicBoolean();
    private final Runnable enough;
    private final Runnable over;
    private volatile @Nullable Cancellable timeout;

    /**
     * @param watched the partitions, each with what had been seen of it when it was read
     * @param missingBytes how much more must become readable
     * @param enough called when about so much has become readable; what partitions announce may run ahead of what can be
     *     read, so it is to be read to know
     * @param over called when the time is up, or when something has happened that the client must hear of
     */
    PendingFetch(List<Watched> watched, long missingBytes, Runnable enough, Runnable over) {
        this.watched = List.copyOf(watched);
        this.missingBytes = new AtomicLong(missingBytes);
        this.enough = enough;
        this.over = over;
    }

    /**
     * Begins to wait.
     *
     * @return false if something has moved since it was read: nothing waits then, and the partitions are to be read anew
     */
    boolean await(int maxWaitMillis, Timers timers) {
        timeout = timers.schedule(maxWaitMillis, this::finish);
        watched.forEach(one -> one.partition().addReader(this));
        if (watched.stream().anyMatch(Watched::hasMoved) && stopWaiting()) {
            return false;
        }
        if (done.get()) {
            // The end may have come while some were still being added.
            leave();
        }
        return true;
    }

    /**
     * A partition and the high watermark and last stable offset that the fetch has seen of it; whatever moved between
     * reading and waiting is found by comparing them again.
     */
    record Watched(Partition partition, long highWatermark, long lastStableOffset) {
        boolean hasMoved() {
            return partition.highWatermark() != highWatermark || partition.lastStableOffset() != lastStableOffset;
        }
    }

    @Override
    public void readable(Partition partition, long bytes) {
        if (missingBytes.addAndGet(-bytes) <= 0 && stopWaiting()) {
            enough.run();
        }
    }

    /** Ends the wait. */
    void end() {
        finish();
    }

    @Override
    public void interrupted(Partition partition) {
        finish();
    }

    private void finish() {
        if (stopWaiting()) {
            over.run();
        }
    }

    /** Whether it was waiting until now. */
    private boolean stopWaiting() {
        if (!done.compareAndSet(false, true)) {
            return false;
        }
        Cancellable timer = timeout;
        if (timer != null) {
            timer.cancel();
        }
        leave();
        return true;
    }

    private void leave() {
        watched.forEach(one -> one.partition().removeReader(this));
    }
}
