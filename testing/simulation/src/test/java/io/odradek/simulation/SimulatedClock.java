package io.odradek.simulation;

import io.odradek.base.Time;
import java.util.concurrent.TimeUnit;

/** The clocks of one machine: virtual time, and a wall clock that can be set. One thread. */
final class SimulatedClock implements Time {
    private static final long START_MILLIS = 1_750_000_000_000L;

    private final Scheduler scheduler;
    private long offsetMillis;

    SimulatedClock(Scheduler scheduler) {
        this.scheduler = scheduler;
    }

    /** Sets the wall clock forward, or back. */
    void jump(long millis) {
        offsetMillis += millis;
    }

    @Override
    public long wallMillis() {
        return START_MILLIS + offsetMillis + TimeUnit.NANOSECONDS.toMillis(scheduler.nowNanos());
    }

    @Override
    public long monotonicNanos() {
        return scheduler.nowNanos();
    }
}
