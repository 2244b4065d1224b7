package io.odradek.simulation;

import java.util.concurrent.Executor;

/** A thread of a simulated process: its tasks run one after the other, each some time after it was given. One thread. */
final class SimulatedExecutor implements Executor {
    private final Scheduler scheduler;
    private final Life life;
    private final long maxDelayNanos;
    private long lastDue;

    SimulatedExecutor(Scheduler scheduler, Life life, long maxDelayNanos) {
        this.scheduler = scheduler;
        this.life = life;
        this.maxDelayNanos = maxDelayNanos;
    }

    @Override
    public void execute(Runnable task) {
        long due = Math.max(lastDue, scheduler.nowNanos() + scheduler.between(1_000, maxDelayNanos));
        lastDue = due;
        scheduler.after(due - scheduler.nowNanos(), life, task);
    }
}
