package io.odradek.storage;

import io.odradek.base.Time;
import java.util.Collection;
import java.util.LinkedHashMap;
import java.util.Map;

/**
 * Sees to the logs that are not synced by every append: one that has been dirty for {@code flush.ms}, but at most for a
 * minute, is handed to its committer. The bound keeps recovery after a crash short; by then the system has written most of
 * it back anyway. One thread.
 */
final class FlushTimer {
    private static final long MAX_DIRTY_MS = 60_000L;

    private final Time time;
    private final Map<PartitionLog, Long> dirtySinceMillis = new LinkedHashMap<>();

    FlushTimer(Time time) {
        this.time = time;
    }

    void check(Collection<ManagedLog> logs) {
        long now = time.monotonicMillis();
        Map<PartitionLog, Long> before = new LinkedHashMap<>(dirtySinceMillis);
        dirtySinceMillis.clear();
        for (ManagedLog managed : logs) {
            PartitionLog log = managed.log();
            if (!log.needsSync()) {
                continue;
            }
            long since = before.getOrDefault(log, now);
            if (now - since >= Math.min(MAX_DIRTY_MS, log.config().flushMs())) {
                managed.directory().committer().register(log);
            } else {
                dirtySinceMillis.put(log, since);
            }
        }
    }
}
