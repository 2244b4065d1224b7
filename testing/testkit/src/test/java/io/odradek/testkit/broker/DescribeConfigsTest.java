package io.odradek.testkit.broker;

import static org.assertj.core.api.Assertions.assertThat;

import io.odradek.protocol.ErrorCode;
import io.odradek.testkit.OdradekBroker;
import io.odradek.testkit.OdradekTest;
import io.odradek.testkit.wire.Configs;
import io.odradek.testkit.wire.Configs.Operation;
import io.odradek.testkit.wire.Configs.Resource;
import io.odradek.testkit.wire.Requests;
import io.odradek.testkit.wire.WireClient;
import java.util.Map;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInfo;

/** Where a value comes from, and what incremental changes make of a list. */
@OdradekTest(config = "log.retention.ms=600000")
class DescribeConfigsTest {
    private static final byte TOPIC = 1;
    private static final byte ONE_BROKER = 2;
    private static final byte ALL_BROKERS = 3;
    private static final byte FILE = 4;
    private static final byte DEFAULT = 5;

    private WireClient client;
    private Resource topic;

    @BeforeEach
    void connect(OdradekBroker broker, TestInfo test) {
        client = new WireClient(broker);
        topic = Resource.topic(test.getTestMethod().orElseThrow().getName());
        Requests.createTopic(client, topic.name(), 1, Map.of());
    }

    @AfterEach
    void disconnect() {
        client.close();
    }

    @Test
    void aValueComesFromTheNearestPlaceThatHasIt() {
        assertValue(topic, "segment.ms", "604800000", DEFAULT);
        assertValue(topic, "retention.ms", "600000", FILE);
        Configs.set(client, Resource.brokerDefaults(), "log.retention.ms", "700000");
        assertValue(topic, "retention.ms", "700000", ALL_BROKERS);
        Configs.set(client, Resource.broker("1"), "log.retention.ms", "800000");
        assertValue(topic, "retention.ms", "800000", ONE_BROKER);
        assertValue(Resource.broker("1"), "log.retention.ms", "800000", ONE_BROKER);
        Configs.set(client, topic, "retention.ms", "900000");
        assertValue(topic, "retention.ms", "900000", TOPIC);
        assertThat(Configs.describe(client, topic, "retention.ms").synonyms())
                .extracting(synonym -> synonym.source())
                .startsWith(TOPIC, ONE_BROKER, ALL_BROKERS, FILE);
        Configs.change(client, topic, Operation.DELETE, "retention.ms", null);
        Configs.change(client, Resource.broker("1"), Operation.DELETE, "log.retention.ms", null);
        Configs.change(client, Resource.brokerDefaults(), Operation.DELETE, "log.retention.ms", null);
        assertValue(topic, "retention.ms", "600000", FILE);
    }

    @Test
    void appendAndSubtractChangeAList() {
        Configs.change(client, topic, Operation.APPEND, "cleanup.policy", "compact");
        assertValue(topic, "cleanup.policy", "delete,compact", TOPIC);
        Configs.change(client, topic, Operation.SUBTRACT, "cleanup.policy", "delete");
        assertValue(topic, "cleanup.policy", "compact", TOPIC);
    }

    @Test
    void whatIsNoListCannotBeAppendedTo() {
        var result = Configs.alter(client, topic, Operation.APPEND, "retention.ms", "5");
        assertThat(ErrorCode.forCode(result.errorCode())).isEqualTo(ErrorCode.INVALID_CONFIG);
        assertThat(result.errorMessage()).contains("retention.ms");
    }

    @Test
    void aKeyThatNeedsARestartIsNotChangedWhileTheBrokerRuns() {
        var result = Configs.alter(client, Resource.broker("1"), Operation.SET, "log.dirs", "/elsewhere");
        assertThat(ErrorCode.forCode(result.errorCode())).isIn(ErrorCode.INVALID_REQUEST, ErrorCode.INVALID_CONFIG);
        assertThat(result.errorMessage()).contains("log.dirs");
        assertThat(Configs.describe(client, Resource.broker("1"), "log.dirs").readOnly())
                .isTrue();
    }

    private void assertValue(Resource resource, String key, String value, byte source) {
        assertThat(Configs.describe(client, resource, key)).satisfies(config -> {
            assertThat(config.value()).isEqualTo(value);
            assertThat(config.configSource()).as("source of %s", key).isEqualTo(source);
        });
    }
}
