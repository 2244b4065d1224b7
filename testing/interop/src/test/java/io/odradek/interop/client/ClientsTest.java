package io.odradek.interop.client;

import static org.assertj.core.api.Assertions.assertThat;

import io.odradek.interop.broker.BrokerUnderTest;
import io.odradek.interop.broker.Brokers;
import io.odradek.interop.process.Command;
import io.odradek.interop.process.Result;
import java.io.IOException;
import java.nio.file.Files;
import java.time.Duration;
import java.util.List;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Every client runs the whole scenario of {@code clients/README.md} against the broker. */
@Tag("slow")
class ClientsTest {
    @ParameterizedTest(name = "{0}")
    @ValueSource(
            strings = {
                "java-4.4",
                "java-3.9",
                "kcat",
                "confluent-kafka",
                "kafka-python",
                "kafkajs",
                "franz-go",
                "sarama",
                "sarama-2.8",
                "sarama-2.1"
            })
    void client_cannotTellTheBrokerFromKafka(String client) {
        Installation.of(client.startsWith("sarama") ? "sarama" : client);
        BrokerUnderTest broker = Brokers.shared();
        Result result = Command.of(Installation.folder().resolve("run.sh").toString())
                .with(List.of(client, broker.bootstrap(), "clients." + client))
                .run(Duration.ofSeconds(120));
        System.out.println(client + "\n" + result.printed());
        assertThat(result.exitCode()).as(result.toString()).isZero();
        if (client.equals("kcat")) {
            deleteTopics(broker, result.out());
        }
    }

    /** Clients that do nothing wrong are nothing to log about; Kafka's own log is its own affair. */
    @AfterAll
    static void log_afterAllClients_hasNoComplaint() throws IOException {
        if (Brokers.isOdradek()) {
            assertThat(Files.readAllLines(Brokers.shared().log()))
                    .filteredOn(line -> !line.contains(" INFO "))
                    .allMatch(line -> line.contains("is known but has no effect in this release"));
        }
    }

    /** kcat has no administration: what it created is deleted for it. */
    private static void deleteTopics(BrokerUnderTest broker, String printed) {
        String topics = printed.lines()
                .filter(line -> line.startsWith("topics: "))
                .findFirst()
                .orElseThrow()
                .substring("topics: ".length());
        broker.tools()
                .command("kafka-topics")
                .with(List.of(
                        "--bootstrap-server", broker.bootstrap(), "--delete", "--topic", topics.replace(' ', '|')))
                .run(Duration.ofSeconds(60))
                .orFail();
    }
}
