package io.odradek.benchmarks.load;

import io.odradek.benchmarks.stats.Latencies;
import java.io.IOException;
import java.util.Arrays;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicReference;
import org.apache.kafka.clients.producer.KafkaProducer;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.common.serialization.ByteArraySerializer;

/**
 * Kafka's Java producer (acks=all, idempotent) on a topic whose leaders are several brokers. Its methods are called by one thread;
 * acknowledgements come on the producer's own.
 */
public final class ClusterLoad implements AutoCloseable {
    private final KafkaProducer<byte[], byte[]> producer;
    private final String topic;
    private final byte[] value;
    private final AtomicReference<Exception> failure = new AtomicReference<>();
    private final Latencies latencies = new Latencies();
    private final long[] last;
    private final long[] longest;
    private final long[] acknowledged;

    /** A load of values of {@code valueBytes} bytes that waits {@code lingerMs} for batches to fill. */
    public ClusterLoad(String bootstrap, String topic, int partitions, int valueBytes, int lingerMs) {
        this.topic = topic;
        this.value = new byte[valueBytes];
        this.last = new long[partitions];
        this.longest = new long[partitions];
        this.acknowledged = new long[partitions];
        this.producer = new KafkaProducer<>(
                Map.of(
                        "bootstrap.servers", bootstrap,
                        "acks", "all",
                        "linger.ms", lingerMs,
                        "batch.size", 65_536,
                        // A broker that stands still is not waited for for half a minute.
                        "request.timeout.ms", 3_000,
                        "reconnect.backoff.max.ms", 100,
                        "retry.backoff.ms", 20,
                        "retry.backoff.max.ms", 100),
                new ByteArraySerializer(),
                new ByteArraySerializer());
    }

    /** As much as is taken; returns the seconds until all of it was acknowledged. */
    public double produce(long bytes) throws IOException {
        long begin = System.nanoTime();
        long count = Math.ceilDiv(bytes, value.length);
        for (long i = 0; i < count; i++) {
            send((int) (i % last.length));
        }
        producer.flush();
        check();
        return (System.nanoTime() - begin) / 1e9;
    }

    /** So many records a second, each of which is due at its time, whatever became of those before. */
    public Latencies produceSteadily(int recordsPerSecond, int seconds) throws IOException, InterruptedException {
        long begin = System.nanoTime();
        for (long i = 0; i < (long) recordsPerSecond * seconds; i++) {
            sleepUntil(begin + i * TimeUnit.SECONDS.toNanos(1) / recordsPerSecond);
            send((int) (i % last.length));
        }
        producer.flush();
        check();
        return latencies;
    }

    /** A record to each partition every few milliseconds, for so long. */
    public void trickle(long millis) throws IOException, InterruptedException {
        long end = System.nanoTime() + TimeUnit.MILLISECONDS.toNanos(millis);
        while (System.nanoTime() < end) {
            for (int p = 0; p < last.length; p++) {
                send(p);
            }
            TimeUnit.MILLISECONDS.sleep(10);
            check();
        }
    }

    /** Forgets what was silent before. */
    public synchronized void measure() {
        Arrays.fill(last, System.nanoTime());
        Arrays.fill(longest, 0);
        Arrays.fill(acknowledged, 0);
    }

    /**
     * For how many milliseconds at most a partition acknowledged nothing since {@link #measure}.
     *
     * @throws IOException if one has acknowledged nothing at all
     */
    public synchronized double longestSilenceMs(int partition) throws IOException {
        if (acknowledged[partition] == 0) {
            throw new IOException("partition %d has acknowledged nothing".formatted(partition));
        }
        return Math.max(longest[partition], System.nanoTime() - last[partition]) / 1e6;
    }

    @Override
    public void close() {
        producer.close();
    }

    private void send(int partition) {
        long begin = System.nanoTime();
        var _ = producer.send(new ProducerRecord<>(topic, partition, null, value), (_, error) -> {
            if (error == null) {
                acknowledged(partition, begin);
            } else {
                failure.compareAndSet(null, error);
            }
        });
    }

    private synchronized void acknowledged(int partition, long begin) {
        long now = System.nanoTime();
        latencies.addNanos(now - begin);
        longest[partition] = Math.max(longest[partition], now - last[partition]);
        last[partition] = now;
        acknowledged[partition]++;
    }

    private void check() throws IOException {
        Exception error = failure.get();
        if (error != null) {
            throw new IOException("a record was refused: " + error, error);
        }
    }

    private static void sleepUntil(long nanos) throws InterruptedException {
        long left = nanos - System.nanoTime();
        if (left > 0) {
            TimeUnit.NANOSECONDS.sleep(left);
        }
    }
}
