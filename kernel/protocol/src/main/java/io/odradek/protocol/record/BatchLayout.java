package io.odradek.protocol.record;

/**
 * The bytes of a record batch, magic 2 (KIP-98), big-endian. Offsets count from the batch's first byte.
 *
 * <p>The CRC-32C at {@link #CRC} covers everything from {@link #ATTRIBUTES} to the batch's end, so that base offset and
 * leader epoch can be written by a broker without computing it again.
 */
public final class BatchLayout {
    /** int64: offset of the first record the batch had when it was written; compaction keeps it. */
    public static final int BASE_OFFSET = 0;

    /** int32: bytes that follow this field. */
    public static final int BATCH_LENGTH = 8;

    /** int32: epoch of the leader that appended the batch, -1 in a producer's batch. */
    public static final int PARTITION_LEADER_EPOCH = 12;

    /** int8: format version; stands at the same place in the formats 0 and 1. */
    public static final int MAGIC = 16;

    /** uint32: CRC-32C. */
    public static final int CRC = 17;

    /** int16: see the masks below. */
    public static final int ATTRIBUTES = 21;

    /** int32: offset of the last record less the base offset; compaction keeps it. */
    public static final int LAST_OFFSET_DELTA = 23;

    /** int64, ms: timestamp that the records' deltas add to, or the delete horizon. */
    public static final int BASE_TIMESTAMP = 27;

    /** int64, ms: greatest timestamp of the records, or the append time. */
    public static final int MAX_TIMESTAMP = 35;

    /** int64: -1 without idempotence. */
    public static final int PRODUCER_ID = 43;

    /** int16: -1 without idempotence. */
    public static final int PRODUCER_EPOCH = 51;

    /** int32: sequence of the first record, -1 without idempotence. */
    public static final int BASE_SEQUENCE = 53;

    /** int32: records in the batch. */
    public static final int RECORD_COUNT = 57;

    /** The records, compressed as a whole if the attributes say so. */
    public static final int RECORDS = 61;

    /** Bytes of the header. */
    public static final int HEADER_SIZE = RECORDS;

    /** Bytes before the part that {@link #BATCH_LENGTH} counts. */
    public static final int LOG_OVERHEAD = BATCH_LENGTH + Integer.BYTES;

    /** The least value of {@link #BATCH_LENGTH}: a batch without records, as compaction leaves it. */
    public static final int MIN_BATCH_LENGTH = HEADER_SIZE - LOG_OVERHEAD;

    /** Bytes to have before {@link #MAGIC} can be read. */
    public static final int BYTES_TO_MAGIC = MAGIC + Byte.BYTES;

    /** The only format version that Kafka 4 and Odradek write and accept. */
    public static final byte MAGIC_V2 = 2;

    /** Attributes: the codec's id. */
    public static final int COMPRESSION_MASK = 0x07;

    /** Attributes: set if timestamps are append times. */
    public static final int TIMESTAMP_TYPE_MASK = 0x08;

    /** Attributes: set if the batch belongs to a transaction. */
    public static final int TRANSACTIONAL_MASK = 0x10;

    /** Attributes: set if the batch holds control records. */
    public static final int CONTROL_MASK = 0x20;

    /** Attributes: set if {@link #BASE_TIMESTAMP} is the delete horizon (KIP-534). */
    public static final int DELETE_HORIZON_MASK = 0x40;

    /** No timestamp, in ms. */
    public static final long NO_TIMESTAMP = -1L;

    /** No producer id. */
    public static final long NO_PRODUCER_ID = -1L;

    /** No producer epoch. */
    public static final short NO_PRODUCER_EPOCH = -1;

    /** No sequence. */
    public static final int NO_SEQUENCE = -1;

    /** No leader epoch. */
    public static final int NO_LEADER_EPOCH = -1;

    private BatchLayout() {}
}
