package io.odradek.storage;

import io.odradek.base.Invariants;
import io.odradek.base.UuidSource;
import java.util.concurrent.Executor;
import java.util.function.Function;

/**
 * What a {@link LogManager} is given besides its directories. Immutable.
 *
 * @param topicConfigs a topic's configuration, by its name; asked when a log is loaded
 * @param loading runs the loading and closing of logs, side by side with the thread that asks for it
 * @param syncing runs the syncs of all directories; its tasks wait for disks
 * @param later runs a task after a short while, when what waits for space on a disk is tried again
 * @param syncParallelism syncs at the same time in one directory, at least 1
 * @param uuids for directories without an id, and for the names of deleted folders
 * @param host the process around it
 */
public record LogManagerSettings(
        Function<String, LogConfig> topicConfigs,
        Executor loading,
        Executor syncing,
        Executor later,
        int syncParallelism,
        UuidSource uuids,
        LogManagerHost host) {
    public LogManagerSettings {
        Invariants.check(syncParallelism >= 1, "at least one sync runs at a time", syncParallelism);
    }
}
