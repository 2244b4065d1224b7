package io.odradek.testkit.client;

import static org.assertj.core.api.Assertions.assertThat;

import io.odradek.testkit.OdradekBroker;
import io.odradek.testkit.OdradekTest;
import io.odradek.testkit.wire.Awaiting;
import java.time.Duration;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import java.util.concurrent.ConcurrentSkipListSet;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.clients.admin.NewTopic;
import org.apache.kafka.clients.consumer.Consumer;
import org.apache.kafka.clients.consumer.KafkaConsumer;
import org.apache.kafka.clients.producer.KafkaProducer;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.clients.producer.RecordMetadata;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.errors.RecordTooLargeException;
import org.junit.jupiter.api.Test;

/** Kafka's Java producer and consumer, with their defaults. */
@OdradekTest
class ConsumerGroupTest {
    private static final Duration POLL = Duration.ofMillis(50);

    @Test
    void anIdempotentProducersRecordsAreReadInOrder(OdradekBroker broker)
            throws ExecutionException, InterruptedException, TimeoutException {
        try (KafkaProducer<String, String> producer = Clients.producer(broker);
                KafkaConsumer<String, String> consumer = Clients.consumer(broker, "ordered")) {
            for (int i = 0; i < 1000; i++) {
                Future<RecordMetadata> sent = producer.send(new ProducerRecord<>("ordered", 0, "k", "" + i));
                if (i == 999) {
                    assertThat(sent.get(20, TimeUnit.SECONDS).offset()).isEqualTo(999);
                }
            }
            consumer.assign(Set.of(new TopicPartition("ordered", 0)));
            int[] next = {0};
            Awaiting.until("1000 records", () -> {
                consumer.poll(POLL).forEach(each -> assertThat(each.value()).isEqualTo("" + next[0]++));
                return next[0] == 1000;
            });
        }
    }

    @Test
    void aProducerIsToldWhyARecordWasRefused(OdradekBroker broker) {
        try (Admin admin = Clients.admin(broker);
                KafkaProducer<String, String> producer = Clients.producer(broker)) {
            Clients.get(admin.createTopics(
                            Set.of(new NewTopic("small", 1, (short) 1).configs(Map.of("max.message.bytes", "100"))))
                    .all());
            Future<RecordMetadata> sent = producer.send(new ProducerRecord<>("small", "x".repeat(200)));
            assertThat(sent)
                    .failsWithin(Duration.ofSeconds(20))
                    .withThrowableOfType(ExecutionException.class)
                    .withCauseInstanceOf(RecordTooLargeException.class);
        }
    }

    @Test
    void twoMembersShareThePartitionsAndOneResumesWhereTheOtherCommitted(OdradekBroker broker) {
        try (Admin admin = Clients.admin(broker)) {
            Clients.createTopic(admin, "shared", 4);
        }
        Clients.produce(broker, "shared", 4, 100);
        Set<Integer> seen = new TreeSet<>();
        KafkaConsumer<String, String> first = Clients.consumer(broker, "sharers");
        try (first;
                KafkaConsumer<String, String> second = Clients.consumer(broker, "sharers")) {
            first.subscribe(Set.of("shared"));
            Awaiting.until("the first has all partitions", () -> {
                take(first, seen);
                return first.assignment().size() == 4;
            });
            second.subscribe(Set.of("shared"));
            Awaiting.until("each has two partitions", () -> {
                take(first, seen);
                take(second, seen);
                return first.assignment().size() == 2 && second.assignment().size() == 2;
            });
            Awaiting.until("all records are read by those who have their partitions", () -> {
                take(first, seen);
                take(second, seen);
                return seen.size() == 100 && isAt(first, 25) && isAt(second, 25);
            });
            first.commitSync();
            second.commitSync();
        }
        Clients.produce(broker, "shared", 4, 8);
        Set<Integer> resumed = new ConcurrentSkipListSet<>();
        try (KafkaConsumer<String, String> third = Clients.consumer(broker, "sharers")) {
            third.subscribe(Set.of("shared"));
            Awaiting.until("the new records are read, and only they", () -> {
                take(third, resumed);
                return resumed.size() == 8;
            });
            assertThat(resumed).containsExactly(0, 1, 2, 3, 4, 5, 6, 7);
        }
    }

    @Test
    void clientsOutliveARestart() {
        try (OdradekBroker broker = OdradekBroker.start();
                KafkaProducer<String, String> producer = Clients.producer(broker);
                KafkaConsumer<String, String> consumer = Clients.consumer(broker, "patient")) {
            consumer.subscribe(Set.of("lasting"));
            Set<Integer> seen = new TreeSet<>();
            producer.send(new ProducerRecord<>("lasting", "1"));
            producer.flush();
            Awaiting.until("the first record", () -> {
                take(consumer, seen);
                return seen.contains(1);
            });
            broker.restart();
            producer.send(new ProducerRecord<>("lasting", "2"));
            producer.flush();
            Awaiting.until("the second record", () -> {
                take(consumer, seen);
                return seen.contains(2);
            });
            consumer.commitSync();
        }
    }

    private static boolean isAt(Consumer<String, String> consumer, long offset) {
        return consumer.assignment().stream().allMatch(partition -> consumer.position(partition) == offset);
    }

    private static void take(Consumer<String, String> consumer, Set<Integer> seen) {
        consumer.poll(POLL).forEach(each -> seen.add(Integer.valueOf(each.value())));
    }
}
