package io.odradek.protocol.record;

import static org.assertj.core.api.Assertions.assertThat;

import io.odradek.protocol.compress.CompressionType;
import java.nio.ByteBuffer;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Random;
import org.apache.kafka.common.header.Header;
import org.apache.kafka.common.record.internal.MemoryRecords;
import org.apache.kafka.common.record.internal.MutableRecordBatch;
import org.apache.kafka.common.record.internal.Record;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** Kafka's record classes and ours write the same bytes and read one another's. */
class KafkaAgreementTest {
    private static final long SEED = 20_261_124L;
    private static final int ROUNDS = 60;
    private static final int MAX_UNPACKED = 64 << 20;

    @Test
    void an_uncompressed_batch_has_the_bytes_that_kafka_writes() {
        for (int round = 0; round < ROUNDS; round++) {
            BatchSpec spec = BatchSpec.random(new Random(SEED + round), CompressionType.NONE);
            assertThat(spec.buildByOdradek()).as("seed %d", SEED + round).isEqualTo(spec.buildByKafka());
        }
    }

    @ParameterizedTest
    @EnumSource(CompressionType.class)
    void we_read_what_kafka_writes(CompressionType compression) {
        for (int round = 0; round < ROUNDS; round++) {
            BatchSpec spec = BatchSpec.random(new Random(SEED + round), compression);
            assertThat(readByOdradek(spec.buildByKafka()))
                    .as("seed %d", SEED + round)
                    .isEqualTo(expected(spec));
        }
    }

    @ParameterizedTest
    @EnumSource(CompressionType.class)
    void kafka_reads_what_we_write(CompressionType compression) {
        for (int round = 0; round < ROUNDS; round++) {
            BatchSpec spec = BatchSpec.random(new Random(SEED + round), compression);
            assertThat(readByKafka(spec.buildByOdradek()))
                    .as("seed %d", SEED + round)
                    .isEqualTo(expected(spec));
        }
    }

    @ParameterizedTest
    @EnumSource(CompressionType.class)
    void header_accessors_agree_with_kafka(CompressionType compression) {
        for (int round = 0; round < ROUNDS; round++) {
            ByteBuffer bytes =
                    BatchSpec.random(new Random(SEED + round), compression).buildByKafka();
            MutableRecordBatch kafka = kafkaBatch(bytes);
            RecordBatchView ours = new RecordBatchView().wrap(bytes, 0);
            assertThat(describe(ours)).as("seed %d", SEED + round).isEqualTo(describe(kafka));
            assertThat(ours.hasValidCrc()).isTrue();
        }
    }

    @ParameterizedTest
    @EnumSource(CompressionType.class)
    void a_recompressed_batch_holds_the_same_records(CompressionType target) {
        for (CompressionType source : CompressionType.values()) {
            BatchSpec spec = BatchSpec.random(new Random(SEED), source);
            ByteBuffer repacked =
                    BatchCompression.recompress(spec.buildByKafka(), 0, target, target.defaultLevel(), MAX_UNPACKED);
            assertThat(BatchHeader.compressionType(repacked, 0)).isEqualTo(target);
            assertThat(readByKafka(repacked)).isEqualTo(expected(spec));
        }
    }

    @Test
    void edits_in_place_are_those_of_kafka() {
        for (int round = 0; round < ROUNDS; round++) {
            BatchSpec spec = BatchSpec.random(new Random(SEED + round), CompressionType.LZ4);
            ByteBuffer ours = spec.buildByKafka();
            ByteBuffer theirs =
                    ByteBuffer.allocate(ours.remaining()).put(ours.duplicate()).flip();
            MutableRecordBatch batch =
                    MemoryRecords.readableRecords(theirs).batches().iterator().next();
            batch.setMaxTimestamp(org.apache.kafka.common.record.TimestampType.LOG_APPEND_TIME, 77L);
            batch.setPartitionLeaderEpoch(9);
            batch.setLastOffset(1_000_000_000_000L);

            BatchEdits.setMaxTimestamp(ours, 0, TimestampType.LOG_APPEND_TIME, 77L);
            BatchEdits.assign(ours, 0, 1_000_000_000_000L - BatchHeader.lastOffsetDelta(ours, 0), 9);

            assertThat(ours).as("seed %d", SEED + round).isEqualTo(theirs);
        }
    }

