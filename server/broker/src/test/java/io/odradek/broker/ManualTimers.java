package io.odradek.broker;

import io.odradek.coordinator.Timers;
import io.odradek.storage.ManualTime;
import java.util.ArrayList;
import java.util.List;

/** Timers that fire when the test lets time pass. */
public final class ManualTimers implements Timers {
    private record Entry(long dueMs, Runnable task) {}

    private final List<Entry> entries = new ArrayList<>();
    private final ManualTime time;

    public ManualTimers(ManualTime time) {
        this.time = time;
    }

    @Override
    public Cancellable schedule(long delayMs, Runnable task) {
        Entry entry = new Entry(time.monotonicMillis() + delayMs, task);
        entries.add(entry);
        return () -> entries.remove(entry);
    }

    /** Lets time pass, and what falls due by then happen. */
    public void advance(long byMs) {
        time.advance(byMs);
        List<Entry> due = entries.stream()
                .filter(entry -> entry.dueMs <= time.monotonicMillis())
                .toList();
        entries.removeAll(due);
        due.forEach(entry -> entry.task.run());
    }

    public int armed() {
        return entries.size();
    }
}
