package interop;

import static interop.Expected.check;

import java.time.Duration;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.TreeMap;
import java.util.concurrent.TimeUnit;
import java.util.function.BooleanSupplier;
import java.util.function.Consumer;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.clients.consumer.KafkaConsumer;
import org.apache.kafka.clients.consumer.OffsetAndMetadata;
import org.apache.kafka.clients.consumer.OffsetAndTimestamp;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.serialization.StringDeserializer;

/** Everything that is read. */
final class ConsumeSteps {
    private static final int TOTAL = Expected.CODECS.size() * Expected.PER_CODEC;
    private static final int FIRST_PART = TOTAL / 2;

    private final Names names;
    private final Map<TopicPartition, OffsetAndMetadata> committed = new HashMap<>();

    ConsumeSteps(Names names) {
        this.names = names;
    }

    String assign() {
        List<List<String>> seen = read(names.records(), Expected.PARTITIONS, TOTAL);
        for (int p = 0; p < Expected.PARTITIONS; p++) {
            Expected.same("partition " + p, Expected.partition(p), seen.get(p));
        }
        return TOTAL + " records, each with its offset, key, value and headers";
    }

    /** Reads half of the records in one consumer of the group and commits exactly what it took. */
    String groupCommit() {
        Map<Integer, List<String>> seen = new TreeMap<>();
        try (KafkaConsumer<String, String> consumer = member()) {
            int[] taken = {0};
            poll(consumer, () -> taken[0] >= FIRST_PART, record -> {
                if (taken[0] < FIRST_PART) {
                    seen.computeIfAbsent(record.partition(), p -> new ArrayList<>()).add(Expected.seen(record));
                    taken[0]++;
                }
            });
            seen.forEach((p, lines) ->
                    committed.put(new TopicPartition(names.records(), p), new OffsetAndMetadata(lines.size(), "at " + p)));
            consumer.commitSync(committed, Duration.ofSeconds(30));
        }
        seen.forEach((p, lines) ->
                Expected.same("partition " + p, Expected.partition(p).subList(0, lines.size()), lines));
        return "committed " + new TreeMap<>(Map.copyOf(offsets()));
    }

    /** A second consumer of the group starts where the first one committed, and gets all the rest. */
    String groupResume() {
        Map<Integer, List<String>> seen = new TreeMap<>();
        try (KafkaConsumer<String, String> consumer = member()) {
            Set<TopicPartition> partitions = partitions(names.records(), Expected.PARTITIONS);
            Map<TopicPartition, OffsetAndMetadata> fetched = consumer.committed(partitions, Duration.ofSeconds(30));
            fetched.values().removeIf(offset -> offset == null);
            check(fetched.equals(committed), "committed " + committed + " but the group has " + fetched);
            int[] taken = {0};
            poll(consumer, () -> taken[0] >= TOTAL - FIRST_PART, record -> {
                seen.computeIfAbsent(record.partition(), p -> new ArrayList<>()).add(Expected.seen(record));
                taken[0]++;
            });
        }
        for (int p = 0; p < Expected.PARTITIONS; p++) {
            List<String> whole = Expected.partition(p);
            int from = offsets().getOrDefault(p, 0L).intValue();
            Expected.same(
                    "partition " + p + " from " + from,
                    whole.subList(from, whole.size()),
                    seen.getOrDefault(p, List.of()));
        }
        return (TOTAL - FIRST_PART) + " records after the committed offsets";
    }

