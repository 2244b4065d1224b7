package io.odradek.benchmarks.load;

import java.io.IOException;
import java.time.Duration;

/** Asks again and again until an answer comes: the only way to learn when a process is ready. */
public final class Await {
    private static final long PAUSE_MS = 2;

    private Await() {}

    /** Something that fails with an {@link IOException} until the time has come. */
    public interface Attempt<R> {
        /** Tries once. */
        R get() throws IOException;
    }

    /** Something that must hold while waiting; its exception ends the wait. */
    public interface Condition {
        /** Fails if there is nothing left to wait for. */
        void check() throws IOException;
    }

    /**
     * The result of the first attempt that does not fail. The pause between attempts is 2 ms.
     *
     * @throws IOException if {@code condition} fails, or no attempt succeeds within {@code limit}: then its cause is the
     *     last failure
     */
    public static <R> R first(String what, Duration limit, Condition condition, Attempt<R> attempt)
            throws IOException, InterruptedException {
        long deadline = System.nanoTime() + limit.toNanos();
        while (true) {
            condition.check();
            try {
                return attempt.get();
            } catch (IOException e) {
                if (System.nanoTime() - deadline > 0) {
                    throw new IOException("%s: not within %d s".formatted(what, limit.toSeconds()), e);
                }
            }
            Thread.sleep(PAUSE_MS);
        }
    }
}
