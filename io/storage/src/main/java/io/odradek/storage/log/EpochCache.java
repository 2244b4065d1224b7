package io.odradek.storage.log;

import io.odradek.base.Invariants;
import io.odradek.storage.EpochEndOffset;
import java.util.ArrayList;
import java.util.List;

/**
 * Which leader epoch began at which offset (KIP-101). Epochs and offsets grow from entry to entry.
 *
 * <p>Any thread; {@link EpochCheckpoint} keeps it on disk.
 */
public final class EpochCache {
    /** The first offset that a leader of this epoch appended, or would have. */
    record Entry(int epoch, long startOffset) {}

    private final List<Entry> entries = new ArrayList<>();
    private volatile boolean dirty;
    private volatile int latestEpoch = -1;

    EpochCache(List<Entry> entries) {
        entries.forEach(entry -> assign(entry.epoch(), entry.startOffset()));
        dirty = false;
    }

    /** The newest epoch, -1 if none is known. */
    public int latestEpoch() {
        return latestEpoch;
    }

    /** Notes that {@code epoch} begins at {@code startOffset}; older or equal epochs change nothing. */
    public void assign(int epoch, long startOffset) {
        if (epoch > latestEpoch) {
            Invariants.check(startOffset >= 0, "a leader epoch starts at offset 0 or later", startOffset);
            begin(epoch, startOffset);
        }
    }

    private synchronized void begin(int epoch, long startOffset) {
        if (epoch <= latestEpoch) {
            return;
        }
        // An epoch in which nothing was appended ends where it began: the newer one takes its place.
        while (!entries.isEmpty() && entries.getLast().startOffset() >= startOffset) {
            entries.removeLast();
        }
        entries.add(new Entry(epoch, startOffset));
        latestEpoch = epoch;
        dirty = true;
    }

    /** Adds the epochs of {@code found} that are older than all that are known, and an earlier start of the oldest. */
    synchronized void prepend(EpochCache found) {
        List<Entry> known = List.copyOf(entries);
        entries.clear();
        latestEpoch = -1;
        for (Entry entry : found.entries()) {
            if (known.isEmpty() || entry.epoch() <= known.getFirst().epoch()) {
                assign(entry.epoch(), entry.startOffset());
            }
        }
        known.forEach(entry -> assign(entry.epoch(), entry.startOffset()));
        dirty = true;
    }

    /** Where the largest epoch not above {@code requested} ends, by Kafka's rules for OffsetForLeaderEpoch. */
    public synchronized EpochEndOffset endOffset(int requested, long logEndOffset) {
        if (requested < 0 || entries.isEmpty() || requested > latestEpoch) {
            return EpochEndOffset.UNKNOWN;
        }
        if (requested == latestEpoch) {
            return new EpochEndOffset(requested, logEndOffset);
        }
        int next = 0;
        while (entries.get(next).epoch() <= requested) {
            next++;
        }
        long end = entries.get(next).startOffset();
        return new EpochEndOffset(next == 0 ? requested : entries.get(next - 1).epoch(), end);
    }

    /** The epoch of the batch at {@code offset}, -1 if unknown. */
    public synchronized int epochAt(long offset) {
        for (int i = entries.size() - 1; i >= 0; i--) {
            if (entries.get(i).startOffset() <= offset) {
                return entries.get(i).epoch();
            }
        }
        return -1;
    }

    /** Forgets the epochs that began at or behind {@code endOffset}. */
    synchronized void truncateFromEnd(long endOffset) {
        while (!entries.isEmpty() && entries.getLast().startOffset() >= endOffset) {
            entries.removeLast();
            dirty = true;
        }
        latestEpoch = entries.isEmpty() ? -1 : entries.getLast().epoch();
    }

    /** Forgets the epochs that ended before {@code startOffset}; the one that holds it starts there. */
    synchronized void truncateFromStart(long startOffset) {
        Entry holding = null;
        while (!entries.isEmpty() && entries.getFirst().startOffset() <= startOffset) {
            holding = entries.removeFirst();
        }
        if (holding != null) {
            entries.addFirst(new Entry(holding.epoch(), startOffset));
            dirty |= holding.startOffset() != startOffset;
        }
    }

    synchronized void clear() {
        entries.clear();
        latestEpoch = -1;
        dirty = true;
    }

    /** Whether there are changes that {@link #takeDirty} has not handed out. */
    boolean isDirty() {
        return dirty;
    }

    /** All entries, to be written; what changes later is dirty again. */
    synchronized List<Entry> takeDirty() {
        dirty = false;
        return List.copyOf(entries);
    }

    /** What was taken could not be written. */
    void markDirty() {
        dirty = true;
    }

    synchronized List<Entry> entries() {
        return List.copyOf(entries);
    }
}
