package io.odradek.storage.log;

/**
 * Where the newest batches of the active segment are, so that readers at the log's end need neither index nor disk.
 *
 * <p>Any thread.
 */
final class RecentBatches {
    private static final int CAPACITY = 64;
    private static final long[] NO_OFFSETS = {};
    private static final int[] NO_POSITIONS = {};

    private long[] baseOffsets = NO_OFFSETS;
    private long[] lastOffsets = NO_OFFSETS;
    private int[] positions = NO_POSITIONS;
    private int added;
    private long nextOffset = -1L;
    private int end;

    /** Starts behind a batch that ends before {@code offset}, at {@code position}. */
    synchronized void startAt(long offset, int position) {
        clear();
        nextOffset = offset;
        end = position;
    }

    /** Notes a batch behind all that were noted before. */
    synchronized void add(long baseOffset, long lastOffset, int position, int size) {
        if (positions.length == 0) {
            baseOffsets = new long[CAPACITY];
            lastOffsets = new long[CAPACITY];
            positions = new int[CAPACITY];
        }
        int slot = added % CAPACITY;
        baseOffsets[slot] = baseOffset;
        lastOffsets[slot] = lastOffset;
        positions[slot] = position;
        nextOffset = lastOffset + 1;
        end = position + size;
        added = added == Integer.MAX_VALUE - CAPACITY + 1 ? CAPACITY + slot + 1 : added + 1;
    }

    /**
     * Position of the first batch that ends at or behind {@code offset}, of the end if the newest batch ends just before
     * it; -1 if neither is known.
     */
    synchronized int positionOf(long offset) {
        if (offset == nextOffset) {
            return end;
        }
        int oldest = Math.max(0, added - CAPACITY);
        if (added == 0 || offset < baseOffsets[oldest % CAPACITY] || offset > lastOffsets[(added - 1) % CAPACITY]) {
            return -1;
        }
        int low = oldest;
        int high = added - 1;
        while (low < high) {
            int middle = (low + high) >>> 1;
            if (lastOffsets[middle % CAPACITY] >= offset) {
                high = middle;
            } else {
                low = middle + 1;
            }
        }
        return positions[low % CAPACITY];
    }

    /** Forgets all; frees the memory. */
    synchronized void clear() {
        baseOffsets = NO_OFFSETS;
        lastOffsets = NO_OFFSETS;
        positions = NO_POSITIONS;
        added = 0;
        nextOffset = -1L;
    }
}
