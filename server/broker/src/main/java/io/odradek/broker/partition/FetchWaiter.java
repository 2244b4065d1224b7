package io.odradek.broker.partition;

/** A fetch that waits for more to read. Any thread; must be quick and must not throw. */
public interface FetchWaiter {
    /**
     * The partition has more to read than before.
     *
     * @param bytes how much more, at least
     */
    void readable(Partition partition, long bytes);

    /** The partition is gone, has another leader epoch, or failed: the fetch should be answered now. */
    void interrupted(Partition partition);
}
