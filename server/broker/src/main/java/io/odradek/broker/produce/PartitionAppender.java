package io.odradek.broker.produce;

import io.odradek.base.Time;
import io.odradek.broker.partition.Appended;
import io.odradek.broker.partition.Partition;
import io.odradek.broker.partition.TopicSettings;
import io.odradek.broker.request.Failure;
import io.odradek.protocol.ApiException;
import io.odradek.protocol.CorruptRecordsException;
import io.odradek.protocol.ErrorCode;
import io.odradek.protocol.MemoryRecords;
import io.odradek.protocol.Records;
import io.odradek.protocol.compress.CompressionType;
import io.odradek.protocol.compress.UnpackMemory;
import io.odradek.protocol.message.ProduceResponse.BatchIndexAndErrorMessage;
import io.odradek.protocol.message.ProduceResponse.PartitionProduceResponse;
import io.odradek.protocol.record.BatchCompression;
import io.odradek.protocol.record.BatchEdits;
import io.odradek.protocol.record.BatchHeader;
import io.odradek.protocol.record.BatchRules;
import io.odradek.protocol.record.BatchValidator;
import io.odradek.protocol.record.BatchVerdict;
import io.odradek.protocol.record.RecordError;
import io.odradek.storage.AppendOrigin;
import io.odradek.storage.AppendResult;
import java.nio.ByteBuffer;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import java.util.concurrent.ArrayBlockingQueue;
import org.jspecify.annotations.Nullable;

/**
 * Validates what a client sent for one partition and appends it.
 *
 * <p>Any thread.
 */
final class PartitionAppender {
    static final short ACKS_ALL = -1;
    private static final short ZSTD_SINCE = 7;
    private static final long NO_OFFSET = -1L;

    /** Unpacking happens on event loops: as many at once as there are of them. */
    private static final int MEMORIES = 64;

    private final Time time;
    private final ArrayBlockingQueue<UnpackMemory> memories = new ArrayBlockingQueue<>(MEMORIES);

    PartitionAppender(Time time) {
        this.time = time;
    }

    /**
     * What became of the records for one partition.
     *
     * @param appended what to wait for; empty if it failed
     */
    record Outcome(PartitionProduceResponse response, Optional<Written> appended) {
        /** Records in the log of a partition. */
        record Written(Partition partition, Appended appended) {}

        boolean failed() {
            return response.errorCode() != ErrorCode.NONE.code();
        }

        static Outcome failed(int partition, Failure failure) {
            return new Outcome(PartitionAppender.response(partition, failure), Optional.empty());
        }
    }

    /** @param version of the produce request */
    Outcome append(Partition partition, @Nullable Records records, short acks, short version) {
        int index = partition.topicPartition().partition();
        try {
            return append(partition, bytesOf(records), acks, version);
        } catch (ApiException | CorruptRecordsException e) {
            return Outcome.failed(index, Failure.of(e));
        }
    }

    static PartitionProduceResponse response(int partition, Failure failure) {
        return new PartitionProduceResponse()
                .setIndex(partition)
                .setErrorCode(failure.error().code())
                .setErrorMessage(failure.message())
                .setBaseOffset(NO_OFFSET)
                .setLogStartOffset(NO_OFFSET);
    }

    private Outcome append(Partition partition, ByteBuffer batch, short acks, short version) {
        int index = partition.topicPartition().partition();
        TopicSettings settings = partition.settings();
        partition.requireLeader();
        checkAllowed(partition, settings);
        partition.requireWriter(acks == ACKS_ALL);
        BatchRules rules = settings.rules();
        BatchVerdict verdict = validate(batch, rules);
        return switch (verdict) {
            case BatchVerdict.Rejected rejected -> new Outcome(rejection(index, rejected), Optional.empty());
            case BatchVerdict.Accepted accepted -> {
                checkCodec(accepted.compression(), version);
                yield appendValid(partition, batch, accepted, acks);
            }
        };
    }

    private BatchVerdict validate(ByteBuffer batch, BatchRules rules) {
        UnpackMemory memory = Objects.requireNonNullElseGet(memories.poll(), UnpackMemory::lasting);
        try {
            return BatchValidator.validate(batch, batch.position(), batch.limit(), rules, time.wallMillis(), memory);
        } finally {
            memories.offer(memory);
        }
    }

    private static Outcome appendValid(
            Partition partition, ByteBuffer sent, BatchVerdict.Accepted accepted, short acks) {
        int at = sent.position();
        if (BatchHeader.isTransactional(sent, at)) {
            throw new ApiException(
                    ErrorCode.INVALID_TXN_STATE,
                    "The partition is not part of an open transaction: this broker does not serve transactions yet");
        }
        BatchEdits.setMaxTimestamp(sent, at, accepted.timestampType(), accepted.maxTimestamp());
        ByteBuffer batch = recompress(partition.settings(), sent, accepted.compression());
        Appended appended = partition.append(batch, AppendOrigin.CLIENT, acks == ACKS_ALL);
        AppendResult result = appended.result();
        PartitionProduceResponse response = new PartitionProduceResponse()
                .setIndex(partition.topicPartition().partition())
                .setBaseOffset(result.baseOffset())
                .setLogAppendTimeMs(result.logAppendTime())
                .setLogStartOffset(result.logStartOffset());
        return new Outcome(response, Optional.of(new Outcome.Written(partition, appended)));
    }

    private static ByteBuffer recompress(TopicSettings settings, ByteBuffer batch, CompressionType sent) {
        CompressionType wanted = settings.compression().orElse(sent);
        if (wanted == sent) {
            return batch;
        }
        return BatchCompression.recompress(
                batch,
                batch.position(),
                wanted,
                settings.compressionLevel(),
                settings.rules().maxUnpackedBytes());
    }

    private static void checkAllowed(Partition partition, TopicSettings settings) {
        if (settings.internal()) {
            throw new ApiException(
                    ErrorCode.INVALID_TOPIC_EXCEPTION,
                    "The request attempted to perform an operation on an invalid topic. Clients cannot append to "
                            + partition.topicPartition().topic() + ".");
        }
    }

    /** KIP-110: a consumer as old as such a producer could not read the records. */
    private static void checkCodec(CompressionType compression, short version) {
        if (compression == CompressionType.ZSTD && version < ZSTD_SINCE) {
            throw new ApiException(
                    ErrorCode.UNSUPPORTED_COMPRESSION_TYPE,
                    "zstd needs version " + ZSTD_SINCE + " of Produce or a newer one, not " + version
                            + ": use another compression.type or a newer client");
        }
    }

    private static ByteBuffer bytesOf(@Nullable Records records) {
        if (records instanceof MemoryRecords memory && memory.sizeInBytes() > 0) {
            return memory.buffer();
        }
        throw new ApiException(
                ErrorCode.INVALID_RECORD, "A produce request carries exactly one batch for each partition, not none");
    }

    private static PartitionProduceResponse rejection(int index, BatchVerdict.Rejected rejected) {
        List<BatchIndexAndErrorMessage> errors = rejected.recordErrors().stream()
                .map(PartitionAppender::recordError)
                .toList();
        return response(index, new Failure(rejected.error(), rejected.message()))
                .setRecordErrors(errors);
    }

    private static BatchIndexAndErrorMessage recordError(RecordError error) {
        return new BatchIndexAndErrorMessage()
                .setBatchIndex(error.batchIndex())
                .setBatchIndexErrorMessage(error.message());
    }
}
