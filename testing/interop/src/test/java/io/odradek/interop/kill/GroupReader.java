package io.odradek.interop.kill;

import java.time.Duration;
import java.util.Collection;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.Semaphore;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicReference;
import org.apache.kafka.clients.consumer.CommitFailedException;
import org.apache.kafka.clients.consumer.ConsumerRebalanceListener;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.clients.consumer.KafkaConsumer;
import org.apache.kafka.clients.consumer.OffsetAndMetadata;
import org.apache.kafka.clients.consumer.RetriableCommitFailedException;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.errors.RebalanceInProgressException;
import org.apache.kafka.common.errors.TimeoutException;
import org.apache.kafka.common.serialization.StringDeserializer;

/**
 * The member of a group that reads and commits while the broker dies again and again. It must see offsets without gaps,
 * and after a rebalance go on no earlier than at the last acknowledged commit and no later than where it was.
 */
public final class GroupReader implements AutoCloseable, ConsumerRebalanceListener {
    private final KafkaConsumer<String, String> consumer;
    private final Map<TopicPartition, Long> next = new HashMap<>();
    private final Map<TopicPartition, Long> reached = new HashMap<>();
    private final Map<TopicPartition, Long> committed = new ConcurrentHashMap<>();
    private final Semaphore newlyCommitted = new Semaphore(0);
    private final AtomicReference<Throwable> failure = new AtomicReference<>();
    private final Thread thread;
    private volatile boolean running = true;
    private volatile int unacknowledgedCommits;

    public GroupReader(String bootstrap, String topic, String group) {
        this.consumer =
                new KafkaConsumer<>(config(bootstrap, group), new StringDeserializer(), new StringDeserializer());
        consumer.subscribe(List.of(topic), this);
        this.thread = Thread.ofPlatform().name("group-reader").start(this::read);
    }

    static Map<String, Object> config(String bootstrap, String group) {
        return Map.of(
                "bootstrap.servers",
                bootstrap,
                "group.id",
                group,
                "auto.offset.reset",
                "earliest",
                "enable.auto.commit",
                false,
                "reconnect.backoff.ms",
                20,
                "reconnect.backoff.max.ms",
                100,
                "retry.backoff.ms",
                20,
                "retry.backoff.max.ms",
                100);
    }

    /** Returns when a commit was acknowledged that was not when this was called. */
    public void awaitCommit() throws InterruptedException {
        newlyCommitted.drainPermits();
        boolean came = newlyCommitted.tryAcquire(90, TimeUnit.SECONDS);
        checkAlive();
        if (!came) {
            throw new AssertionError("no commit of the group was acknowledged within 90 s");
        }
    }

    public int unacknowledgedCommits() {
        return unacknowledgedCommits;
    }

    /** The commits that were acknowledged; complete after {@link #close}. */
    public Map<TopicPartition, Long> committed() {
        return Map.copyOf(committed);
    }

    @Override
    public void onPartitionsAssigned(Collection<TopicPartition> partitions) {
        partitions.forEach(next::remove);
    }

    @Override
    public void onPartitionsRevoked(Collection<TopicPartition> partitions) {}

    @Override
    public void close() throws InterruptedException {
        running = false;
        thread.join();
        checkAlive();
    }

    private void checkAlive() {
        Throwable cause = failure.get();
        if (cause != null) {
            throw new AssertionError("the group's member: " + cause.getMessage(), cause);
        }
    }

    private void read() {
        try (consumer) {
            while (running) {
                consumer.poll(Duration.ofMillis(100)).forEach(this::check);
                commit();
            }
        } catch (RuntimeException | AssertionError e) {
            failure.set(e);
            newlyCommitted.release();
        }
    }

    private void check(ConsumerRecord<String, String> record) {
        TopicPartition partition = new TopicPartition(record.topic(), record.partition());
        long offset = record.offset();
        Long expected = next.put(partition, offset + 1);
        if (expected != null && offset != expected) {
            throw new AssertionError(partition + ": expected offset " + expected + " but got " + offset);
        }
        if (expected == null) {
            long from = committed.getOrDefault(partition, 0L);
            long to = reached.getOrDefault(partition, 0L);
            if (offset < from || offset > to) {
                throw new AssertionError(partition + ": went on at offset " + offset + ", but it had committed " + from
                        + " and read up to " + to);
            }
        }
        reached.merge(partition, offset + 1, Math::max);
    }

    /** A commit that fails while the broker is away counts as not made, though the broker may have taken it. */
    private void commit() {
        Map<TopicPartition, OffsetAndMetadata> offsets = new HashMap<>();
        next.forEach((partition, offset) -> offsets.put(partition, new OffsetAndMetadata(offset)));
        if (offsets.isEmpty()) {
            return;
        }
        try {
            consumer.commitSync(offsets, Duration.ofSeconds(5));
            offsets.forEach((partition, offset) -> committed.put(partition, offset.offset()));
            newlyCommitted.release();
        } catch (TimeoutException
                | RetriableCommitFailedException
                | CommitFailedException
                | RebalanceInProgressException e) {
            unacknowledgedCommits++;
        }
    }
}
