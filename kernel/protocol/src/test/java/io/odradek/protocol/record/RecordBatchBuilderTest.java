package io.odradek.protocol.record;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.odradek.base.InvariantViolation;
import io.odradek.protocol.compress.CompressionType;
import java.nio.ByteBuffer;
import java.util.List;
import org.apache.kafka.common.record.internal.MemoryRecords;
import org.junit.jupiter.api.Test;

class RecordBatchBuilderTest {
    @Test
    void a_batch_that_lost_its_records_keeps_its_end() {
        RecordBatchView batch = view(RecordBatchBuilder.create()
                .baseOffset(40)
                .producer(9, (short) 1, 5)
                .compression(CompressionType.ZSTD)
                .endAt(44)
                .build());
        assertThat(batch.recordCount()).isZero();
        assertThat(batch.lastOffset()).isEqualTo(44);
        assertThat(batch.lastSequence()).isEqualTo(9);
        assertThat(batch.compressionType()).isEqualTo(CompressionType.NONE);
        assertThat(batch.hasValidCrc()).isTrue();
        assertThat(batch.records(0).next()).isFalse();
        MemoryRecords.readableRecords(batch.slice()).batches().forEach(kafka -> {
            kafka.ensureValid();
            assertThat(kafka.nextOffset()).isEqualTo(45);
        });
    }

    @Test
    void timestamps_survive_a_delete_horizon() {
        RecordBatchView batch = view(RecordBatchBuilder.create()
                .deleteHorizon(9_000)
                .append(1_000, null, null)
                .build());
        assertThat(batch.hasDeleteHorizon()).isTrue();
        assertThat(batch.baseTimestamp()).isEqualTo(9_000);
        RecordCursor cursor = batch.records(0);
        assertThat(cursor.next()).isTrue();
        assertThat(cursor.view().timestamp()).isEqualTo(1_000);
        MemoryRecords.readableRecords(batch.slice()).batches().forEach(kafka -> {
            assertThat(kafka.deleteHorizonMs()).hasValue(9_000);
            assertThat(kafka.iterator().next().timestamp()).isEqualTo(1_000);
        });
    }

    @Test
    void keys_and_values_are_not_consumed() {
        ByteBuffer value = ByteBuffer.wrap(new byte[] {1, 2, 3, 4}, 1, 2);
        ByteBuffer batch = RecordBatchBuilder.create().append(0, value, value).build();
        assertThat(value.remaining()).isEqualTo(2);
        RecordCursor cursor = RecordCursor.over(batch, 0, 0);
        cursor.next();
        assertThat(cursor.view().key()).isEqualTo(value);
        assertThat(cursor.view().value()).isEqualTo(value);
    }

    @Test
    void wrong_use_is_an_invariant() {
        assertThatThrownBy(() -> RecordBatchBuilder.create().build()).isInstanceOf(InvariantViolation.class);
        RecordBatchBuilder builder = RecordBatchBuilder.create().append(0, null, null);
        assertThatThrownBy(() -> builder.baseOffset(3)).isInstanceOf(InvariantViolation.class);
        assertThatThrownBy(() -> builder.appendAt(0, 0, null, null, List.of())).isInstanceOf(InvariantViolation.class);
        builder.build();
        assertThatThrownBy(builder::build).isInstanceOf(InvariantViolation.class);
    }

    private static RecordBatchView view(ByteBuffer batch) {
        return new RecordBatchView().wrap(batch, 0);
    }
}
