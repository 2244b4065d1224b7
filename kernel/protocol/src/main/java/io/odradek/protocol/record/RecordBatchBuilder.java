package io.odradek.protocol.record;

import io.odradek.base.Invariants;
import io.odradek.protocol.compress.Codecs;
import io.odradek.protocol.compress.CompressionType;
import java.nio.ByteBuffer;
import java.util.Arrays;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * Builds one batch v2: set what the batch is, append records, {@link #build}. Without settings it is uncompressed, with
 * base offset 0, the records' own timestamps, and no producer id.
 *
 * <p>One use, one thread. Wrong use is a bug and fails an invariant.
 */
public final class RecordBatchBuilder {
    private static final int INITIAL_CAPACITY = 1024;

    private ByteBuffer bytes = ByteBuffer.allocate(INITIAL_CAPACITY).position(BatchLayout.RECORDS);
    private CompressionType compression = CompressionType.NONE;
    private int level = CompressionType.NONE.defaultLevel();
    private int flags;
    private long baseOffset;
    private int leaderEpoch = BatchLayout.NO_LEADER_EPOCH;
    private long producerId = BatchLayout.NO_PRODUCER_ID;
    private short producerEpoch = BatchLayout.NO_PRODUCER_EPOCH;
    private int baseSequence = BatchLayout.NO_SEQUENCE;
    private long baseTimestamp = BatchLayout.NO_TIMESTAMP;
    private boolean hasBaseTimestamp;
    private long appendTime = BatchLayout.NO_TIMESTAMP;
    private long maxTimestamp = BatchLayout.NO_TIMESTAMP;
    private long lastOffset = -1;
    private int recordCount;
    private boolean built;

    private RecordBatchBuilder() {}

    /** A builder of an empty batch. */
    public static RecordBatchBuilder create() {
        return new RecordBatchBuilder();
    }

    /** Sets the offset of the first record, before a record is appended. */
    public RecordBatchBuilder baseOffset(long offset) {
        checkEmpty();
        baseOffset = offset;
        lastOffset = offset - 1;
        return this;
    }

    /** Sets the epoch of the appending leader. */
    public RecordBatchBuilder leaderEpoch(int epoch) {
        leaderEpoch = epoch;
        return this;
    }

    /** Packs the records at the codec's default level. */
    public RecordBatchBuilder compression(CompressionType type) {
        return compression(type, type.defaultLevel());
    }

    /** Packs the records. */
    public RecordBatchBuilder compression(CompressionType type, int compressionLevel) {
        compression = type;
        level = compressionLevel;
        return this;
    }

    /** Sets producer id, epoch and the first record's sequence (-1 in control batches). */
    public RecordBatchBuilder producer(long id, short epoch, int firstSequence) {
        producerId = id;
        producerEpoch = epoch;
        baseSequence = firstSequence;
        return this;
    }

    /** Makes the batch part of the producer's transaction. */
    public RecordBatchBuilder transactional() {
        flags |= BatchLayout.TRANSACTIONAL_MASK;
        return this;
    }

    /** Makes the records control records. */
    public RecordBatchBuilder control() {
        flags |= BatchLayout.CONTROL_MASK;
        return this;
    }

    /** Gives every record the append time {@code timestamp} (ms). */
    public RecordBatchBuilder logAppendTime(long timestamp) {
        flags |= BatchLayout.TIMESTAMP_TYPE_MASK;
        appendTime = timestamp;
        return this;
    }

    /** Sets the delete horizon (ms), before a record is appended; timestamps are then stored relative to it. */
    public RecordBatchBuilder deleteHorizon(long timestamp) {
        checkEmpty();
        flags |= BatchLayout.DELETE_HORIZON_MASK;
        baseTimestamp = timestamp;
        hasBaseTimestamp = true;
        return this;
    }

    /** Makes the batch end at {@code offset}, at or after the last record: compaction keeps a batch's end. */
    public RecordBatchBuilder endAt(long offset) {
        Invariants.check(offset >= lastOffset, "a batch ends at or after its last record", offset, lastOffset);
        lastOffset = offset;
        return this;
    }

    /** Appends a record without headers at the next offset. */
    public RecordBatchBuilder append(long timestamp, @Nullable ByteBuffer key, @Nullable ByteBuffer value) {
        return appendAt(lastOffset + 1, timestamp, key, value, List.of());
    }

    /** Appends a record at the next offset. */
    public RecordBatchBuilder append(
            long timestamp, @Nullable ByteBuffer key, @Nullable ByteBuffer value, List<RecordHeader> headers) {
        return appendAt(lastOffset + 1, timestamp, key, value, headers);
    }

    /**
     * Appends a record.
     *
     * @param offset above that of the record before, at least the base offset
     * @param timestamp ms, -1 for none
     * @param key read from position to limit, which stay; so is the value
     */
    public RecordBatchBuilder appendAt(
            long offset,
            long timestamp,
            @Nullable ByteBuffer key,
            @Nullable ByteBuffer value,
            List<RecordHeader> headers) {
        Invariants.check(!built, "a builder is used once");
        Invariants.check(offset > lastOffset, "offsets of a batch ascend", offset, lastOffset);
        if (!hasBaseTimestamp) {
            hasBaseTimestamp = true;
            baseTimestamp = timestamp;
        }
        RecordWriter writer =
                new RecordWriter(Math.toIntExact(offset - baseOffset), timestamp - baseTimestamp, key, value, headers);
        ensure(writer.sizeInBytes());
        writer.write(bytes);
        lastOffset = offset;
        recordCount++;
        maxTimestamp = Math.max(maxTimestamp, timestamp);
        return this;
    }

    /** Records appended. */
    public int recordCount() {
        return recordCount;
    }

    /** Bytes of the batch if it were not compressed. */
    public int uncompressedSize() {
        return bytes.position();
    }

    /**
     * The batch, in a heap buffer at position 0.
     *
     * @throws io.odradek.protocol.compress.CodecUnavailableException if the codec does not load
     */
    public ByteBuffer build() {
        Invariants.check(!built, "a builder is used once");
        Invariants.check(recordCount > 0 || !isUntouched(), "a batch without records has an end set");
        built = true;
        packRecords();
        bytes.flip();
        writeHeader();
        return bytes.slice();
    }

    private void packRecords() {
        if (compression == CompressionType.NONE || recordCount == 0) {
            compression = CompressionType.NONE;
            return;
        }
        ByteBuffer records = bytes.slice(BatchLayout.RECORDS, bytes.position() - BatchLayout.RECORDS);
        ByteBuffer packed = Codecs.of(compression).compress(records, level);
        bytes = ByteBuffer.allocate(Math.addExact(BatchLayout.RECORDS, packed.remaining()))
                .position(BatchLayout.RECORDS)
                .put(packed);
    }

    private void writeHeader() {
        bytes.putLong(BatchLayout.BASE_OFFSET, baseOffset)
                .putInt(BatchLayout.BATCH_LENGTH, bytes.limit() - BatchLayout.LOG_OVERHEAD)
                .putInt(BatchLayout.PARTITION_LEADER_EPOCH, leaderEpoch)
                .put(BatchLayout.MAGIC, BatchLayout.MAGIC_V2)
                .putShort(BatchLayout.ATTRIBUTES, (short) (flags | compression.id()))
                .putInt(BatchLayout.LAST_OFFSET_DELTA, Math.toIntExact(lastOffset - baseOffset))
                .putLong(BatchLayout.BASE_TIMESTAMP, baseTimestamp)
                .putLong(BatchLayout.MAX_TIMESTAMP, isAppendTime() ? appendTime : maxTimestamp)
                .putLong(BatchLayout.PRODUCER_ID, producerId)
                .putShort(BatchLayout.PRODUCER_EPOCH, producerEpoch)
                .putInt(BatchLayout.BASE_SEQUENCE, baseSequence)
                .putInt(BatchLayout.RECORD_COUNT, recordCount);
        BatchEdits.updateCrc(bytes, 0);
    }

    private boolean isAppendTime() {
        return (flags & BatchLayout.TIMESTAMP_TYPE_MASK) != 0;
    }

    private boolean isUntouched() {
        return lastOffset < baseOffset;
    }

    private void ensure(int more) {
        if (more > bytes.remaining()) {
            int needed = Math.addExact(bytes.position(), more);
            long doubled = Math.max(2L * bytes.capacity(), needed);
            byte[] larger = Arrays.copyOf(bytes.array(), (int) Math.min(doubled, Integer.MAX_VALUE - 8));
            bytes = ByteBuffer.wrap(larger).position(bytes.position());
        }
    }

    private void checkEmpty() {
        Invariants.check(recordCount == 0, "what deltas are relative to is set before the first record");
    }
}
