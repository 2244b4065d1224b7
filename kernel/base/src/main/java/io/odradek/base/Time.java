package io.odradek.base;

/**
 * The seam for clocks. The real one is made in the server module; tests and the simulation bring their own.
 *
 * <p>Any thread.
 */
public interface Time {
    /** Milliseconds since 1970-01-01T00:00Z. May jump in either direction. For timestamps that users see. */
    long wallMillis();

    /** Nanoseconds from an arbitrary origin, never going backwards. For measuring durations and deadlines. */
    long monotonicNanos();

    /** {@link #monotonicNanos()} in whole milliseconds. */
    default long monotonicMillis() {
        return monotonicNanos() / 1_000_000L;
    }
}
