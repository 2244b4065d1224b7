package io.odradek.protocol.record;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.odradek.protocol.CorruptRecordsException;
import io.odradek.protocol.compress.CompressionType;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.util.HexFormat;
import java.util.List;
import org.junit.jupiter.api.Test;

class BatchLayoutTest {
    /** Written out by hand from the protocol's description; the CRC by an independent implementation. */
    private static final String GOLDEN = "0000000000000065" // base offset 101
            + "00000045" // length 69
            + "00000007" // leader epoch 7
            + "02" // magic
            + "%s" // crc
            + "0010" // transactional
            + "00000001" // last offset delta
            + "0000018bcfe56800" // base timestamp 1700000000000
            + "0000018bcfe56805" // max timestamp 1700000000005
            + "00000000000003e8" // producer id 1000
            + "0003" // producer epoch
            + "0000002a" // base sequence 42
            + "00000002" // two records
            // length 12, attributes, timestamp delta 0, offset delta 0, key "k", value "vv", header "h" = null
            + "18" + "00" + "00" + "00" + "02" + "6b" + "04" + "7676" + "02" + "02" + "68" + "01"
            // length 6 ...: timestamp delta 5, offset delta 1, null key, empty value, no headers
            + "0c" + "00" + "0a" + "02" + "01" + "00" + "00";

    @Test
    void a_batch_has_the_documented_bytes() {
        ByteBuffer batch = batch();
        assertThat(HexFormat.of().formatHex(batch.array(), batch.arrayOffset(), batch.limit()))
                .isEqualTo(GOLDEN.formatted(HexFormat.of().toHexDigits(bitwiseCrc(batch))));
    }

    @Test
    void accessors_read_a_batch_anywhere_in_a_direct_buffer_without_moving_it() {
        ByteBuffer batch = batch();
        ByteBuffer buffer = ByteBuffer.allocateDirect(batch.limit() + 5).put(5, batch, 0, batch.limit());
        buffer.position(3);

        assertThat(BatchHeader.baseOffset(buffer, 5)).isEqualTo(101);
        assertThat(BatchHeader.lastOffset(buffer, 5)).isEqualTo(102);
        assertThat(BatchHeader.nextOffset(buffer, 5)).isEqualTo(103);
        assertThat(BatchHeader.sizeInBytes(buffer, 5)).isEqualTo(batch.limit());
        assertThat(BatchHeader.partitionLeaderEpoch(buffer, 5)).isEqualTo(7);
        assertThat(BatchHeader.magic(buffer, 5)).isEqualTo(BatchLayout.MAGIC_V2);
        assertThat(BatchHeader.isTransactional(buffer, 5)).isTrue();
        assertThat(BatchHeader.isIdempotent(buffer, 5)).isTrue();
        assertThat(BatchHeader.isControl(buffer, 5)).isFalse();
        assertThat(BatchHeader.compressionType(buffer, 5)).isEqualTo(CompressionType.NONE);
        assertThat(BatchHeader.baseTimestamp(buffer, 5)).isEqualTo(1_700_000_000_000L);
        assertThat(BatchHeader.maxTimestamp(buffer, 5)).isEqualTo(1_700_000_000_005L);
        assertThat(BatchHeader.producerId(buffer, 5)).isEqualTo(1_000);
        assertThat(BatchHeader.producerEpoch(buffer, 5)).isEqualTo((short) 3);
        assertThat(BatchHeader.lastSequence(buffer, 5)).isEqualTo(43);
        assertThat(BatchHeader.recordCount(buffer, 5)).isEqualTo(2);
        assertThat(BatchHeader.hasValidCrc(buffer, 5)).isTrue();
        assertThat(buffer.position()).isEqualTo(3);
        assertThat(buffer.limit()).isEqualTo(buffer.capacity());
    }

    @Test
    void a_length_that_no_batch_has_is_refused_before_it_is_used() {
        for (int length : new int[] {Integer.MIN_VALUE, -1, 0, 48, Integer.MAX_VALUE, Integer.MAX_VALUE - 11}) {
            ByteBuffer batch = batch().putInt(BatchLayout.BATCH_LENGTH, length);
            assertThatThrownBy(() -> BatchHeader.sizeInBytes(batch, 0))
                    .isInstanceOf(CorruptRecordsException.class)
                    .hasMessageContaining(Integer.toString(length));
        }
    }

    @Test
    void offset_and_leader_epoch_are_outside_the_crc_and_the_timestamp_is_inside() {
        ByteBuffer batch = batch();
        BatchEdits.assign(batch, 0, 9_999_999_999L, 12);
        assertThat(BatchHeader.hasValidCrc(batch, 0)).isTrue();
        assertThat(BatchHeader.lastOffset(batch, 0)).isEqualTo(10_000_000_000L);

        int before = BatchHeader.crc(batch, 0);
        BatchEdits.setMaxTimestamp(batch, 0, TimestampType.LOG_APPEND_TIME, 55);
        assertThat(BatchHeader.timestampType(batch, 0)).isEqualTo(TimestampType.LOG_APPEND_TIME);
        assertThat(BatchHeader.isTransactional(batch, 0)).isTrue();
        assertThat(BatchHeader.crc(batch, 0)).isNotEqualTo(before);
        assertThat(BatchHeader.hasValidCrc(batch, 0)).isTrue();
    }

    private static ByteBuffer batch() {
        return RecordBatchBuilder.create()
                .baseOffset(101)
                .leaderEpoch(7)
                .producer(1_000, (short) 3, 42)
                .transactional()
                .append(1_700_000_000_000L, utf8("k"), utf8("vv"), List.of(new RecordHeader("h", null)))
                .append(1_700_000_000_005L, null, utf8(""))
                .build();
    }

    private static ByteBuffer utf8(String text) {
        return StandardCharsets.UTF_8.encode(text);
    }

    /** CRC-32C bit by bit, as its definition has it. */
    private static int bitwiseCrc(ByteBuffer batch) {
        int crc = -1;
        for (int at = BatchLayout.ATTRIBUTES; at < batch.limit(); at++) {
            crc ^= batch.get(at) & 0xff;
            for (int bit = 0; bit < 8; bit++) {
                crc = (crc >>> 1) ^ ((crc & 1) != 0 ? 0x82f63b78 : 0);
            }
        }
        return ~crc;
    }
}
