package io.odradek.storage.log;

import io.odradek.protocol.CorruptRecordsException;
import io.odradek.protocol.record.BatchHeader;
import io.odradek.protocol.record.BatchLayout;
import io.odradek.storage.disk.DiskFile;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.util.zip.CRC32C;

/**
 * Walks the headers of a segment's batches. Reads ahead in blocks; never more than one block is in memory.
 *
 * <p>One thread.
 */
final class HeaderScanner {
    /** A block for walking a few batches. */
    static final int SMALL_BLOCK = 8 * 1024;

    /** A block for walking a segment. */
    static final int LARGE_BLOCK = 256 * 1024;

    private final DiskFile file;
    private final int end;
    private final ByteBuffer block;
    private long blockStart;
    private int position;
    private int size;
    private String stopped = "";

    /**
     * A walk that begins at a batch.
     *
     * @param from the batch's position
     * @param end bytes of the file that count
     */
    HeaderScanner(DiskFile file, int from, int end, int blockBytes) {
        this.file = file;
        this.end = end;
        this.block = ByteBuffer.allocate(
                        Math.max(BatchLayout.HEADER_SIZE, Math.min(blockBytes, Math.max(0, end - from))))
                .limit(0);
        this.position = from;
    }

    /** Goes to the next batch; false at the end or where no whole batch follows, see {@link #stopReason}. */
    boolean next() throws IOException {
        long at = (long) position + size;
        if (at >= end || !stopped.isEmpty()) {
            position = (int) Math.min(at, end);
            size = 0;
            return false;
        }
        position = (int) at;
        size = 0;
        if (end - position < BatchLayout.HEADER_SIZE || !load(position)) {
            stopped = "the file ends within a batch header";
            return false;
        }
        return check();
    }

    private boolean check() {
        try {
            int bytes = BatchHeader.sizeInBytes(block, at());
            if (BatchHeader.magic(block, at()) != BatchLayout.MAGIC_V2) {
                stopped = "batch format " + BatchHeader.magic(block, at()) + " where 2 is expected";
            } else if (bytes > end - position) {
                stopped = "the file ends within a batch of " + bytes + " bytes";
            } else if (BatchHeader.lastOffsetDelta(block, at()) < 0 || BatchHeader.baseOffset(block, at()) < 0) {
                stopped = "a batch has negative offsets";
            } else {
                size = bytes;
                return true;
            }
        } catch (CorruptRecordsException e) {
            stopped = String.valueOf(e.getMessage());
        }
        return false;
    }

    private boolean load(int from) throws IOException {
        if (from >= blockStart && from + BatchLayout.HEADER_SIZE <= blockStart + block.limit()) {
            return true;
        }
        block.clear();
        if (block.capacity() > end - from) {
            block.limit(end - from);
        }
        file.read(block, from);
        block.flip();
        blockStart = from;
        return block.limit() >= BatchLayout.HEADER_SIZE;
    }

    /** Whether the current batch's bytes have the stated CRC. */
    boolean hasValidCrc() throws IOException {
        if (at() + size <= block.limit()) {
            return BatchHeader.hasValidCrc(block, at());
        }
        CRC32C crc = new CRC32C();
        int stated = BatchHeader.crc(block, at());
        int from = position + BatchLayout.ATTRIBUTES;
        while (from < position + size) {
            block.clear().limit(Math.min(block.capacity(), position + size - from));
            int read = file.read(block, from);
            block.flip();
            if (read == 0) {
                break;
            }
            crc.update(block);
            from += read;
        }
        block.limit(0);
        return load(position) && from == position + size && (int) crc.getValue() == stated;
    }

    /** Why the walk stopped before the end; empty if it did not. */
    String stopReason() {
        return stopped;
    }

    /** Position of the current batch; of the first byte that is no batch once {@link #next} was false. */
    int position() {
        return position;
    }

    /** Bytes of the current batch. */
    int size() {
        return size;
    }

    /** Holds the current batch's header at {@link #at}. */
    ByteBuffer header() {
        return block;
    }

    int at() {
        return (int) (position - blockStart);
    }

    long baseOffset() {
        return BatchHeader.baseOffset(block, at());
    }

    long lastOffset() {
        return BatchHeader.lastOffset(block, at());
    }
}
