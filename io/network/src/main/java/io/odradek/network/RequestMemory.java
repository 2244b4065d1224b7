package io.odradek.network;

import io.odradek.base.Invariants;
import java.util.ArrayDeque;

/**
 * The bytes that request frames may hold at once, over all connections. Connections that do not fit wait in line.
 *
 * <p>Large requests leave a part of the memory to small ones: their bytes count as soon as they are announced, so that a
 * few clients that announce much and send little could otherwise hold up everybody.
 *
 * <p>Any thread.
 */
final class RequestMemory {
    /** A request of more bytes is large. */
    private static final int SMALL_BYTES = 1024 * 1024;

    /** The part of the memory, one in so many, that large requests leave alone. */
    private static final int RESERVE = 8;

    private final long limit;
    private final long limitForLarge;
    private final ArrayDeque<Waiter> small = new ArrayDeque<>();
    private final ArrayDeque<Waiter> large = new ArrayDeque<>();
    private long used;

    private record Waiter(int bytes, Runnable granted) {}

    /**
     * @param limit bytes in all
     * @param largestRequest bytes of the largest request, which must fit whatever is left to small ones
     */
    RequestMemory(long limit, int largestRequest) {
        this.limit = limit;
        this.limitForLarge = Math.max(limit - limit / RESERVE, largestRequest);
    }

    /**
     * Takes the bytes now, or calls {@code granted} once they have been taken. Large requests are served in order, and
     * so are small ones.
     *
     * @return whether they were taken at once
     */
    synchronized boolean acquire(int bytes, Runnable granted) {
        Invariants.check(bytes <= limit, "a request fits the memory for requests", bytes, limit);
        ArrayDeque<Waiter> line = bytes > SMALL_BYTES ? large : small;
        if (line.isEmpty() && fits(bytes)) {
            used += bytes;
            return true;
        }
        line.add(new Waiter(bytes, granted));
        return false;
    }

    /** Gives back what was acquired and lets those in line go on. */
    void release(int bytes) {
        ArrayDeque<Runnable> ready = new ArrayDeque<>();
        synchronized (this) {
            used -= bytes;
            Invariants.check(used >= 0, "no more is released than was acquired", used);
            // The large ones first, or small ones would starve them.
            grant(large, ready);
            grant(small, ready);
        }
        ready.forEach(Runnable::run);
    }

    synchronized long used() {
        return used;
    }

    private void grant(ArrayDeque<Waiter> line, ArrayDeque<Runnable> ready) {
        Waiter next;
        while ((next = line.peek()) != null && fits(next.bytes)) {
            line.remove();
            used += next.bytes;
            ready.add(next.granted);
        }
    }

    private boolean fits(int bytes) {
        return used + bytes <= (bytes > SMALL_BYTES ? limitForLarge : limit);
    }
}
