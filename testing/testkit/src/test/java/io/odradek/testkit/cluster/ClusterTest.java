package io.odradek.testkit.cluster;

import static org.assertj.core.api.Assertions.assertThat;

import io.odradek.testkit.OdradekCluster;
import io.odradek.testkit.OdradekClusterTest;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Properties;
import java.util.Set;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import java.util.stream.IntStream;
import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.clients.admin.NewTopic;
import org.apache.kafka.clients.admin.QuorumInfo;
import org.apache.kafka.clients.admin.TopicDescription;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.clients.consumer.KafkaConsumer;
import org.apache.kafka.clients.consumer.OffsetAndMetadata;
import org.apache.kafka.clients.producer.KafkaProducer;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.clients.producer.RecordMetadata;
import org.apache.kafka.common.Node;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.serialization.StringDeserializer;
import org.apache.kafka.common.serialization.StringSerializer;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** Three nodes, the Java client, and nodes that end. */
@OdradekClusterTest(nodes = 3)
@Tag("slow")
@Timeout(value = 240, unit = TimeUnit.SECONDS)
class ClusterTest {
    private static final String TOPIC = "orders";
    private static final int PARTITIONS = 6;

    private OdradekCluster cluster;

    @BeforeEach
    void use(OdradekCluster started) {
        cluster = started;
    }

    private Properties client() {
        Properties properties = new Properties();
        properties.put("bootstrap.servers", cluster.bootstrapServers());
        properties.put("request.timeout.ms", "10000");
        properties.put("retry.backoff.ms", "20");
        properties.put("reconnect.backoff.ms", "20");
        properties.put("reconnect.backoff.max.ms", "200");
        return properties;
    }

    private KafkaProducer<String, String> producer() {
        Properties properties = client();
        properties.put("acks", "all");
        properties.put("linger.ms", "0");
        return new KafkaProducer<>(properties, new StringSerializer(), new StringSerializer());
    }

    private KafkaConsumer<String, String> consumer(String group) {
        Properties properties = client();
        properties.put("group.id", group);
        properties.put("auto.offset.reset", "earliest");
        properties.put("enable.auto.commit", "false");
        return new KafkaConsumer<>(properties, new StringDeserializer(), new StringDeserializer());
    }

    private void createTopic(Admin admin) throws Exception {
        admin.createTopics(List.of(new NewTopic(TOPIC, Optional.of(PARTITIONS), Optional.of((short) 3))))
                .all()
                .get(60, TimeUnit.SECONDS);
    }

    private static TopicDescription describe(Admin admin, String topic) throws Exception {
        return admin.describeTopics(List.of(topic))
                .allTopicNames()
                .get(60, TimeUnit.SECONDS)
                .get(topic);
    }

    private static void produce(KafkaProducer<String, String> producer, int from, int to) throws Exception {
        List<Future<RecordMetadata>> acks = new ArrayList<>();
        for (int i = from; i < to; i++) {
            acks.add(producer.send(new ProducerRecord<>(TOPIC, i % PARTITIONS, "k" + i, "v" + i)));
        }
        for (Future<RecordMetadata> ack : acks) {
            ack.get(60, TimeUnit.SECONDS);
        }
    }

    private List<String> readAll(int count) {
        try (KafkaConsumer<String, String> consumer = consumer("reader")) {
            List<TopicPartition> all = IntStream.range(0, PARTITIONS)
                    .mapToObj(number -> new TopicPartition(TOPIC, number))
                    .toList();
            consumer.assign(all);
            consumer.seekToBeginning(all);
            List<String> values = new ArrayList<>();
            long deadline = System.nanoTime() + TimeUnit.SECONDS.toNanos(60);
            while (values.size() < count && System.nanoTime() < deadline) {
                for (ConsumerRecord<String, String> each : consumer.poll(Duration.ofMillis(200))) {
                    values.add(each.value());
                }
            }
            return values;
        }
    }

    private static Set<String> values(int count) {
        Set<String> expected = new HashSet<>();
        IntStream.range(0, count).forEach(i -> expected.add("v" + i));
        return expected;
    }

    @Test
    void threeNodesReplicateWhatOneOfThemIsTold() throws Exception {
        try (Admin admin = Admin.create(client());
                KafkaProducer<String, String> producer = producer()) {
            createTopic(admin);
            TopicDescription topic = describe(admin, TOPIC);
            assertThat(topic.partitions()).hasSize(PARTITIONS).allSatisfy(partition -> {
                assertThat(partition.replicas()).hasSize(3);
                assertThat(partition.isr()).hasSize(3);
            });
            assertThat(topic.partitions())
                    .extracting(each -> each.leader().id())
                    .contains(1, 2, 3);
            produce(producer, 0, 300);
            assertThat(readAll(300)).hasSize(300).containsExactlyInAnyOrderElementsOf(values(300));
        }
    }

    @Test
    void nothingAcknowledgedIsLostWhenANodeIsKilledAndComesBack() throws Exception {
        try (Admin admin = Admin.create(client());
                KafkaProducer<String, String> producer = producer()) {
            createTopic(admin);
            produce(producer, 0, 200);

            cluster.kill(2);
            produce(producer, 200, 400);
            assertThat(readAll(400)).hasSize(400).containsExactlyInAnyOrderElementsOf(values(400));

            cluster.start(2);
            produce(producer, 400, 600);
            awaitFullIsr(admin, TOPIC);
            assertThat(readAll(600)).hasSize(600).containsExactlyInAnyOrderElementsOf(values(600));
        }
    }