    /** Ten records a minute apart, found again by their timestamps. */
    String timestamps() throws Exception {
        long base = System.currentTimeMillis() - TimeUnit.HOURS.toMillis(1);
        List<ProducerRecord<String, String>> records = new ArrayList<>();
        for (int i = 0; i < 10; i++) {
            records.add(new ProducerRecord<>(names.times(), 0, base + i * 60_000L, null, "time-" + i));
        }
        ProduceSteps.send(names.config(), records);
        TopicPartition partition = new TopicPartition(names.times(), 0);
        try (KafkaConsumer<String, String> consumer = consumer(names.config())) {
            consumer.assign(Set.of(partition));
            expectTimestamp(consumer, partition, base + 150_000, 3L);
            expectTimestamp(consumer, partition, base + 300_000, 5L);
            expectTimestamp(consumer, partition, base + 600_000, null);
            consumer.seek(partition, 3);
            List<String> seen = new ArrayList<>();
            poll(consumer, () -> seen.size() >= 7, record -> seen.add(record.value() + "@" + record.timestamp()));
            List<String> expected = new ArrayList<>();
            for (int i = 3; i < 10; i++) {
                expected.add("time-" + i + "@" + (base + i * 60_000L));
            }
            Expected.same("from timestamp", expected, seen);
            check(consumer.beginningOffsets(Set.of(partition)).get(partition) == 0, "beginning offset is not 0");
            check(consumer.endOffsets(Set.of(partition)).get(partition) == 10, "end offset is not 10");
        }
        return "offsets 3, 5 and none for times between, on and after the records";
    }

    List<List<String>> values(String topic, int partitions, int total) {
        List<List<String>> values = new ArrayList<>();
        for (List<String> lines : read(topic, partitions, total)) {
            values.add(lines.stream().map(line -> line.split("\\|", -1)[2]).toList());
        }
        return values;
    }

    private List<List<String>> read(String topic, int partitions, int total) {
        List<List<String>> seen = new ArrayList<>();
        for (int p = 0; p < partitions; p++) {
            seen.add(new ArrayList<>());
        }
        try (KafkaConsumer<String, String> consumer = consumer(names.config())) {
            consumer.assign(partitions(topic, partitions));
            consumer.seekToBeginning(consumer.assignment());
            int[] taken = {0};
            poll(consumer, () -> taken[0] >= total, record -> {
                seen.get(record.partition()).add(Expected.seen(record));
                taken[0]++;
            });
            check(consumer.poll(Duration.ofMillis(300)).isEmpty(), "more than the " + total + " records written");
        }
        return seen;
    }

    private static void expectTimestamp(
            KafkaConsumer<String, String> consumer, TopicPartition partition, long time, Long expected) {
        OffsetAndTimestamp found =
                consumer.offsetsForTimes(Map.of(partition, time), Duration.ofSeconds(30)).get(partition);
        Long offset = found == null ? null : Long.valueOf(found.offset());
        check(Objects.equals(offset, expected), "time " + time + ": expected " + expected + " but was " + found);
    }

    private KafkaConsumer<String, String> member() {
        KafkaConsumer<String, String> consumer = consumer(
                names.config("group.id", names.group(), "auto.offset.reset", "earliest", "enable.auto.commit", "false"));
        consumer.subscribe(List.of(names.records()));
        return consumer;
    }

    private static KafkaConsumer<String, String> consumer(Map<String, Object> config) {
        return new KafkaConsumer<>(config, new StringDeserializer(), new StringDeserializer());
    }

    private static void poll(
            KafkaConsumer<String, String> consumer,
            BooleanSupplier done,
            Consumer<ConsumerRecord<String, String>> each) {
        long end = System.nanoTime() + TimeUnit.SECONDS.toNanos(30);
        while (!done.getAsBoolean()) {
            check(System.nanoTime() < end, "the expected records did not arrive within 30 s");
            consumer.poll(Duration.ofMillis(200)).forEach(each);
        }
    }

    private Map<Integer, Long> offsets() {
        Map<Integer, Long> offsets = new TreeMap<>();
        committed.forEach((partition, offset) -> offsets.put(partition.partition(), offset.offset()));
        return offsets;
    }

    private static Set<TopicPartition> partitions(String topic, int n) {
        Collection<TopicPartition> all =
                Expected.range(n).stream().map(p -> new TopicPartition(topic, p)).toList();
        return Set.copyOf(all);
    }
}
