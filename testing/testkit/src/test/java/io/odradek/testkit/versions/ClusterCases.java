package io.odradek.testkit.versions;

import static io.odradek.testkit.versions.ApiCase.fails;
import static io.odradek.testkit.versions.ApiCase.succeeds;
import static io.odradek.testkit.versions.Fixture.assertError;
import static io.odradek.testkit.versions.Fixture.assertNone;
import static org.assertj.core.api.Assertions.assertThat;

import io.odradek.protocol.ApiKey;
import io.odradek.protocol.ErrorCode;
import io.odradek.protocol.message.ApiVersionsRequest;
import io.odradek.protocol.message.ApiVersionsResponse;
import io.odradek.protocol.message.DescribeClusterRequest;
import io.odradek.protocol.message.DescribeClusterResponse;
import io.odradek.protocol.message.DescribeTopicPartitionsRequest;
import io.odradek.protocol.message.DescribeTopicPartitionsRequest.TopicRequest;
import io.odradek.protocol.message.DescribeTopicPartitionsResponse;
import io.odradek.protocol.message.DescribeTopicPartitionsResponse.DescribeTopicPartitionsResponseTopic;
import io.odradek.protocol.message.MetadataRequest;
import io.odradek.protocol.message.MetadataRequest.MetadataRequestTopic;
import io.odradek.protocol.message.MetadataResponse;
import io.odradek.testkit.wire.WireClient;
import java.util.List;

/** What the cluster consists of. */
final class ClusterCases {
    private static final byte CONTROLLERS = 2;

    private ClusterCases() {}

    static List<ApiCase> all() {
        return List.of(
                succeeds(ApiKey.API_VERSIONS, "lists the APIs", (client, version, _) -> {
                    ApiVersionsRequest request = new ApiVersionsRequest()
                            .setClientSoftwareName("odradek-test")
                            .setClientSoftwareVersion("1.0");
                    ApiVersionsResponse response = client.ask(request, version, ApiVersionsResponse.class);
                    assertNone(response.errorCode());
                    assertThat(response.apiKeys()).hasSizeGreaterThan(10);
                }),
                fails(ApiKey.API_VERSIONS, "refuses a malformed client name", (client, version, _) -> {
                    ApiVersionsRequest request = new ApiVersionsRequest()
                            .setClientSoftwareName("not a name")
                            .setClientSoftwareVersion("1.0");
                    ApiVersionsResponse response = client.ask(request, version, ApiVersionsResponse.class);
                    assertError(response.errorCode(), version >= 3 ? ErrorCode.INVALID_REQUEST : ErrorCode.NONE);
                }),
                succeeds(ApiKey.METADATA, "describes a topic and the brokers", (client, version, fixture) -> {
                    MetadataResponse response = metadata(client, version, Fixture.TOPIC);
                    assertThat(response.brokers()).hasSize(1);
                    var topic = response.topics().getFirst();
                    assertNone(topic.errorCode());
                    assertThat(topic.partitions().getFirst().leaderId())
                            .isEqualTo(response.brokers().getFirst().nodeId());
                    if (version >= 10) {
                        assertThat(topic.topicId()).isEqualTo(fixture.topicId());
                    }
                }),
                succeeds(ApiKey.METADATA, "describes all topics", (client, version, _) -> {
                    MetadataRequest request = new MetadataRequest();
                    // Version 0 says "all" with an empty list, later ones with none.
                    request.setTopics(version == 0 ? List.of() : null);
                    assertThat(client.ask(request, version, MetadataResponse.class)
                                    .topics())
                            .anyMatch(topic -> Fixture.TOPIC.equals(topic.name()));
                }),
                fails(ApiKey.METADATA, "says that a topic is unknown", (client, version, _) -> {
                    var topic = metadata(client, version, Fixture.UNKNOWN_TOPIC)
                            .topics()
                            .getFirst();
                    assertError(topic.errorCode(), ErrorCode.UNKNOWN_TOPIC_OR_PARTITION);
                    if (version >= 12) {
                        MetadataRequestTopic byId =
                                new MetadataRequestTopic().setName(null).setTopicId(Fixture.UNKNOWN_ID);
                        MetadataRequest request = new MetadataRequest().setTopics(List.of(byId));
                        assertError(
                                client.ask(request, version, MetadataResponse.class)
                                        .topics()
                                        .getFirst()
                                        .errorCode(),
                                ErrorCode.UNKNOWN_TOPIC_ID);
                    }
                }),
                succeeds(ApiKey.DESCRIBE_CLUSTER, "names the brokers", (client, version, _) -> {
                    DescribeClusterResponse response =
                            client.ask(new DescribeClusterRequest(), version, DescribeClusterResponse.class);
                    assertNone(response.errorCode());
                    assertThat(response.brokers()).hasSize(1);
                    assertThat(response.clusterId()).isNotEmpty();
                }),
                fails(ApiKey.DESCRIBE_CLUSTER, "refuses to name controllers to clients", (client, version, _) -> {
                    DescribeClusterRequest request = new DescribeClusterRequest();
                    if (version >= 1) {
                        request.setEndpointType(CONTROLLERS);
                        DescribeClusterResponse response = client.ask(request, version, DescribeClusterResponse.class);
                        assertError(response.errorCode(), ErrorCode.MISMATCHED_ENDPOINT_TYPE);
                    }
                }),
                succeeds(ApiKey.DESCRIBE_TOPIC_PARTITIONS, "describes a topic", (client, version, fixture) -> {
                    DescribeTopicPartitionsResponseTopic topic = partitions(client, version, Fixture.TOPIC);
                    assertNone(topic.errorCode());
                    assertThat(topic.topicId()).isEqualTo(fixture.topicId());
                    assertThat(topic.partitions()).hasSize(1);
                }),
                fails(
                        ApiKey.DESCRIBE_TOPIC_PARTITIONS,
                        "says that a topic is unknown",
                        (client, version, _) -> assertError(
                                partitions(client, version, Fixture.UNKNOWN_TOPIC)
                                        .errorCode(),
                                ErrorCode.UNKNOWN_TOPIC_OR_PARTITION)));
    }

    private static MetadataResponse metadata(WireClient client, short version, String topic) {
        MetadataRequest request = new MetadataRequest().setTopics(List.of(new MetadataRequestTopic().setName(topic)));
        if (version >= 4) {
            request.setAllowAutoTopicCreation(false);
        }
        return client.ask(request, version, MetadataResponse.class);
    }

    private static DescribeTopicPartitionsResponseTopic partitions(WireClient client, short version, String topic) {
        DescribeTopicPartitionsRequest request = new DescribeTopicPartitionsRequest()
                .setTopics(List.of(new TopicRequest().setName(topic)))
                .setResponsePartitionLimit(100);
        return client.ask(request, version, DescribeTopicPartitionsResponse.class)
                .topics()
                .getFirst();
    }
}
