package io.odradek.broker.fetch;

import io.odradek.broker.partition.FetchWaiter;
import io.odradek.broker.partition.Partition;
import io.odradek.coordinator.Timers;
import io.odradek.coordinator.Timers.Cancellable;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicLong;
import java.util.function.Consumer;
import java.util.function.IntConsumer;
import org.jspecify.annotations.Nullable;

/**
 * A fetch that waits until enough can be read, something happens to one of its partitions, or its time is up. It is
 * woken by the partitions themselves, and remembers which of them have moved, so that only these need to be read again.
 *
 * <p>Any thread. {@code look} is not called again before {@link #lookAgain()}; {@code over} is called once at the most, and
 * nothing after it.
 */
final class PendingFetch implements FetchWaiter {
    private final List<Watched> watched;
    private final Map<Partition, Watched> byPartition = new LinkedHashMap<>();
    private final AtomicLong missingBytes;
    private final AtomicBoolean looking = new AtomicBoolean();
    private final AtomicBoolean done = new AtomicBoolean();
    private final Consumer<PendingFetch> look;
    private final Runnable over;
    private volatile @Nullable Cancellable timeout;

    /**
     * @param watched the partitions, each with what had been seen of it when it was read
     * @param missingBytes how much more must become readable
     * @param look called when about so much has become readable; what partitions announce may run ahead of what can be
     *     read, so they are to be read to know
     * @param over called when the time is up, or when something has happened that the client must hear of
     */
    PendingFetch(List<Watched> watched, long missingBytes, Consumer<PendingFetch> look, Runnable over) {
        this.watched = List.copyOf(watched);
        this.watched.forEach(one -> byPartition.put(one.partition, one));
        this.missingBytes = new AtomicLong(missingBytes);
        this.look = look;
        this.over = over;
    }

    /** Begins to wait. What has moved since it was read is looked at without waiting for it to move again. */
    void await(int maxWaitMillis, Timers timers) {
        timeout = timers.schedule(maxWaitMillis, this::end);
        watched.forEach(one -> one.partition.addReader(this, one.reader));
        boolean moved = false;
        for (Watched one : watched) {
            if (one.hasMovedSinceRead()) {
                one.moved.set(true);
                moved = true;
            }
        }
        if (moved) {
            look();
        }
        if (done.get()) {
            // The end may have come while some were still being added.
            leave();
        }
    }

    /**
     * A partition and what the fetch has seen of its offsets; whatever moved between reading and waiting is found by
     * comparing them again.
     */
    static final class Watched {
        private final int index;
        private final Partition partition;
        private final Reader reader;
        private final long highWatermark;
        private final long lastStableOffset;
        private final long logEndOffset;
        private final AtomicBoolean moved = new AtomicBoolean();

        /** @param index of the target in its fetch */
        Watched(int index, Partition partition, Reader reader) {
            this.index = index;
            this.partition = partition;
            this.reader = reader;
            this.logEndOffset = partition.log().logEndOffset();
            this.highWatermark = partition.highWatermark();
            this.lastStableOffset = partition.lastStableOffset();
        }

        private boolean hasMovedSinceRead() {
            return switch (reader) {
                case CONSUMER ->
                    partition.highWatermark() != highWatermark || partition.lastStableOffset() != lastStableOffset;
                case REPLICA -> partition.log().logEndOffset() != logEndOffset;
            };
        }
    }

    @Override
    public void readable(Partition partition, long bytes) {
        Watched one = byPartition.get(partition);
        if (one == null) {
            return;
        }
        one.moved.set(true);
        if (missingBytes.addAndGet(-bytes) <= 0) {
            look();
        }
    }

    /** Gives the index of every target whose partition has moved since it was last given. */
    void takeMoved(IntConsumer target) {
        for (Watched one : watched) {
            if (one.moved.getAndSet(false)) {
                target.accept(one.index);
            }
        }
    }

    /** There was less than announced: from now on every move is looked at, those that came meanwhile at once. */
    void lookAgain() {
        missingBytes.set(0);
        looking.set(false);
        for (Watched one : watched) {
            if (one.moved.get()) {
                look();
                return;
            }
        }
    }

    @Override
    public void interrupted(Partition partition) {
        end();
    }

    /** Ends the wait; {@code over} is called unless it has ended before. */
    void end() {
        if (stopWaiting()) {
            over.run();
        }
    }

    /**
     * Ends the wait without a call.
     *
     * @return whether it was waiting until now
     */
    boolean stopWaiting() {
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

    private void look() {
        if (!done.get() && looking.compareAndSet(false, true)) {
            look.accept(this);
        }
    }

    private void leave() {
        watched.forEach(one -> one.partition.removeReader(this));
    }
}
