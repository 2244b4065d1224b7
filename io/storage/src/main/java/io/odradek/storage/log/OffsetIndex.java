package io.odradek.storage.log;

import io.odradek.storage.disk.Disk;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.file.Path;

/**
 * The file {@code .index}: entries of 8 bytes, (int32 last offset of a batch less the segment's base offset, int32
 * position of the batch), both growing. Sparse: one entry per {@code index.interval.bytes}.
 *
 * <p>Threads as {@link EntryFile}.
 */
final class OffsetIndex {
    static final int ENTRY_SIZE = 8;
    private static final int POSITION = 4;
    private static final EntryFile.Key BY_OFFSET = ByteBuffer::getInt;
    private static final EntryFile.Key BY_POSITION = (buffer, at) -> buffer.getInt(at + POSITION);

    private final long baseOffset;
    private final EntryFile entries;
    private final ByteBuffer scratch = ByteBuffer.allocate(ENTRY_SIZE);

    OffsetIndex(Disk disk, Path path, long baseOffset) {
        this.baseOffset = baseOffset;
        this.entries = new EntryFile(disk, path, ENTRY_SIZE);
    }

    EntryFile entries() {
        return entries;
    }

    /** Adds the batch at {@code position}; writer only. */
    void append(long lastOffset, int position) throws IOException {
        scratch.clear().putInt((int) (lastOffset - baseOffset)).putInt(position).flip();
        entries.append(scratch);
    }

    /** The entry with the largest offset not above {@code offset}; the segment's start if there is none. */
    OffsetPosition lookup(long offset) throws IOException {
        long relative = Math.clamp(offset - baseOffset, -1L, Integer.MAX_VALUE);
        int index = entries.lastAtMost(BY_OFFSET, relative);
        return index < 0 ? new OffsetPosition(baseOffset, 0) : get(index);
    }

    /** Offset of the first entry at or behind {@code position}, {@code otherwise} if there is none. */
    long offsetBehind(long position, long otherwise) throws IOException {
        int index = entries.lastAtMost(BY_POSITION, position - 1) + 1;
        return index < entries.count() ? get(index).offset() : otherwise;
    }

    OffsetPosition get(int index) throws IOException {
        ByteBuffer entry = ByteBuffer.allocate(ENTRY_SIZE);
        entries.read(index, entry);
        return new OffsetPosition(baseOffset + entry.getInt(0), entry.getInt(POSITION));
    }

    /** Keeps the entries that make sense up to {@code offset}, of a file that was not synced since. */
    void keepPlausible(long offset, int segmentBytes) throws IOException {
        int[] before = {-1, -1};
        entries.truncate(entries.acceptedPrefix((buffer, at) -> {
            int relative = buffer.getInt(at);
            int position = buffer.getInt(at + POSITION);
            boolean plausible = relative > before[0]
                    && position > before[1]
                    && position < segmentBytes
                    && baseOffset + relative < offset;
            before[0] = relative;
            before[1] = position;
            return plausible;
        }));
    }

    boolean isFull(int maxBytes) throws IOException {
        return entries.count() >= maxBytes / ENTRY_SIZE;
    }

    /** Drops the entries of batches that end at or behind {@code offset}. */
    void truncateTo(long offset) throws IOException {
        int last = entries.lastAtMost(BY_OFFSET, Math.clamp(offset - baseOffset - 1, -1L, Integer.MAX_VALUE));
        entries.truncate(last + 1);
    }
}
