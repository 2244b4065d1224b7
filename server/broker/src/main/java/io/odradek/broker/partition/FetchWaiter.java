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

    /** Who reads. */
    enum Reader {
        /** Reads what is committed, and hears of moves of the high watermark. */
        CONSUMER,
        /** Another broker's replica: reads to the log's end, and hears of appends. */
        REPLICA
    }
}
