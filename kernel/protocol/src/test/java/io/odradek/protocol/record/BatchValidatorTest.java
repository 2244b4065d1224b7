package io.odradek.protocol.record;

import static org.assertj.core.api.Assertions.assertThat;

import io.odradek.protocol.ErrorCode;
import io.odradek.protocol.compress.Codecs;
import io.odradek.protocol.compress.CompressionType;
import io.odradek.protocol.compress.UnpackMemory;
import io.odradek.protocol.record.BatchVerdict.Accepted;
import io.odradek.protocol.record.BatchVerdict.Rejected;
import java.nio.ByteBuffer;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.ValueSource;

class BatchValidatorTest {
    private static final long NOW = 1_700_000_000_000L;
    private static final BatchRules RULES = BatchRules.DEFAULT;
    private static final UnpackMemory MEMORY = UnpackMemory.lasting();
    private static final BatchRules COMPACTED = new BatchRules(
            RULES.maxMessageBytes(), TimestampType.CREATE_TIME, Long.MAX_VALUE, 3_600_000, true, 1 << 20);
    private static final BatchRules APPEND_TIME = new BatchRules(
            RULES.maxMessageBytes(), TimestampType.LOG_APPEND_TIME, Long.MAX_VALUE, 3_600_000, false, 1 << 20);

    @ParameterizedTest
    @EnumSource
    void a_batch_of_each_codec_is_accepted_with_its_summary(CompressionType type) {
        ByteBuffer batch = batch(type, NOW - 5, NOW + 3, NOW);
        assertThat(validate(batch, RULES))
                .isEqualTo(new Accepted(batch.limit(), 3, type, TimestampType.CREATE_TIME, NOW + 3));
    }

    @Test
    void a_batch_amid_a_direct_buffer_is_validated_in_place() {
        ByteBuffer batch = batch(CompressionType.NONE, NOW);
        ByteBuffer frame = ByteBuffer.allocateDirect(batch.limit() + 20).put(9, batch, 0, batch.limit());
        BatchVerdict verdict = BatchValidator.validate(frame, 9, 9 + batch.limit(), RULES, NOW, UnpackMemory.lasting());
        assertThat(verdict).isInstanceOf(Accepted.class);
        assertThat(frame.position()).isZero();
    }

    @Test
    void with_append_time_the_batch_takes_the_time_of_the_append() {
        ByteBuffer batch = batch(CompressionType.NONE, 1, 2);
        Accepted accepted = (Accepted) validate(batch, APPEND_TIME);
        assertThat(accepted.maxTimestamp()).isEqualTo(NOW);

        BatchEdits.setMaxTimestamp(batch, 0, accepted.timestampType(), accepted.maxTimestamp());
        assertThat(BatchHeader.hasValidCrc(batch, 0)).isTrue();
        RecordCursor cursor = RecordCursor.over(batch, 0, 0);
        assertThat(cursor.next()).isTrue();
        assertThat(cursor.view().timestamp()).isEqualTo(NOW);
    }

    @Test
    void a_false_greatest_timestamp_of_an_uncompressed_batch_is_put_right() {
        ByteBuffer batch = batch(CompressionType.NONE, NOW - 9, NOW - 4);
        batch.putLong(BatchLayout.MAX_TIMESTAMP, 1);
        BatchEdits.updateCrc(batch, 0);
        assertThat(((Accepted) validate(batch, RULES)).maxTimestamp()).isEqualTo(NOW - 4);
    }

    @Test
    void damage_of_any_byte_that_the_crc_covers_is_corrupt() {
        ByteBuffer good = batch(CompressionType.NONE, NOW, NOW);
        for (int at = BatchLayout.CRC; at < good.limit(); at++) {
            ByteBuffer batch = batch(CompressionType.NONE, NOW, NOW);
            batch.put(at, (byte) (batch.get(at) ^ 0x10));
            assertThat(error(batch, RULES)).as("byte %d", at).isEqualTo(ErrorCode.CORRUPT_MESSAGE);
        }
    }

    @ParameterizedTest
    @ValueSource(bytes = {0, 1})
    void an_older_format_is_an_invalid_record_as_in_kafka(byte magic) {
        assertThat(error(batch(CompressionType.NONE, NOW).put(BatchLayout.MAGIC, magic), RULES))
                .isEqualTo(ErrorCode.INVALID_RECORD);
    }

