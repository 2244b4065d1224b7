package io.odradek.storage;

import java.util.Collection;
import java.util.Optional;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.atomic.AtomicInteger;

/** The logs of one round of a committer, and how many workers are at it. Any thread. */
final class CommitRound {
    private final ConcurrentLinkedQueue<PartitionLog> left;
    private final int workers;
    private final AtomicInteger atWork;

    CommitRound(Collection<PartitionLog> logs, int workers) {
        this.left = new ConcurrentLinkedQueue<>(logs);
        this.workers = workers;
        this.atWork = new AtomicInteger(workers);
    }

    int workers() {
        return workers;
    }

    Optional<PartitionLog> next() {
        return Optional.ofNullable(left.poll());
    }

    /** @return whether it was the last one, so that the round is over */
    boolean workerLeaves() {
        return atWork.decrementAndGet() == 0;
    }
}
