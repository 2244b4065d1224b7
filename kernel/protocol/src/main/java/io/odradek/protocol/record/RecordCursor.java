package io.odradek.protocol.record;

import io.odradek.protocol.CorruptRecordsException;
import io.odradek.protocol.compress.Codecs;
import io.odradek.protocol.compress.CompressionType;
import java.nio.ByteBuffer;

/**
 * Walks the records of one complete batch. An uncompressed batch is read in place without allocation per record; a
 * compressed one is unpacked first, to at most as many bytes as the caller allows.
 *
 * <p>One thread. Position and limit of the batch's buffer stay.
 */
public final class RecordCursor {
    private final RecordView view = new RecordView();
    private final int count;
    private final int limit;
    private int index;
    private int seen;

    private RecordCursor(int from, int to, int recordCount) {
        index = from;
        limit = to;
        count = recordCount;
    }

    /**
     * A cursor before the first record of the batch at {@code at}.
     *
     * @param maxDecompressedBytes bound of the unpacked records; without effect on an uncompressed batch
     * @throws CorruptRecordsException if the header makes no sense, the codec is unknown, or the records cannot be
     *     unpacked within the bound
     */
    public static RecordCursor over(ByteBuffer buffer, int at, int maxDecompressedBytes) {
        int end = checkedEnd(buffer, at);
        int recordCount = BatchHeader.recordCount(buffer, at);
        if (recordCount < 0) {
            throw new CorruptRecordsException("batch at byte " + at + " claims " + recordCount + " records");
        }
        int from = at + BatchLayout.RECORDS;
        CompressionType type = BatchHeader.compressionType(buffer, at);
        if (type == CompressionType.NONE || recordCount == 0) {
            return enter(buffer, at, buffer, new RecordCursor(from, end, recordCount));
        }
        ByteBuffer records = Codecs.of(type).decompress(buffer.slice(from, end - from), maxDecompressedBytes);
        return enter(buffer, at, records, new RecordCursor(0, records.limit(), recordCount));
    }

    private static int checkedEnd(ByteBuffer buffer, int at) {
        if (!BatchHeader.isComplete(buffer, at, buffer.limit())) {
            throw new CorruptRecordsException("batch at byte " + at + " is cut off");
        }
        byte magic = BatchHeader.magic(buffer, at);
        if (magic != BatchLayout.MAGIC_V2) {
            throw new CorruptRecordsException("batch at byte " + at + " has magic " + magic + "; only 2 is read");
        }
        return at + BatchHeader.sizeInBytes(buffer, at);
    }

    private static RecordCursor enter(ByteBuffer batch, int at, ByteBuffer records, RecordCursor cursor) {
        boolean appendTime = BatchHeader.timestampType(batch, at) == TimestampType.LOG_APPEND_TIME;
        cursor.view.enterBatch(
                records,
                BatchHeader.baseOffset(batch, at),
                appendTime ? BatchHeader.maxTimestamp(batch, at) : BatchHeader.baseTimestamp(batch, at),
                appendTime,
                BatchHeader.baseSequence(batch, at));
        return cursor;
    }

    /**
     * Moves to the next record.
     *
     * @return false after the last
     * @throws CorruptRecordsException if the next record is malformed, or bytes follow the last
     */
    public boolean next() {
        if (seen == count) {
            checkNothingFollows();
            return false;
        }
        index = view.parse(index, limit);
        seen++;
        return true;
    }

    private void checkNothingFollows() {
        if (count > 0 && index != limit) {
            throw new CorruptRecordsException((limit - index) + " bytes follow the last of " + count + " records");
        }
    }

    /** The record that {@link #next} moved to; the same object each time. */
    public RecordView view() {
        return view;
    }

    /** Records that the batch's header states, at least 0. */
    public int recordCount() {
        return count;
    }
}
