package io.odradek.coordinator;

import io.odradek.base.Invariants;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.HashSet;
import java.util.Set;

/**
 * Holds every reply back until all appends before it are committed, so that nothing uncommitted is ever shown. Commits may be
 * reported out of order. One thread.
 */
final class CommitQueue {
    /** A reply that waits. */
    interface Waiting {
        void release();

        void fail();
    }

    private record Entry(long afterAppend, Waiting waiting) {}

    private final Deque<Entry> entries = new ArrayDeque<>();
    private final Set<Long> committedEarly = new HashSet<>();
    private long appended;
    private long committed;

    /** A new append is open; returns its number. */
    long append() {
        return ++appended;
    }

    /** The reply waits for all appends so far; it is released at once if they are committed. */
    void await(Waiting waiting) {
        if (committed == appended) {
            waiting.release();
        } else {
            entries.add(new Entry(appended, waiting));
        }
    }

    /** The append is committed; releases the replies that waited for nothing else. */
    void committed(long append) {
        Invariants.check(append <= appended, "only what was appended is committed", append, appended);
        committedEarly.add(append);
        while (committedEarly.remove(committed + 1)) {
            committed++;
        }
        while (!entries.isEmpty() && entries.getFirst().afterAppend <= committed) {
            entries.removeFirst().waiting.release();
        }
    }

    /** Nobody will learn any more what becomes of the appends that are open: all waiting replies fail. */
    void failAll() {
        while (!entries.isEmpty()) {
            entries.removeFirst().waiting.fail();
        }
    }
}
