package io.odradek.simulation;

import io.odradek.coordinator.Timers.Cancellable;
import java.util.PriorityQueue;
import java.util.SplittableRandom;
import java.util.concurrent.TimeUnit;
import java.util.function.BooleanSupplier;
import org.jspecify.annotations.Nullable;

/** Virtual time: what is due runs in the order of time, and of its scheduling where that is equal. One thread. */
final class Scheduler {
    private record Event(long dueNanos, long number, Life life, Runnable task, boolean[] cancelled)
            implements Comparable<Event> {
        @Override
        public int compareTo(Event other) {
            int byTime = Long.compare(dueNanos, other.dueNanos);
            return byTime != 0 ? byTime : Long.compare(number, other.number);
        }
    }

    private final PriorityQueue<Event> events = new PriorityQueue<>();
    private final SplittableRandom random;
    private final Trace trace;
    private long nowNanos = TimeUnit.SECONDS.toNanos(1);
    private long scheduled;
    private long ran;
    private @Nullable RuntimeException failure;

    Scheduler(SplittableRandom random, Trace trace) {
        this.random = random;
        this.trace = trace;
    }

    long nowNanos() {
        return nowNanos;
    }

    SplittableRandom random() {
        return random;
    }

    Trace trace() {
        return trace;
    }

    /** Events that have run. */
    long ran() {
        return ran;
    }

    void say(String format, Object... arguments) {
        trace.say(nowNanos, format, arguments);
    }

    /** Runs a task of a life after a delay, unless the life has ended by then. */
    Cancellable after(long delayNanos, Life life, Runnable task) {
        boolean[] cancelled = {false};
        events.add(new Event(nowNanos + Math.max(0, delayNanos), scheduled++, life, task, cancelled));
        return () -> cancelled[0] = true;
    }

    Cancellable afterMillis(long delayMillis, Life life, Runnable task) {
        return after(TimeUnit.MILLISECONDS.toNanos(delayMillis), life, task);
    }

    /** Runs something whose failure ends the story, whoever catches it on the way. */
    void watch(Runnable task) {
        try {
            task.run();
        } catch (RuntimeException e) {
            failure = e;
            throw e;
        }
    }

    /** A delay between two bounds, drawn from the seed. */
    long between(long low, long high) {
        return low >= high ? low : random.nextLong(low, high);
    }

    boolean chance(int oneIn) {
        return random.nextInt(oneIn) == 0;
    }

    /** Runs what is due until the condition holds or the time is over; returns whether it holds. */
    boolean runUntil(BooleanSupplier condition, long forMillis) {
        long end = nowNanos + TimeUnit.MILLISECONDS.toNanos(forMillis);
        while (!condition.getAsBoolean()) {
            Event next = events.peek();
            if (next == null || next.dueNanos > end) {
                nowNanos = end;
                return condition.getAsBoolean();
            }
            events.remove();
            nowNanos = Math.max(nowNanos, next.dueNanos);
            if (!next.cancelled[0] && next.life.isAlive()) {
                ran++;
                trace.mix(nowNanos);
                trace.mix(next.number);
                next.life.run(() -> {
                    if (!next.cancelled[0]) {
                        next.task.run();
                    }
                });
                if (failure != null) {
                    throw failure;
                }
            }
        }
        return true;
    }
}
