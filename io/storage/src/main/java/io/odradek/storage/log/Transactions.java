package io.odradek.storage.log;

import java.util.Map;
import java.util.OptionalLong;
import java.util.SortedMap;
import java.util.TreeMap;

/**
 * The transactions that hold back the last stable offset: those that are open, and those whose marker is not yet below
 * the high watermark, since a new leader might not have it.
 *
 * <p>Any thread.
 */
final class Transactions {
    private final TreeMap<Long, Long> openByFirstOffset = new TreeMap<>();
    private final TreeMap<Long, Long> markerByFirstOffset = new TreeMap<>();
    private volatile boolean none = true;

    synchronized void begin(long producerId, long firstOffset) {
        openByFirstOffset.put(firstOffset, producerId);
        none = false;
    }

    synchronized void complete(long firstOffset, long markerOffset) {
        openByFirstOffset.remove(firstOffset);
        markerByFirstOffset.put(firstOffset, markerOffset);
        none = false;
    }

    /** Drops an open transaction that no marker will end. */
    synchronized void forget(long firstOffset) {
        openByFirstOffset.remove(firstOffset);
        updateNone();
    }

    /** What the last stable offset would be once the marker at {@code markerOffset} ends the one at {@code firstOffset}. */
    synchronized long lastStableOffsetAfter(long firstOffset, long markerOffset) {
        for (Map.Entry<Long, Long> open : openByFirstOffset.entrySet()) {
            if (open.getKey() != firstOffset) {
                return open.getKey();
            }
        }
        return markerOffset + 1;
    }

    /** First offset of which it is not known whether it is committed, as far as replicas with this high watermark go. */
    OptionalLong firstUnstable(long highWatermark) {
        return none ? OptionalLong.empty() : firstUnstableOf(highWatermark);
    }

    private synchronized OptionalLong firstUnstableOf(long highWatermark) {
        while (!markerByFirstOffset.isEmpty()
                && markerByFirstOffset.firstEntry().getValue() < highWatermark) {
            markerByFirstOffset.pollFirstEntry();
        }
        updateNone();
        long first = Math.min(firstKey(openByFirstOffset), firstKey(markerByFirstOffset));
        return first == Long.MAX_VALUE ? OptionalLong.empty() : OptionalLong.of(first);
    }

    /** First offset of an open transaction. */
    synchronized OptionalLong firstOpen() {
        return openByFirstOffset.isEmpty() ? OptionalLong.empty() : OptionalLong.of(openByFirstOffset.firstKey());
    }

    synchronized void clear() {
        openByFirstOffset.clear();
        markerByFirstOffset.clear();
        none = true;
    }

    private void updateNone() {
        none = openByFirstOffset.isEmpty() && markerByFirstOffset.isEmpty();
    }

    private static long firstKey(SortedMap<Long, Long> map) {
        return map.isEmpty() ? Long.MAX_VALUE : map.firstKey();
    }
}
