package io.odradek.broker.partition;

import io.odradek.broker.partition.FetchWaiter.Reader;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;

/** The fetches that wait for one partition. Any thread. */
final class Readers {
    // Keys are compared by identity, values say what they wait for; the order of calls reaches nobody's behaviour.
    private final Map<FetchWaiter, Reader> waiting = new ConcurrentHashMap<>();

    void add(FetchWaiter waiter, Reader reader) {
        waiting.put(waiter, reader);
    }

    void remove(FetchWaiter waiter) {
        waiting.remove(waiter);
    }

    boolean isEmpty() {
        return waiting.isEmpty();
    }

    void readable(Partition partition, Reader reader, long bytes) {
        waiting.forEach((waiter, kind) -> {
            if (kind == reader) {
                waiter.readable(partition, bytes);
            }
        });
    }

    void interrupted(Partition partition) {
        waiting.keySet().forEach(waiter -> waiter.interrupted(partition));
    }
}
