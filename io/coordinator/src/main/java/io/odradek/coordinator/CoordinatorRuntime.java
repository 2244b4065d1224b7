package io.odradek.coordinator;

import io.odradek.base.Time;
import io.odradek.protocol.ApiException;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.Executor;
import java.util.concurrent.RejectedExecutionException;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Hosts the deciders of one coordinator: the controller, or the groups of one partition of {@code __consumer_offsets}. One
 * command at a time decides; its records go to the log as one batch and into the state at once, so that the next command
 * sees them; its reply goes out when they are committed. Commands that only read wait for the commit of everything that
 * the state they saw contains. Many appends may be open at a time, so one sync serves many.
 *
 * <p>If it is not known what became of an append, the state is dropped, every waiting reply fails, and the state is loaded
 * again from the log.
 *
 * <p>Has no thread of its own: everything happens on the injected executor, which runs one task at a time, in order. Methods
 * are for any thread unless they say otherwise.
 *
 * @param <S> the state
 * @param <R> the records
 */
public final class CoordinatorRuntime<S, R> {
    private static final Logger LOG = LoggerFactory.getLogger(CoordinatorRuntime.class);

    private sealed interface Phase<S, R> {}

    private record Inactive<S, R>() implements Phase<S, R> {}

    private record Loading<S, R>(long attempt) implements Phase<S, R> {}

    private record Active<S, R>(ActiveCoordinator<S, R> term) implements Phase<S, R> {}

    private final CoordinatorSpec<S, R> spec;
    private final Executor serial;
    private final Time time;
    private final KeyedTimers timers;
    private final List<CoordinatorListener> listeners = new CopyOnWriteArrayList<>();

    private Phase<S, R> phase = new Inactive<>();
    private long loadAttempts;
    private CompletableFuture<Void> earlierTermDrained = CompletableFuture.completedFuture(null);

    /** @param serial runs one task at a time, in order, see {@link SerialExecutor} */
    public CoordinatorRuntime(CoordinatorSpec<S, R> spec, Executor serial, Timers timers, Time time) {
        this.spec = spec;
        this.serial = serial;
        this.time = time;
        this.timers = new KeyedTimers(timers, serial);
    }

    public void addListener(CoordinatorListener listener) {
        listeners.add(listener);
    }

    /** Loads the state and then answers commands. An earlier activation ends. */
    public void activate(CoordinatorLog log, StateSource<S> source) {
        serial.execute(() -> {
            leave("activated anew");
            load(log, source);
        });
    }

    /** Answers no more commands; waiting replies fail. */
    public void deactivate() {
        serial.execute(() -> leave("resigned"));
    }

    /**
     * Runs a command.
     *
     * @return completes on the runtime's executor, after the commit; fails with an {@link ApiException}
     */
    public <T> CompletionStage<T> submit(Command<S, R, T> command) {
        CompletableFuture<T> future = new CompletableFuture<>();
        submit(command, new ReplyHandler<>() {
            @Override
            public void replied(T reply) {
                future.complete(reply);
            }

            @Override
            public void failed(ApiException error) {
                future.completeExceptionally(error);
            }
        });
        return future;
    }

    /** Runs a command; the handler is called on the runtime's executor, after the commit. */
    public <T> void submit(Command<S, R, T> command, ReplyHandler<T> handler) {
        try {
            serial.execute(() -> run(command, handler));
        } catch (RejectedExecutionException e) {
            handler.failed(new ApiException(spec.errors().inactive(), spec.name() + " is shutting down"));
        }
    }

    private <T> void run(Command<S, R, T> command, ReplyHandler<T> handler) {
        switch (phase) {
            case Inactive<S, R> _ ->
                handler.failed(new ApiException(spec.errors().inactive(), spec.name() + " is not served here"));
            case Loading<S, R> _ ->
                handler.failed(new ApiException(spec.errors().loading(), spec.name() + " is being loaded; try again"));
            case Active<S, R>(ActiveCoordinator<S, R> term) -> term.run(command, time.wallMillis(), handler);
        }
    }

    /**
     * Runs a command after a delay, unless it is cancelled or replaced, or the coordinator stops being active. Its reply
     * goes nowhere. On the runtime's executor only: from a reply or a listener.
     *
     * @param key at most one timer per key; an earlier one is replaced
     * @param delayMs zero or more
     */
    public <T> void scheduleCommand(Object key, long delayMs, Command<S, R, T> command) {
        schedule(
                key,
                delayMs,
                () -> run(command, new ReplyHandler<T>() {
                    @Override
                    public void replied(T reply) {}

                    @Override
                    public void failed(ApiException error) {
                        LOG.debug("{}: the timed command {} was refused: {}", spec.name(), key, error.getMessage());
                    }
                }));
    }

    /** As {@link #scheduleCommand}, for any task. */
    public void schedule(Object key, long delayMs, Runnable task) {
        if (phase instanceof Active) {
            timers.schedule(key, delayMs, task);
        }
    }

    /** Cancels the key's timer, if there is one. On the runtime's executor only. */
    public void cancel(Object key) {
        timers.cancel(key);
    }

    private void load(CoordinatorLog log, StateSource<S> source) {
        Loading<S, R> loading = new Loading<>(++loadAttempts);
        phase = loading;
        var _ = earlierTermDrained
                .thenCompose(_ -> source.load())
                .whenComplete((state, error) -> serial.execute(() -> {
                    if (phase.equals(loading)) {
                        loaded(log, source, state, error);
                    }
                }));
    }

    private void loaded(CoordinatorLog log, StateSource<S> source, S state, @Nullable Throwable error) {
        if (error != null) {
            phase = new Inactive<>();
            LOG.debug("{} cannot be loaded", spec.name(), error);
            tell(listener -> listener.loadFailed(error));
            return;
        }
        Consumer<String> onFailure = reason -> reload(log, source, reason);
        phase = new Active<>(new ActiveCoordinator<>(spec, log, state, serial, onFailure));
        tell(CoordinatorListener::activated);
    }

    private void reload(CoordinatorLog log, StateSource<S> source, String reason) {
        LOG.warn("{} is loaded again: {}", spec.name(), reason);
        leave(reason);
        load(log, source);
    }

    private void leave(String reason) {
        Phase<S, R> before = phase;
        phase = new Inactive<>();
        timers.cancelAll();
        if (before instanceof Active<S, R>(ActiveCoordinator<S, R> term)) {
            term.end();
            earlierTermDrained = term.drained();
            tell(listener -> listener.deactivated(reason));
        }
    }

    private void tell(Consumer<CoordinatorListener> event) {
        listeners.forEach(event);
    }
}