    @Test
    void an_unknown_format_or_an_impossible_length_is_corrupt() {
        assertThat(error(batch(CompressionType.NONE, NOW).put(BatchLayout.MAGIC, (byte) 3), RULES))
                .isEqualTo(ErrorCode.CORRUPT_MESSAGE);
        for (int length : new int[] {Integer.MIN_VALUE, -1, 0, 48}) {
            assertThat(error(batch(CompressionType.NONE, NOW).putInt(BatchLayout.BATCH_LENGTH, length), RULES))
                    .isEqualTo(ErrorCode.CORRUPT_MESSAGE);
        }
    }

    @Test
    void exactly_one_whole_batch_is_accepted() {
        ByteBuffer one = batch(CompressionType.NONE, NOW);
        ByteBuffer two = ByteBuffer.allocate(2 * one.limit())
                .put(one.duplicate())
                .put(one.duplicate())
                .flip();
        assertThat(error(two, RULES)).isEqualTo(ErrorCode.INVALID_RECORD);
        for (int cut = 0; cut < one.limit(); cut++) {
            assertThat(error(one.slice(0, cut), RULES)).as("cut at %d", cut).isEqualTo(ErrorCode.INVALID_RECORD);
        }
    }

    @Test
    void max_message_bytes_is_a_bound_that_may_be_reached() {
        ByteBuffer batch = batch(CompressionType.NONE, NOW);
        assertThat(validate(batch, withMaxBytes(batch.limit()))).isInstanceOf(Accepted.class);
        assertThat(error(batch, withMaxBytes(batch.limit() - 1))).isEqualTo(ErrorCode.MESSAGE_TOO_LARGE);
    }

    private static BatchRules withMaxBytes(int bytes) {
        return new BatchRules(bytes, TimestampType.CREATE_TIME, Long.MAX_VALUE, Long.MAX_VALUE, false, 64 << 20);
    }

    @ParameterizedTest
    @ValueSource(ints = {5, 6, 7})
    void an_unknown_codec_is_unsupported(int id) {
        assertThat(error(withAttributes(id), RULES)).isEqualTo(ErrorCode.UNSUPPORTED_COMPRESSION_TYPE);
    }

    @ParameterizedTest
    @ValueSource(ints = {BatchLayout.CONTROL_MASK, BatchLayout.DELETE_HORIZON_MASK, BatchLayout.TRANSACTIONAL_MASK})
    void flags_that_a_producer_without_id_may_not_set_are_refused(int flag) {
        assertThat(error(withAttributes(flag), RULES)).isEqualTo(ErrorCode.INVALID_RECORD);
    }

    @Test
    void a_producers_append_time_flag_is_refused_where_the_broker_sets_it_and_cleared_elsewhere() {
        ByteBuffer batch = withAttributes(BatchLayout.TIMESTAMP_TYPE_MASK);
        assertThat(error(batch, APPEND_TIME)).isEqualTo(ErrorCode.INVALID_TIMESTAMP);

        Accepted accepted = (Accepted) validate(batch, RULES);
        BatchEdits.setMaxTimestamp(batch, 0, accepted.timestampType(), accepted.maxTimestamp());
        assertThat(BatchHeader.timestampType(batch, 0)).isEqualTo(TimestampType.CREATE_TIME);
        assertThat(BatchHeader.hasValidCrc(batch, 0)).isTrue();
    }

    private static ByteBuffer withAttributes(int attributes) {
        ByteBuffer batch = batch(CompressionType.NONE, NOW).putShort(BatchLayout.ATTRIBUTES, (short) attributes);
        BatchEdits.updateCrc(batch, 0);
        return batch;
    }

    @ParameterizedTest
    @CsvSource({"5,0,0,true", "5,0,-1,false", "5,-1,0,false", "-1,-1,-1,true"})
    void a_producer_id_comes_with_epoch_and_sequence(long id, short epoch, int sequence, boolean accepted) {
        ByteBuffer batch = RecordBatchBuilder.create()
                .producer(id, epoch, sequence)
                .append(NOW, null, null)
                .build();
        assertThat(validate(batch, RULES) instanceof Accepted).isEqualTo(accepted);
    }

    @ParameterizedTest
    @CsvSource({"0,-1", "3,3", "3,1", "4,3", "2,1", "-1,-2"})
    void count_and_last_offset_delta_agree_with_the_records(int count, int lastOffsetDelta) {
        ByteBuffer batch = batch(CompressionType.NONE, NOW, NOW, NOW);
        batch.putInt(BatchLayout.RECORD_COUNT, count).putInt(BatchLayout.LAST_OFFSET_DELTA, lastOffsetDelta);
        BatchEdits.updateCrc(batch, 0);
        assertThat(error(batch, RULES)).isEqualTo(ErrorCode.INVALID_RECORD);
    }

    @Test
    void a_base_offset_other_than_zero_is_refused() {
        assertThat(error(batch(CompressionType.NONE, NOW).putLong(0, 7), RULES)).isEqualTo(ErrorCode.INVALID_RECORD);
    }

