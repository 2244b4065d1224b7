package io.odradek.storage;

import io.odradek.base.Time;

/** A clock that stands still until a test moves it. */
public final class ManualTime implements Time {
    private long millis = 1_700_000_000_000L;

    @Override
    public synchronized long wallMillis() {
        return millis;
    }

    @Override
    public synchronized long monotonicNanos() {
        return millis * 1_000_000L;
    }

    public synchronized void advance(long byMillis) {
        millis += byMillis;
    }
}
