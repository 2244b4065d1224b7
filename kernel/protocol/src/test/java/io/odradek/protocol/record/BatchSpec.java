package io.odradek.protocol.record;

import io.odradek.protocol.compress.CompressionType;
import java.nio.ByteBuffer;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Random;
import org.apache.kafka.common.compress.Compression;
import org.apache.kafka.common.header.Header;
import org.apache.kafka.common.header.internals.RecordHeader;
import org.apache.kafka.common.record.TimestampType;
import org.apache.kafka.common.record.internal.MemoryRecords;
import org.apache.kafka.common.record.internal.MemoryRecordsBuilder;
import org.apache.kafka.common.utils.internals.ByteBufferOutputStream;

/** What a batch is to hold, built by Kafka's builder or by ours. */
record BatchSpec(
        CompressionType compression,
        boolean appendTime,
        boolean transactional,
        long producerId,
        short producerEpoch,
        int baseSequence,
        int leaderEpoch,
        long baseOffset,
        List<RecordSpec> records) {
    static final long APPEND_TIME = 1_700_000_009_999L;

    record RecordSpec(long offset, long timestamp, byte[] key, byte[] value, List<HeaderSpec> headers) {}

    record HeaderSpec(String key, byte[] value) {}

    static BatchSpec random(Random random, CompressionType compression) {
        boolean idempotent = random.nextBoolean();
        long baseOffset = random.nextBoolean() ? 0 : random.nextLong(1L << 40);
        int count = 1 + random.nextInt(random.nextInt(10) == 0 ? 2_000 : 60);
        List<RecordSpec> records = new ArrayList<>(count);
        long offset = baseOffset;
        boolean gaps = random.nextInt(4) == 0;
        for (int i = 0; i < count; i++) {
            records.add(new RecordSpec(offset, timestamp(random), bytes(random), bytes(random), headers(random)));
            offset += gaps ? 1 + random.nextInt(200) : 1;
        }
        return new BatchSpec(
                compression,
                random.nextInt(4) == 0,
                idempotent && random.nextBoolean(),
                idempotent ? random.nextLong(1L << 40) : -1,
                idempotent ? (short) random.nextInt(Short.MAX_VALUE) : -1,
                idempotent ? random.nextInt(Integer.MAX_VALUE) : -1,
                random.nextInt(100) - 1,
                baseOffset,
                records);
    }

    private static long timestamp(Random random) {
        return random.nextInt(20) == 0 ? random.nextLong(1L << 45) : 1_700_000_000_000L + random.nextInt(10_000);
    }

    private static byte[] bytes(Random random) {
        if (random.nextInt(6) == 0) {
            return null;
        }
        byte[] bytes = new byte[random.nextInt(random.nextInt(30) == 0 ? 20_000 : 150)];
        if (random.nextBoolean()) {
            random.nextBytes(bytes);
        } else {
            Arrays.fill(bytes, (byte) random.nextInt(4));
        }
        return bytes;
    }

    private static List<HeaderSpec> headers(Random random) {
        List<HeaderSpec> headers = new ArrayList<>();
        for (int left = random.nextInt(3) == 0 ? random.nextInt(5) : 0; left > 0; left--) {
            headers.add(new HeaderSpec(random.nextBoolean() ? "" : "ключ" + random.nextInt(), bytes(random)));
        }
        return headers;
    }

    ByteBuffer buildByOdradek() {
        RecordBatchBuilder builder = RecordBatchBuilder.create()
                .baseOffset(baseOffset)
                .leaderEpoch(leaderEpoch)
                .compression(compression)
                .producer(producerId, producerEpoch, baseSequence);
        if (appendTime) {
            builder.logAppendTime(APPEND_TIME);
        }
        if (transactional) {
            builder.transactional();
        }
        for (RecordSpec spec : records) {
            builder.appendAt(spec.offset, spec.timestamp, wrap(spec.key), wrap(spec.value), ours(spec.headers));
        }
        return builder.build();
    }

    private static List<io.odradek.protocol.record.RecordHeader> ours(List<HeaderSpec> headers) {
        return headers.stream()
                .map(header -> new io.odradek.protocol.record.RecordHeader(header.key, wrap(header.value)))
                .toList();
    }

    static ByteBuffer wrap(byte[] bytes) {
        return bytes == null ? null : ByteBuffer.wrap(bytes);
    }

    ByteBuffer buildByKafka() {
        try (MemoryRecordsBuilder builder = kafkaBuilder()) {
            for (RecordSpec spec : records) {
                Header[] headers = spec.headers.stream()
                        .map(header -> new RecordHeader(header.key, header.value))
                        .toArray(Header[]::new);
                builder.appendWithOffset(spec.offset, spec.timestamp, spec.key, spec.value, headers);
            }
            MemoryRecords built = builder.build();
            return built.buffer().slice();
        }
    }

    private MemoryRecordsBuilder kafkaBuilder() {
        return new MemoryRecordsBuilder(
                new ByteBufferOutputStream(512),
                (byte) 2,
                kafkaCompression(compression),
                appendTime ? TimestampType.LOG_APPEND_TIME : TimestampType.CREATE_TIME,
                baseOffset,
                appendTime ? APPEND_TIME : -1L,
                producerId,
                producerEpoch,
                baseSequence,
                transactional,
                false,
                leaderEpoch,
                Integer.MAX_VALUE);
    }

    static Compression kafkaCompression(CompressionType type) {
        return Compression.of(type.configName()).build();
    }
}
