package io.odradek.storage.log;

import io.odradek.storage.disk.Disk;
import io.odradek.storage.disk.Disk.OpenMode;
import io.odradek.storage.disk.DiskFile;
import java.io.Closeable;
import java.io.IOException;
import java.nio.file.Path;
import java.util.Optional;

/**
 * Reads a closed segment piece by piece and checks that every batch is what was written: its structure, its offsets, its
 * CRC. What it reads does not stay in the page cache. Stops at the first thing that is wrong.
 *
 * <p>One thread.
 */
public final class SegmentCheck implements Closeable {
    /**
     * What is wrong.
     *
     * @param position of the batch in the file
     * @param offset the first that cannot be read
     * @param problem in words
     */
    public record Finding(long position, long offset, String problem) {}

    private final LogState state;
    private final Segment segment;
    private final int size;
    private final long endOffset;
    private final Path path;
    private final DiskFile file;
    private final HeaderScanner scanner;
    private long nextOffset;
    private boolean done;
    private Optional<Finding> finding = Optional.empty();

    private SegmentCheck(LogState state, Segment segment, int size, long endOffset, Path path, DiskFile file) {
        this.state = state;
        this.segment = segment;
        this.size = size;
        this.endOffset = endOffset;
        this.path = path;
        this.file = file;
        scanner = new HeaderScanner(file, 0, size, HeaderScanner.LARGE_BLOCK);
        nextOffset = segment.baseOffset();
    }

    /** Opens the segment that has this base offset; empty if there is none, or it is the active one. */
    public static Optional<SegmentCheck> open(LogState state, long baseOffset) throws IOException {
        SegmentList segments = state.segments;
        int index = segments.floor(baseOffset);
        Segment segment = segments.get(index);
        if (segment.baseOffset() != baseOffset || index == segments.count() - 1) {
            return Optional.empty();
        }
        Disk disk = state.disk;
        Path path = segment.log().path();
        DiskFile file = disk.open(path, OpenMode.READ);
        try {
            long end = segments.endOffset(index, Long.MAX_VALUE);
            return Optional.of(new SegmentCheck(state, segment, segment.size(), end, path, file));
        } catch (IOException | RuntimeException e) {
            file.close();
            throw e;
        }
    }

    /** The segment's file. */
    public Path path() {
        return path;
    }

    /**
     * Checks batches until {@code bytes} have been read, or more if the last batch is larger.
     *
     * @return how many were read
     */
    public long advance(long bytes) throws IOException {
        long from = Math.min(size, (long) scanner.position() + scanner.size());
        long to = from;
        while (!done && to - from < bytes) {
            if (scanner.next()) {
                check();
                to = (long) scanner.position() + scanner.size();
            } else {
                done = true;
                to = Math.max(to, scanner.position());
                if (!scanner.stopReason().isEmpty()) {
                    found(scanner.stopReason());
                }
            }
        }
        file.dropFromCache(from, to - from);
        return to - from;
    }

    private void check() throws IOException {
        if (scanner.baseOffset() < nextOffset || scanner.lastOffset() >= endOffset) {
            found("the offsets " + scanner.baseOffset() + " to " + scanner.lastOffset() + " are not between "
                    + nextOffset + " and " + endOffset);
        } else if (!scanner.hasValidCrc()) {
            found("the batch of " + scanner.size() + " bytes does not match its CRC");
        } else {
            nextOffset = scanner.lastOffset() + 1;
        }
    }

    private void found(String problem) {
        done = true;
        finding = Optional.of(new Finding(scanner.position(), nextOffset, problem));
    }

    /** Whether the end was reached, or something found that is wrong. */
    public boolean isDone() {
        return done;
    }

    /** What is wrong; empty if nothing is, or if the segment was cut, replaced or deleted while it was checked. */
    public Optional<Finding> finding() throws IOException {
        return isCurrent() ? finding : Optional.empty();
    }

    /** Whether the log still has the segment as it was when the check began. */
    public boolean isCurrent() throws IOException {
        SegmentList segments = state.segments;
        int index = segments.floor(segment.baseOffset());
        return !state.closed
                && segments.get(index) == segment
                && index < segments.count() - 1
                && segment.size() == size;
    }

    @Override
    public void close() throws IOException {
        file.close();
    }
}
