package io.odradek.storage.log;

import io.odradek.storage.disk.Disk;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.file.Path;
import java.util.Optional;

/**
 * The file {@code .timeindex}: entries of 12 bytes, (int64 timestamp, int32 offset less the segment's base offset).
 * Timestamps grow from entry to entry: an entry says that no batch up to its offset has a later one.
 *
 * <p>Threads as {@link EntryFile}.
 */
final class TimeIndex {
    static final int ENTRY_SIZE = 12;
    private static final int OFFSET = 8;
    private static final EntryFile.Key BY_TIMESTAMP = ByteBuffer::getLong;
    private static final EntryFile.Key BY_OFFSET = (buffer, at) -> buffer.getInt(at + OFFSET);

    private final long baseOffset;
    private final EntryFile entries;
    private final ByteBuffer scratch = ByteBuffer.allocate(ENTRY_SIZE);
    private long lastTimestamp = Long.MIN_VALUE;

    TimeIndex(Disk disk, Path path, long baseOffset) {
        this.baseOffset = baseOffset;
        this.entries = new EntryFile(disk, path, ENTRY_SIZE);
    }

    EntryFile entries() {
        return entries;
    }

    /** Adds an entry unless the last one is as late; writer only. */
    void appendIfLater(long timestamp, long offset) throws IOException {
        if (lastTimestamp == Long.MIN_VALUE) {
            lastTimestamp = last().map(TimestampOffset::timestamp).orElse(-1L);
        }
        if (timestamp > lastTimestamp) {
            scratch.clear()
                    .putLong(timestamp)
                    .putInt((int) (offset - baseOffset))
                    .flip();
            entries.append(scratch);
            lastTimestamp = timestamp;
        }
    }

    /** The last entry not later than {@code timestamp}: no batch that ends before its offset is as late. */
    Optional<TimestampOffset> lookup(long timestamp) throws IOException {
        int index = entries.lastAtMost(BY_TIMESTAMP, timestamp);
        return index < 0 ? Optional.empty() : Optional.of(get(index));
    }

    /** The last entry of a batch that ends at or before {@code offset}. */
    Optional<TimestampOffset> lastUpTo(long offset) throws IOException {
        int index = entries.lastAtMost(BY_OFFSET, Math.clamp(offset - baseOffset, -1L, Integer.MAX_VALUE));
        return index < 0 ? Optional.empty() : Optional.of(get(index));
    }

    Optional<TimestampOffset> last() throws IOException {
        int count = entries.count();
        return count == 0 ? Optional.empty() : Optional.of(get(count - 1));
    }

    TimestampOffset get(int index) throws IOException {
        ByteBuffer entry = ByteBuffer.allocate(ENTRY_SIZE);
        entries.read(index, entry);
        return new TimestampOffset(entry.getLong(0), baseOffset + entry.getInt(OFFSET));
    }

    /** Keeps the entries that make sense up to {@code offset}, of a file that was not synced since. */
    void keepPlausible(long offset) throws IOException {
        long[] before = {-1L, -1L};
        entries.truncate(entries.acceptedPrefix((buffer, at) -> {
            long timestamp = buffer.getLong(at);
            int relative = buffer.getInt(at + OFFSET);
            boolean plausible =
                    timestamp > before[0] && relative >= before[1] && relative >= 0 && baseOffset + relative < offset;
            before[0] = timestamp;
            before[1] = relative;
            return plausible;
        }));
        lastTimestamp = Long.MIN_VALUE;
    }

    boolean isFull(int maxBytes) throws IOException {
        return entries.count() >= maxBytes / ENTRY_SIZE;
    }

    /** Drops the entries of batches that end at or behind {@code offset}. */
    void truncateTo(long offset) throws IOException {
        int last = entries.lastAtMost(BY_OFFSET, Math.clamp(offset - baseOffset - 1, -1L, Integer.MAX_VALUE));
        entries.truncate(last + 1);
        lastTimestamp = Long.MIN_VALUE;
    }
}
