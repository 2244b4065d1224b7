package io.odradek.storage;

import static java.nio.charset.StandardCharsets.UTF_8;

import io.odradek.protocol.record.BatchCursor;
import io.odradek.protocol.record.RecordBatchBuilder;
import io.odradek.protocol.record.RecordBatchView;
import io.odradek.protocol.record.RecordCursor;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.util.ArrayList;
import java.util.List;

/** Batches of texts, and the texts that a log holds. */
final class TestBatches {
    private TestBatches() {}

    static ByteBuffer batch(long timestamp, String... values) {
        RecordBatchBuilder builder = RecordBatchBuilder.create();
        for (String value : values) {
            builder.append(timestamp, null, ByteBuffer.wrap(value.getBytes(UTF_8)));
        }
        return builder.build();
    }

    /** Every record below the log end offset, as {@code offset=value}; checks every checksum. */
    static List<String> contents(PartitionLog log) throws IOException {
        List<String> found = new ArrayList<>();
        long offset = log.logStartOffset();
        while (offset < log.logEndOffset()) {
            LogRead read = log.read(offset, 1 << 20, log.logEndOffset(), true);
            if (read.size() == 0) {
                return found; // no record follows
            }
            try (FileRecords records = (FileRecords) read.records()) {
                BatchCursor batches = BatchCursor.over(records.readFully());
                while (batches.next()) {
                    collect(batches.view(), found);
                    offset = batches.view().nextOffset();
                }
            }
        }
        return found;
    }

    private static void collect(RecordBatchView batch, List<String> found) {
        if (!batch.hasValidCrc()) {
            throw new AssertionError("the batch at " + batch.baseOffset() + " is damaged");
        }
        RecordCursor records = batch.records(1 << 20);
        while (records.next()) {
            ByteBuffer value = records.view().value();
            found.add(records.view().offset() + "=" + (value == null ? null : UTF_8.decode(value)));
        }
    }
}
