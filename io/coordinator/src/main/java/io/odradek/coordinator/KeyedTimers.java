package io.odradek.coordinator;

import java.util.HashMap;
import java.util.Map;
import java.util.concurrent.Executor;

/** At most one timer per key, whose tasks run on the runtime's executor. Used on that executor only. */
final class KeyedTimers {
    private final Timers timers;
    private final Executor serial;
    private final Map<Object, Armed> armed = new HashMap<>();

    private static final class Armed {
        Timers.Cancellable timer = () -> {};
    }

    KeyedTimers(Timers timers, Executor serial) {
        this.timers = timers;
        this.serial = serial;
    }

    void schedule(Object key, long delayMs, Runnable task) {
        cancel(key);
        Armed entry = new Armed();
        armed.put(key, entry);
        entry.timer = timers.schedule(delayMs, () -> serial.execute(() -> fire(key, entry, task)));
    }

    /** A timer may fire while it is being replaced: only the one that still stands for its key counts. */
    private void fire(Object key, Armed entry, Runnable task) {
        if (armed.remove(key, entry)) {
            task.run();
        }
    }

    void cancel(Object key) {
        Armed before = armed.remove(key);
        if (before != null) {
            before.timer.cancel();
        }
    }

    void cancelAll() {
        armed.values().forEach(entry -> entry.timer.cancel());
        armed.clear();
    }
}
