package io.odradek.server;

import io.odradek.base.Invariants;
import java.util.concurrent.Executor;

/**
 * Where a node's tasks run. Tasks on one executor never wait for tasks on another, nor for later tasks on their own:
 * all of these may be one thread, as they are in the simulation.
 *
 * @param controller runs the controller and the callbacks of the metadata log, one task at a time, in order
 * @param metadataDisk writes and syncs the metadata log, one task at a time; its tasks wait for the disk
 * @param groups runs group coordinators; each sees to its own order
 * @param blocking for what waits for a disk or looks up a name
 * @param syncing syncs the logs of partitions; its tasks wait for disks
 * @param maintenance does what falls due with time; its tasks wait for disks
 * @param syncParallelism syncs at the same time in one log directory, at least 1
 */
public record NodeExecutors(
        Executor controller,
        Executor metadataDisk,
        Executor groups,
        Executor blocking,
        Executor syncing,
        Executor maintenance,
        int syncParallelism) {
    public NodeExecutors {
        Invariants.check(syncParallelism >= 1, "at least one sync runs at a time", syncParallelism);
    }
}
