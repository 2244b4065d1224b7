package io.odradek.protocol.record;

import io.odradek.protocol.CorruptRecordsException;
import io.odradek.protocol.ErrorCode;
import io.odradek.protocol.compress.CodecUnavailableException;
import io.odradek.protocol.compress.Codecs;
import io.odradek.protocol.compress.CompressionType;
import io.odradek.protocol.compress.UnpackMemory;
import io.odradek.protocol.compress.UnpackedTooLargeException;
import io.odradek.protocol.record.BatchVerdict.Accepted;
import io.odradek.protocol.record.BatchVerdict.Rejected;
import java.nio.ByteBuffer;
import org.jspecify.annotations.Nullable;

/**
 * What a leader checks before it appends what a client produced to one partition (Produce v3 and later: exactly one batch
 * v2). Nothing is changed. A compressed batch is unpacked and its records walked, as in Kafka: nothing less finds what no
 * consumer could read, and into memory that is there already it costs a quarter of a millisecond for each MB of lz4
 * (docs/benchmarks.md). Only of a batch that unpacks to more than {@link #MAX_UNREAD_BYTES}, and of whose records no rule
 * wants to know, the rest is believed, so that nobody fills the memory with a few packed bytes.
 *
 * <p>CORRUPT_MESSAGE, which clients retry, is kept for bytes that were damaged on the way; a batch that its CRC vouches
 * for and that still makes no sense is INVALID_RECORD, and UNKNOWN_SERVER_ERROR, as in Kafka, if it cannot be unpacked.
 *
 * <p>Stateless; any thread.
 */
public final class BatchValidator {
    /** Kafka's words, which programs look for; what helps more comes after them. */
    private static final String TOO_LARGE =
            "The request included a message larger than the max message size the server will accept.";

    private static final String TIMESTAMPS_REFUSED = "One or more records have been rejected due to invalid timestamp";

    /** Bytes up to which a batch is unpacked though no rule asks for what is inside. */
    static final int MAX_UNREAD_BYTES = 16 * 1024 * 1024;

    private BatchValidator() {}

    /**
     * Checks the bytes from the absolute index {@code from} to {@code to}, exclusive, which lie within the buffer.
     *
     * @param nowMs the append time
     * @param memory that a compressed batch is unpacked into
     */
    public static BatchVerdict validate(
            ByteBuffer buffer, int from, int to, BatchRules rules, long nowMs, UnpackMemory memory) {
        Rejected rejected = checkFrame(buffer, from, to, rules);
        if (rejected == null) {
            rejected = checkHeader(buffer, from);
        }
        if (rejected == null) {
            rejected = checkTimestampType(buffer, from, rules);
        }
        return rejected != null ? rejected : checkRecords(buffer, from, rules, nowMs, memory);
    }

    /** Where the batch begins and ends, in what form, whether it arrived whole. */
    private static @Nullable Rejected checkFrame(ByteBuffer buffer, int from, int to, BatchRules rules) {
        int available = to - from;
        if (available < BatchLayout.BYTES_TO_MAGIC) {
            return invalid("A Produce request has exactly one record batch per partition; this one has none");
        }
        byte magic = BatchHeader.magic(buffer, from);
        if (magic != BatchLayout.MAGIC_V2) {
            return checkOtherMagic(magic);
        }
        int length = BatchHeader.batchLength(buffer, from);
        if (length < BatchLayout.MIN_BATCH_LENGTH) {
            return new Rejected(
                    ErrorCode.CORRUPT_MESSAGE,
                    "The batch states a length of " + length + " bytes; a batch has at least "
                            + BatchLayout.MIN_BATCH_LENGTH);
        }
        if (length > available - BatchLayout.LOG_OVERHEAD) {
            return invalid("The batch states a length of " + length + " bytes where "
                    + (available - BatchLayout.LOG_OVERHEAD) + " are there");
        }
        int size = length + BatchLayout.LOG_OVERHEAD;
        if (size > rules.maxMessageBytes()) {
            return new Rejected(
                    ErrorCode.MESSAGE_TOO_LARGE,
                    TOO_LARGE + " The batch has " + size + " bytes, max.message.bytes of the topic is "
                            + rules.maxMessageBytes()
                            + ": lower the producer's batch.size, compress, or raise max.message.bytes.");
        }
        if (size != available) {
            return invalid("A Produce request has exactly one record batch per partition; " + (available - size)
                    + " bytes follow this one");
        }
        if (!BatchHeader.hasValidCrc(buffer, from)) {
            return new Rejected(
                    ErrorCode.CORRUPT_MESSAGE,
                    "The batch does not match its CRC: it was damaged on the way, send it again");
        }
        return null;
    }

    private static Rejected checkOtherMagic(byte magic) {
        return magic == 0 || magic == 1
                ? invalid("The batch has magic " + magic
                        + "; only magic 2 is accepted: use a client of Kafka 0.11 or later")
                : new Rejected(ErrorCode.CORRUPT_MESSAGE, "The batch has the unknown magic " + magic);
    }

    private static @Nullable Rejected checkHeader(ByteBuffer buffer, int at) {
        int codec = BatchHeader.compressionId(buffer, at);
        if (!CompressionType.isKnown(codec)) {
            return new Rejected(
                    ErrorCode.UNSUPPORTED_COMPRESSION_TYPE, "The batch has the unknown compression type id " + codec);
        }
        if (BatchHeader.baseOffset(buffer, at) != 0) {
            return invalid("The base offset of a produced batch is 0, not " + BatchHeader.baseOffset(buffer, at));
        }
        int count = BatchHeader.recordCount(buffer, at);
        int lastOffsetDelta = BatchHeader.lastOffsetDelta(buffer, at);
        if (count <= 0 || lastOffsetDelta != count - 1) {
            return invalid("The batch states " + count + " records and a last offset delta of " + lastOffsetDelta
                    + "; it has at least one record, and the delta is one less than their number");
        }
        return checkAttributes(buffer, at);
    }

