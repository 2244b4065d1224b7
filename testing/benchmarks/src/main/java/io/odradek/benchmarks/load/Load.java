package io.odradek.benchmarks.load;

import java.io.IOException;
import java.net.InetSocketAddress;
import java.nio.ByteBuffer;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.stream.Stream;

/** Loads of Produce or Fetch requests on one topic. One thread. */
public final class Load {
    private static final Duration LIMIT = Duration.ofMinutes(10);

    private final InetSocketAddress address;
    private final Topic topic;
    private final LoadShape shape;

    /** A load on {@code topic}, which has the shape's number of partitions. */
    public Load(InetSocketAddress address, Topic topic, LoadShape shape) {
        this.address = address;
        this.topic = topic;
        this.shape = shape;
    }

    /**
     * How much was done.
     *
     * @param bytes of record batches, before compression where they were produced
     * @param outcome time and latencies
     */
    public record Done(long bytes, LoadLoop.Outcome outcome) {}

    /**
     * Produces at least {@code bytes} bytes, counted before compression, evenly to all partitions; every batch is
     * acknowledged when it returns.
     */
    public Done produce(Batches.Prepared batch, long bytes) throws IOException {
        long bytesPerRequest = (long) batch.unpackedBytes() * topic.partitions();
        long requests = Math.ceilDiv(bytes, bytesPerRequest);
        Budget budget = new Budget(requests);
        ByteBuffer frame = ProduceExchange.frame(topic, batch.batch(), shape.acks());
        List<ProduceExchange> exchanges = Stream.generate(() -> ProduceExchange.of(frame, budget))
                .limit(shape.connections())
                .toList();
        return new Done(requests * bytesPerRequest, LoadLoop.run(address, exchanges, shape.inFlight(), LIMIT));
    }

    /**
     * Fetches at least {@code bytes} bytes, from the begin of each partition to its end and again from the begin. Each
     * connection reads partitions of its own, one request at a time, as a consumer does.
     */
    public Done consume(List<Long> endOffsets, long bytes) throws IOException {
        Budget budget = new Budget(bytes);
        int each = topic.partitions() / shape.connections();
        List<FetchExchange> exchanges = new ArrayList<>();
        for (int connection = 0; connection < shape.connections(); connection++) {
            Map<Integer, Long> own = new TreeMap<>();
            for (int partition = connection * each; partition < (connection + 1) * each; partition++) {
                own.put(partition, endOffsets.get(partition));
            }
            exchanges.add(new FetchExchange(topic, own, budget));
        }
        LoadLoop.Outcome outcome = LoadLoop.run(address, exchanges, 1, LIMIT);
        return new Done(bytes - budget.left(), outcome);
    }
}
