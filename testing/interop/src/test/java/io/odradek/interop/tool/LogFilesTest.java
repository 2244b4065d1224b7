package io.odradek.interop.tool;

import static org.assertj.core.api.Assertions.assertThat;

import io.odradek.interop.broker.BrokerUnderTest;
import io.odradek.interop.broker.Brokers;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Every kind of file that a stopped broker leaves behind, read by Kafka's dump tool; then the broker starts with them. */
@Tag("slow")
class LogFilesTest {
    private static final String TOPIC = "files";
    private static final int RECORDS = 20_000;

    @TempDir
    private Path folder;

    @Test
    void files_ofAStoppedBroker_areReadByKafka() throws IOException {
        try (BrokerUnderTest broker = Brokers.create(folder.resolve("node"))) {
            broker.start();
            fill(broker);
            broker.stop();

            assertThat(dump(broker, TOPIC, ".log", "--deep-iteration").filter(line -> line.startsWith("baseOffset: ")))
                    .hasSizeGreaterThan(1)
                    .allMatch(line -> line.contains("isvalid: true"));
            assertThat(dump(broker, TOPIC, ".index")).anyMatch(line -> line.startsWith("offset: "));
            assertThat(dump(broker, TOPIC, ".index", "--index-sanity-check"))
                    .filteredOn(line -> !line.startsWith("Dumping "))
                    .isNotEmpty()
                    .allMatch(line -> line.endsWith("passed sanity check."));
            assertThat(dump(broker, TOPIC, ".timeindex")).anyMatch(line -> line.startsWith("timestamp: "));
            assertThat(dump(broker, TOPIC, ".timeindex", "--verify-index-only"))
                    .allMatch(line -> line.startsWith("Dumping "));
            assertThat(dump(broker, TOPIC, ".snapshot"))
                    .anyMatch(line -> line.contains(" lastOffset: " + (RECORDS - 1)));
            assertThat(dump(broker, "__cluster_metadata", ".log", "--cluster-metadata-decoder"))
                    .anyMatch(line -> line.contains("\"type\":\"TOPIC_RECORD\"") && line.contains(TOPIC));
            assertThat(dump(broker, "__consumer_offsets", ".log", "--offsets-decoder"))
                    .anyMatch(line -> line.contains("\"group\":\"readers\",\"topic\":\"" + TOPIC + "\""));

            broker.start();
            assertThat(tool(broker, "kafka-get-offsets", "--topic", TOPIC)).isEqualTo(TOPIC + ":0:" + RECORDS + "\n");
        }
    }

    private static void fill(BrokerUnderTest broker) {
        tool(broker, "kafka-topics", "--create", "--topic", TOPIC, "--config", "segment.bytes=1048576");
        tool(
                broker,
                "kafka-producer-perf-test",
                "--topic",
                TOPIC,
                "--num-records",
                Integer.toString(RECORDS),
                "--record-size",
                "100",
                "--throughput",
                "-1");
        tool(
                broker,
                "kafka-console-consumer",
                "--topic",
                TOPIC,
                "--group",
                "readers",
                "--from-beginning",
                "--max-messages",
                "100");
    }

    /** What the tool prints about all files of the topic with this ending. */
    private static Stream<String> dump(BrokerUnderTest broker, String topic, String ending, String... options)
            throws IOException {
        List<String> words = new ArrayList<>(List.of(options));
        words.add("--files");
        try (Stream<Path> files = Files.walk(broker.logDir())) {
            words.add(files.map(Path::toString)
                    .filter(file -> file.contains("/" + topic + "-") && file.endsWith(ending))
                    .sorted()
                    .collect(Collectors.joining(",")));
        }
        return broker.tools()
                .command("kafka-dump-log")
                .with(words)
                .run(Duration.ofSeconds(60))
                .orFail()
                .out()
                .lines();
    }

    private static String tool(BrokerUnderTest broker, String tool, String... arguments) {
        return broker.tools()
                .command(tool)
                .with(List.of("--bootstrap-server", broker.bootstrap()))
                .with(List.of(arguments))
                .run(Duration.ofSeconds(60))
                .orFail()
                .out();
    }
}
