package io.odradek.server;

import io.netty.util.HashedWheelTimer;
import io.netty.util.Timeout;
import io.odradek.coordinator.Timers;
import java.util.concurrent.ThreadFactory;
import java.util.concurrent.TimeUnit;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Timers on one thread; setting and cancelling one costs the same however many there are. Any thread. */
final class WheelTimers implements Timers, AutoCloseable {
    private static final Logger LOG = LoggerFactory.getLogger(WheelTimers.class);
    private static final long TICK_MILLIS = 5;
    private static final int WHEEL_SIZE = 1024;

    private final HashedWheelTimer wheel;

    WheelTimers(ThreadFactory threads) {
        this.wheel = new HashedWheelTimer(threads, TICK_MILLIS, TimeUnit.MILLISECONDS, WHEEL_SIZE, false);
    }

    @Override
    public Cancellable schedule(long delayMs, Runnable task) {
        try {
            Timeout timeout = wheel.newTimeout(_ -> task.run(), delayMs, TimeUnit.MILLISECONDS);
            return timeout::cancel;
        } catch (IllegalStateException e) {
            LOG.debug("a timer was set after the end and does not fire", e);
            return () -> {};
        }
    }

    @Override
    public void close() {
        wheel.stop();
    }
}
