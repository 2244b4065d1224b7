package io.odradek.benchmarks.load;

import io.odradek.protocol.compress.CompressionType;
import io.odradek.protocol.record.RecordBatchBuilder;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.util.SplittableRandom;

/** Makes record batches of text that compresses about as well as events in JSON do. Deterministic. */
public final class Batches {
    private static final long SEED = 20_261_124;
    private static final String[] EVENTS = {"click", "view", "purchase", "login", "logout", "search", "refund"};

    private Batches() {}

    /**
     * A batch that can be sent any number of times.
     *
     * @param batch the bytes, with a valid CRC and no producer id
     * @param records how many records it holds
     * @param unpackedBytes how many bytes it would have without compression
     */
    public record Prepared(ByteBuffer batch, int records, int unpackedBytes) {}

    /**
     * As many records as fit into {@code maxBytes} after compression, but at least one.
     *
     * @param recordBytes length of each value; there is no key
     * @param timestamp of all records, in ms
     */
    public static Prepared fill(int recordBytes, int maxBytes, CompressionType compression, long timestamp) {
        Prepared fitting = build(1, recordBytes, compression, timestamp);
        for (int step = Math.max(1, maxBytes / recordBytes); step > 0; step /= 2) {
            while (true) {
                Prepared larger = build(fitting.records() + step, recordBytes, compression, timestamp);
                if (larger.batch().remaining() > maxBytes) {
                    break;
                }
                fitting = larger;
            }
        }
        return fitting;
    }

    private static Prepared build(int records, int recordBytes, CompressionType compression, long timestamp) {
        SplittableRandom random = new SplittableRandom(SEED);
        RecordBatchBuilder builder = RecordBatchBuilder.create().compression(compression);
        for (int i = 0; i < records; i++) {
            builder.append(timestamp, null, value(random, recordBytes));
        }
        int unpackedBytes = builder.uncompressedSize();
        return new Prepared(builder.build(), records, unpackedBytes);
    }

    private static ByteBuffer value(SplittableRandom random, int bytes) {
        StringBuilder text = new StringBuilder(bytes + 64);
        while (text.length() < bytes) {
            text.append("{\"user\":").append(random.nextInt(1_000_000));
            text.append(",\"event\":\"").append(EVENTS[random.nextInt(EVENTS.length)]);
            text.append("\",\"session\":\"")
                    .append(Long.toHexString(random.nextLong()))
                    .append("\"}");
        }
        return ByteBuffer.wrap(text.substring(0, bytes).getBytes(StandardCharsets.US_ASCII));
    }
}
