package io.odradek.server;

import java.util.ArrayDeque;
import java.util.Deque;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** What is to be done at the end, the last opened first; a step that fails does not keep the others from being done. Any thread. */
final class StopSteps {
    private static final Logger LOG = LoggerFactory.getLogger(StopSteps.class);

    /** A step that is over when it returns. */
    interface Step {
        void run() throws Exception;
    }

    /** A step that is over when its stage is. */
    interface StagedStep {
        CompletionStage<?> run() throws Exception;
    }

    private record Named(String what, StagedStep step) {}

    private final Deque<Named> steps = new ArrayDeque<>(); // guarded by this

    void add(String what, Step step) {
        addStage(what, () -> {
            step.run();
            return CompletableFuture.completedFuture(null);
        });
    }

    synchronized void addStage(String what, StagedStep step) {
        steps.push(new Named(what, step));
    }

    /** Does what has been added so far, once; completes when all is done. */
    CompletionStage<@Nullable Void> run() {
        Named next = take();
        if (next == null) {
            return CompletableFuture.completedFuture(null);
        }
        return begin(next).exceptionally(e -> complain(next, e)).thenCompose(_ -> run());
    }

    private synchronized @Nullable Named take() {
        return steps.poll();
    }

    private static CompletionStage<@Nullable Void> begin(Named next) {
        try {
            return next.step.run().thenApply(_ -> null);
        } catch (Exception e) {
            return CompletableFuture.failedFuture(e);
        }
    }

    private static @Nullable Void complain(Named next, Throwable problem) {
        LOG.error("{} could not be stopped cleanly", next.what, problem);
        return null;
    }
}