    @Test
    void theControllerIsReplacedWhenItsNodeIsKilled() throws Exception {
        try (Admin admin = Admin.create(client());
                KafkaProducer<String, String> producer = producer()) {
            int first = quorum(admin).leaderId();
            cluster.kill(first);
            createTopic(admin);
            QuorumInfo after = quorum(admin);
            assertThat(after.leaderId()).isNotEqualTo(first);
            assertThat(after.voters())
                    .extracting(QuorumInfo.ReplicaState::replicaId)
                    .containsExactlyInAnyOrder(1, 2, 3);
            assertThat(after.highWatermark()).isPositive();
            cluster.start(first);
            produce(producer, 0, 60);
            assertThat(readAll(60)).hasSize(60);
        }
    }

    @Test
    void aGroupGoesOnWhenItsCoordinatorIsKilled() throws Exception {
        try (Admin admin = Admin.create(client());
                KafkaProducer<String, String> producer = producer()) {
            createTopic(admin);
            produce(producer, 0, 120);
            try (KafkaConsumer<String, String> consumer = consumer("shop")) {
                consumer.subscribe(List.of(TOPIC));
                Set<String> seen = new HashSet<>();
                poll(consumer, seen, 120);
                consumer.commitSync(Duration.ofSeconds(60));
                awaitFullIsr(admin, "__consumer_offsets");
                Node coordinator = admin.describeConsumerGroups(List.of("shop"))
                        .describedGroups()
                        .get("shop")
                        .get(60, TimeUnit.SECONDS)
                        .coordinator();

                cluster.kill(coordinator.id());
                produce(producer, 120, 240);
                poll(consumer, seen, 240);
                consumer.commitSync(Duration.ofSeconds(60));
                assertThat(seen).isEqualTo(values(240));
            }
            Map<TopicPartition, OffsetAndMetadata> committed = admin.listConsumerGroupOffsets("shop")
                    .partitionsToOffsetAndMetadata()
                    .get(60, TimeUnit.SECONDS);
            assertThat(committed.values().stream()
                            .mapToLong(OffsetAndMetadata::offset)
                            .sum())
                    .isEqualTo(240);
        }
    }

    @Test
    void aNodeThatStopsHandsOverFirst() throws Exception {
        try (Admin admin = Admin.create(client());
                KafkaProducer<String, String> producer = producer()) {
            createTopic(admin);
            produce(producer, 0, 60);
            cluster.stop(3);
            assertThat(describe(admin, TOPIC).partitions())
                    .allSatisfy(partition -> assertThat(partition.leader().id()).isIn(1, 2));
            produce(producer, 60, 120);
            cluster.start(3);
            awaitFullIsr(admin, TOPIC);
            assertThat(readAll(120)).hasSize(120).containsExactlyInAnyOrderElementsOf(values(120));
        }
    }

    @Test
    void aClusterWhoseNodesAreAllKilledComesBackWithEverything() throws Exception {
        try (Admin admin = Admin.create(client());
                KafkaProducer<String, String> producer = producer()) {
            createTopic(admin);
            produce(producer, 0, 120);
            List.of(1, 2, 3).forEach(cluster::kill);
            cluster.start(1, 2, 3);
            awaitFullIsr(admin, TOPIC);
            produce(producer, 120, 180);
            assertThat(readAll(180)).hasSize(180).containsExactlyInAnyOrderElementsOf(values(180));
        }
    }

    @Test
    void aClusterWhoseNodesAreAllStoppedComesBackWithEverything() throws Exception {
        try (Admin admin = Admin.create(client());
                KafkaProducer<String, String> producer = producer()) {
            createTopic(admin);
            produce(producer, 0, 120);
            List.of(1, 2, 3).forEach(cluster::stop);
            cluster.start(1, 2, 3);
            awaitFullIsr(admin, TOPIC);
            produce(producer, 120, 180);
            assertThat(readAll(180)).hasSize(180).containsExactlyInAnyOrderElementsOf(values(180));
        }
    }

    private static void poll(KafkaConsumer<String, String> consumer, Set<String> seen, int count) {
        long deadline = System.nanoTime() + TimeUnit.SECONDS.toNanos(60);
        while (seen.size() < count && System.nanoTime() < deadline) {
            consumer.poll(Duration.ofMillis(200)).forEach(each -> seen.add(each.value()));
        }
    }

    private static QuorumInfo quorum(Admin admin) throws Exception {
        return admin.describeMetadataQuorum().quorumInfo().get(60, TimeUnit.SECONDS);
    }

    private static void awaitFullIsr(Admin admin, String topic) throws Exception {
        long deadline = System.nanoTime() + TimeUnit.SECONDS.toNanos(90);
        boolean full = false;
        while (!full && System.nanoTime() < deadline) {
            full = describe(admin, topic).partitions().stream()
                    .allMatch(partition -> partition.isr().size() == 3);
            if (!full) {
                Thread.sleep(100);
            }
        }
        assertThat(full).as("every replica of %s is in sync again", topic).isTrue();
    }
}
