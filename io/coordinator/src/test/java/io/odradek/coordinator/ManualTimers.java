package io.odradek.coordinator;

import java.util.ArrayList;
import java.util.List;

/** Timers that fire when the test lets time pass. */
final class ManualTimers implements Timers {
    private record Entry(long dueMs, Runnable task) {}

    private final List<Entry> entries = new ArrayList<>();
    private long nowMs;

    @Override
    public Cancellable schedule(long delayMs, Runnable task) {
        Entry entry = new Entry(nowMs + delayMs, task);
        entries.add(entry);
        return () -> entries.remove(entry);
    }

    void advance(long byMs) {
        nowMs += byMs;
        List<Entry> due = entries.stream().filter(entry -> entry.dueMs <= nowMs).toList();
        entries.removeAll(due);
        due.forEach(entry -> entry.task.run());
    }

    int armed() {
        return entries.size();
    }
}
