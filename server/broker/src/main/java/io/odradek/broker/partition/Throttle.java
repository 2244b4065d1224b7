package io.odradek.broker.partition;

import io.odradek.base.Time;
import io.odradek.replication.ByteRate;
import java.util.function.LongSupplier;

/**
 * Bounds the bytes per second of throttled replicas (KIP-73). Only who would move bytes for a throttled replica asks.
 *
 * <p>Any thread.
 */
public final class Throttle {
    private static final int SAMPLES = 11;
    private static final long SAMPLE_MS = 1_000;

    private final LongSupplier limit;
    private final Time time;
    private final ByteRate rate = new ByteRate(SAMPLES, SAMPLE_MS); // guarded by this

    /** @param limit bytes per second, as configured now */
    public Throttle(LongSupplier limit, Time time) {
        this.limit = limit;
        this.time = time;
    }

    /** Bytes were moved for throttled replicas. */
    public synchronized void record(long bytes) {
        rate.record(bytes, time.monotonicMillis());
    }

    /** Whether nothing more is to be moved for them now. */
    public boolean isExceeded() {
        long bound = limit.getAsLong();
        synchronized (this) {
            return rate.perSecond(time.monotonicMillis()) > bound;
        }
    }
}
