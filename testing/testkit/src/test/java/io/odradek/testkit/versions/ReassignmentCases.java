package io.odradek.testkit.versions;

import static io.odradek.testkit.versions.ApiCase.fails;
import static io.odradek.testkit.versions.ApiCase.succeeds;
import static io.odradek.testkit.versions.Fixture.assertError;
import static io.odradek.testkit.versions.Fixture.assertNone;
import static org.assertj.core.api.Assertions.assertThat;

import io.odradek.protocol.ApiKey;
import io.odradek.protocol.ErrorCode;
import io.odradek.protocol.message.AlterPartitionReassignmentsRequest;
import io.odradek.protocol.message.AlterPartitionReassignmentsRequest.ReassignablePartition;
import io.odradek.protocol.message.AlterPartitionReassignmentsRequest.ReassignableTopic;
import io.odradek.protocol.message.AlterPartitionReassignmentsResponse;
import io.odradek.protocol.message.ElectLeadersRequest;
import io.odradek.protocol.message.ElectLeadersRequest.TopicPartitions;
import io.odradek.protocol.message.ElectLeadersResponse;
import io.odradek.protocol.message.ListPartitionReassignmentsRequest;
import io.odradek.protocol.message.ListPartitionReassignmentsRequest.ListPartitionReassignmentsTopics;
import io.odradek.protocol.message.ListPartitionReassignmentsResponse;
import io.odradek.testkit.wire.Requests;
import io.odradek.testkit.wire.WireClient;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** Who has the replicas of a partition, and which of them leads. */
final class ReassignmentCases {
    private ReassignmentCases() {}

    static List<ApiCase> all() {
        return List.of(
                succeeds(ApiKey.ELECT_LEADERS, "finds that the preferred replica leads", (client, version, _) -> {
                    ElectLeadersResponse response = elect(client, version, Fixture.TOPIC);
                    assertNone(response.errorCode());
                    assertError(partitionError(response), ErrorCode.ELECTION_NOT_NEEDED);
                }),
                fails(ApiKey.ELECT_LEADERS, "refuses a topic that is not there", (client, version, _) -> {
                    ElectLeadersResponse response = elect(client, version, Fixture.UNKNOWN_TOPIC);
                    assertError(partitionError(response), ErrorCode.UNKNOWN_TOPIC_OR_PARTITION);
                }),
                succeeds(
                        ApiKey.ALTER_PARTITION_REASSIGNMENTS,
                        "moves a partition to where it is",
                        (client, version, fixture) -> {
                            int self = Requests.metadata(client)
                                    .brokers()
                                    .getFirst()
                                    .nodeId();
                            AlterPartitionReassignmentsResponse response =
                                    alter(client, version, fixture.freshTopic(client), new ArrayList<>(List.of(self)));
                            assertNone(response.errorCode());
                            assertNone(partitionError(response));
                        }),
                fails(
                        ApiKey.ALTER_PARTITION_REASSIGNMENTS,
                        "has nothing to cancel where nothing is moved",
                        (client, version, _) -> {
                            AlterPartitionReassignmentsResponse response = alter(client, version, Fixture.TOPIC, null);
                            assertNone(response.errorCode());
                            assertError(partitionError(response), ErrorCode.NO_REASSIGNMENT_IN_PROGRESS);
                        }),
                succeeds(ApiKey.LIST_PARTITION_REASSIGNMENTS, "lists what is under way", (client, version, _) -> {
                    ListPartitionReassignmentsResponse response = client.ask(
                            new ListPartitionReassignmentsRequest()
                                    .setTimeoutMs(10_000)
                                    .setTopics(null),
                            version,
                            ListPartitionReassignmentsResponse.class);
                    assertNone(response.errorCode());
                    assertThat(response.topics()).isEmpty();
                }),
                fails(ApiKey.LIST_PARTITION_REASSIGNMENTS, "does not know a topic", (client, version, _) -> {
                    ListPartitionReassignmentsRequest request = new ListPartitionReassignmentsRequest()
                            .setTimeoutMs(10_000)
                            .setTopics(new ArrayList<>(List.of(new ListPartitionReassignmentsTopics()
                                    .setName(Fixture.UNKNOWN_TOPIC)
                                    .setPartitionIndexes(new ArrayList<>(List.of(0))))));
                    ListPartitionReassignmentsResponse response =
                            client.ask(request, version, ListPartitionReassignmentsResponse.class);
                    assertThat(response.topics()).isEmpty();
                }));
    }

    private static ElectLeadersResponse elect(WireClient client, short version, String topic) {
        ElectLeadersRequest request = new ElectLeadersRequest()
                .setTimeoutMs(10_000)
                .setTopicPartitions(new ArrayList<>(
                        List.of(new TopicPartitions().setTopic(topic).setPartitions(new ArrayList<>(List.of(0))))));
        return client.ask(request, version, ElectLeadersResponse.class);
    }

    private static short partitionError(ElectLeadersResponse response) {
        return response.replicaElectionResults()
                .getFirst()
                .partitionResult()
                .getFirst()
                .errorCode();
    }

    private static AlterPartitionReassignmentsResponse alter(
            WireClient client, short version, String topic, @Nullable List<Integer> replicas) {
        AlterPartitionReassignmentsRequest request = new AlterPartitionReassignmentsRequest().setTimeoutMs(10_000);
        request.topics()
                .add(new ReassignableTopic()
                        .setName(topic)
                        .setPartitions(new ArrayList<>(List.of(
                                new ReassignablePartition().setPartitionIndex(0).setReplicas(replicas)))));
        return client.ask(request, version, AlterPartitionReassignmentsResponse.class);
    }

    private static short partitionError(AlterPartitionReassignmentsResponse response) {
        return response.responses().getFirst().partitions().getFirst().errorCode();
    }
}
