package io.odradek.server;

import io.odradek.metadata.config.BrokerConfig;
import io.odradek.storage.Scrubber;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Drives the check of closed segments, on a thread of its own: it waits for the disk again and again. */
final class ScrubThread implements AutoCloseable {
    private static final Logger LOG = LoggerFactory.getLogger(ScrubThread.class);

    /** So that a start has the disk for itself. */
    private static final long FIRST_WAIT_NANOS = TimeUnit.SECONDS.toNanos(60);

    private static final long STOP_MILLIS = 5_000;

    private final Scrubber scrubber;
    private final Scrubber.Pace pace;
    private final Thread thread;
    private final CountDownLatch stopping = new CountDownLatch(1);

    ScrubThread(Scrubber scrubber, BrokerConfig config) {
        this.scrubber = scrubber;
        this.pace = new Scrubber.Pace(
                config.logs().scrubPeriodMs(), config.logs().scrubMaxBytesPerSecond());
        this.thread = Threads.named("scrub").newThread(this::run);
    }

    /** Begins, unless the configuration says never. */
    void start() {
        if (pace.periodMs() > 0) {
            thread.start();
        }
    }

    private void run() {
        long wait = Math.min(FIRST_WAIT_NANOS, TimeUnit.MILLISECONDS.toNanos(pace.periodMs()));
        try {
            while (!stopping.await(wait, TimeUnit.NANOSECONDS)) {
                wait = step();
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    private long step() {
        try {
            return scrubber.step(pace);
        } catch (RuntimeException e) {
            LOG.error("Checking segments failed; it goes on in {} s", TimeUnit.NANOSECONDS.toSeconds(FIRST_WAIT_NANOS), e);
            return FIRST_WAIT_NANOS;
        }
    }

    /** Ends after the step under way. The thread is not interrupted: that would close the files it reads. */
    @Override
    public void close() {
        stopping.countDown();
        try {
            thread.join(STOP_MILLIS);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }
}
