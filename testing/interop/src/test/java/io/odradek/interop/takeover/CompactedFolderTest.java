package io.odradek.interop.takeover;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import io.odradek.interop.broker.BrokerUnderTest;
import io.odradek.interop.broker.Brokers;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;
import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.clients.admin.AlterConfigOp;
import org.apache.kafka.clients.admin.ConfigEntry;
import org.apache.kafka.clients.admin.NewTopic;
import org.apache.kafka.clients.consumer.KafkaConsumer;
import org.apache.kafka.clients.producer.KafkaProducer;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.config.ConfigResource;
import org.apache.kafka.common.serialization.StringDeserializer;
import org.apache.kafka.common.serialization.StringSerializer;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/**
 * Apache Kafka compacts a topic, so that its offsets have gaps within segments and between them, and is killed; Odradek goes on with the
 * folder, and then Kafka again. Everything is where it was.
 */
@Tag("slow")
@Timeout(value = 10, unit = TimeUnit.MINUTES)
class CompactedFolderTest {
    private static final String TOPIC = "compacted";
    private static final TopicPartition PARTITION = new TopicPartition(TOPIC, 0);
    private static final int RECORDS = 12_000;
    private static final int VALUE_CHARS = 1_000;

    /** Few keys at first, so that hardly anything of whole segments stays; many later. */
    private static final int OLD_KEYS = 50;

    /** One key in ten keeps its old value. */
    private static final int KEPT = 10;

    private static final long END = RECORDS + OLD_KEYS - OLD_KEYS / KEPT;
    private static final Duration LIMIT = Duration.ofMinutes(2);

    @TempDir
    private Path folder;

    @Test
    void everyRecordOfAKilledKafkaIsThereAndStaysThereForKafka() throws Exception {
        assumeTrue(Brokers.isOdradek(), "needs a broker of its own");
        try (BrokerUnderTest kafka = Brokers.createKafka(
                        folder.resolve("node"),
                        "log.cleaner.backoff.ms=100",
                        "log.cleaner.dedupe.buffer.size=16777216");
                BrokerUnderTest odradek = Brokers.odradekOn(kafka)) {
            kafka.start();
            fill(kafka.bootstrap());
            awaitCompacted(kafka);
            forgetThatItIsCompacted(kafka.bootstrap());
            List<String> before = read(kafka.bootstrap());
            assertThat(before).hasSizeLessThan(RECORDS);
            kafka.kill();
            Files.delete(kafka.logDir().resolve("recovery-point-offset-checkpoint"));

            odradek.start();
            assertThat(read(odradek.bootstrap())).isEqualTo(before);
            assertThat(produceOne(odradek.bootstrap(), "by Odradek")).isEqualTo(END);
            odradek.kill();
            odradek.start();
            List<String> after = read(odradek.bootstrap());
            assertThat(after).startsWith(before.toArray(String[]::new)).hasSize(before.size() + 1);
            odradek.stop();
            assertThat(setAside(odradek)).isEmpty();

            kafka.start();
            assertThat(read(kafka.bootstrap())).isEqualTo(after);
            assertThat(produceOne(kafka.bootstrap(), "by Kafka")).isEqualTo(END + 1);
            kafka.stop();
        }
    }

    private static void fill(String bootstrap) throws Exception {
        try (Admin admin = Admin.create(Map.of("bootstrap.servers", bootstrap))) {
            NewTopic topic = new NewTopic(TOPIC, 1, (short) 1)
                    .configs(Map.of(
                            "cleanup.policy", "compact",
                            "segment.bytes", "1048576",
                            "min.cleanable.dirty.ratio", "0.01",
                            "delete.retention.ms", "0"));
            admin.createTopics(List.of(topic)).all().get();
        }
        Random random = new Random(1);
        try (KafkaProducer<String, String> producer = producer(bootstrap)) {
            for (int i = 0; i < RECORDS; i++) {
                String key = i < RECORDS / 2 ? "old-" + i % OLD_KEYS : "new-" + random.nextInt(RECORDS);
                producer.send(new ProducerRecord<>(TOPIC, key, value(random, i)));
            }
            for (int key = 0; key < OLD_KEYS; key++) {
                // Most keys of the first half get their last value late.
                if (key % KEPT != 0) {
                    producer.send(new ProducerRecord<>(TOPIC, "old-" + key, "late"));
                }
            }
        }
    }

