package io.odradek.protocol.record;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.odradek.base.InvariantViolation;
import io.odradek.protocol.CorruptRecordsException;
import java.nio.ByteBuffer;
import org.apache.kafka.common.record.internal.MemoryRecords;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

class ControlRecordsTest {
    @ParameterizedTest
    @EnumSource(names = {"COMMIT", "ABORT"})
    void a_marker_batch_has_the_bytes_of_kafka(ControlRecordType type) {
        var kafka = MemoryRecords.withEndTransactionMarker(
                5_000L,
                77L,
                (short) 4,
                new org.apache.kafka.common.record.internal.EndTransactionMarker(
                        org.apache.kafka.common.record.internal.ControlRecordType.valueOf(type.name()), 12));
        assertThat(ControlRecords.endTransactionBatch(5_000L, 77L, (short) 4, new EndTransactionMarker(type, 12)))
                .isEqualTo(kafka.buffer());
    }

    @ParameterizedTest
    @EnumSource(names = {"COMMIT", "ABORT"})
    void a_marker_is_read_back(ControlRecordType type) {
        EndTransactionMarker marker = new EndTransactionMarker(type, 12);
        RecordView record = only(ControlRecords.endTransactionBatch(5_000L, 77L, (short) 4, marker));
        assertThat(ControlRecords.type(record)).isEqualTo(type);
        assertThat(ControlRecords.endTransactionMarker(record)).isEqualTo(marker);
    }

    @ParameterizedTest
    @EnumSource
    void keys_are_those_of_kafka(ControlRecordType type) {
        if (type != ControlRecordType.UNKNOWN) {
            var kafka = org.apache.kafka.common.record.internal.ControlRecordType.valueOf(type.name());
            assertThat(ControlRecords.key(type)).isEqualTo(kafka.recordKey());
        }
    }

    @Test
    void a_kind_of_a_later_version_is_unknown() {
        ByteBuffer later = ByteBuffer.allocate(6)
                .putShort(1, (short) 0)
                .putShort(0, (short) 1)
                .putShort(2, (short) 99);
        RecordView record =
                only(RecordBatchBuilder.create().append(0, later, null).build());
        assertThat(ControlRecords.type(record)).isEqualTo(ControlRecordType.UNKNOWN);
        assertThatThrownBy(() -> ControlRecords.endTransactionMarker(record))
                .isInstanceOf(CorruptRecordsException.class);
    }

    @Test
    void a_short_key_or_value_is_refused() {
        RecordView noKey =
                only(RecordBatchBuilder.create().append(0, null, null).build());
        assertThatThrownBy(() -> ControlRecords.type(noKey)).isInstanceOf(CorruptRecordsException.class);
        RecordView noValue = only(RecordBatchBuilder.create()
                .append(0, ControlRecords.key(ControlRecordType.COMMIT), null)
                .build());
        assertThatThrownBy(() -> ControlRecords.endTransactionMarker(noValue))
                .isInstanceOf(CorruptRecordsException.class)
                .hasMessageContaining("value");
    }

    @Test
    void only_commit_and_abort_end_a_transaction() {
        assertThatThrownBy(() -> new EndTransactionMarker(ControlRecordType.LEADER_CHANGE, 0))
                .isInstanceOf(InvariantViolation.class);
    }

    private static RecordView only(ByteBuffer batch) {
        RecordCursor cursor = RecordCursor.over(batch, 0, 0);
        assertThat(cursor.next()).isTrue();
        return cursor.view();
    }
}
