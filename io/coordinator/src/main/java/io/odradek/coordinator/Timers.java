package io.odradek.coordinator;

/** The seam for timers: a wheel or a scheduler in the server, a list in tests. Any thread. */
public interface Timers {
    /**
     * Runs the task once after the delay, on a thread of the timer's; it must not block.
     *
     * @param delayMs zero or more
     */
    Cancellable schedule(long delayMs, Runnable task);

    /** A scheduled task. */
    @FunctionalInterface
    interface Cancellable {
        /** Prevents the task, unless it has begun. May be called again. */
        void cancel();
    }
}