    private static String value(Random random, int number) {
        StringBuilder value = new StringBuilder(VALUE_CHARS).append(number).append(' ');
        while (value.length() < VALUE_CHARS) {
            value.append((char) ('a' + random.nextInt(26)));
        }
        return value.toString();
    }

    /** Much is gone, and the cleaner has found nothing more to do for a while. */
    private static void awaitCompacted(BrokerUnderTest kafka) throws Exception {
        Path partition = kafka.logDir().resolve(PARTITION.toString());
        long end = System.nanoTime() + LIMIT.toNanos();
        List<Long> last = List.of();
        int same = 0;
        while (same < 10) {
            assertThat(System.nanoTime())
                    .as("time to compact, segments now " + last)
                    .isLessThan(end);
            Thread.sleep(300);
            List<Long> sizes = segmentSizes(partition);
            long bytes = sizes.stream().mapToLong(Long::longValue).sum();
            boolean done = bytes < RECORDS * VALUE_CHARS * 6L / 10 && sizes.equals(last);
            same = done ? same + 1 : 0;
            last = sizes;
        }
    }

    private static List<Long> segmentSizes(Path partition) throws IOException {
        List<Long> sizes = new ArrayList<>();
        try (Stream<Path> files = Files.list(partition)) {
            for (Path file : files.filter(each -> each.toString().endsWith(".log"))
                    .sorted()
                    .toList()) {
                sizes.add(Files.size(file));
            }
        }
        return sizes;
    }

    /** Gaps stay normal whatever the topic is configured as later. */
    private static void forgetThatItIsCompacted(String bootstrap) throws Exception {
        try (Admin admin = Admin.create(Map.of("bootstrap.servers", bootstrap))) {
            admin.incrementalAlterConfigs(Map.of(
                            new ConfigResource(ConfigResource.Type.TOPIC, TOPIC),
                            List.of(
                                    new AlterConfigOp(
                                            new ConfigEntry("cleanup.policy", "delete"), AlterConfigOp.OpType.SET),
                                    new AlterConfigOp(
                                            new ConfigEntry("retention.ms", "-1"), AlterConfigOp.OpType.SET))))
                    .all()
                    .get();
        }
    }

    /** Every record with its offset, and the end of the partition. */
    private static List<String> read(String bootstrap) {
        List<String> records = new ArrayList<>();
        try (KafkaConsumer<String, String> consumer = new KafkaConsumer<>(
                Map.of("bootstrap.servers", bootstrap, "check.crcs", true),
                new StringDeserializer(),
                new StringDeserializer())) {
            consumer.assign(List.of(PARTITION));
            consumer.seekToBeginning(List.of(PARTITION));
            long end = consumer.endOffsets(List.of(PARTITION)).get(PARTITION);
            long limit = System.nanoTime() + LIMIT.toNanos();
            while (consumer.position(PARTITION) < end) {
                assertThat(System.nanoTime()).as("time to read up to " + end).isLessThan(limit);
                consumer.poll(Duration.ofMillis(200))
                        .forEach(record -> records.add(record.offset() + " " + record.key() + "=" + record.value()));
            }
        }
        return records;
    }

    private static long produceOne(String bootstrap, String value) throws Exception {
        try (KafkaProducer<String, String> producer = producer(bootstrap)) {
            return producer.send(new ProducerRecord<>(TOPIC, "more", value))
                    .get()
                    .offset();
        }
    }

    private static KafkaProducer<String, String> producer(String bootstrap) {
        return new KafkaProducer<>(
                Map.of("bootstrap.servers", bootstrap, "acks", "all"), new StringSerializer(), new StringSerializer());
    }

    private static List<String> setAside(BrokerUnderTest broker) throws IOException {
        try (Stream<Path> files = Files.walk(broker.logDir())) {
            return files.map(Path::toString)
                    .filter(file -> file.endsWith(".damaged"))
                    .toList();
        }
    }
}
