package io.odradek.interop.kill;

import static org.assertj.core.api.Assertions.assertThat;

import io.odradek.interop.broker.BrokerUnderTest;
import io.odradek.interop.broker.Brokers;
import io.odradek.interop.process.Result;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.clients.admin.NewTopic;
import org.apache.kafka.clients.consumer.OffsetAndMetadata;
import org.apache.kafka.common.TopicPartition;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/**
 * The broker is killed at random moments under load, {@code -Dinterop.kill.rounds} times, with the moments
 * drawn from {@code -Dinterop.kill.seed}. Every tenth time it is killed once more while it starts. The baseline gets five
 * rounds: a killed Apache Kafka is not let in again before its old session of 9 s is over.
 */
@Tag("slow")
class KillTest {
    private static final int ROUNDS = Integer.getInteger("interop.kill.rounds", Brokers.isKafka() ? 5 : 50);
    private static final long SEED = Long.getLong("interop.kill.seed", 4_711);
    private static final int PARTITIONS = 3;
    private static final String TOPIC = "killed";
    private static final String GROUP = "survivors";

    @TempDir
    private Path folder;

    private final Random random = new Random(SEED);
    private final List<Long> startMillis = new ArrayList<>();

    @Test
    @Timeout(value = 10, unit = TimeUnit.MINUTES)
    void kill_underLoad_keepsEveryAcknowledgedRecordAndCommit() throws Exception {
        System.out.println(ROUNDS + " rounds, seed " + SEED);
        Path sideFile = folder.resolve("acknowledged");
        try (BrokerUnderTest broker = Brokers.create(folder.resolve("node"))) {
            broker.start();
            createTopic(broker.bootstrap());
            Map<TopicPartition, Long> committed = killUnderLoad(broker, sideFile);
            System.out.println("start to first answer in ms, sorted: " + startMillis);

            TopicContents contents = TopicContents.read(broker.bootstrap(), TOPIC, PARTITIONS);
            long acknowledged = contents.checkAcknowledged(sideFile);
            contents.checkOnceAndInOrder(PARTITIONS);
            checkGroup(broker.bootstrap(), committed, contents);
            checkSegments(broker);
            System.out.println(acknowledged + " acknowledged records are all there; commits " + committed);
            assertThat(acknowledged).isGreaterThan(ROUNDS);
        }
    }

    /** Leaves the broker running, and returns the group's acknowledged commits. */
    private Map<TopicPartition, Long> killUnderLoad(BrokerUnderTest broker, Path sideFile)
            throws IOException, InterruptedException {
        GroupReader reader = new GroupReader(broker.bootstrap(), TOPIC, GROUP);
        try (reader;
                NumberedLoad load = new NumberedLoad(broker.bootstrap(), TOPIC, PARTITIONS, sideFile)) {
            load.awaitAcknowledgement(0);
            reader.awaitCommit();
            for (int round = 1; round <= ROUNDS; round++) {
                load.awaitAcknowledgement(round);
                // The moment of the kill is what is drawn: nothing is waited for.
                TimeUnit.MILLISECONDS.sleep(random.nextInt(600));
                broker.kill();
                if (round % 10 == 0) {
                    broker.launch();
                    TimeUnit.MILLISECONDS.sleep(random.nextInt(1_000));
                    broker.kill();
                }
                long started = System.nanoTime();
                broker.start();
                startMillis.add(TimeUnit.NANOSECONDS.toMillis(System.nanoTime() - started));
            }
            load.awaitAcknowledgement(ROUNDS + 1);
            reader.awaitCommit();
        }
        Collections.sort(startMillis);
        System.out.println(reader.unacknowledgedCommits() + " commits failed while the broker was away");
        return reader.committed();
    }

    private static void createTopic(String bootstrap) throws Exception {
        try (Admin admin = Admin.create(Map.of("bootstrap.servers", bootstrap))) {
            // Small segments, so that some kills come while one is rolled.
            NewTopic topic = new NewTopic(TOPIC, PARTITIONS, (short) 1).configs(Map.of("segment.bytes", "1048576"));
            admin.createTopics(List.of(topic)).all().get(60, TimeUnit.SECONDS);
        }
    }

    /** The group has its last acknowledged commits or later ones, and a new member starts there. */
    private static void checkGroup(String bootstrap, Map<TopicPartition, Long> committed, TopicContents contents)
            throws ExecutionException, InterruptedException {
        Map<TopicPartition, Long> stored;
        try (Admin admin = Admin.create(Map.of("bootstrap.servers", bootstrap))) {
            stored = admin.listConsumerGroupOffsets(GROUP).partitionsToOffsetAndMetadata().get().entrySet().stream()
                    .collect(Collectors.toMap(Map.Entry::getKey, entry -> offset(entry.getValue())));
        }
        assertThat(committed).as("acknowledged commits").isNotEmpty();
        committed.forEach((partition, offset) ->
                assertThat(stored.get(partition)).as("commit of " + partition).isGreaterThanOrEqualTo(offset));
        GroupResume.check(bootstrap, TOPIC, GROUP, stored, contents);
    }

    private static long offset(OffsetAndMetadata committed) {
        return committed.offset();
    }

    /** Kafka's own reader finds every segment sound. */
    private static void checkSegments(BrokerUnderTest broker) throws IOException {
        try (Stream<Path> files = Files.walk(broker.logDir())) {
            String segments = files.map(Path::toString)
                    .filter(file -> file.contains("/" + TOPIC + "-") && file.endsWith(".log"))
                    .sorted()
                    .collect(Collectors.joining(","));
            Result dumped = broker.tools()
                    .command("kafka-dump-log")
                    .with(List.of("--files", segments))
                    .run(Duration.ofMinutes(2))
                    .orFail();
            assertThat(dumped.out().lines().filter(line -> line.startsWith("baseOffset: ")))
                    .isNotEmpty()
                    .allMatch(line -> line.contains("isvalid: true"));
        }
    }
}
