package io.odradek.metadata.config;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import org.junit.jupiter.api.Test;

/** Compares descriptions with what Apache Kafka 4.4.0 answered for the same file and the same changes. */
class ConfigDescriberTest {
    private static final Map<String, String> FILE = Map.ofEntries(
            Map.entry("process.roles", "broker,controller"),
            Map.entry("node.id", "1"),
            Map.entry("controller.quorum.voters", "1@localhost:28193"),
            Map.entry("listeners", "PLAINTEXT://127.0.0.1:28192,CONTROLLER://127.0.0.1:28193"),
            Map.entry("inter.broker.listener.name", "PLAINTEXT"),
            Map.entry("advertised.listeners", "PLAINTEXT://127.0.0.1:28192"),
            Map.entry("controller.listener.names", "CONTROLLER"),
            Map.entry(
                    "listener.security.protocol.map",
                    "CONTROLLER:PLAINTEXT,PLAINTEXT:PLAINTEXT,SSL:SSL,SASL_PLAINTEXT:SASL_PLAINTEXT,SASL_SSL:SASL_SSL"),
            Map.entry("log.dirs", "/var/kafka/logs"),
            Map.entry("offsets.topic.replication.factor", "1"),
            Map.entry("transaction.state.log.replication.factor", "1"),
            Map.entry("transaction.state.log.min.isr", "1"),
            Map.entry("log.retention.hours", "168"),
            Map.entry("log.segment.bytes", "1073741824"),
            Map.entry("my.own.key", "x"));

    private final BrokerConfig config = BrokerConfigLoader.load(FILE).config();

    @Test
    void describesAFreshClusterAsKafkaDoes() throws IOException {
        ConfigDescriber describer =
                new ConfigDescriber(config.withDynamic(Map.of("min.insync.replicas", "1"), Map.of()));
        assertLikeKafka("0|TOPIC|t|", describer.topic(Map.of("retention.ms", "1000")));
        assertLikeKafka("0|TOPIC|u|", describer.topic(Map.of()));
        assertLikeKafka("0|BROKER|1|", describer.broker());
        assertLikeKafka("0|BROKER||", describer.clusterDefault());
        assertLikeKafka("0|GROUP|g|", describer.group(Map.of()));
        assertLikeKafka("0|CLIENT_METRICS|s|", describer.clientMetrics(Map.of()));
    }

    @Test
    void describesDynamicChangesAsKafkaDoes() throws IOException {
        ConfigDescriber describer = new ConfigDescriber(config.withDynamic(
                Map.of("min.insync.replicas", "1", "nonsense", "1"),
                Map.of("nonsense", "1", "log.cleaner.threads", "2", "log.segment.bytes", "3000000")));
        assertLikeKafka(
                "1|TOPIC|t|",
                describer.topic(Map.of(
                        "cleanup.policy", "compact", "local.retention.ms", "999999", "max.compaction.lag.ms", "5")));
        assertLikeKafka("1|TOPIC|u|", describer.topic(Map.of()));
        assertLikeKafka("1|BROKER|1|", describer.broker());
        assertLikeKafka("1|BROKER||", describer.clusterDefault());
        assertLikeKafka("1|GROUP|g|", describer.group(Map.of("consumer.session.timeout.ms", "46000")));
        assertLikeKafka("1|CLIENT_METRICS|s|", describer.clientMetrics(Map.of("interval.ms", "46000")));
    }

    @Test
    void everyKnownKeyIsDocumented() {
        ConfigDescriber describer = new ConfigDescriber(config);
        assertThat(describer.topic(Map.of()))
                .allSatisfy(entry -> assertThat(entry.documentation()).isNotBlank());
        assertThat(describer.topic(Map.of())).anySatisfy(entry -> {
            assertThat(entry.name()).isEqualTo("durability");
            assertThat(entry.value()).isEqualTo("fsync");
        });
    }

    private static void assertLikeKafka(String prefix, List<ConfigEntry> entries) throws IOException {
        List<String> kafkas = golden().lines()
                .filter(line -> line.startsWith(prefix))
                .map(line -> line.substring(prefix.length()))
                .map(ConfigDescriberTest::withOurDefault)
                .toList();
        List<String> ours = entries.stream()
                .filter(entry -> !KafkaConfigOracleTest.OURS.contains(entry.name()))
                .map(ConfigDescriberTest::render)
                .toList();
        assertThat(kafkas).isNotEmpty();
        assertThat(ours).isEqualTo(kafkas);
    }

    /** The defaults that are not Kafka's. */
    private static String withOurDefault(String line) {
        return switch (line.substring(0, line.indexOf('|'))) {
            case "socket.listen.backlog.size" -> line.replace("50", "4096");
            case "controller.quorum.fetch.timeout.ms" -> line.replace("2000", "700");
            case "controller.quorum.election.timeout.ms" -> line.replace("1000", "300");
            default -> line;
        };
    }

    private static String render(ConfigEntry entry) {
        List<String> synonyms = entry.synonyms().stream()
                .map(synonym -> synonym.source() + ":" + synonym.name() + "=" + synonym.value())
                .toList();
        return String.join(
                "|",
                entry.name(),
                String.valueOf(entry.value()),
                entry.source().name(),
                String.valueOf(entry.sensitive()),
                String.valueOf(entry.readOnly()),
                entry.type().name(),
                synonyms.toString());
    }

    private static String golden() throws IOException {
        try (InputStream stream = ConfigDescriberTest.class.getResourceAsStream("kafka-4.4-describe.txt")) {
            return new String(Objects.requireNonNull(stream).readAllBytes(), StandardCharsets.UTF_8);
        }
    }
}
