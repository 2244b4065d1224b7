package io.odradek.benchmarks.jmh;

import io.odradek.base.Uuid;
import io.odradek.benchmarks.load.Batches;
import io.odradek.protocol.MemoryRecords;
import io.odradek.protocol.WireReader;
import io.odradek.protocol.WireWriter;
import io.odradek.protocol.compress.CompressionType;
import io.odradek.protocol.compress.UnpackMemory;
import io.odradek.protocol.message.FetchResponse;
import io.odradek.protocol.message.ProduceRequest;
import io.odradek.protocol.record.BatchHeader;
import io.odradek.protocol.record.BatchRules;
import io.odradek.protocol.record.BatchValidator;
import io.odradek.protocol.record.BatchVerdict;
import java.nio.ByteBuffer;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.stream.IntStream;
import org.openjdk.jmh.annotations.Benchmark;
import org.openjdk.jmh.annotations.BenchmarkMode;
import org.openjdk.jmh.annotations.Fork;
import org.openjdk.jmh.annotations.Measurement;
import org.openjdk.jmh.annotations.Mode;
import org.openjdk.jmh.annotations.OutputTimeUnit;
import org.openjdk.jmh.annotations.Param;
import org.openjdk.jmh.annotations.Scope;
import org.openjdk.jmh.annotations.Setup;
import org.openjdk.jmh.annotations.State;
import org.openjdk.jmh.annotations.Warmup;

/**
 * What a broker does with every Produce and Fetch request, without sockets and files. Requests are those of the
 * side-by-side benchmark: twelve partitions, each with a batch of 16 KiB of 100 B records.
 */
@State(Scope.Thread)
@BenchmarkMode(Mode.AverageTime)
@OutputTimeUnit(TimeUnit.MICROSECONDS)
@Warmup(iterations = 3, time = 1)
@Measurement(iterations = 5, time = 1)
@Fork(1)
public class HotPaths {
    private static final int PARTITIONS = 12;
    private static final int RECORD_BYTES = 100;
    private static final int BATCH_BYTES = 16_384;
    private static final long NOW_MS = 1_700_000_000_000L;
    private static final short PRODUCE_VERSION = 13;
    private static final short FETCH_VERSION = 17;

    private final ByteBuffer batch = direct(Batches.fill(RECORD_BYTES, BATCH_BYTES, CompressionType.NONE, NOW_MS)
            .batch());
    private final UnpackMemory memory = UnpackMemory.lasting();
    private final ByteBuffer produceRequest = produceRequest();
    private final FetchResponse fetchResponse = fetchResponse();
    private final ByteBuffer out = ByteBuffer.allocateDirect(fetchResponse.size(FETCH_VERSION));

    private static ByteBuffer direct(ByteBuffer heap) {
        return ByteBuffer.allocateDirect(heap.remaining()).put(heap).flip();
    }

    private ByteBuffer produceRequest() {
        ProduceRequest request = new ProduceRequest()
                .setAcks((short) -1)
                .setTimeoutMs(30_000)
                .setTopicData(List.of(new ProduceRequest.TopicProduceData()
                        .setTopicId(new Uuid(1, 2))
                        .setPartitionData(IntStream.range(0, PARTITIONS)
                                .mapToObj(partition -> new ProduceRequest.PartitionProduceData()
                                        .setIndex(partition)
                                        .setRecords(new MemoryRecords(batch.duplicate())))
                                .toList())));
        WireWriter writer = WireWriter.copying(ByteBuffer.allocateDirect(request.size(PRODUCE_VERSION)));
        request.write(writer, PRODUCE_VERSION);
        return writer.written();
    }

    private FetchResponse fetchResponse() {
        return new FetchResponse()
                .setResponses(List.of(new FetchResponse.FetchableTopicResponse()
                        .setTopicId(new Uuid(1, 2))
                        .setPartitions(IntStream.range(0, PARTITIONS)
                                .mapToObj(partition -> new FetchResponse.PartitionData()
                                        .setPartitionIndex(partition)
                                        .setHighWatermark(1_000_000)
                                        .setRecords(new MemoryRecords(batch.duplicate())))
                                .toList())));
    }

    /** Decodes a Produce request of 192 KiB; the records stay where they are. */
    @Benchmark
    public ProduceRequest decodeProduceRequest() {
        return ProduceRequest.read(new WireReader(produceRequest), PRODUCE_VERSION);
    }

    /** Validates a batch of 16 KiB, its CRC included, as a leader does before it appends. */
    @Benchmark
    public BatchVerdict validateBatch() {
        return BatchValidator.validate(batch, 0, batch.limit(), BatchRules.DEFAULT, NOW_MS, memory);
    }

    /** A batch of 16 KiB, packed by one codec. */
    @State(Scope.Thread)
    public static class Packed {
        @Param({"LZ4", "ZSTD", "SNAPPY", "GZIP"})
        private CompressionType codec = CompressionType.LZ4;

        private ByteBuffer bytes = ByteBuffer.allocate(0);

        @Setup
        public void pack() {
            bytes = direct(
                    Batches.fill(RECORD_BYTES, BATCH_BYTES, codec, NOW_MS).batch());
        }
    }

    /** Validates a packed batch: its CRC, and all its records, which have to be unpacked for that. */
    @Benchmark
    public BatchVerdict validatePackedBatch(Packed packed) {
        return BatchValidator.validate(packed.bytes, 0, packed.bytes.limit(), BatchRules.DEFAULT, NOW_MS, memory);
    }

    /** The part of {@link #validatePackedBatch} that is left if nothing is unpacked. */
    @Benchmark
    public boolean checkCrcOfPackedBatch(Packed packed) {
        return BatchHeader.hasValidCrc(packed.bytes, 0);
    }

    /** The part of {@link #validateBatch} that the CRC takes. */
    @Benchmark
    public boolean checkCrc() {
        return BatchHeader.hasValidCrc(batch, 0);
    }

    /** Encodes a Fetch response for sendfile: everything but the records, which stay where they are. */
    @Benchmark
    public int encodeFetchResponse() {
        WireWriter writer = WireWriter.splicing(out.clear());
        fetchResponse.write(writer, FETCH_VERSION);
        return writer.position() + writer.splices().size();
    }
}
