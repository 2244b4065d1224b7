package io.odradek.testkit.broker;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.odradek.protocol.ErrorCode;
import io.odradek.protocol.message.CreateTopicsRequest;
import io.odradek.protocol.message.CreateTopicsRequest.CreatableTopic;
import io.odradek.protocol.message.CreateTopicsResponse;
import io.odradek.protocol.message.CreateTopicsResponse.CreatableTopicResult;
import io.odradek.protocol.message.IncrementalAlterConfigsResponse.AlterConfigsResourceResponse;
import io.odradek.testkit.OdradekBroker;
import io.odradek.testkit.wire.Configs;
import io.odradek.testkit.wire.Configs.Operation;
import io.odradek.testkit.wire.Configs.Resource;
import io.odradek.testkit.wire.Requests;
import io.odradek.testkit.wire.WireClient;
import java.util.List;
import java.util.Map;
import java.util.concurrent.atomic.AtomicInteger;
import org.apache.kafka.common.errors.PolicyViolationException;
import org.apache.kafka.server.policy.AlterConfigPolicy;
import org.apache.kafka.server.policy.CreateTopicPolicy;
import org.junit.jupiter.api.Test;

/** Users' policies, by Kafka's interfaces, in a running broker. */
class PolicyPluginsTest {
    private static final AtomicInteger CLOSED = new AtomicInteger();

    /** Allows names with the prefix that is configured for it. */
    public static final class Names implements CreateTopicPolicy {
        private String prefix = "";

        @Override
        public void configure(Map<String, ?> configs) {
            prefix = configs.get("names.prefix").toString();
        }

        @Override
        public void validate(RequestMetadata topic) {
            if (topic.topic().equals("fail")) {
                throw new IllegalStateException("out of order");
            }
            if (topic.topic().equals("link")) {
                throw new NoClassDefFoundError("some/Missing");
            }
            if (!topic.topic().startsWith(prefix) && !topic.topic().startsWith("__")) {
                throw new PolicyViolationException("names begin with " + prefix);
            }
        }

        @Override
        public void close() {
            CLOSED.incrementAndGet();
        }
    }

    /** Allows no change of retention. */
    public static final class Retention implements AlterConfigPolicy {
        @Override
        public void configure(Map<String, ?> configs) {}

        @Override
        public void validate(RequestMetadata change) {
            if (change.configs().containsKey("retention.ms")) {
                throw new PolicyViolationException(
                        "retention.ms of " + change.resource().name() + " stays");
            }
        }

        @Override
        public void close() {
            CLOSED.incrementAndGet();
        }
    }

    /** Cannot be configured. */
    public static final class Unusable implements CreateTopicPolicy {
        @Override
        public void configure(Map<String, ?> configs) {
            throw new IllegalArgumentException("policy.file is missing");
        }

        @Override
        public void validate(RequestMetadata topic) {}

        @Override
        public void close() {}
    }

    @Test
    void whatAPolicyRefusesIsAPolicyViolationWithItsWords() {
        int before = CLOSED.get();
        try (OdradekBroker broker = broker(Names.class);
                WireClient client = new WireClient(broker)) {
            CreatableTopicResult refused = create(client, "orders");
            assertThat(ErrorCode.forCode(refused.errorCode())).isEqualTo(ErrorCode.POLICY_VIOLATION);
            assertThat(refused.errorMessage()).isEqualTo("names begin with team-");
            Requests.createTopic(client, "team-orders", 1, Map.of());

            AlterConfigsResourceResponse change =
                    Configs.alter(client, Resource.topic("team-orders"), Operation.SET, "retention.ms", "5");
            assertThat(ErrorCode.forCode(change.errorCode())).isEqualTo(ErrorCode.POLICY_VIOLATION);
            assertThat(change.errorMessage()).isEqualTo("retention.ms of team-orders stays");
            Configs.set(client, Resource.topic("team-orders"), "segment.ms", "60000");
        }
        assertThat(CLOSED).hasValue(before + 2);
    }

    @Test
    void aPolicyThatFailsIsTheAnswerToOneRequestAndNotTheEndOfTheController() {
        try (OdradekBroker broker = broker(Names.class);
                WireClient client = new WireClient(broker)) {
            for (String name : List.of("fail", "link")) {
                CreatableTopicResult failed = create(client, name);
                assertThat(ErrorCode.forCode(failed.errorCode())).isEqualTo(ErrorCode.UNKNOWN_SERVER_ERROR);
                assertThat(failed.errorMessage()).contains(Names.class.getName());
            }
            Requests.createTopic(client, "team-orders", 1, Map.of());
        }
    }

    @Test
    void aPolicyThatCannotBeConfiguredKeepsTheBrokerFromStarting() {
        assertThatThrownBy(() -> broker(Unusable.class).close())
                .isInstanceOf(IllegalStateException.class)
                .hasMessageContaining("create.topic.policy.class.name")
                .hasMessageContaining("policy.file is missing");
    }

    private static OdradekBroker broker(Class<? extends CreateTopicPolicy> policy) {
        return OdradekBroker.builder()
                .config("create.topic.policy.class.name", policy.getName())
                .config("alter.config.policy.class.name", Retention.class.getName())
                .config("names.prefix", "team-")
                .start();
    }

    private static CreatableTopicResult create(WireClient client, String name) {
        CreateTopicsRequest request = new CreateTopicsRequest()
                .setTimeoutMs(10_000)
                .setTopics(List.of(
                        new CreatableTopic().setName(name).setNumPartitions(1).setReplicationFactor((short) 1)));
        return client.ask(request, CreateTopicsResponse.class).topics().getFirst();
    }
}
