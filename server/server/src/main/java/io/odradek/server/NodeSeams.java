package io.odradek.server;

import io.odradek.base.Time;
import io.odradek.coordinator.Timers;
import io.odradek.storage.disk.Disk;
import java.util.random.RandomGenerator;

/**
 * All that a node gets from outside. With the same seams giving the same answers in the same order, a node does the same
 * again: it makes no thread, clock, timer, socket or random number of its own.
 *
 * @param random any thread
 */
public record NodeSeams(
        Disk disk, Time time, RandomGenerator random, NodeExecutors executors, Timers timers, NodeTransport transport) {
    /** The same with another disk. */
    NodeSeams on(Disk other) {
        return new NodeSeams(other, time, random, executors, timers, transport);
    }
}