    @Test
    void offset_gaps_between_records_are_refused() {
        ByteBuffer batch = RecordBatchBuilder.create()
                .append(NOW, null, null)
                .appendAt(2, NOW, null, null, java.util.List.of())
                .build();
        batch.putInt(BatchLayout.LAST_OFFSET_DELTA, 1);
        BatchEdits.updateCrc(batch, 0);
        Rejected rejected = (Rejected) validate(batch, RULES);
        assertThat(rejected.error()).isEqualTo(ErrorCode.INVALID_RECORD);
        assertThat(rejected.message()).contains("offset delta 2");
    }

    @ParameterizedTest
    @EnumSource
    void a_compacted_topic_names_the_records_without_key(CompressionType type) {
        ByteBuffer key = ByteBuffer.wrap(new byte[] {1});
        ByteBuffer batch = RecordBatchBuilder.create()
                .compression(type)
                .append(NOW, key, null)
                .append(NOW, null, key)
                .append(NOW, key, key)
                .append(NOW, null, null)
                .build();
        Rejected rejected = (Rejected) validate(batch, COMPACTED);
        assertThat(rejected.error()).isEqualTo(ErrorCode.INVALID_RECORD);
        assertThat(rejected.recordErrors()).extracting(RecordError::batchIndex).containsExactly(1, 3);
        assertThat(validate(batch, RULES)).isInstanceOf(Accepted.class);
    }

    @Test
    void a_rejection_names_a_bounded_number_of_records() {
        RecordBatchBuilder builder = RecordBatchBuilder.create();
        for (int i = 0; i < 5_000; i++) {
            builder.append(NOW, null, null);
        }
        Rejected rejected = (Rejected) validate(builder.build(), COMPACTED);
        assertThat(rejected.recordErrors()).hasSize(BatchVerdict.MAX_RECORD_ERRORS);
        assertThat(rejected.message()).startsWith("One or more records have been rejected due to 5000 record errors");
    }

    @ParameterizedTest
    @EnumSource
    void timestamps_too_far_ahead_are_refused_by_index(CompressionType type) {
        Rejected rejected = (Rejected) validate(batch(type, NOW, NOW + 3_600_001, -1, NOW + 3_600_000), RULES);
        assertThat(rejected.error()).isEqualTo(ErrorCode.INVALID_TIMESTAMP);
        assertThat(rejected.recordErrors()).extracting(RecordError::batchIndex).containsExactly(1);
    }

    @ParameterizedTest
    @EnumSource
    void timestamps_too_far_behind_are_refused_by_index(CompressionType type) {
        BatchRules rules = new BatchRules(1 << 20, TimestampType.CREATE_TIME, 1_000, Long.MAX_VALUE, false, 1 << 20);
        Rejected rejected = (Rejected) validate(batch(type, NOW, -1, NOW - 1_000, NOW - 1_001), rules);
        assertThat(rejected.error()).isEqualTo(ErrorCode.INVALID_TIMESTAMP);
        assertThat(rejected.recordErrors()).extracting(RecordError::batchIndex).containsExactly(3);
    }

    @ParameterizedTest
    @EnumSource(mode = EnumSource.Mode.EXCLUDE, names = "NONE")
    void what_cannot_be_unpacked_is_refused_as_by_kafka_whatever_the_topic_asks_for(CompressionType type) {
        for (BatchRules rules : List.of(RULES, COMPACTED, APPEND_TIME)) {
            ByteBuffer batch = batch(type, NOW, NOW, NOW);
            for (int at = BatchLayout.RECORDS; at < batch.limit(); at++) {
                batch.put(at, (byte) 0x5a);
            }
            BatchEdits.updateCrc(batch, 0);
            assertThat(error(batch, rules)).isEqualTo(ErrorCode.UNKNOWN_SERVER_ERROR);
        }
    }

    @ParameterizedTest
    @EnumSource
    void records_that_are_malformed_inside_any_codec_are_invalid(CompressionType type) {
        ByteBuffer plain = RecordBatchBuilder.create()
                .append(NOW, null, ByteBuffer.allocate(3), List.of(new RecordHeader("a", ByteBuffer.allocate(1))))
                .build();
        ByteBuffer records = plain.slice(BatchLayout.RECORDS, plain.limit() - BatchLayout.RECORDS);
        // The header's key: its length, 1, becomes -1.
        int key = records.limit() - 4;
        assertThat(records.get(key)).isEqualTo((byte) 2);
        records.put(key, (byte) 1);
        assertThat(error(packed(type, plain, records), RULES)).isEqualTo(ErrorCode.INVALID_RECORD);
        // A record that ends too early.
        assertThat(error(packed(type, plain, records.slice(0, records.limit() - 2)), RULES))
                .isEqualTo(ErrorCode.INVALID_RECORD);
    }

