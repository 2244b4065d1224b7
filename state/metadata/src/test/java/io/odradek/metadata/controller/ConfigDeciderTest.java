package io.odradek.metadata.controller;

import static org.assertj.core.api.Assertions.assertThat;

import io.odradek.base.Decision;
import io.odradek.metadata.Fixture;
import io.odradek.metadata.image.ConfigResource;
import io.odradek.metadata.image.ResourceType;
import io.odradek.protocol.ErrorCode;
import io.odradek.protocol.message.AlterConfigsRequest;
import io.odradek.protocol.message.IncrementalAlterConfigsRequest;
import io.odradek.protocol.message.IncrementalAlterConfigsRequest.AlterConfigsResource;
import io.odradek.protocol.message.IncrementalAlterConfigsRequest.AlterableConfig;
import io.odradek.protocol.message.IncrementalAlterConfigsResponse;
import io.odradek.protocol.message.IncrementalAlterConfigsResponse.AlterConfigsResourceResponse;
import io.odradek.protocol.metadata.MetadataRecord;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Codes and messages are those that Apache Kafka 4.4.0 answered to the same requests. */
class ConfigDeciderTest {
    private static final byte SET = 0;
    private static final byte DELETE = 1;
    private static final byte APPEND = 2;
    private static final byte SUBTRACT = 3;

    private final Fixture cluster = Fixture.single();
    private final ConfigDecider decider = new ConfigDecider(cluster.context());

    @BeforeEach
    void createTopic() {
        cluster.apply(cluster.topics().createTopics(cluster.image(), Fixture.create("t", 1, 1)));
    }

    private AlterConfigsResourceResponse alter(ResourceType type, String name, AlterableConfig... configs) {
        return cluster.apply(decide(type, name, false, configs)).responses().getFirst();
    }

    private Decision<MetadataRecord, IncrementalAlterConfigsResponse> decide(
            ResourceType type, String name, boolean validateOnly, AlterableConfig... configs) {
        IncrementalAlterConfigsRequest request = new IncrementalAlterConfigsRequest().setValidateOnly(validateOnly);
        request.resources()
                .add(new AlterConfigsResource()
                        .setResourceType(type.id())
                        .setResourceName(name)
                        .setConfigs(List.of(configs)));
        return decider.incrementalAlter(cluster.image(), request);
    }

    private static AlterableConfig op(byte operation, String key, String value) {
        return new AlterableConfig().setConfigOperation(operation).setName(key).setValue(value);
    }

