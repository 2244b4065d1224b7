package io.odradek.protocol.record;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.Random;
import org.apache.kafka.common.record.internal.DefaultRecordBatch;
import org.junit.jupiter.api.Test;

class SequencesTest {
    private static final long SEED = 31L;

    @Test
    void zero_follows_the_greatest_sequence() {
        assertThat(Sequences.increment(Integer.MAX_VALUE, 1)).isZero();
        assertThat(Sequences.increment(Integer.MAX_VALUE - 2, 5)).isEqualTo(2);
        assertThat(Sequences.decrement(0, 1)).isEqualTo(Integer.MAX_VALUE);
        assertThat(Sequences.isNext(Integer.MAX_VALUE, 0)).isTrue();
        assertThat(Sequences.isNext(4, 5)).isTrue();
        assertThat(Sequences.isNext(4, 6)).isFalse();
    }

    @Test
    void sums_and_differences_are_those_of_kafka() {
        Random random = new Random(SEED);
        for (int round = 0; round < 10_000; round++) {
            int sequence = random.nextInt() & Integer.MAX_VALUE;
            int by = random.nextInt() & Integer.MAX_VALUE;
            assertThat(Sequences.increment(sequence, by)).isEqualTo(DefaultRecordBatch.incrementSequence(sequence, by));
            assertThat(Sequences.decrement(sequence, by)).isEqualTo(DefaultRecordBatch.decrementSequence(sequence, by));
        }
    }

    @Test
    void the_last_sequence_of_a_batch_wraps() {
        RecordBatchBuilder builder = RecordBatchBuilder.create().producer(1, (short) 0, Integer.MAX_VALUE - 1);
        for (int i = 0; i < 4; i++) {
            builder.append(0, null, null);
        }
        RecordBatchView batch = new RecordBatchView().wrap(builder.build(), 0);
        assertThat(batch.lastSequence()).isEqualTo(1);
        RecordCursor cursor = batch.records(0);
        assertThat(cursor.next() && cursor.next() && cursor.next()).isTrue();
        assertThat(cursor.view().sequence()).isZero();
    }
}
