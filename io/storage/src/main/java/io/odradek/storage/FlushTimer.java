package io.odradek.storage;

import io.odradek.base.Time;
import java.util.Collection;
import java.util.HashMap;
import java.util.Map;

/**
 * Sees to {@code flush.ms} of the logs that are not synced by every append: a log that has been dirty for that long is handed
 * to its committer. One thread.
 */
final class FlushTimer {
    private final Time time;
    private final Map<PartitionLog, Long> dirtySinceMillis = new HashMap<>();

    FlushTimer(Time time) {
        this.time = time;
    }

    void check(Collection<ManagedLog> logs) {
        long now = time.monotonicMillis();
        Map<PartitionLog, Long> before = Map.copyOf(dirtySinceMillis);
        dirtySinceMillis.clear();
        for (ManagedLog managed : logs) {
            PartitionLog log = managed.log();
            if (log.config().flushMs() == Long.MAX_VALUE || !log.needsSync()) {
                continue;
            }
            long since = before.getOrDefault(log, now);
            if (now - since >= log.config().flushMs()) {
                managed.directory().committer().register(log);
            } else {
                dirtySinceMillis.put(log, since);
            }
        }
    }
}
