package io.odradek.metadata.controller;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.tuple;

import io.odradek.metadata.Fixture;
import io.odradek.metadata.image.ResourceType;
import io.odradek.protocol.ApiException;
import io.odradek.protocol.ErrorCode;
import io.odradek.protocol.message.AlterConfigsRequest;
import io.odradek.protocol.message.CreateTopicsRequest;
import io.odradek.protocol.message.CreateTopicsRequest.CreatableReplicaAssignment;
import io.odradek.protocol.message.CreateTopicsRequest.CreatableTopic;
import io.odradek.protocol.message.CreateTopicsRequest.CreatableTopicConfig;
import io.odradek.protocol.message.CreateTopicsResponse.CreatableTopicResult;
import io.odradek.protocol.message.IncrementalAlterConfigsRequest;
import io.odradek.protocol.message.IncrementalAlterConfigsRequest.AlterConfigsResource;
import io.odradek.protocol.message.IncrementalAlterConfigsRequest.AlterableConfig;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.apache.kafka.server.policy.AlterConfigPolicy;
import org.apache.kafka.server.policy.CreateTopicPolicy;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** What users' policies are asked, and what becomes of what they refuse. */
class PoliciesTest {
    private final List<CreateTopicPolicy.RequestMetadata> topics = new ArrayList<>();
    private final List<AlterConfigPolicy.RequestMetadata> changes = new ArrayList<>();
    private final Fixture cluster = new Fixture(1, Map.of("num.partitions", "3"), new Policies() {
        @Override
        public void checkNewTopic(CreateTopicPolicy.RequestMetadata topic) {
            topics.add(topic);
            if (topic.topic().startsWith("bad")) {
                throw new ApiException(ErrorCode.POLICY_VIOLATION, "no bad topics");
            }
        }

        @Override
        public void checkConfigs(AlterConfigPolicy.RequestMetadata change) {
            changes.add(change);
            if (change.configs().containsKey("flush.ms")) {
                throw new ApiException(ErrorCode.POLICY_VIOLATION, "no flushing");
            }
        }
    });

    @BeforeEach
    void start() {
        cluster.start(1, "");
    }

    @Test
    void aNewTopicIsAskedAboutWithTheNumbersThatItWillHave() {
        assertThat(create(new CreatableTopic().setName("t").setNumPartitions(-1).setReplicationFactor((short) -1))
                        .errorCode())
                .isEqualTo(ErrorCode.NONE.code());
        assertThat(topics).containsExactly(new CreateTopicPolicy.RequestMetadata("t", 3, (short) 1, null, Map.of()));
        assertThat(changes).isEmpty();
    }

    @Test
    void replicasThatAreGivenAreAskedAbout() {
        create(new CreatableTopic()
                .setName("t")
                .setNumPartitions(-1)
                .setReplicationFactor((short) -1)
                .setAssignments(List.of(
                        new CreatableReplicaAssignment().setPartitionIndex(0).setBrokerIds(List.of(1)))));
        assertThat(topics)
                .containsExactly(
                        new CreateTopicPolicy.RequestMetadata("t", null, null, Map.of(0, List.of(1)), Map.of()));
    }

    @Test
    void aRefusedTopicIsNotMadeAndTheOthersAre() {
        var response = cluster.apply(cluster.topics()
                .createTopics(
                        cluster.image(),
                        new CreateTopicsRequest()
                                .setTopics(List.of(
                                        topic("bad"),
                                        topic("good").setConfigs(List.of(config("retention.ms", "5")))))));
        assertThat(response.topics())
                .extracting(CreatableTopicResult::errorCode, CreatableTopicResult::errorMessage)
                .containsExactly(
                        tuple(ErrorCode.POLICY_VIOLATION.code(), "no bad topics"), tuple(ErrorCode.NONE.code(), null));
        assertThat(cluster.image().topics().byName("bad")).isEmpty();
        assertThat(cluster.image().topics().byName("good")).isPresent();
        assertThat(changes).singleElement().satisfies(change -> {
            assertThat(change.resource().name()).isEqualTo("good");
            assertThat(change.configs()).isEqualTo(Map.of("retention.ms", "5"));
        });
    }

    @Test
    void topicsAreAlsoAskedAboutWhenNothingIsToBeMade() {
        CreateTopicsRequest request =
                new CreateTopicsRequest().setValidateOnly(true).setTopics(List.of(topic("bad")));
        assertThat(cluster.topics()
                        .createTopics(cluster.image(), request)
                        .reply()
                        .topics()
                        .getFirst()
                        .errorCode())
                .isEqualTo(ErrorCode.POLICY_VIOLATION.code());
    }

    @Test
    void onlyWhatChangesIsAskedAboutAndADeletionIsNull() {
        create(topic("t").setConfigs(List.of(config("retention.ms", "5"), config("segment.ms", "6"))));
        changes.clear();
        AlterConfigsResource resource = new AlterConfigsResource()
                .setResourceType(ResourceType.TOPIC.id())
                .setResourceName("t")
                .setConfigs(List.of(
                        new AlterableConfig().setName("retention.ms").setValue("5"),
                        new AlterableConfig().setName("segment.ms").setConfigOperation((byte) 1),
                        new AlterableConfig().setName("max.message.bytes").setValue("7")));
        cluster.apply(new ConfigDecider(cluster.context())
                .incrementalAlter(
                        cluster.image(), new IncrementalAlterConfigsRequest().setResources(List.of(resource))));
        assertThat(changes)
                .singleElement()
                .satisfies(change -> assertThat(change.configs())
                        .hasSize(2)
                        .containsEntry("segment.ms", null)
                        .containsEntry("max.message.bytes", "7"));
    }

    @Test
    void whatAlterConfigsDoesNotNameIsNotAskedAbout() {
        create(topic("t").setConfigs(List.of(config("retention.ms", "5"))));
        changes.clear();
        assertThat(alter("segment.ms", "6")).isEqualTo(ErrorCode.NONE.code());
        assertThat(changes)
                .singleElement()
                .satisfies(change -> assertThat(change.configs()).isEqualTo(Map.of("segment.ms", "6")));
        assertThat(alter("flush.ms", "6")).isEqualTo(ErrorCode.POLICY_VIOLATION.code());
    }

    private short alter(String key, String value) {
        AlterConfigsRequest request = new AlterConfigsRequest()
                .setResources(List.of(new AlterConfigsRequest.AlterConfigsResource()
                        .setResourceType(ResourceType.TOPIC.id())
                        .setResourceName("t")
                        .setConfigs(List.of(new AlterConfigsRequest.AlterableConfig()
                                .setName(key)
                                .setValue(value)))));
        return cluster.apply(new ConfigDecider(cluster.context()).alter(cluster.image(), request))
                .responses()
                .getFirst()
                .errorCode();
    }

    private CreatableTopicResult create(CreatableTopic topic) {
        CreateTopicsRequest request = new CreateTopicsRequest().setTopics(List.of(topic));
        return cluster.apply(cluster.topics().createTopics(cluster.image(), request))
                .topics()
                .getFirst();
    }

    private static CreatableTopic topic(String name) {
        return new CreatableTopic().setName(name).setNumPartitions(1).setReplicationFactor((short) 1);
    }

    private static CreatableTopicConfig config(String key, String value) {
        return new CreatableTopicConfig().setName(key).setValue(value);
    }
}
