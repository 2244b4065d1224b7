package io.odradek.quorum;

import io.odradek.base.Time;
import java.util.concurrent.Executor;

/** Sees to it that the replica is called when something is due. The caller serialises the calls, but for the tick itself. */
final class NextTick {
    private final Time time;
    private final QuorumTimer timer;
    private final Executor steps;
    private final Runnable tick;
    private long dueMs = Long.MAX_VALUE;
    private Runnable cancel = () -> {};

    NextTick(Time time, QuorumTimer timer, Executor steps, Runnable tick) {
        this.time = time;
        this.timer = timer;
        this.steps = steps;
        this.tick = tick;
    }

    /** At that time of the monotonic clock at the latest; an earlier tick asks for the next one itself. */
    void at(long ms) {
        if (ms < dueMs) {
            cancel.run();
            dueMs = ms;
            cancel = timer.after(Math.max(0, ms - time.monotonicMillis()), () -> steps.execute(tick));
        }
    }

    /** The tick has come. */
    void taken() {
        dueMs = Long.MAX_VALUE;
    }

    void cancel() {
        cancel.run();
        dueMs = Long.MIN_VALUE; // none is wanted any more
    }
}