    private Map<String, String> ofTopic() {
        return cluster.image().configs().of(ConfigResource.topic("t"));
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', textBlock = """
                    TOPIC  | t    | nonsense              | 1     | INVALID_CONFIG  | Unknown topic config name: nonsense
                    TOPIC  | t    | retention.ms          | abc   | INVALID_CONFIG  | Invalid value abc for configuration retention.ms: Not a number of type LONG
                    TOPIC  | t    | compression.gzip.level | 77   | INVALID_CONFIG  | Invalid value 77 for configuration compression.gzip.level: Value must be between 1 and 9 or equal to -1
                    TOPIC  | t    | remote.storage.enable | true  | INVALID_CONFIG  | Tiered Storage functionality is disabled in the broker. Topic cannot be configured with remote log storage.
                    TOPIC  | nope | retention.ms          | 5     | UNKNOWN_TOPIC_OR_PARTITION | The topic 'nope' does not exist.
                    TOPIC  | ''   | retention.ms          | 5     | INVALID_REQUEST | Default topic resources are not allowed.
                    TOPIC  | a/b  | retention.ms          | 5     | INVALID_TOPIC_EXCEPTION | Topic name is invalid: 'a/b' contains one or more characters other than ASCII alphanumerics, '.', '_' and '-'
                    BROKER | 1    | broker.id             | 2     | INVALID_REQUEST | Cannot update these configs dynamically: [broker.id]
                    BROKER | ''   | log.dirs              | 2     | INVALID_REQUEST | Cannot update these configs dynamically: [log.dirs]
                    BROKER | ''   | listeners             | A://:1 | INVALID_REQUEST | Cannot update these configs at default cluster level, broker id must be specified: [listeners]
                    BROKER | 1    | listeners             | PLAINTEXT://:1 | INVALID_REQUEST | These configs can only be changed in server.properties, with a restart, in this release: [listeners]
                    BROKER | ''   | ssl.keystore.password | x     | INVALID_REQUEST | These security configs can be dynamically updated only per-listener using the listener prefix: [ssl.keystore.password]
                    BROKER | 1    | log.cleaner.threads   | x     | INVALID_REQUEST | Invalid value x for configuration log.cleaner.threads: Not a number of type INT
                    BROKER | 1    | num.io.threads        | 0     | INVALID_REQUEST | Invalid value 0 for configuration num.io.threads: Value must be at least 1
                    BROKER | 1    | message.max.bytes     | -1    | INVALID_REQUEST | Invalid value -1 for configuration message.max.bytes: Value must be at least 0
                    BROKER | 2    | num.io.threads        | 1     | INVALID_REQUEST | No broker with id 2 is registered.
                    BROKER | x    | num.io.threads        | 1     | INVALID_REQUEST | Broker id must be an integer, but it is: x
                    GROUP  | g    | nonsense              | 1     | INVALID_CONFIG  | Unknown group config name: nonsense
                    GROUP  | g    | consumer.session.timeout.ms | x | INVALID_CONFIG | Invalid value x for configuration consumer.session.timeout.ms: Not a number of type INT
                    GROUP  | g    | consumer.session.timeout.ms | 1 | INVALID_CONFIG | consumer.session.timeout.ms must be in the range 45000 to 60000 inclusive.
                    GROUP  | ''   | consumer.session.timeout.ms | 1 | INVALID_REQUEST | Default group resources are not allowed.
                    CLIENT_METRICS | s  | nonsense    | 1    | INVALID_REQUEST | Unknown client metrics configuration: nonsense
                    CLIENT_METRICS | s  | interval.ms | 5    | INVALID_REQUEST | Invalid value 5 for interval.ms, interval must be between 100 and 3600000 (1 hour)
                    CLIENT_METRICS | '' | interval.ms | 5000 | INVALID_REQUEST | Subscription name can't be empty
                    """)
    void refusesAsKafkaDoes(ResourceType type, String name, String key, String value, ErrorCode code, String message) {
        AlterConfigsResourceResponse response = alter(type, name, op(SET, key, value));
        assertThat(response.errorMessage()).isEqualTo(message);
        assertThat(ErrorCode.forCode(response.errorCode())).isEqualTo(code);
        assertThat(cluster.image().configs().all()).isEmpty();
    }

    @Test
    void illegalPatternsAreRefused() {
        AlterConfigsResourceResponse response = alter(ResourceType.CLIENT_METRICS, "s", op(SET, "match", "foo=bar"));
        assertThat(ErrorCode.forCode(response.errorCode())).isEqualTo(ErrorCode.INVALID_CONFIG);
        assertThat(response.errorMessage()).startsWith("Illegal client matching pattern: foo=bar");
        assertThat(alter(ResourceType.CLIENT_METRICS, "s", op(SET, "match", "client_id=app.*"))
                        .errorCode())
                .isZero();
    }

    @Test
    void setsAndDeletesKeys() {
        assertThat(alter(ResourceType.TOPIC, "t", op(SET, "retention.ms", "5"), op(SET, "durability", "buffered"))
                        .errorMessage())
                .isNull();
        assertThat(ofTopic()).isEqualTo(Map.of("retention.ms", "5", "durability", "buffered"));
        alter(ResourceType.TOPIC, "t", op(DELETE, "retention.ms", null), op(DELETE, "nonsense", null));
        assertThat(ofTopic()).isEqualTo(Map.of("durability", "buffered"));
    }

    @Test
    void appendsToAndSubtractsFromLists() {
        assertThat(alter(ResourceType.TOPIC, "t", op(APPEND, "retention.ms", "5"))
                        .errorMessage())
                .isEqualTo("Can't APPEND to key retention.ms because its type is not LIST.");
        alter(ResourceType.TOPIC, "t", op(APPEND, "cleanup.policy", "compact"));
        assertThat(ofTopic()).containsEntry("cleanup.policy", "delete,compact");
        alter(ResourceType.TOPIC, "t", op(SUBTRACT, "cleanup.policy", "delete"));
        assertThat(ofTopic()).containsEntry("cleanup.policy", "compact");
        alter(ResourceType.TOPIC, "t", op(APPEND, "cleanup.policy", "compact"));
        alter(ResourceType.TOPIC, "t", op(SUBTRACT, "cleanup.policy", "nope"));
        assertThat(ofTopic()).containsEntry("cleanup.policy", "compact");
    }

    @Test
    void aKeyTwiceOrWithoutValueIsRefused() {
        assertThat(alter(ResourceType.TOPIC, "t", op(SET, "retention.ms", "1"), op(SET, "retention.ms", "2"))
                        .errorMessage())
                .isEqualTo("Error due to duplicate config keys");
        assertThat(alter(ResourceType.TOPIC, "t", op(SET, "retention.ms", null)).errorMessage())
                .isEqualTo("Null value not supported for : retention.ms");
    }

    @Test
    void whatStaysAsItIsMakesNoRecord() {
        alter(ResourceType.TOPIC, "t", op(SET, "retention.ms", "5"));
        assertThat(decide(ResourceType.TOPIC, "t", false, op(SET, "retention.ms", "5"))
                        .changesNothing())
                .isTrue();
    }

    @Test
    void validateOnlyChangesNothing() {
        assertThat(decide(ResourceType.TOPIC, "t", true, op(SET, "retention.ms", "5"))
                        .changesNothing())
                .isTrue();
    }

    @Test
    void brokerDefaultsReachTheDecisionsOfTheController() {
        alter(ResourceType.BROKER, "", op(SET, "log.retention.ms", "5000"));
        assertThat(cluster.context().config(cluster.image()).values().number("log.retention.ms"))
                .isEqualTo(5000L);
        assertThat(alter(ResourceType.BROKER, "1", op(SET, "plugin.key", "x")).errorCode())
                .isZero();
        assertThat(alter(ResourceType.BROKER, "", op(SET, "log.cleaner.dedupe.buffer.size", "5"))
                        .errorMessage())
                .isEqualTo("log.cleaner.dedupe.buffer.size must be at least 1MB per cleaner thread.");
    }

    @Test
    void theOldAlterReplacesEverything() {
        alter(ResourceType.TOPIC, "t", op(SET, "retention.ms", "5"), op(SET, "segment.ms", "6"));
        AlterConfigsRequest request = new AlterConfigsRequest();
        request.resources()
                .add(new AlterConfigsRequest.AlterConfigsResource()
                        .setResourceType(ResourceType.TOPIC.id())
                        .setResourceName("t")
                        .setConfigs(List.of(new AlterConfigsRequest.AlterableConfig()
                                .setName("retention.ms")
                                .setValue("7"))));
        assertThat(cluster.apply(decider.alter(cluster.image(), request))
                        .responses()
                        .getFirst()
                        .errorCode())
                .isZero();
        assertThat(ofTopic()).isEqualTo(Map.of("retention.ms", "7"));
    }

    @Test
    void aResourceTwiceIsRefused() {
        IncrementalAlterConfigsRequest request = new IncrementalAlterConfigsRequest();
        for (int i = 0; i < 2; i++) {
            request.resources()
                    .add(new AlterConfigsResource()
                            .setResourceType(ResourceType.TOPIC.id())
                            .setResourceName("t")
                            .setConfigs(List.of(op(SET, "retention.ms", "1"))));
        }
        assertThat(decider.incrementalAlter(cluster.image(), request).reply().responses())
                .hasSize(2)
                .allSatisfy(response ->
                        assertThat(response.errorMessage()).isEqualTo("Each resource must appear at most once."));
    }
}
