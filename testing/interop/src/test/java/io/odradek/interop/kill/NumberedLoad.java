package io.odradek.interop.kill;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.io.Writer;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import java.util.concurrent.Semaphore;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicReference;
import org.apache.kafka.clients.producer.KafkaProducer;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.clients.producer.RecordMetadata;
import org.apache.kafka.common.serialization.StringSerializer;

/**
 * Writes records numbered from 0, number <i>n</i> to partition <i>n</i> mod {@code partitions}, with one idempotent
 * producer (acks=all) that lives through all restarts of the broker, and notes in a side file what was acknowledged.
 * The file is complete after {@link #close}.
 */
final class NumberedLoad implements AutoCloseable {
    private static final int MAX_UNACKNOWLEDGED = 1_000;
    private static final String PADDING = "·".repeat(60);

    private final KafkaProducer<String, String> producer;
    private final String topic;
    private final int partitions;
    private final Writer acknowledged;
    private final Semaphore room = new Semaphore(MAX_UNACKNOWLEDGED);
    private final Semaphore newlyAcknowledged = new Semaphore(0);
    private final AtomicReference<Exception> failure = new AtomicReference<>();
    private final Thread thread;
    private volatile boolean running = true;
    private volatile int round;

    NumberedLoad(String bootstrap, String topic, int partitions, Path sideFile) {
        this.topic = topic;
        this.partitions = partitions;
        try {
            this.acknowledged = Files.newBufferedWriter(sideFile);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        Map<String, Object> config = Map.of(
                "bootstrap.servers", bootstrap,
                "acks", "all",
                "enable.idempotence", true,
                "linger.ms", 2,
                "reconnect.backoff.ms", 20,
                "reconnect.backoff.max.ms", 100,
                "retry.backoff.ms", 20,
                "retry.backoff.max.ms", 100);
        this.producer = new KafkaProducer<>(config, new StringSerializer(), new StringSerializer());
        this.thread = Thread.ofPlatform().name("numbered-load").start(this::send);
    }

    static long number(String value) {
        return Long.parseLong(value.substring(0, value.indexOf(' ')));
    }

    /** From now on acknowledgements are noted under this round; returns when one has come. */
    void awaitAcknowledgement(int currentRound) throws InterruptedException {
        round = currentRound;
        newlyAcknowledged.drainPermits();
        boolean came = newlyAcknowledged.tryAcquire(60, TimeUnit.SECONDS);
        checkAlive();
        if (!came) {
            throw new AssertionError("round " + currentRound + ": nothing was acknowledged within 60 s of the restart");
        }
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
            for (long number = 0; running && failure.get() == null; number++) {
                if (!room.tryAcquire(90, TimeUnit.SECONDS)) {
                    throw new IllegalStateException("nothing was acknowledged for 90 s");
                }
                long sent = number;
                producer.send(
                        new ProducerRecord<>(topic, (int) (number % partitions), null, number + " " + PADDING),
                        (written, error) -> acknowledge(sent, written, error));
            }
        } catch (RuntimeException | InterruptedException e) {
            failure.compareAndSet(null, e);
        }
    }

    /** On the producer's own thread only. */
    private void acknowledge(long number, RecordMetadata written, Exception error) {
        room.release();
        newlyAcknowledged.release();
        if (error != null) {
            failure.compareAndSet(
                    null, new IllegalStateException("record " + number + " was refused: " + error, error));
            return;
        }
        try {
            acknowledged.write(new AckedRecord(round, written.partition(), written.offset(), number).line());
        } catch (IOException e) {
            failure.compareAndSet(null, e);
        }
    }

    private void checkAlive() {
        Exception cause = failure.get();
        if (cause != null) {
            throw new AssertionError("the producer did not live through the restarts: " + cause, cause);
        }
    }
}
