package io.odradek.server;

import static org.assertj.core.api.Assertions.assertThat;

import io.odradek.base.Uuid;
import io.odradek.metadata.config.BrokerConfig;
import io.odradek.metadata.config.BrokerConfigLoader;
import io.odradek.network.Endpoint;
import io.odradek.protocol.message.BrokerRegistrationRequest;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.junit.jupiter.api.Test;

/** What a node says of itself to the active controller. */
class RegistrationTest {
    /** What {@code kafka-features.sh describe} of Apache Kafka 4.4 shows as the highest that can be finalized. */
    private static final Map<String, Integer> KAFKA_FINALIZES = Map.of(
            "eligible.leader.replicas.version", 1,
            "group.version", 1,
            "kraft.version", 1,
            "share.version", 2,
            "streams.version", 1,
            "transaction.version", 2);

    private final BrokerConfig config = BrokerConfigLoader.load(
                    Map.of("node.id", "1", "listeners", "PLAINTEXT://127.0.0.1:0"))
            .config();

    @Test
    void aBrokerRegistersWithEveryLevelThatKafkaCanHaveFinalizedInItsFolder() {
        Map<String, BrokerRegistrationRequest.Feature> features = new TreeMap<>();
        registration().features().forEach(feature -> features.put(feature.name(), feature));
        KAFKA_FINALIZES.forEach((name, level) -> {
            assertThat(features).containsKey(name);
            assertThat(features.get(name).minSupportedVersion()).as(name).isZero();
            assertThat((int) features.get(name).maxSupportedVersion()).as(name).isEqualTo(level);
        });
        assertThat(features).containsKey("metadata.version");
    }

    @Test
    void aBrokerSaysThePortThatItGot() {
        assertThat(registration().listeners()).singleElement().satisfies(listener -> {
            assertThat(listener.name()).isEqualTo("PLAINTEXT");
            assertThat(listener.port()).isEqualTo(4711);
        });
    }

    private BrokerRegistrationRequest registration() {
        return Registration.of(
                config,
                "cluster",
                new Uuid(1, 2),
                List.of(),
                List.of(new Endpoint("PLAINTEXT", "127.0.0.1", 4711), new Endpoint("CONTROLLER", "127.0.0.1", 4712)));
    }
}
