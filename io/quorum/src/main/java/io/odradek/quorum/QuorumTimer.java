package io.odradek.quorum;

/** The seam for the quorum's timers. Any thread. */
@FunctionalInterface
public interface QuorumTimer {
    /**
     * Runs the task once after the delay.
     *
     * @param delayMs zero or more
     * @return prevents the task, unless it has begun; may be run again
     */
    Runnable after(long delayMs, Runnable task);
}
