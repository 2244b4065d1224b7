package io.odradek.storage.log;

import io.odradek.protocol.record.BatchHeader;
import io.odradek.protocol.record.BatchLayout;
import io.odradek.storage.BatchesBehind;
import io.odradek.storage.disk.DiskFile;
import java.io.IOException;
import java.nio.ByteBuffer;

/**
 * Finds the whole batches in a stretch of a file that is damaged: wherever bytes look like a header and their checksum
 * agrees. Never more than two blocks are in memory. One thread.
 */
final class BatchSearch {
    private static final int BLOCK_BYTES = 256 * 1024;

    private final DiskFile file;
    private final int end;
    private final ByteBuffer block = ByteBuffer.allocate(BLOCK_BYTES).limit(0);
    private long blockStart;
    private HeaderScanner scanner;

    private BatchSearch(DiskFile file, int from, int end) {
        this.file = file;
        this.end = end;
        this.scanner = scanFrom(from);
    }

    /** All whole batches from {@code from} to {@code end} of the file. */
    static BatchesBehind all(DiskFile file, int from, int end) throws IOException {
        BatchesBehind found = BatchesBehind.NONE;
        BatchSearch search = new BatchSearch(file, from, end);
        while (search.next()) {
            HeaderScanner batch = search.scanner;
            found = found.and(new BatchesBehind(
                    1,
                    batch.position(),
                    batch.baseOffset(),
                    batch.lastOffset(),
                    BatchHeader.partitionLeaderEpoch(batch.header(), batch.at()),
                    BatchHeader.maxTimestamp(batch.header(), batch.at())));
        }
        return found;
    }

    private HeaderScanner scanFrom(int position) {
        return new HeaderScanner(file, position, end, HeaderScanner.SMALL_BLOCK);
    }

    /** Goes to the next whole batch; false if there is none. */
    private boolean next() throws IOException {
        while (!scanner.next() || !scanner.hasValidCrc()) {
            int candidate = candidateFrom(scanner.position() + 1);
            if (candidate < 0) {
                return false;
            }
            scanner = scanFrom(candidate);
        }
        return true;
    }

    /** The first position at which a header may stand; -1 if there is none. */
    private int candidateFrom(int from) throws IOException {
        for (int at = from; end - at >= BatchLayout.HEADER_SIZE; at++) {
            if (at < blockStart || at + BatchLayout.HEADER_SIZE > blockStart + block.limit()) {
                load(at);
            }
            if (looksLikeHeader((int) (at - blockStart), end - at)) {
                return at;
            }
        }
        return -1;
    }

    private void load(int from) throws IOException {
        block.clear();
        block.limit(Math.min(block.capacity(), end - from));
        file.read(block, from);
        block.flip();
        blockStart = from;
        if (block.limit() < BatchLayout.HEADER_SIZE) {
            throw new IOException("a file became shorter while it was searched, at byte " + from);
        }
    }

    private boolean looksLikeHeader(int at, int room) {
        if (block.get(at + BatchLayout.MAGIC) != BatchLayout.MAGIC_V2) {
            return false;
        }
        long size = BatchLayout.LOG_OVERHEAD + (long) block.getInt(at + BatchLayout.BATCH_LENGTH);
        return size >= BatchLayout.HEADER_SIZE
                && size <= room
                && BatchHeader.baseOffset(block, at) >= 0
                && BatchHeader.lastOffsetDelta(block, at) >= 0;
    }
}
