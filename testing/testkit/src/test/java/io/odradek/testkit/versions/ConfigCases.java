package io.odradek.testkit.versions;

import static io.odradek.testkit.versions.ApiCase.fails;
import static io.odradek.testkit.versions.ApiCase.succeeds;
import static io.odradek.testkit.versions.Fixture.assertError;
import static io.odradek.testkit.versions.Fixture.assertNone;
import static org.assertj.core.api.Assertions.assertThat;

import io.odradek.protocol.ApiKey;
import io.odradek.protocol.ErrorCode;
import io.odradek.protocol.message.AlterConfigsRequest;
import io.odradek.protocol.message.AlterConfigsResponse;
import io.odradek.protocol.message.AlterConfigsResponse.AlterConfigsResourceResponse;
import io.odradek.protocol.message.DescribeConfigsRequest;
import io.odradek.protocol.message.DescribeConfigsRequest.DescribeConfigsResource;
import io.odradek.protocol.message.DescribeConfigsResponse;
import io.odradek.protocol.message.DescribeConfigsResponse.DescribeConfigsResult;
import io.odradek.protocol.message.IncrementalAlterConfigsRequest;
import io.odradek.protocol.message.IncrementalAlterConfigsResponse;
import io.odradek.protocol.message.ListConfigResourcesRequest;
import io.odradek.protocol.message.ListConfigResourcesResponse;
import io.odradek.testkit.wire.WireClient;
import java.util.List;

/** Reading and changing configs. */
final class ConfigCases {
    private static final byte TOPIC = 2;
    private static final byte BROKER = 4;
    private static final byte SET = 0;

    private ConfigCases() {}

    static List<ApiCase> all() {
        return List.of(
                succeeds(ApiKey.DESCRIBE_CONFIGS, "describes a topic and a broker", (client, version, _) -> {
                    DescribeConfigsResult topic = describe(client, version, TOPIC, Fixture.TOPIC);
                    assertNone(topic.errorCode());
                    assertThat(topic.configs()).anyMatch(config -> config.name().equals("retention.ms"));
                    DescribeConfigsResult broker = describe(client, version, BROKER, "1");
                    assertNone(broker.errorCode());
                    assertThat(broker.configs())
                            .anyMatch(config -> config.name().equals("log.retention.hours"));
                }),
                fails(ApiKey.DESCRIBE_CONFIGS, "says that a topic is unknown", (client, version, _) -> {
                    DescribeConfigsResult result = describe(client, version, TOPIC, Fixture.UNKNOWN_TOPIC);
                    assertError(result.errorCode(), ErrorCode.UNKNOWN_TOPIC_OR_PARTITION);
                }),
                succeeds(ApiKey.ALTER_CONFIGS, "sets a topic's config", (client, version, fixture) -> {
                    String topic = fixture.freshTopic(client);
                    assertNone(alter(client, version, topic, "retention.ms", "5000")
                            .errorCode());
                    assertThat(value(client, topic, "retention.ms")).isEqualTo("5000");
                }),
                fails(ApiKey.ALTER_CONFIGS, "refuses a value that is not valid", (client, version, fixture) -> {
                    var result = alter(client, version, fixture.freshTopic(client), "retention.ms", "soon");
                    assertError(result.errorCode(), ErrorCode.INVALID_CONFIG);
                    assertThat(result.errorMessage()).contains("retention.ms");
                }),
                succeeds(ApiKey.INCREMENTAL_ALTER_CONFIGS, "sets a topic's config", (client, version, fixture) -> {
                    String topic = fixture.freshTopic(client);
                    assertNone(incrementally(client, version, topic, "retention.ms", "6000"));
                    assertThat(value(client, topic, "retention.ms")).isEqualTo("6000");
                }),
                fails(ApiKey.INCREMENTAL_ALTER_CONFIGS, "refuses what is not valid", (client, version, fixture) -> {
                    String topic = fixture.freshTopic(client);
                    assertError(incrementally(client, version, topic, "no.such.key", "1"), ErrorCode.INVALID_CONFIG);
                    assertError(
                            incrementally(client, version, Fixture.UNKNOWN_TOPIC, "retention.ms", "1"),
                            ErrorCode.UNKNOWN_TOPIC_OR_PARTITION);
                }),
                succeeds(ApiKey.LIST_CONFIG_RESOURCES, "lists resources with configs", (client, version, _) -> {
                    ListConfigResourcesRequest request = new ListConfigResourcesRequest();
                    if (version >= 1) {
                        request.setResourceTypes(List.of(TOPIC));
                    }
                    ListConfigResourcesResponse response =
                            client.ask(request, version, ListConfigResourcesResponse.class);
                    assertNone(response.errorCode());
                    if (version >= 1) {
                        assertThat(response.configResources())
                                .anyMatch(resource -> resource.resourceName().equals(Fixture.TOPIC));
                    }
                }),
                fails(ApiKey.LIST_CONFIG_RESOURCES, "refuses an unknown type", (client, version, _) -> {
                    if (version >= 1) {
                        ListConfigResourcesResponse response = client.ask(
                                new ListConfigResourcesRequest().setResourceTypes(List.of((byte) 99)),
                                version,
                                ListConfigResourcesResponse.class);
                        assertError(response.errorCode(), ErrorCode.UNSUPPORTED_VERSION);
                    }
                }));
    }

    private static DescribeConfigsResult describe(WireClient client, short version, byte type, String name) {
        DescribeConfigsRequest request = new DescribeConfigsRequest()
                .setIncludeSynonyms(true)
                .setResources(List.of(new DescribeConfigsResource()
                        .setResourceType(type)
                        .setResourceName(name)
                        .setConfigurationKeys(null)));
        if (version >= 3) {
            request.setIncludeDocumentation(true);
        }
        return client.ask(request, version, DescribeConfigsResponse.class)
                .results()
                .getFirst();
    }

    private static String value(WireClient client, String topic, String key) {
        DescribeConfigsResult result = describe(client, ApiKey.DESCRIBE_CONFIGS.highestStableVersion(), TOPIC, topic);
        return result.configs().stream()
                .filter(config -> config.name().equals(key))
                .findFirst()
                .orElseThrow()
                .value();
    }

    private static AlterConfigsResourceResponse alter(
            WireClient client, short version, String topic, String key, String value) {
        AlterConfigsRequest request = new AlterConfigsRequest()
                .setResources(List.of(new AlterConfigsRequest.AlterConfigsResource()
                        .setResourceType(TOPIC)
                        .setResourceName(topic)
                        .setConfigs(List.of(new AlterConfigsRequest.AlterableConfig()
                                .setName(key)
                                .setValue(value)))));
        return client.ask(request, version, AlterConfigsResponse.class)
                .responses()
                .getFirst();
    }

    private static short incrementally(WireClient client, short version, String topic, String key, String value) {
        IncrementalAlterConfigsRequest request = new IncrementalAlterConfigsRequest()
                .setResources(List.of(new IncrementalAlterConfigsRequest.AlterConfigsResource()
                        .setResourceType(TOPIC)
                        .setResourceName(topic)
                        .setConfigs(List.of(new IncrementalAlterConfigsRequest.AlterableConfig()
                                .setName(key)
                                .setConfigOperation(SET)
                                .setValue(value)))));
        return client.ask(request, version, IncrementalAlterConfigsResponse.class)
                .responses()
                .getFirst()
                .errorCode();
    }
}
