package io.odradek.broker.partition;

import io.odradek.broker.partition.FetchWaiter.Reader;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/** The fetches that wait for one partition, told in the order in which they came. Any thread. */
final class Readers {
    private final Map<FetchWaiter, Reader> waiting = new LinkedHashMap<>(); // guarded by this

    synchronized void add(FetchWaiter waiter, Reader reader) {
        waiting.put(waiter, reader);
    }

    synchronized void remove(FetchWaiter waiter) {
        waiting.remove(waiter);
    }

    synchronized boolean isEmpty() {
        return waiting.isEmpty();
    }

    void readable(Partition partition, Reader reader, long bytes) {
        of(reader).forEach(waiter -> waiter.readable(partition, bytes));
    }

    void interrupted(Partition partition) {
        all().forEach(waiter -> waiter.interrupted(partition));
    }

    /** Copies: waiters come and go while they are told. */
    private synchronized List<FetchWaiter> of(Reader reader) {
        if (waiting.isEmpty()) {
            return List.of();
        }
        List<FetchWaiter> found = new ArrayList<>();
        waiting.forEach((waiter, kind) -> {
            if (kind == reader) {
                found.add(waiter);
            }
        });
        return found;
    }

    private synchronized List<FetchWaiter> all() {
        return List.copyOf(waiting.keySet());
    }
}
