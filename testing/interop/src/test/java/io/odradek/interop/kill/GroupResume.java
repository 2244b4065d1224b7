package io.odradek.interop.kill;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.apache.kafka.clients.consumer.KafkaConsumer;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.serialization.StringDeserializer;

/** A new member of a group reads on from the group's commits. */
final class GroupResume {
    private GroupResume() {}

    /** Fails unless a new member gets, per partition, exactly the contents from the committed offset to the end. */
    static void check(
            String bootstrap, String topic, String group, Map<TopicPartition, Long> committed, TopicContents contents) {
        Map<Integer, List<Long>> expected = new TreeMap<>();
        for (int p = 0; p < contents.numbers().size(); p++) {
            List<Long> all = contents.numbers().get(p);
            long from = committed.getOrDefault(new TopicPartition(topic, p), 0L);
            expected.put(p, all.subList((int) from, all.size()));
        }
        Map<Integer, List<Long>> seen = new TreeMap<>();
        expected.keySet().forEach(p -> seen.put(p, new ArrayList<>()));
        try (KafkaConsumer<String, String> consumer = new KafkaConsumer<>(
                GroupReader.config(bootstrap, group), new StringDeserializer(), new StringDeserializer())) {
            consumer.subscribe(List.of(topic));
            long end = System.nanoTime() + Duration.ofSeconds(60).toNanos();
            long missing = expected.values().stream().mapToLong(List::size).sum();
            while (missing > 0 || consumer.assignment().isEmpty()) {
                assertThat(System.nanoTime()).as("time to read the rest").isLessThan(end);
                for (var record : consumer.poll(Duration.ofMillis(200))) {
                    seen.get(record.partition()).add(NumberedLoad.number(record.value()));
                    missing--;
                }
            }
        }
        assertThat(seen).as("what a new member of the group reads").isEqualTo(expected);
    }
}
