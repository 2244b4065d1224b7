import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.clients.admin.NewTopic;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.clients.consumer.KafkaConsumer;
import org.apache.kafka.clients.producer.KafkaProducer;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.serialization.StringDeserializer;
import org.apache.kafka.common.serialization.StringSerializer;

/** Fills a topic of a running Apache Kafka; see the README beside it. Arguments: bootstrap address, step, output file. */
public class MakeFolder {
    static final TopicPartition PARTITION = new TopicPartition("fixture", 0);
    static final long START = 1_700_000_000_000L;

    public static void main(String[] arguments) throws Exception {
        switch (arguments[1]) {
            case "create" -> create(arguments[0]);
            case "first" -> {
                produce(arguments[0], "none", 0, 30, 0);
                produce(arguments[0], "gzip", 30, 30, 100_000);
                transaction(arguments[0], "aborted", 60, 5, 150_000, false);
                transaction(arguments[0], "committed", 65, 5, 151_000, true);
                produce(arguments[0], "snappy", 70, 30, 200_000);
            }
            case "second" -> {
                produce(arguments[0], "lz4", 100, 30, 300_000);
                produce(arguments[0], "zstd", 130, 30, 301_000);
            }
            default -> list(arguments[0], Path.of(arguments[2]));
        }
    }

    static void create(String bootstrap) throws Exception {
        try (Admin admin = Admin.create(Map.of("bootstrap.servers", bootstrap))) {
            NewTopic topic = new NewTopic("fixture", 1, (short) 1)
                    .configs(Map.of(
                            "segment.ms", "60000",
                            "index.interval.bytes", "100",
                            "retention.ms", "-1",
                            "message.timestamp.before.max.ms", "9223372036854775807"));
            admin.createTopics(List.of(topic)).all().get();
        }
    }

    static KafkaProducer<String, String> producer(String bootstrap, Map<String, Object> more) {
        Map<String, Object> configs = new java.util.HashMap<>(Map.of(
                "bootstrap.servers", bootstrap,
                "linger.ms", "5",
                "batch.size", "400"));
        configs.putAll(more);
        return new KafkaProducer<>(configs, new StringSerializer(), new StringSerializer());
    }

    static void produce(String bootstrap, String codec, int from, int count, long ms) {
        try (var producer = producer(bootstrap, Map.of("compression.type", codec))) {
            send(producer, from, count, ms);
        }
    }

    static void transaction(String bootstrap, String id, int from, int count, long ms, boolean commit) {
        try (var producer = producer(bootstrap, Map.of("transactional.id", id))) {
            producer.initTransactions();
            producer.beginTransaction();
            send(producer, from, count, ms);
            producer.flush();
            if (commit) {
                producer.commitTransaction();
            } else {
                producer.abortTransaction();
            }
        }
    }

    static void send(KafkaProducer<String, String> producer, int from, int count, long ms) {
        for (int i = from; i < from + count; i++) {
            String value = i % 10 == 0 ? null : "value-" + i + "-" + "abc".repeat(i % 7);
            var record = new ProducerRecord<>("fixture", 0, START + ms + i % 3, "key-" + i, value);
            record.headers().add("header", String.valueOf(i).getBytes(StandardCharsets.UTF_8));
            producer.send(record);
        }
    }

    static void list(String bootstrap, Path output) throws Exception {
        List<String> lines = new ArrayList<>();
        try (var consumer = new KafkaConsumer<>(
                Map.<String, Object>of("bootstrap.servers", bootstrap), new StringDeserializer(), new StringDeserializer())) {
            consumer.assign(List.of(PARTITION));
            consumer.seekToBeginning(List.of(PARTITION));
            long end = consumer.endOffsets(List.of(PARTITION)).get(PARTITION);
            while (consumer.position(PARTITION) < end) {
                for (ConsumerRecord<String, String> record : consumer.poll(Duration.ofSeconds(1))) {
                    lines.add(record.offset() + " " + record.timestamp() + " " + record.key() + " " + record.value());
                }
            }
        }
        Files.write(output, lines);
    }
}
