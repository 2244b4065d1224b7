package io.odradek.testkit.versions;

import static io.odradek.testkit.versions.ApiCase.fails;
import static io.odradek.testkit.versions.ApiCase.succeeds;
import static io.odradek.testkit.versions.Fixture.assertError;
import static io.odradek.testkit.versions.Fixture.assertNone;
import static org.assertj.core.api.Assertions.assertThat;

import io.odradek.protocol.ApiKey;
import io.odradek.protocol.ErrorCode;
import io.odradek.protocol.message.CreatePartitionsRequest;
import io.odradek.protocol.message.CreatePartitionsRequest.CreatePartitionsTopic;
import io.odradek.protocol.message.CreatePartitionsResponse;
import io.odradek.protocol.message.CreatePartitionsResponse.CreatePartitionsTopicResult;
import io.odradek.protocol.message.CreateTopicsRequest;
import io.odradek.protocol.message.CreateTopicsRequest.CreatableTopic;
import io.odradek.protocol.message.CreateTopicsRequest.CreatableTopicConfig;
import io.odradek.protocol.message.CreateTopicsResponse;
import io.odradek.protocol.message.CreateTopicsResponse.CreatableTopicResult;
import io.odradek.protocol.message.DeleteTopicsRequest;
import io.odradek.protocol.message.DeleteTopicsRequest.DeleteTopicState;
import io.odradek.protocol.message.DeleteTopicsResponse;
import io.odradek.protocol.message.DeleteTopicsResponse.DeletableTopicResult;
import io.odradek.testkit.wire.WireClient;
import java.util.List;

/** Creating, growing and deleting topics. */
final class TopicCases {
    private static final int STATES_SINCE = 6;

    private TopicCases() {}

    static List<ApiCase> all() {
        return List.of(
                succeeds(ApiKey.CREATE_TOPICS, "creates a topic with configs", (client, version, fixture) -> {
                    CreatableTopicResult result = create(client, version, fixture.fresh("created"));
                    assertNone(result.errorCode());
                    if (version >= 7) {
                        assertThat(result.topicId().isZero()).isFalse();
                    }
                    if (version >= 5) {
                        assertThat(result.numPartitions()).isEqualTo(2);
                        assertThat(result.configs()).anySatisfy(config -> {
                            assertThat(config.name()).isEqualTo("retention.ms");
                            assertThat(config.value()).isEqualTo("1234567");
                        });
                    }
                }),
                fails(ApiKey.CREATE_TOPICS, "refuses a name that is taken", (client, version, _) -> {
                    CreatableTopicResult result = create(client, version, Fixture.TOPIC);
                    assertError(result.errorCode(), ErrorCode.TOPIC_ALREADY_EXISTS);
                    assertThat(result.errorMessage()).contains(Fixture.TOPIC);
                    assertError(create(client, version, "not/a/name").errorCode(), ErrorCode.INVALID_TOPIC_EXCEPTION);
                }),
                succeeds(ApiKey.CREATE_PARTITIONS, "adds partitions", (client, version, fixture) -> {
                    String topic = fixture.freshTopic(client);
                    assertNone(grow(client, version, topic, 3).errorCode());
                }),
                fails(ApiKey.CREATE_PARTITIONS, "refuses to remove partitions", (client, version, _) -> {
                    assertError(grow(client, version, Fixture.TOPIC, 1).errorCode(), ErrorCode.INVALID_PARTITIONS);
                    assertError(
                            grow(client, version, Fixture.UNKNOWN_TOPIC, 5).errorCode(),
                            ErrorCode.UNKNOWN_TOPIC_OR_PARTITION);
                }),
                succeeds(ApiKey.DELETE_TOPICS, "deletes a topic", (client, version, fixture) -> {
                    String topic = fixture.freshTopic(client);
                    DeletableTopicResult result = delete(client, version, topic);
                    assertNone(result.errorCode());
                    assertThat(result.name()).isEqualTo(topic);
                }),
                fails(ApiKey.DELETE_TOPICS, "says that a topic is unknown", (client, version, _) -> {
                    assertError(
                            delete(client, version, Fixture.UNKNOWN_TOPIC).errorCode(),
                            ErrorCode.UNKNOWN_TOPIC_OR_PARTITION);
                    if (version >= STATES_SINCE) {
                        DeleteTopicState byId =
                                new DeleteTopicState().setName(null).setTopicId(Fixture.UNKNOWN_ID);
                        assertError(
                                delete(client, version, new DeleteTopicsRequest().setTopics(List.of(byId)))
                                        .errorCode(),
                                ErrorCode.UNKNOWN_TOPIC_ID);
                    }
                }));
    }

    private static CreatableTopicResult create(WireClient client, short version, String name) {
        CreatableTopic topic = new CreatableTopic()
                .setName(name)
                .setNumPartitions(2)
                .setReplicationFactor((short) 1)
                .setConfigs(List.of(
                        new CreatableTopicConfig().setName("retention.ms").setValue("1234567")));
        CreateTopicsRequest request =
                new CreateTopicsRequest().setTimeoutMs(5000).setTopics(List.of(topic));
        return client.ask(request, version, CreateTopicsResponse.class).topics().getFirst();
    }

    private static CreatePartitionsTopicResult grow(WireClient client, short version, String topic, int count) {
        CreatePartitionsRequest request = new CreatePartitionsRequest()
                .setTimeoutMs(5000)
                .setTopics(List.of(new CreatePartitionsTopic()
                        .setName(topic)
                        .setCount(count)
                        .setAssignments(null)));
        return client.ask(request, version, CreatePartitionsResponse.class)
                .results()
                .getFirst();
    }

    private static DeletableTopicResult delete(WireClient client, short version, String topic) {
        DeleteTopicsRequest request = new DeleteTopicsRequest();
        if (version >= STATES_SINCE) {
            request.setTopics(List.of(new DeleteTopicState().setName(topic)));
        } else {
            request.setTopicNames(List.of(topic));
        }
        return delete(client, version, request);
    }

    private static DeletableTopicResult delete(WireClient client, short version, DeleteTopicsRequest request) {
        return client.ask(request.setTimeoutMs(5000), version, DeleteTopicsResponse.class)
                .responses()
                .getFirst();
    }
}
