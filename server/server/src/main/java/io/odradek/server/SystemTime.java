package io.odradek.server;

import io.odradek.base.Time;

/** The clocks of this machine. Any thread. */
final class SystemTime implements Time {
    @Override
    public long wallMillis() {
        return System.currentTimeMillis();
    }

    @Override
    public long monotonicNanos() {
        return System.nanoTime();
    }
}
