package io.odradek.protocol.record;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.fail;

import io.odradek.protocol.CorruptRecordsException;
import io.odradek.protocol.compress.CompressionType;
import io.odradek.protocol.compress.UnpackMemory;
import java.nio.ByteBuffer;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Damaged batches are refused by a declared exception or a verdict, whatever the damage, within bounds. */
@Timeout(60)
class BatchFuzzTest {
    private static final long SEED = 99L;
    private static final int ROUNDS = 2_000;
    private static final int MAX_UNPACKED = 1 << 20;

    @ParameterizedTest
    @EnumSource
    void damaged_batches_never_surprise_a_reader(CompressionType type) {
        Random random = new Random(SEED);
        byte[] good = new byte[0];
        for (int round = 0; round < ROUNDS; round++) {
            if (round % 100 == 0) {
                good = bytes(BatchSpec.random(new Random(SEED + round), type).buildByOdradek());
            }
            ByteBuffer bad = damage(good, random);
            try {
                readAll(bad);
            } catch (RuntimeException e) {
                fail("seed " + SEED + ", round " + round, e);
            }
        }
    }

    @ParameterizedTest
    @EnumSource
    void damaged_batches_with_a_true_crc_never_surprise_the_validator(CompressionType type) {
        BatchRules rules = new BatchRules(1 << 20, TimestampType.CREATE_TIME, 1L << 50, 1L << 50, true, MAX_UNPACKED);
        Random random = new Random(SEED);
        byte[] good = new byte[0];
        for (int round = 0; round < ROUNDS; round++) {
            if (round % 100 == 0) {
                good = bytes(BatchSpec.random(new Random(SEED + round), type)
                        .buildByOdradek()
                        .putLong(0, 0L));
            }
            ByteBuffer bad = damage(good, random);
            if (bad.limit() > BatchLayout.HEADER_SIZE) {
                bad.putInt(BatchLayout.BATCH_LENGTH, bad.limit() - BatchLayout.LOG_OVERHEAD);
                BatchEdits.updateCrc(bad, 0);
            }
            try {
                assertThat(BatchValidator.validate(
                                bad, 0, bad.limit(), rules, 1_700_000_000_000L, UnpackMemory.lasting()))
                        .isNotNull();
            } catch (RuntimeException e) {
                fail("seed " + SEED + ", round " + round, e);
            }
        }
    }

    @ParameterizedTest
    @ValueSource(ints = {1, 2, 3, 4, 5, 6, 7, 8})
    void the_validator_accepts_exactly_the_records_that_a_cursor_reads(int seed) {
        BatchRules rules =
                new BatchRules(1 << 20, TimestampType.LOG_APPEND_TIME, 1L << 50, 1L << 50, false, MAX_UNPACKED);
        Random random = new Random(seed);
        byte[] good = bytes(producible(random));
        int accepted = 0;
        for (int round = 0; round < ROUNDS; round++) {
            ByteBuffer bad = ByteBuffer.wrap(good.clone());
            for (int flips = random.nextInt(3); flips > 0; flips--) {
                int at = BatchLayout.RECORDS + random.nextInt(good.length - BatchLayout.RECORDS);
                bad.put(at, random.nextBoolean() ? (byte) random.nextInt(8) : (byte) random.nextInt());
            }
            BatchEdits.updateCrc(bad, 0);
            BatchVerdict verdict = BatchValidator.validate(bad, 0, bad.limit(), rules, 5L, UnpackMemory.lasting());
            assertThat(verdict instanceof BatchVerdict.Accepted)
                    .as("seed %d, round %d: %s", seed, round, verdict)
                    .isEqualTo(hasConsecutiveRecords(bad));
            accepted += verdict instanceof BatchVerdict.Accepted ? 1 : 0;
        }
        assertThat(accepted).isBetween(ROUNDS / 5, ROUNDS - 1);
    }

    private static ByteBuffer producible(Random random) {
        RecordBatchBuilder builder = RecordBatchBuilder.create();
        for (int i = 0; i < 100; i++) {
            ByteBuffer key = random.nextInt(3) == 0 ? null : ByteBuffer.allocate(random.nextInt(4) == 0 ? 100 : 3);
            ByteBuffer value = random.nextInt(5) == 0 ? null : ByteBuffer.allocate(random.nextInt(4) == 0 ? 9_000 : 40);
            List<RecordHeader> headers = random.nextInt(4) == 0 ? List.of(new RecordHeader("h", value)) : List.of();
            builder.append(random.nextLong(1L << random.nextInt(1, 45)), key, value, headers);
        }
        return builder.build();
    }

    private static boolean hasConsecutiveRecords(ByteBuffer batch) {
        try {
            RecordCursor cursor = RecordCursor.over(batch, 0, 0);
            int expected = 0;
            while (cursor.next()) {
                if (cursor.view().offsetDelta() != expected++) {
                    return false;
                }
            }
            return true;
        } catch (CorruptRecordsException e) {
            return false;
        }
    }

    private static void readAll(ByteBuffer bad) {
        try {
            BatchCursor batches = BatchCursor.over(bad);
            while (batches.next()) {
                batches.view().hasValidCrc();
                readRecords(batches.view().records(MAX_UNPACKED), bad.limit());
            }
            assertThat(batches.validEnd()).isBetween(0, bad.limit());
        } catch (CorruptRecordsException e) {
            assertThat(e.getMessage()).isNotBlank();
        }
    }

    private static void readRecords(RecordCursor records, int batchBytes) {
        long seen = 0;
        while (records.next()) {
            RecordView record = records.view();
            seen += record.sizeInBytes();
            record.headers();
            record.key();
            record.value();
        }
        assertThat(seen).isLessThanOrEqualTo(Math.max(MAX_UNPACKED, batchBytes));
    }

    private static ByteBuffer damage(byte[] good, Random random) {
        int length = random.nextInt(4) == 0 ? random.nextInt(good.length) : good.length;
        ByteBuffer bad = ByteBuffer.allocate(length).put(0, good, 0, length);
        for (int flips = random.nextInt(4); flips > 0 && length > 0; flips--) {
            int at = random.nextInt(random.nextInt(3) == 0 ? Math.min(length, 90) : length);
            byte value =
                    random.nextBoolean() ? (byte) random.nextInt() : (byte) (bad.get(at) ^ (1 << random.nextInt(8)));
            bad.put(at, value);
        }
        return bad;
    }

    private static byte[] bytes(ByteBuffer buffer) {
        byte[] bytes = new byte[buffer.remaining()];
        buffer.get(buffer.position(), bytes);
        return bytes;
    }
}
