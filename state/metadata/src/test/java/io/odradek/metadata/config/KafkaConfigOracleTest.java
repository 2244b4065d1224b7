package io.odradek.metadata.config;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.stream.Stream;
import org.apache.kafka.common.config.ConfigDef;
import org.apache.kafka.common.config.ConfigDef.Type;
import org.apache.kafka.coordinator.group.GroupConfig;
import org.apache.kafka.server.config.AbstractKafkaConfig;
import org.apache.kafka.server.config.DynamicBrokerConfig;
import org.apache.kafka.server.metrics.ClientMetricsConfigs;
import org.apache.kafka.storage.internals.log.LogConfig;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

/** Compares our definitions with those of Apache Kafka 4.4.0 itself. */
class KafkaConfigOracleTest {
    static final Set<String> OURS =
            Set.of("durability", "log.dir.reserve.bytes", "log.scrub.period.ms", "log.scrub.max.bytes.per.second");

    /**
     * Kafka's backlog of 50 makes a fleet of clients that comes back at once wait for seconds; with its times a quorum does
     * without a leader for three seconds.
     */
    private static final Map<String, String> OTHER_DEFAULTS = Map.of(
            "socket.listen.backlog.size", "INT 4096 MEDIUM false",
            "controller.quorum.fetch.timeout.ms", "INT 700 HIGH false",
            "controller.quorum.election.timeout.ms", "INT 300 HIGH false");

    static Stream<Arguments> definitions() {
        return Stream.of(
                Arguments.of("broker", BrokerConfigDef.definition(), AbstractKafkaConfig.CONFIG_DEF),
                Arguments.of("topic", TopicConfigDef.definition(), LogConfig.configDefCopy()),
                Arguments.of("group", GroupConfigDef.definition(), GroupConfig.CONFIG_DEF),
                Arguments.of("client metrics", ClientMetricsConfigDef.definition(), ClientMetricsConfigs.configDef()));
    }

    @ParameterizedTest(name = "{0}")
    @MethodSource("definitions")
    void namesTypesDefaultsAndImportanceAreKafkas(String what, ConfigDef ours, ConfigDef kafkas) {
        Set<String> names = new HashSet<>(ours.names());
        names.removeAll(OURS);
        assertThat(names).isEqualTo(kafkas.names());
        Map<String, String> expected = describe(kafkas);
        OTHER_DEFAULTS.forEach((name, description) -> expected.computeIfPresent(name, (_, _) -> description));
        assertThat(describe(ours)).isEqualTo(expected);
    }

    @ParameterizedTest(name = "{0}")
    @MethodSource("definitions")
    void rangesAcceptAndRefuseWhatKafkasDo(String what, ConfigDef ours, ConfigDef kafkas) {
        for (String name : kafkas.names()) {
            for (Object probe : probes(ours.configKeys().get(name).type)) {
                assertThat(accepts(ours, name, probe)).as("%s=%s", name, probe).isEqualTo(accepts(kafkas, name, probe));
            }
        }
    }

    @ParameterizedTest(name = "{0}")
    @MethodSource("definitions")
    void everyKeyIsDocumentedInOurOwnWords(String what, ConfigDef ours, ConfigDef kafkas) {
        ours.configKeys().values().forEach(key -> {
            assertThat(key.documentation).as(key.name).isNotBlank().endsWith(".");
            ConfigDef.ConfigKey theirs = kafkas.configKeys().get(key.name);
            if (theirs != null) {
                assertThat(key.documentation).as(key.name).isNotEqualTo(theirs.documentation);
            }
        });
    }

    @Test
    void updateModesAreKafkas() {
        Map<String, String> modes = new TreeMap<>();
        for (String name : BrokerConfigDef.names()) {
            switch (BrokerConfigDef.updateMode(name)) {
                case READ_ONLY -> {}
                case PER_BROKER -> modes.put(name, "per-broker");
                case CLUSTER_WIDE -> modes.put(name, "cluster-wide");
            }
        }
        modes.keySet().removeAll(OURS);
        Map<String, String> theirs = new TreeMap<>(DynamicBrokerConfig.dynamicConfigUpdateModes());
        theirs.keySet().retainAll(AbstractKafkaConfig.CONFIG_DEF.names());
        assertThat(modes).isEqualTo(theirs);
    }

    private static Map<String, String> describe(ConfigDef definition) {
        Map<String, String> result = new TreeMap<>();
        definition.configKeys().forEach((name, key) -> {
            if (!OURS.contains(name)) {
                result.put(
                        name,
                        key.type + " " + (key.hasDefault() ? key.defaultValue : "required") + " " + key.importance + " "
                                + key.internalConfig);
            }
        });
        return result;
    }

    private static List<Object> probes(Type type) {
        return switch (type) {
            case BOOLEAN, PASSWORD, CLASS -> List.of();
            case STRING ->
                List.of("", "zz", "none", "producer", "bidirectional", "rs256", "latest", "by_duration:PT1H");
            case INT -> List.of(-131073, -2, -1, 0, 1, 2, 9, 10, 18, 23, 100, 1023, 1024, 1 << 20, Integer.MAX_VALUE);
            case SHORT -> List.of((short) -1, (short) 0, (short) 1);
            case LONG -> List.of(-3L, -2L, -1L, 0L, 1L, 99L, 100L, 1L << 22, 1L << 23, Long.MAX_VALUE);
            case DOUBLE -> List.of(-0.1, 0.0, 0.5, 0.6, 1.0, 1.1);
            case LIST ->
                List.of(
                        List.of(),
                        List.of("a"),
                        List.of("a", "a"),
                        List.of("delete"),
                        List.of("*"),
                        List.of("0:1"),
                        List.of("1@localhost:9093"),
                        List.of("localhost:9093"),
                        List.of("broker"),
                        List.of("share"));
        };
    }

    private static boolean accepts(ConfigDef definition, String name, Object value) {
        ConfigDef.ConfigKey key = new HashMap<>(definition.configKeys()).get(name);
        if (key.validator == null) {
            return true;
        }
        try {
            key.validator.ensureValid(name, value);
            return true;
        } catch (RuntimeException _) {
            return false;
        }
    }
}
