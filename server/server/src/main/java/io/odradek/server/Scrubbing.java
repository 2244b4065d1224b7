package io.odradek.server;

import io.odradek.coordinator.Timers;
import io.odradek.metadata.config.BrokerConfig;
import io.odradek.storage.Scrubber;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.Executor;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Drives the check of closed segments, step after step. Any thread. */
final class Scrubbing {
    private static final Logger LOG = LoggerFactory.getLogger(Scrubbing.class);

    /** So that a start has the disk for itself. */
    private static final long FIRST_WAIT_NANOS = TimeUnit.SECONDS.toNanos(60);

    private final Scrubber scrubber;
    private final Scrubber.Pace pace;
    private final Timers timers;
    private final Executor executor;
    private final CompletableFuture<@Nullable Void> ended = new CompletableFuture<>();
    private boolean stepping; // guarded by this
    private boolean stopped; // guarded by this

    /** @param executor runs the steps, which wait for the disk again and again */
    Scrubbing(Scrubber scrubber, BrokerConfig config, Timers timers, Executor executor) {
        this.scrubber = scrubber;
        this.pace =
                new Scrubber.Pace(config.logs().scrubPeriodMs(), config.logs().scrubMaxBytesPerSecond());
        this.timers = timers;
        this.executor = executor;
    }

    /** Begins, unless the configuration says never. */
    void start() {
        if (pace.periodMs() > 0) {
            stepAfter(Math.min(FIRST_WAIT_NANOS, TimeUnit.MILLISECONDS.toNanos(pace.periodMs())));
        }
    }

    private void stepAfter(long nanos) {
        var _ = timers.schedule(Math.max(1, TimeUnit.NANOSECONDS.toMillis(nanos)), () -> {
            try {
                executor.execute(this::step);
            } catch (RejectedExecutionException e) {
                LOG.debug("checking segments ends with its executor", e);
            }
        });
    }

    private void step() {
        if (!begin()) {
            return;
        }
        long wait = FIRST_WAIT_NANOS;
        try {
            wait = scrubber.step(pace);
        } catch (RuntimeException e) {
            LOG.error(
                    "Checking segments failed; it goes on in {} s",
                    TimeUnit.NANOSECONDS.toSeconds(FIRST_WAIT_NANOS),
                    e);
        }
        if (end()) {
            stepAfter(wait);
        }
    }

    private synchronized boolean begin() {
        stepping = !stopped;
        return stepping;
    }

    private synchronized boolean end() {
        stepping = false;
        if (stopped) {
            ended.complete(null);
        }
        return !stopped;
    }

    /** Begins no more steps; completes when the one under way has ended. */
    synchronized CompletionStage<@Nullable Void> stop() {
        stopped = true;
        if (!stepping) {
            ended.complete(null);
        }
        return ended;
    }
}
