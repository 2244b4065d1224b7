package io.odradek.broker.partition;

import java.util.ArrayDeque;
import java.util.Queue;

/**
 * The sizes of what was appended and not yet told to readers, so that they can be told how much a move of the high
 * watermark lets them read.
 *
 * <p>Any thread.
 */
final class UncommittedBytes {
    private final Queue<Appended> appended = new ArrayDeque<>();

    private record Appended(long endOffset, int bytes) {}

    synchronized void add(long endOffset, int bytes) {
        appended.add(new Appended(endOffset, bytes));
    }

    /** Takes out what ends at or below the offset; its size in bytes. */
    synchronized long takeUpTo(long offset) {
        long bytes = 0;
        Appended next;
        while ((next = appended.peek()) != null && next.endOffset <= offset) {
            bytes += appended.remove().bytes;
        }
        return bytes;
    }
}
