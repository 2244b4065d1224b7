package io.odradek.broker.partition;

import io.odradek.replication.Ack;

/** One who waits for records that it has appended. Called once, on any thread, outside of the partition's lock. */
@FunctionalInterface
public interface AckWaiter {
    /** @param ack never {@link Ack#WAIT} */
    void done(Ack ack);
}
