package io.odradek.broker.publish;

import io.odradek.base.Time;
import io.odradek.coordinator.Timers;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Keeps what could not be done at once: each thing is tried again, with pauses that grow, until it is done or no longer wanted,
 * and is shown until then. The log hears of the first failure and of the end, not of the attempts between.
 *
 * <p>Any thread.
 */
public final class Retries implements AutoCloseable {
    private static final Logger LOG = LoggerFactory.getLogger(Retries.class);

    /** Milliseconds before the second attempt; doubled with each one after it. */
    static final long FIRST_PAUSE_MS = 250;

    /** Milliseconds between two attempts at most: space on a full disk may be there again at any time. */
    static final long MAX_PAUSE_MS = 10_000;

    private record Episode(Outstanding shown, Timers.Cancellable timer) {}

    private final Timers timers;
    private final Time time;
    private final Object lock = new Object();
    private final Map<String, Episode> episodes = new LinkedHashMap<>();
    private boolean closed;

    public Retries(Timers timers, Time time) {
        this.timers = timers;
        this.time = time;
    }

    /**
     * An attempt has failed.
     *
     * @param what the same for each attempt, and for nothing else
     * @param why for people
     * @param again begins the next attempt; called on a thread of the timers, must not block. It says {@link #failed} or
     *     {@link #done} in the end
     */
    public void failed(String what, String why, Runnable again) {
        synchronized (lock) {
            if (closed) {
                return;
            }
            Episode before = episodes.get(what);
            Outstanding shown;
            if (before == null) {
                shown = new Outstanding(what, why, time.wallMillis(), 1);
                LOG.error("{}: {}; it is tried again until it is done", what, why);
            } else {
                before.timer.cancel();
                shown = before.shown.failedAgain(why);
                LOG.debug("{}: attempt {} has failed: {}", what, shown.attempts(), why);
            }
            episodes.put(what, new Episode(shown, timers.schedule(pauseAfter(shown.attempts()), again)));
        }
    }

    private static long pauseAfter(int attempts) {
        int doublings = Math.min(attempts - 1, Long.numberOfLeadingZeros(FIRST_PAUSE_MS) - 2);
        return Math.min(MAX_PAUSE_MS, FIRST_PAUSE_MS << doublings);
    }

    /** It is done. Nothing happens if it never failed. */
    public void done(String what) {
        synchronized (lock) {
            Episode episode = episodes.remove(what);
            if (episode != null) {
                episode.timer.cancel();
                LOG.info("{}: done, after {} attempts had failed", what, episode.shown.attempts());
            }
        }
    }

    /** It is no longer wanted. Nothing happens if it never failed. */
    public void drop(String what) {
        synchronized (lock) {
            Episode episode = episodes.remove(what);
            if (episode != null) {
                episode.timer.cancel();
                LOG.info("{}: no longer wanted", what);
            }
        }
    }

    /** What has failed and is not done yet, the oldest first. */
    public List<Outstanding> outstanding() {
        synchronized (lock) {
            return episodes.values().stream().map(Episode::shown).toList();
        }
    }

    /** Tries nothing again from now on. */
    @Override
    public void close() {
        synchronized (lock) {
            closed = true;
            episodes.values().forEach(episode -> episode.timer.cancel());
            episodes.clear();
        }
    }
}
