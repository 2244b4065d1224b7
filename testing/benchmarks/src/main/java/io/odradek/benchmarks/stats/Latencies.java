package io.odradek.benchmarks.stats;

import java.util.concurrent.TimeUnit;
import org.HdrHistogram.Histogram;

/** Collects latencies to three significant digits, from 1 microsecond to 10 minutes. Not thread-safe. */
public final class Latencies {
    private static final long HIGHEST_US = TimeUnit.MINUTES.toMicros(10);
    private static final int SIGNIFICANT_DIGITS = 3;
    private static final double US_PER_MS = 1_000;

    private final Histogram histogram = new Histogram(HIGHEST_US, SIGNIFICANT_DIGITS);

    /** Adds one latency; what lies outside the range counts as the nearest bound. */
    public void addNanos(long nanos) {
        histogram.recordValue(Math.clamp(TimeUnit.NANOSECONDS.toMicros(nanos), 1, HIGHEST_US));
    }

    /** How many were added. */
    public long count() {
        return histogram.getTotalCount();
    }

    /** The latency in milliseconds that {@code percent} of all do not exceed; 0 if none was added. */
    public double percentileMs(double percent) {
        return histogram.getValueAtPercentile(percent) / US_PER_MS;
    }
}
