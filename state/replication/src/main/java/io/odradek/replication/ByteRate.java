package io.odradek.replication;

import io.odradek.base.Invariants;

/**
 * Bytes per second over the last samples, as Kafka measures replication quotas: {@code replication.quota.window.num} samples of
 * {@code replication.quota.window.size.seconds} each. While fewer have passed, as many count as if nothing had been before.
 *
 * <p>Not thread-safe; the owner serialises.
 */
public final class ByteRate {
    private static final double MS_PER_SECOND = 1_000.0;

    private final long[] samples;
    private final long sampleMs;
    private long current = Long.MIN_VALUE;

    /**
     * @param samples how many are kept, 1 or more
     * @param sampleMs what one covers, milliseconds, 1 or more
     */
    public ByteRate(int samples, long sampleMs) {
        Invariants.check(samples >= 1, "a rate has samples", samples);
        Invariants.check(sampleMs >= 1, "a sample covers time", sampleMs);
        this.samples = new long[samples];
        this.sampleMs = sampleMs;
    }

    /** @param nowMs monotonic milliseconds */
    public void record(long bytes, long nowMs) {
        advance(nowMs);
        samples[index(current)] += bytes;
    }

    /** Bytes per second up to now. */
    public double perSecond(long nowMs) {
        advance(nowMs);
        long total = 0;
        for (long sample : samples) {
            total += sample;
        }
        long intoSample = nowMs - current * sampleMs;
        long coveredMs = (samples.length - 1) * sampleMs + Math.max(1, intoSample);
        return total * MS_PER_SECOND / coveredMs;
    }

    private void advance(long nowMs) {
        long sample = Math.floorDiv(nowMs, sampleMs);
        if (current == Long.MIN_VALUE) {
            current = sample;
        }
        long steps = Math.min(sample - current, samples.length);
        for (long i = 1; i <= steps; i++) {
            samples[index(current + i)] = 0;
        }
        current = Math.max(current, sample);
    }

    private int index(long sample) {
        return (int) Math.floorMod(sample, (long) samples.length);
    }
}
