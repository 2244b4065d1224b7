package io.odradek.metadata.config;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatCode;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class TopicConfigsTest {
    private static BrokerConfig broker(String... pairs) {
        Map<String, String> file = new java.util.HashMap<>();
        for (int i = 0; i < pairs.length; i += 2) {
            file.put(pairs[i], pairs[i + 1]);
        }
        return BrokerConfigLoader.load(file).config();
    }

    @Test
    void retentionComesFromTheFinestUnitThatIsSet() {
        assertThat(TopicConfigView.of(broker(), Map.of()).retentionMs()).isEqualTo(604_800_000L);
        assertThat(TopicConfigView.of(broker("log.retention.hours", "1"), Map.of())
                        .retentionMs())
                .isEqualTo(3_600_000L);
        assertThat(TopicConfigView.of(broker("log.retention.hours", "1", "log.retention.minutes", "2"), Map.of())
                        .retentionMs())
                .isEqualTo(120_000L);
        assertThat(TopicConfigView.of(
                                broker(
                                        "log.retention.hours",
                                        "1",
                                        "log.retention.minutes",
                                        "2",
                                        "log.retention.ms",
                                        "3"),
                                Map.of())
                        .retentionMs())
                .isEqualTo(3L);
        assertThat(TopicConfigView.of(broker("log.retention.hours", "-1"), Map.of())
                        .retentionMs())
                .isEqualTo(-1L);
    }

    @Test
    void theTopicWinsOverTheBroker() {
        BrokerConfig broker = broker("log.segment.bytes", "2000000", "durability", "buffered");
        assertThat(TopicConfigView.of(broker, Map.of()).segmentBytes()).isEqualTo(2_000_000);
        assertThat(TopicConfigView.of(broker, Map.of("segment.bytes", "3000000"))
                        .segmentBytes())
                .isEqualTo(3_000_000);
        assertThat(TopicConfigView.of(broker, Map.of()).fsync()).isFalse();
        assertThat(TopicConfigView.of(broker, Map.of("durability", "fsync")).fsync())
                .isTrue();
        assertThat(TopicConfigView.of(broker(), Map.of()).fsync()).isTrue();
    }

    @Test
    void bothCleanupPoliciesCanHold() {
        TopicConfigView view = TopicConfigView.of(broker(), Map.of("cleanup.policy", "compact,delete"));
        assertThat(view.compacted()).isTrue();
        assertThat(view.deletable()).isTrue();
        assertThat(TopicConfigView.of(broker(), Map.of()).compacted()).isFalse();
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', textBlock = """
                    nonsense              | 1   | Unknown topic config name: nonsense
                    retention.mss         | 1   | Did you mean retention.ms?
                    retention.ms          | abc | Invalid value abc for configuration retention.ms: Not a number of type LONG
                    retention.ms          | -5  | Invalid value -5 for configuration retention.ms: Value must be at least -1
                    segment.bytes         | 5   | Invalid value 5 for configuration segment.bytes: Value must be at least 1048576
                    cleanup.policy        | x   | Invalid value x for configuration cleanup.policy: String must be one of: compact, delete
                    min.insync.replicas   | 0   | Invalid value 0 for configuration min.insync.replicas: Value must be at least 1
                    remote.storage.enable | true | Tiered Storage functionality is disabled in the broker.
                    """)
    void refusesWithKafkasMessage(String key, String value, String message) {
        assertThatThrownBy(() -> TopicConfigs.validate(broker(), Map.of(key, value)))
                .hasMessageContaining(message);
    }

    @Test
    void compactionLagsMustNotCross() {
        assertThatThrownBy(() -> TopicConfigs.validate(
                        broker(), Map.of("min.compaction.lag.ms", "10", "max.compaction.lag.ms", "5")))
                .hasMessage("conflict topic config setting min.compaction.lag.ms (10) > max.compaction.lag.ms (5)");
    }

    @Test
    void groupsStayWithinTheBrokersRanges() {
        assertThatThrownBy(() -> GroupConfigs.validate(broker(), Map.of("consumer.session.timeout.ms", "1")))
                .hasMessage("consumer.session.timeout.ms must be in the range 45000 to 60000 inclusive.");
        assertThatThrownBy(() -> GroupConfigs.validate(broker(), Map.of("nonsense", "1")))
                .hasMessageStartingWith("Unknown group config name: nonsense");
        assertThatCode(() -> GroupConfigs.validate(broker(), Map.of("share.auto.offset.reset", "by_duration:PT1H")))
                .doesNotThrowAnyException();
    }
}
