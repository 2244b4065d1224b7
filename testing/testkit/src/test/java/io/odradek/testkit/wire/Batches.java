package io.odradek.testkit.wire;

import io.odradek.protocol.MemoryRecords;
import io.odradek.protocol.record.RecordBatchBuilder;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;

/** Record batches to send. */
public final class Batches {
    private Batches() {}

    /** A batch whose records have equal keys and values, made now. */
    public static MemoryRecords of(String... values) {
        return of(RecordBatchBuilder.create(), values);
    }

    /** A batch out of a builder that has its header's fields. */
    public static MemoryRecords of(RecordBatchBuilder builder, String... values) {
        for (String value : values) {
            builder.append(System.currentTimeMillis(), utf8(value), utf8(value));
        }
        return new MemoryRecords(builder.build());
    }

    /** A batch of one record with a value of so many bytes. */
    public static MemoryRecords ofSize(int valueBytes) {
        return new MemoryRecords(RecordBatchBuilder.create()
                .append(System.currentTimeMillis(), utf8("key"), ByteBuffer.allocate(valueBytes))
                .build());
    }

    public static ByteBuffer utf8(String text) {
        return ByteBuffer.wrap(text.getBytes(StandardCharsets.UTF_8));
    }
}