    private static @Nullable Rejected checkAttributes(ByteBuffer buffer, int at) {
        if (BatchHeader.isControl(buffer, at)) {
            return invalid("Clients are not allowed to write control records");
        }
        if (BatchHeader.hasDeleteHorizon(buffer, at)) {
            return invalid("Only compaction sets the delete horizon of a batch");
        }
        boolean idempotent = BatchHeader.isIdempotent(buffer, at);
        if (BatchHeader.isTransactional(buffer, at) && !idempotent) {
            return invalid("A transactional batch has a producer id");
        }
        if (idempotent && (BatchHeader.baseSequence(buffer, at) < 0 || BatchHeader.producerEpoch(buffer, at) < 0)) {
            return invalid("The batch of producer " + BatchHeader.producerId(buffer, at) + " has epoch "
                    + BatchHeader.producerEpoch(buffer, at) + " and base sequence "
                    + BatchHeader.baseSequence(buffer, at) + "; both are at least 0");
        }
        return null;
    }

    private static @Nullable Rejected checkTimestampType(ByteBuffer buffer, int at, BatchRules rules) {
        boolean both = rules.timestampType() == TimestampType.LOG_APPEND_TIME
                && BatchHeader.timestampType(buffer, at) == TimestampType.LOG_APPEND_TIME;
        return both
                ? new Rejected(
                        ErrorCode.INVALID_TIMESTAMP,
                        "A producer does not set the timestamp type of a batch to LogAppendTime")
                : null;
    }

    private static BatchVerdict checkRecords(
            ByteBuffer buffer, int at, BatchRules rules, long nowMs, UnpackMemory memory) {
        boolean createTime = rules.timestampType() == TimestampType.CREATE_TIME;
        long newest = createTime ? rules.newest(nowMs) : Long.MAX_VALUE;
        long oldest = createTime ? rules.oldest(nowMs) : Long.MIN_VALUE;
        long maxTimestamp = BatchHeader.maxTimestamp(buffer, at);
        boolean insideMatters = rules.keysRequired() || (createTime && (rules.limitsOldest() || maxTimestamp > newest));
        int most = insideMatters ? rules.maxUnpackedBytes() : Math.min(rules.maxUnpackedBytes(), MAX_UNREAD_BYTES);
        RecordWalk walk = new RecordWalk(rules.keysRequired(), oldest, newest);
        try {
            Rejected rejected = walk(walk, buffer, at, most, memory);
            if (rejected != null) {
                return rejected;
            }
            maxTimestamp = walk.maxTimestamp();
        } catch (UnpackedTooLargeException e) {
            if (most == rules.maxUnpackedBytes()) {
                return invalid("The batch is too large, " + e.getMessage() + ": send smaller batches, or raise"
                        + " max.decompressed.message.bytes");
            }
        }
        return new Accepted(
                BatchHeader.sizeInBytes(buffer, at),
                BatchHeader.recordCount(buffer, at),
                BatchHeader.compressionType(buffer, at),
                rules.timestampType(),
                createTime ? maxTimestamp : nowMs);
    }

    private static @Nullable Rejected walk(
            RecordWalk walk, ByteBuffer buffer, int at, int maxUnpackedBytes, UnpackMemory memory) {
        CompressionType type = BatchHeader.compressionType(buffer, at);
        int from = at + BatchLayout.RECORDS;
        int to = at + BatchHeader.sizeInBytes(buffer, at);
        int count = BatchHeader.recordCount(buffer, at);
        long baseTimestamp = BatchHeader.baseTimestamp(buffer, at);
        ByteBuffer records = buffer;
        if (type != CompressionType.NONE) {
            try {
                records = Codecs.of(type).decompress(buffer.slice(from, to - from), maxUnpackedBytes, memory);
                from = 0;
                to = records.limit();
            } catch (UnpackedTooLargeException e) {
                throw e;
            } catch (CorruptRecordsException e) {
                return new Rejected(
                        ErrorCode.UNKNOWN_SERVER_ERROR, "The batch cannot be unpacked by anybody: " + e.getMessage());
            } catch (CodecUnavailableException e) {
                return new Rejected(e.errorCode(), "The batch has to be unpacked: " + e.getMessage());
            }
        }
        try {
            walk.walk(records, from, to, count, baseTimestamp);
        } catch (CorruptRecordsException e) {
            return invalid("The batch is malformed: " + e.getMessage());
        }
        return walk.errorCount() == 0 ? null : refused(walk);
    }

    private static Rejected refused(RecordWalk walk) {
        // These words are Kafka's: there are programs that look for them.
        String first = walk.errors().getFirst().message();
        return walk.timestampsRefused()
                ? new Rejected(ErrorCode.INVALID_TIMESTAMP, TIMESTAMPS_REFUSED + ": " + first, walk.errors())
                : new Rejected(
                        ErrorCode.INVALID_RECORD,
                        "One or more records have been rejected due to " + walk.errorCount()
                                + " record errors in total; the first: " + first,
                        walk.errors());
    }

    private static Rejected invalid(String message) {
        return new Rejected(ErrorCode.INVALID_RECORD, message);
    }
}
