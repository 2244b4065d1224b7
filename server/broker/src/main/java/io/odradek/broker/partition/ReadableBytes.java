package io.odradek.broker.partition;

import java.util.ArrayDeque;

/**
 * The sizes of what was appended and is not committed, so that readers can be told how much a move of the high watermark
 * lets them read. Where nothing is committed for long, several appends are counted as one.
 *
 * <p>Under the lock of the partition.
 */
final class ReadableBytes {
    private static final int MAX_ENTRIES = 1024;

    private final ArrayDeque<Appended> appended = new ArrayDeque<>();

    private record Appended(long endOffset, long bytes) {}

    void add(long endOffset, int bytes) {
        long before = appended.size() < MAX_ENTRIES ? 0 : appended.removeLast().bytes;
        appended.add(new Appended(endOffset, before + bytes));
    }

    /** Takes out what ends at or below the offset; its size in bytes. */
    long takeUpTo(long offset) {
        long bytes = 0;
        Appended next;
        while ((next = appended.peek()) != null && next.endOffset <= offset) {
            bytes += appended.remove().bytes;
        }
        return bytes;
    }

    /** The log was cut: what was counted may not be there. */
    void clear() {
        appended.clear();
    }
}
