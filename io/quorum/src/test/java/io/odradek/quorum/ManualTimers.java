package io.odradek.quorum;

import java.util.ArrayList;
import java.util.List;

/** Tasks that wait for a test to say that their time has come. */
final class ManualTimers {
    private final List<Runnable> tasks = new ArrayList<>();

    Runnable after(long delayMs, Runnable task) {
        tasks.add(task);
        return () -> tasks.remove(task);
    }

    void runAll() {
        List<Runnable> due = List.copyOf(tasks);
        tasks.clear();
        due.forEach(Runnable::run);
    }
}
