package io.odradek.benchmarks.latency;

import io.odradek.benchmarks.stats.Latencies;
import java.time.Duration;
import java.util.List;
import java.util.Properties;
import java.util.concurrent.Callable;
import java.util.concurrent.CountDownLatch;
import org.apache.kafka.clients.consumer.ConsumerConfig;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.clients.consumer.KafkaConsumer;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.errors.InterruptException;
import org.apache.kafka.common.serialization.ByteArrayDeserializer;

/** The consuming half of the latency client: reads every partition from its end on until all records have come. */
final class LatencyReader implements Callable<Latencies> {
    private static final Duration POLL = Duration.ofMillis(100);

    private final LatencyPlan plan;
    private final CountDownLatch ready;
    private final Latencies latencies = new Latencies();
    private volatile long lastArrivalNanos;

    LatencyReader(LatencyPlan plan, CountDownLatch ready) {
        this.plan = plan;
        this.ready = ready;
    }

    /** When the last record came, by {@link System#nanoTime}; may be read once {@link #call} has returned. */
    long lastArrivalNanos() {
        return lastArrivalNanos;
    }

    @Override
    public Latencies call() throws InterruptedException {
        try (KafkaConsumer<byte[], byte[]> consumer = new KafkaConsumer<>(config())) {
            List<TopicPartition> partitions = consumer.partitionsFor(plan.topic()).stream()
                    .map(info -> new TopicPartition(info.topic(), info.partition()))
                    .toList();
            consumer.assign(partitions);
            consumer.seekToEnd(partitions);
            // Seeking is lazy: asking for the position is what settles it, before the first record is sent.
            partitions.forEach(consumer::position);
            ready.countDown();
            for (long seen = 0; seen < plan.allRecords(); ) {
                for (ConsumerRecord<byte[], byte[]> record : consumer.poll(POLL)) {
                    arrived(record.value());
                    seen++;
                }
            }
        } catch (InterruptException e) {
            throw (InterruptedException) new InterruptedException("interrupted").initCause(e);
        }
        return latencies;
    }

    private void arrived(byte[] value) {
        long now = System.nanoTime();
        lastArrivalNanos = now;
        if (Stamp.index(value) >= plan.warmupRecords()) {
            latencies.addNanos(now - Stamp.dueNanos(value));
        }
    }

    private Properties config() {
        Properties config = new Properties();
        config.put(ConsumerConfig.BOOTSTRAP_SERVERS_CONFIG, plan.bootstrap());
        config.put(ConsumerConfig.KEY_DESERIALIZER_CLASS_CONFIG, ByteArrayDeserializer.class);
        config.put(ConsumerConfig.VALUE_DESERIALIZER_CLASS_CONFIG, ByteArrayDeserializer.class);
        return config;
    }
}
