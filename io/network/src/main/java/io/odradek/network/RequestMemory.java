package io.odradek.network;

import io.odradek.base.Invariants;
import java.util.ArrayDeque;
import java.util.Iterator;
import org.jspecify.annotations.Nullable;

/**
 * The bytes that request frames may hold at once, over all connections. A frame takes them step by step as it arrives, so
 * that what is only announced counts for nothing. Frames that do not fit wait in line.
 *
 * <p>Large requests leave a part of the memory to small ones. If everything is held by frames that are not whole yet, none
 * of them could ever be served: then one of them at a time may go past the limit. The bound is therefore the limit and
 * one largest request.
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
    private @Nullable Frame pastTheLimit;

    /** A frame that is arriving. */
    static final class Frame {
        private final int size;
        private int held; // guarded by the memory

        /** @param size of the whole frame, in bytes */
        Frame(int size) {
            this.size = size;
        }

        private boolean isLarge() {
            return size > SMALL_BYTES;
        }
    }

    private record Waiter(Frame frame, int bytes, Runnable granted) {}

    /**
     * @param limit bytes in all
     * @param largestRequest bytes of the largest request, which must fit whatever is left to small ones
     */
    RequestMemory(long limit, int largestRequest) {
        this.limit = limit;
        this.limitForLarge = Math.max(limit - limit / RESERVE, largestRequest);
    }

    /**
     * Takes bytes for a frame now, or calls {@code granted} once they have been taken. Large requests are served in order,
     * and so are small ones.
     *
     * @return whether they were taken at once
     */
    synchronized boolean acquire(Frame frame, int bytes, Runnable granted) {
        Invariants.check(bytes <= frame.size - frame.held, "a frame takes no more than its size", bytes, frame.size);
        Invariants.check(frame.size <= limit, "a request fits the memory for requests", frame.size, limit);
        Waiter waiter = new Waiter(frame, bytes, granted);
        ArrayDeque<Waiter> line = frame.isLarge() ? large : small;
        if ((line.isEmpty() && fits(waiter)) || goesPastTheLimit(waiter)) {
            take(waiter);
            return true;
        }
        line.add(waiter);
        return false;
    }

    /** The frame is whole: its bytes are the request's now, to be given back by {@link #release}. */
    synchronized void complete(Frame frame) {
        Invariants.check(frame.held == frame.size, "a whole frame holds its size", frame.held, frame.size);
        forget(frame);
    }

    /** The frame will never be whole. What it holds is given back; what it waits for it does not get. */
    void abandon(Frame frame) {
        int held;
        synchronized (this) {
            held = frame.held;
            (frame.isLarge() ? large : small).removeIf(waiter -> waiter.frame == frame);
            forget(frame);
        }
        release(held);
    }

    /** Gives bytes back and lets those in line go on. */
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

    /** Whether a frame waits for memory that others hold. */
    synchronized boolean isShort() {
        return !small.isEmpty() || !large.isEmpty();
    }

    private void grant(ArrayDeque<Waiter> line, ArrayDeque<Runnable> ready) {
        Waiter next;
        while ((next = line.peek()) != null && fits(next)) {
            line.remove();
            take(next);
            ready.add(next.granted);
        }
        // Not only the first in line: it may not have begun, and those behind it hold everything.
        for (Iterator<Waiter> waiters = line.iterator(); pastTheLimit == null && waiters.hasNext(); ) {
            Waiter waiter = waiters.next();
            if (goesPastTheLimit(waiter)) {
                waiters.remove();
                take(waiter);
                ready.add(waiter.granted);
            }
        }
    }

    private boolean fits(Waiter waiter) {
        return used + waiter.bytes <= (waiter.frame.isLarge() ? limitForLarge : limit);
    }

    private boolean goesPastTheLimit(Waiter waiter) {
        if (pastTheLimit == null && waiter.frame.held > 0 && used <= limit) {
            pastTheLimit = waiter.frame;
        }
        return pastTheLimit == waiter.frame;
    }

    private void take(Waiter waiter) {
        waiter.frame.held += waiter.bytes;
        used += waiter.bytes;
    }

    private void forget(Frame frame) {
        frame.held = 0;
        if (pastTheLimit == frame) {
            pastTheLimit = null;
        }
    }
}
