package io.odradek.broker.partition;

import java.util.ArrayList;
import java.util.List;
import java.util.PriorityQueue;

/**
 * Those who wait until everything below an offset of a log is committed.
 *
 * <p>Any thread. Waiters are called outside the lock, on the thread that brought the news.
 */
public final class CommitQueue {
    private final PriorityQueue<Entry> waiting = new PriorityQueue<>();
    private long committed;
    private boolean failed;

    private record Entry(long endOffset, CommitWaiter waiter) implements Comparable<Entry> {
        @Override
        public int compareTo(Entry other) {
            return Long.compare(endOffset, other.endOffset);
        }
    }

    /** An empty queue: nothing is committed yet. */
    public CommitQueue() {}

    /** Calls the waiter once all below {@code endOffset} is committed: at once if it is already. */
    public void await(long endOffset, CommitWaiter waiter) {
        boolean committedAlready;
        boolean failedAlready;
        synchronized (this) {
            failedAlready = failed;
            committedAlready = committed >= endOffset;
            if (!committedAlready && !failedAlready) {
                waiting.add(new Entry(endOffset, waiter));
            }
        }
        if (committedAlready) {
            waiter.committed();
        } else if (failedAlready) {
            waiter.abandoned();
        }
    }

    /** All below the offset is committed. */
    public void advance(long offset) {
        List<Entry> reached = new ArrayList<>();
        synchronized (this) {
            committed = Math.max(committed, offset);
            Entry next;
            while ((next = waiting.peek()) != null && next.endOffset <= committed) {
                reached.add(waiting.remove());
            }
        }
        reached.forEach(entry -> entry.waiter.committed());
    }

    /** The log is gone: nobody who waits now or later will see a commit, unless it is taken up again. */
    public void fail() {
        List<Entry> abandoned;
        synchronized (this) {
            failed = true;
            abandoned = new ArrayList<>(waiting);
            waiting.clear();
        }
        abandoned.forEach(entry -> entry.waiter.abandoned());
    }

    /** The log is served again: those who wait from now on may see a commit. */
    public synchronized void resume() {
        failed = false;
    }
}
