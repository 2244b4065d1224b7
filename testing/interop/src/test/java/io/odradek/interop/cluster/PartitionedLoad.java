package io.odradek.interop.cluster;

import io.odradek.interop.kill.AckedRecord;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.io.Writer;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.Semaphore;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicReference;
import java.util.stream.IntStream;
import org.apache.kafka.clients.producer.KafkaProducer;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.clients.producer.RecordMetadata;
import org.apache.kafka.common.serialization.StringSerializer;

/**
 * Writes to every partition at its own pace, so that one without a leader does not hold up the others, with one producer (acks=all,
 * idempotent as Kafka's is by default) that lives through every fault. The <i>n</i>th record of partition <i>p</i> has the number
 * <i>n</i> · {@code partitions} + <i>p</i>. What was acknowledged is noted in a side file, which is complete after {@link #close};
 * and for each partition how long at most nothing was acknowledged.
 */
final class PartitionedLoad implements AutoCloseable {
    private static final int MAX_UNACKNOWLEDGED = 100;
    private static final int PAUSE_MS = 5;
    private static final String PADDING = "·".repeat(60);

    private final KafkaProducer<String, String> producer;
    private final String topic;
    private final List<Lane> lanes;
    private final Writer acknowledged;
    private final AtomicReference<Exception> failure = new AtomicReference<>();
    private final Thread thread;
    private volatile boolean running = true;

    PartitionedLoad(String bootstrap, String topic, int partitions, Path sideFile) {
        this.topic = topic;
        this.lanes = IntStream.range(0, partitions).mapToObj(_ -> new Lane()).toList();
        try {
            this.acknowledged = Files.newBufferedWriter(sideFile);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        Map<String, Object> config = Map.of(
                "bootstrap.servers", bootstrap,
                "acks", "all",
                "linger.ms", 2,
                // A broker that stands still is not waited for for half a minute.
                "request.timeout.ms", 3_000,
                "socket.connection.setup.timeout.ms", 1_000,
                "reconnect.backoff.ms", 20,
                "reconnect.backoff.max.ms", 100,
                "retry.backoff.ms", 20,
                "retry.backoff.max.ms", 100);
        this.producer = new KafkaProducer<>(config, new StringSerializer(), new StringSerializer());
        this.thread = Thread.ofPlatform().name("partitioned-load").start(this::send);
    }

    /** Returns when in every partition something was acknowledged that was not when this was called. */
    void awaitAcknowledgements() throws InterruptedException {
        List<CountDownLatch> next = lanes.stream().map(Lane::next).toList();
        for (int p = 0; p < next.size(); p++) {
            boolean came = next.get(p).await(60, TimeUnit.SECONDS);
            checkAlive();
            if (!came) {
                throw new AssertionError(topic + "-" + p + ": nothing was acknowledged within 60 s");
            }
        }
    }

    /** Forgets the silences of before. */
    void measure() {
        lanes.forEach(Lane::measure);
    }

    /** For each partition, for how many milliseconds at most nothing was acknowledged since {@link #measure}. */
    List<Long> silences() {
        return lanes.stream().map(Lane::silence).toList();
    }

    /** Waits for what is still under way, and ends. */
    @Override
    public void close() throws IOException, InterruptedException {
        running = false;
        thread.join();
        producer.close();
        acknowledged.close();
        checkAlive();
    }

    private void send() {
        try {
            while (running && failure.get() == null) {
                for (int p = 0; p < lanes.size(); p++) {
                    Lane lane = lanes.get(p);
                    if (lane.room.tryAcquire()) {
                        send(lane, p);
                    }
                }
                TimeUnit.MILLISECONDS.sleep(PAUSE_MS);
            }
        } catch (RuntimeException | InterruptedException e) {
            failure.compareAndSet(null, e);
        }
    }

    private void send(Lane lane, int partition) {
        long number = lane.sent++ * lanes.size() + partition;
        producer.send(
                new ProducerRecord<>(topic, partition, null, number + " " + PADDING),
                (written, error) -> acknowledge(lane, number, written, error));
    }

    /** On the producer's own thread only. */
    private void acknowledge(Lane lane, long number, RecordMetadata written, Exception error) {
        lane.room.release();
        if (error != null) {
            failure.compareAndSet(
                    null, new IllegalStateException("record " + number + " was refused: " + error, error));
            return;
        }
        lane.acknowledged();
        try {
            acknowledged.write(new AckedRecord(0, written.partition(), written.offset(), number).line());
        } catch (IOException e) {
            failure.compareAndSet(null, e);
        }
    }

    private void checkAlive() {
        Exception cause = failure.get();
        if (cause != null) {
            throw new AssertionError("the producer did not live through the fault: " + cause, cause);
        }
    }

    /** What is known of one partition. */
    private static final class Lane {
        private final Semaphore room = new Semaphore(MAX_UNACKNOWLEDGED);

        /** The sending thread's. */
        private long sent;

        private CountDownLatch next = new CountDownLatch(1);
        private long last = System.nanoTime();
        private long longest;

        synchronized CountDownLatch next() {
            return next;
        }

        synchronized void measure() {
            last = System.nanoTime();
            longest = 0;
        }

        synchronized long silence() {
            return TimeUnit.NANOSECONDS.toMillis(Math.max(longest, System.nanoTime() - last));
        }

        synchronized void acknowledged() {
            long now = System.nanoTime();
            longest = Math.max(longest, now - last);
            last = now;
            next.countDown();
            next = new CountDownLatch(1);
        }
    }
}