    private static ByteBuffer packed(CompressionType type, ByteBuffer like, ByteBuffer records) {
        ByteBuffer body = Codecs.of(type).compress(records, type.defaultLevel());
        ByteBuffer batch = ByteBuffer.allocate(BatchLayout.RECORDS + body.remaining());
        batch.put(like.slice(0, BatchLayout.RECORDS)).put(body).flip();
        batch.putInt(BatchLayout.BATCH_LENGTH, batch.limit() - BatchLayout.LOG_OVERHEAD);
        batch.putShort(BatchLayout.ATTRIBUTES, (short) type.id());
        BatchEdits.updateCrc(batch, 0);
        return batch;
    }

    @ParameterizedTest
    @EnumSource
    void memory_that_is_used_again_changes_no_verdict(CompressionType type) {
        UnpackMemory memory = UnpackMemory.lasting();
        for (int size : new int[] {3, 100_000, 10, 3_000_000, 70_000, 1}) {
            ByteBuffer batch = RecordBatchBuilder.create()
                    .compression(type)
                    .append(NOW - size, null, ByteBuffer.allocate(size))
                    .build();
            ByteBuffer direct =
                    ByteBuffer.allocateDirect(batch.limit()).put(batch).flip();
            BatchVerdict verdict =
                    BatchValidator.validate(direct, 0, direct.limit(), withMaxBytes(Integer.MAX_VALUE), NOW, memory);
            assertThat(((Accepted) verdict).maxTimestamp()).as("%d bytes", size).isEqualTo(NOW - size);
        }
    }

    @Test
    void a_bomb_of_whose_records_no_rule_wants_to_know_fills_no_memory() {
        ByteBuffer bomb = RecordBatchBuilder.create()
                .compression(CompressionType.ZSTD)
                .append(NOW, ByteBuffer.allocate(1), ByteBuffer.allocate(BatchValidator.MAX_UNREAD_BYTES))
                .build();
        BatchRules large = new BatchRules(1 << 20, TimestampType.CREATE_TIME, Long.MAX_VALUE, 0, false, 1 << 30);
        assertThat(validate(bomb, large)).isInstanceOf(Accepted.class);
        BatchRules small = new BatchRules(1 << 20, TimestampType.CREATE_TIME, Long.MAX_VALUE, 0, false, 1 << 20);
        assertThat(error(bomb, small)).isEqualTo(ErrorCode.INVALID_RECORD);
    }

    @Test
    void a_bomb_is_cut_off_where_a_rule_has_it_unpacked() {
        ByteBuffer bomb = RecordBatchBuilder.create()
                .compression(CompressionType.ZSTD)
                .append(NOW, ByteBuffer.allocate(1), ByteBuffer.allocate(8 << 20))
                .build();
        assertThat(bomb.limit()).isLessThan(10_000);
        assertThat(error(bomb, COMPACTED)).isEqualTo(ErrorCode.INVALID_RECORD);
        assertThat(validate(bomb, RULES)).isInstanceOf(Accepted.class);
    }

    @Test
    void every_batch_that_kafka_builds_is_accepted() {
        for (long seed = 1; seed <= 200; seed++) {
            Random random = new Random(seed);
            CompressionType type = CompressionType.values()[random.nextInt(5)];
            ByteBuffer batch = BatchSpec.random(random, type).buildByKafka().putLong(0, 0);
            if (BatchHeader.lastOffsetDelta(batch, 0) == BatchHeader.recordCount(batch, 0) - 1
                    && BatchHeader.timestampType(batch, 0) == TimestampType.CREATE_TIME) {
                assertThat(validate(batch, withMaxBytes(Integer.MAX_VALUE)))
                        .as("seed %d", seed)
                        .isInstanceOf(Accepted.class);
            }
        }
    }

    private static ByteBuffer batch(CompressionType type, long... timestamps) {
        RecordBatchBuilder builder = RecordBatchBuilder.create().compression(type);
        for (long timestamp : timestamps) {
            builder.append(timestamp, null, ByteBuffer.wrap(new byte[] {1, 2, 3}));
        }
        return builder.build();
    }

    private static BatchVerdict validate(ByteBuffer batch, BatchRules rules) {
        return BatchValidator.validate(batch, 0, batch.limit(), rules, NOW, MEMORY);
    }

    private static ErrorCode error(ByteBuffer batch, BatchRules rules) {
        return ((Rejected) validate(batch, rules)).error();
    }
}