    private static List<String> describe(RecordBatchView batch) {
        return List.of(
                "offsets " + batch.baseOffset() + " " + batch.lastOffset() + " " + batch.nextOffset(),
                "size " + batch.sizeInBytes() + " magic " + batch.magic() + " crc "
                        + Integer.toUnsignedLong(batch.crc()),
                "producer " + batch.producerId() + " " + batch.producerEpoch() + " " + batch.baseSequence() + " "
                        + batch.lastSequence() + " " + batch.isIdempotent(),
                "time " + batch.timestampType() + " " + batch.maxTimestamp(),
                "flags " + batch.isTransactional() + " " + batch.isControl() + " " + batch.hasDeleteHorizon(),
                "epoch " + batch.partitionLeaderEpoch() + " count " + batch.recordCount() + " "
                        + batch.compressionType());
    }

    private static List<String> describe(MutableRecordBatch batch) {
        return List.of(
                "offsets " + batch.baseOffset() + " " + batch.lastOffset() + " " + batch.nextOffset(),
                "size " + batch.sizeInBytes() + " magic " + batch.magic() + " crc " + batch.checksum(),
                "producer " + batch.producerId() + " " + batch.producerEpoch() + " " + batch.baseSequence() + " "
                        + batch.lastSequence() + " " + batch.hasProducerId(),
                "time " + batch.timestampType().name() + " " + batch.maxTimestamp(),
                "flags " + batch.isTransactional() + " " + batch.isControlBatch() + " "
                        + batch.deleteHorizonMs().isPresent(),
                "epoch " + batch.partitionLeaderEpoch() + " count " + batch.countOrNull() + " "
                        + batch.compressionType().name());
    }

    private static MutableRecordBatch kafkaBatch(ByteBuffer bytes) {
        return MemoryRecords.readableRecords(bytes.duplicate())
                .batches()
                .iterator()
                .next();
    }

    private static List<String> expected(BatchSpec spec) {
        List<String> lines = new ArrayList<>();
        for (int i = 0; i < spec.records().size(); i++) {
            BatchSpec.RecordSpec record = spec.records().get(i);
            long timestamp = spec.appendTime() ? BatchSpec.APPEND_TIME : record.timestamp();
            int delta = (int) (record.offset() - spec.baseOffset());
            int sequence = spec.baseSequence() < 0 ? -1 : (spec.baseSequence() + delta) & Integer.MAX_VALUE;
            StringBuilder headers = new StringBuilder();
            record.headers()
                    .forEach(
                            header -> headers.append(header.key()).append('=').append(Arrays.toString(header.value())));
            lines.add(line(record.offset(), timestamp, sequence, record.key(), record.value(), headers));
        }
        return lines;
    }

    private static List<String> readByOdradek(ByteBuffer bytes) {
        List<String> lines = new ArrayList<>();
        RecordCursor cursor = RecordCursor.over(bytes, 0, MAX_UNPACKED);
        while (cursor.next()) {
            RecordView record = cursor.view();
            StringBuilder headers = new StringBuilder();
            record.headers()
                    .forEach(header ->
                            headers.append(header.key()).append('=').append(Arrays.toString(array(header.value()))));
            lines.add(line(
                    record.offset(),
                    record.timestamp(),
                    record.sequence(),
                    array(record.key()),
                    array(record.value()),
                    headers));
        }
        return lines;
    }

    private static List<String> readByKafka(ByteBuffer bytes) {
        List<String> lines = new ArrayList<>();
        MutableRecordBatch batch = kafkaBatch(bytes);
        batch.ensureValid();
        for (Record record : batch) {
            StringBuilder headers = new StringBuilder();
            for (Header header : record.headers()) {
                headers.append(header.key()).append('=').append(Arrays.toString(header.value()));
            }
            lines.add(line(
                    record.offset(),
                    record.timestamp(),
                    record.sequence(),
                    array(record.key()),
                    array(record.value()),
                    headers));
        }
        return lines;
    }

    private static String line(
            long offset, long timestamp, int sequence, byte[] key, byte[] value, CharSequence headers) {
        return offset + " " + timestamp + " " + sequence + " " + Arrays.toString(key) + " " + Arrays.toString(value)
                + " " + headers;
    }

    private static byte[] array(ByteBuffer buffer) {
        if (buffer == null) {
            return null;
        }
        byte[] bytes = new byte[buffer.remaining()];
        buffer.get(buffer.position(), bytes);
        return bytes;
    }
}
