package io.odradek.storage.log;

import io.odradek.base.Invariants;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;

/**
 * The segments of a log in the order of their offsets, never none; the last is the active one. Immutable: a change makes
 * a new list, so that readers need no lock.
 */
public final class SegmentList {
    private final List<Segment> segments;

    SegmentList(List<Segment> segments) {
        Invariants.check(!segments.isEmpty(), "a log has at least one segment");
        this.segments = List.copyOf(segments);
    }

    public int count() {
        return segments.size();
    }

    Segment get(int index) {
        return segments.get(index);
    }

    Segment first() {
        return segments.getFirst();
    }

    /** The segment that takes the appends. */
    Segment active() {
        return segments.getLast();
    }

    /** Index of the last segment that starts at or before {@code offset}; 0 if the log starts behind it. */
    int floor(long offset) {
        int low = 0;
        int high = segments.size() - 1;
        while (low < high) {
            int middle = (low + high + 1) >>> 1;
            if (segments.get(middle).baseOffset() <= offset) {
                low = middle;
            } else {
                high = middle - 1;
            }
        }
        return low;
    }

    /** Where the segment's offsets end: the base offset of the next, or {@code logEndOffset}. */
    long endOffset(int index, long logEndOffset) {
        return index + 1 < segments.size() ? segments.get(index + 1).baseOffset() : logEndOffset;
    }

    List<Segment> from(int index) {
        return segments.subList(index, segments.size());
    }

    List<Segment> before(int index) {
        return segments.subList(0, index);
    }

    List<Segment> all() {
        return segments;
    }

    long sizeInBytes() throws IOException {
        long bytes = 0;
        for (Segment segment : segments) {
            bytes += segment.size();
        }
        return bytes;
    }

    SegmentList with(Segment added) {
        Invariants.check(
                added.baseOffset() > active().baseOffset(), "a new segment follows the last", added.baseOffset());
        List<Segment> grown = new ArrayList<>(segments);
        grown.add(added);
        return new SegmentList(grown);
    }
}
