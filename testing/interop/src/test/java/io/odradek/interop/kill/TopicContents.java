package io.odradek.interop.kill;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.clients.consumer.KafkaConsumer;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.serialization.StringDeserializer;

/** The numbers in a topic, read from its beginning: in the list of a partition the index is the offset. */
public record TopicContents(List<List<Long>> numbers) {
    /** Reads all there is; fails if the offsets have a gap or do not begin at 0. */
    public static TopicContents read(String bootstrap, String topic, int partitions) {
        List<TopicPartition> all = IntStream.range(0, partitions)
                .mapToObj(p -> new TopicPartition(topic, p))
                .toList();
        List<List<Long>> numbers = new ArrayList<>();
        all.forEach(_ -> numbers.add(new ArrayList<>()));
        try (KafkaConsumer<String, String> consumer = new KafkaConsumer<>(
                Map.of("bootstrap.servers", bootstrap, "check.crcs", true),
                new StringDeserializer(),
                new StringDeserializer())) {
            consumer.assign(all);
            consumer.seekToBeginning(all);
            Map<TopicPartition, Long> ends = consumer.endOffsets(all);
            long end = System.nanoTime() + Duration.ofMinutes(2).toNanos();
            while (all.stream().anyMatch(p -> numbers.get(p.partition()).size() < ends.get(p))) {
                assertThat(System.nanoTime()).as("time to read up to " + ends).isLessThan(end);
                consumer.poll(Duration.ofMillis(200)).forEach(record -> add(numbers.get(record.partition()), record));
            }
        }
        return new TopicContents(numbers);
    }

    /** Fails unless every record of the side file is exactly where it was acknowledged; returns how many these are. */
    public long checkAcknowledged(Path sideFile) throws IOException {
        try (Stream<String> lines = Files.lines(sideFile)) {
            return lines.map(AckedRecord::parse).peek(this::checkPresent).count();
        }
    }

    /** An idempotent producer's records are there once each and in the order of sending. */
    public void checkOnceAndInOrder(int partitions) {
        for (int p = 0; p < partitions; p++) {
            for (int offset = 0; offset < numbers.get(p).size(); offset++) {
                assertThat(numbers.get(p).get(offset))
                        .as("partition %d, offset %d", p, offset)
                        .isEqualTo((long) offset * partitions + p);
            }
        }
    }

    private void checkPresent(AckedRecord acked) {
        List<Long> partition = numbers.get(acked.partition());
        assertThat(partition.size())
                .as("end offset of the partition of " + acked)
                .isGreaterThan((int) acked.offset());
        assertThat(partition.get((int) acked.offset()))
                .as("number at the offset of " + acked)
                .isEqualTo(acked.number());
    }

    private static void add(List<Long> numbers, ConsumerRecord<String, String> record) {
        assertThat(record.offset())
                .as("next offset of partition %d", record.partition())
                .isEqualTo(numbers.size());
        numbers.add(NumberedLoad.number(record.value()));
    }
}
