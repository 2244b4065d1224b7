package io.odradek.benchmarks.latency;

import io.odradek.benchmarks.stats.Latencies;
import java.util.Properties;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.concurrent.atomic.AtomicReference;
import java.util.concurrent.locks.LockSupport;
import org.apache.kafka.clients.producer.KafkaProducer;
import org.apache.kafka.clients.producer.ProducerConfig;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.common.serialization.ByteArraySerializer;
import org.jspecify.annotations.Nullable;

/**
 * A program of its own: measures end-to-end latency through Kafka's Java client. The load is open: each record is due at
 * a time fixed beforehand, and its latency counts from then, so that a broker that stalls is charged for every record
 * that had to wait, not only for the one that was under way (no coordinated omission).
 */
public final class LatencyClient {
    private static final long DRAIN_SECONDS = 120;
    private static final long READY_SECONDS = 60;

    private final LatencyPlan plan;
    private final AtomicReference<@Nullable Exception> sendFailure = new AtomicReference<>();

    private LatencyClient(LatencyPlan plan) {
        this.plan = plan;
    }

    /** Runs the plan in its arguments and prints one line; the exit status is not 0 if a record was lost. */
    public static void main(String[] arguments) throws Exception {
        LatencyResult result = new LatencyClient(LatencyPlan.of(arguments)).run();
        System.out.println(result.line());
    }

    private LatencyResult run() throws Exception {
        CountDownLatch ready = new CountDownLatch(1);
        try (ExecutorService executor = Executors.newSingleThreadExecutor()) {
            LatencyReader reader = new LatencyReader(plan, ready);
            Future<Latencies> latencies = executor.submit(reader);
            try {
                if (!ready.await(READY_SECONDS, TimeUnit.SECONDS)) {
                    throw new TimeoutException("the consumer found no topic within %d s".formatted(READY_SECONDS));
                }
                long firstCountedDue = send();
                Latencies found = latencies.get(DRAIN_SECONDS, TimeUnit.SECONDS);
                double seconds = (reader.lastArrivalNanos() - firstCountedDue) / (double) TimeUnit.SECONDS.toNanos(1);
                return new LatencyResult(
                        found.percentileMs(50),
                        found.percentileMs(99),
                        found.percentileMs(99.9),
                        found.count() / seconds);
            } catch (TimeoutException e) {
                throw new ExecutionException("not every record came back; send failure: " + sendFailure.get(), e);
            } finally {
                executor.shutdownNow();
            }
        }
    }

    private long send() throws Exception {
        long interval = TimeUnit.SECONDS.toNanos(1) / plan.recordsPerSecond();
        try (KafkaProducer<byte[], byte[]> producer = new KafkaProducer<>(config())) {
            producer.partitionsFor(plan.topic());
            long start = System.nanoTime();
            for (long i = 0; i < plan.allRecords(); i++) {
                long due = start + i * interval;
                for (long early = due - System.nanoTime(); early > 0; early = due - System.nanoTime()) {
                    LockSupport.parkNanos(early);
                }
                byte[] value = new byte[plan.valueBytes()];
                Stamp.write(value, i, due);
                var _ = producer.send(new ProducerRecord<>(plan.topic(), value), (_, failure) -> {
                    if (failure != null) {
                        sendFailure.compareAndSet(null, failure);
                    }
                });
            }
            producer.flush();
            Exception failure = sendFailure.get();
            if (failure != null) {
                throw failure;
            }
            return start + plan.warmupRecords() * interval;
        }
    }

    /** The client's defaults, but for the linger, which would add its own 5 ms to every latency. */
    private Properties config() {
        Properties config = new Properties();
        config.put(ProducerConfig.BOOTSTRAP_SERVERS_CONFIG, plan.bootstrap());
        config.put(ProducerConfig.LINGER_MS_CONFIG, 0);
        config.put(ProducerConfig.KEY_SERIALIZER_CLASS_CONFIG, ByteArraySerializer.class);
        config.put(ProducerConfig.VALUE_SERIALIZER_CLASS_CONFIG, ByteArraySerializer.class);
        return config;
    }
}
