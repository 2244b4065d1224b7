package io.odradek.broker.partition;

import java.util.ArrayList;
import java.util.List;
import java.util.PriorityQueue;

/**
 * Those who wait until the high watermark of one partition has passed an offset.
 *
 * <p>Any thread. Waiters are called outside the lock, on the thread that moved the high watermark.
 */
final class CommitQueue {
    private final PriorityQueue<Entry> waiting = new PriorityQueue<>();
    private long committed;
    private boolean failed;

    private record Entry(long endOffset, CommitWaiter waiter) implements Comparable<Entry> {
        @Override
        public int compareTo(Entry other) {
            return Long.compare(endOffset, other.endOffset);
        }
    }

    /** Calls the waiter once the high watermark is at {@code endOffset} or above: at once if it is already. */
    void await(long endOffset, CommitWaiter waiter) {
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

    void advance(long highWatermark) {
        List<Entry> reached = new ArrayList<>();
        synchronized (this) {
            committed = Math.max(committed, highWatermark);
            Entry next;
            while ((next = waiting.peek()) != null && next.endOffset <= committed) {
                reached.add(waiting.remove());
            }
        }
        reached.forEach(entry -> entry.waiter.committed());
    }

    /** The partition is gone or its disk is: nobody who waits now or later will see a commit. */
    void fail() {
        List<Entry> abandoned;
        synchronized (this) {
            failed = true;
            abandoned = new ArrayList<>(waiting);
            waiting.clear();
        }
        abandoned.forEach(entry -> entry.waiter.abandoned());
    }
}
