package io.odradek.benchmarks.load;

import static org.assertj.core.api.Assertions.assertThat;

import io.odradek.protocol.compress.CompressionType;
import io.odradek.protocol.compress.UnpackMemory;
import io.odradek.protocol.record.BatchRules;
import io.odradek.protocol.record.BatchValidator;
import io.odradek.protocol.record.BatchVerdict;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class BatchesTest {
    private static final long NOW = 1_700_000_000_000L;
    private static final int MAX_BYTES = 16_384;

    @ParameterizedTest
    @CsvSource({"100, NONE", "1024, NONE", "100, LZ4"})
    void batchesAreAsFullAsTheyMayBeAndPassTheBrokersOwnChecks(int recordBytes, CompressionType compression) {
        Batches.Prepared prepared = Batches.fill(recordBytes, MAX_BYTES, compression, NOW);
        int size = prepared.batch().remaining();

        assertThat(size).isBetween(MAX_BYTES - 2 * recordBytes, MAX_BYTES);
        assertThat(prepared.unpackedBytes()).isGreaterThanOrEqualTo(prepared.records() * recordBytes);
        assertThat(BatchValidator.validate(prepared.batch(), 0, size, BatchRules.DEFAULT, NOW, UnpackMemory.lasting()))
                .isInstanceOfSatisfying(
                        BatchVerdict.Accepted.class,
                        accepted -> assertThat(accepted.recordCount()).isEqualTo(prepared.records()));
    }

    @ParameterizedTest
    @CsvSource({"100, LZ4"})
    void theTextCompressesAsEventsDo(int recordBytes, CompressionType compression) {
        Batches.Prepared prepared = Batches.fill(recordBytes, MAX_BYTES, compression, NOW);

        assertThat((double) prepared.unpackedBytes() / prepared.batch().remaining())
                .isBetween(2.0, 5.0);
    }
}
