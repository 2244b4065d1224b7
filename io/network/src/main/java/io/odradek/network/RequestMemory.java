package io.odradek.network;

import io.odradek.base.Invariants;
import java.util.ArrayDeque;

/**
 * The bytes that request frames may hold at once, over all connections. Connections that do not fit wait in line.
 *
 * <p>Any thread.
 */
final class RequestMemory {
    private final long limit;
    private final ArrayDeque<Waiter> waiting = new ArrayDeque<>();
    private long used;

    private record Waiter(int bytes, Runnable granted) {}

    RequestMemory(long limit) {
        this.limit = limit;
    }

    /**
     * Takes the bytes now, or calls {@code granted} once they have been taken. Requests are served in order, so that a
     * large one is not starved by small ones.
     *
     * @return whether they were taken at once
     */
    synchronized boolean acquire(int bytes, Runnable granted) {
        Invariants.check(bytes <= limit, "a request fits the memory for requests", bytes, limit);
        if (waiting.isEmpty() && used + bytes <= limit) {
            used += bytes;
            return true;
        }
        waiting.add(new Waiter(bytes, granted));
        return false;
    }

    /** Gives back what was acquired and lets those in line go on. */
    void release(int bytes) {
        ArrayDeque<Runnable> ready = new ArrayDeque<>();
        synchronized (this) {
            used -= bytes;
            Invariants.check(used >= 0, "no more is released than was acquired", used);
            Waiter next;
            while ((next = waiting.peek()) != null && used + next.bytes <= limit) {
                waiting.remove();
                used += next.bytes;
                ready.add(next.granted);
            }
        }
        ready.forEach(Runnable::run);
    }

    synchronized long used() {
        return used;
    }
}
