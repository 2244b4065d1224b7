package io.odradek.simulation;

import io.odradek.protocol.MemoryRecords;
import io.odradek.protocol.Records;
import io.odradek.protocol.record.BatchCursor;
import io.odradek.protocol.record.RecordBatchBuilder;
import io.odradek.protocol.record.RecordCursor;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** Batches of text. Stateless. */
final class Batches {
    private static final int MAX_UNPACKED = 1 << 20;

    /** Gets one record. */
    interface Receiver {
        void record(long offset, String value);
    }

    private Batches() {}

    static MemoryRecords of(long nowMillis, long producerId, short epoch, int sequence, List<String> values) {
        RecordBatchBuilder builder = RecordBatchBuilder.create().producer(producerId, epoch, sequence);
        for (String value : values) {
            builder.append(nowMillis, null, ByteBuffer.wrap(value.getBytes(StandardCharsets.UTF_8)));
        }
        return new MemoryRecords(builder.build());
    }

    /** Reads the records from an offset on; a batch that is cut off is left out. */
    static void read(@Nullable Records records, long from, Receiver receiver) {
        if (!(records instanceof MemoryRecords memory)) {
            return;
        }
        BatchCursor batches = BatchCursor.over(memory.buffer());
        while (batches.next()) {
            if (!batches.view().hasValidCrc()) {
                throw new History.Violation(
                        "damaged: the batch at " + batches.view().baseOffset() + " was served with a wrong checksum");
            }
            RecordCursor cursor = batches.view().records(MAX_UNPACKED);
            while (cursor.next()) {
                ByteBuffer value = cursor.view().value();
                if (cursor.view().offset() >= from && value != null) {
                    receiver.record(
                            cursor.view().offset(),
                            StandardCharsets.UTF_8.decode(value.duplicate()).toString());
                }
            }
        }
    }
}
