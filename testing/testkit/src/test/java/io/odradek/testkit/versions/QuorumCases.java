package io.odradek.testkit.versions;

import static io.odradek.testkit.versions.ApiCase.fails;
import static io.odradek.testkit.versions.ApiCase.succeeds;
import static io.odradek.testkit.versions.Fixture.assertError;
import static io.odradek.testkit.versions.Fixture.assertNone;
import static org.assertj.core.api.Assertions.assertThat;

import io.odradek.base.Uuid;
import io.odradek.protocol.ApiKey;
import io.odradek.protocol.ErrorCode;
import io.odradek.protocol.message.AddRaftVoterRequest;
import io.odradek.protocol.message.AddRaftVoterResponse;
import io.odradek.protocol.message.DescribeQuorumRequest;
import io.odradek.protocol.message.DescribeQuorumRequest.PartitionData;
import io.odradek.protocol.message.DescribeQuorumRequest.TopicData;
import io.odradek.protocol.message.DescribeQuorumResponse;
import io.odradek.protocol.message.RemoveRaftVoterRequest;
import io.odradek.protocol.message.RemoveRaftVoterResponse;
import io.odradek.testkit.wire.WireClient;
import java.util.ArrayList;
import java.util.List;

/** The quorum under the controller, asked through a broker. */
final class QuorumCases {
    private static final int NOBODY = 4711;

    private QuorumCases() {}

    static List<ApiCase> all() {
        return List.of(
                succeeds(ApiKey.DESCRIBE_QUORUM, "names the leader and the voters", (client, version, _) -> {
                    DescribeQuorumResponse response = describe(client, version, "__cluster_metadata");
                    assertNone(response.errorCode());
                    var partition = response.topics().getFirst().partitions().getFirst();
                    assertNone(partition.errorCode());
                    assertThat(partition.currentVoters()).hasSize(1);
                    assertThat(partition.leaderId())
                            .isEqualTo(partition.currentVoters().getFirst().replicaId());
                    assertThat(partition.highWatermark()).isPositive();
                }),
                fails(ApiKey.DESCRIBE_QUORUM, "describes no other topic", (client, version, _) -> {
                    DescribeQuorumResponse response = describe(client, version, Fixture.TOPIC);
                    boolean refused = response.errorCode() != 0
                            || response.topics()
                                            .getFirst()
                                            .partitions()
                                            .getFirst()
                                            .errorCode()
                                    != 0;
                    assertThat(refused).isTrue();
                }),
                fails(ApiKey.ADD_RAFT_VOTER, "cannot change voters that are fixed", (client, version, _) -> {
                    AddRaftVoterRequest request = new AddRaftVoterRequest()
                            .setClusterId(null)
                            .setTimeoutMs(5_000)
                            .setVoterId(NOBODY)
                            .setVoterDirectoryId(new Uuid(1, 2));
                    request.listeners()
                            .add(new AddRaftVoterRequest.Listener()
                                    .setName("CONTROLLER")
                                    .setHost("localhost")
                                    .setPort(NOBODY));
                    AddRaftVoterResponse response = client.ask(request, version, AddRaftVoterResponse.class);
                    assertError(response.errorCode(), ErrorCode.UNSUPPORTED_VERSION);
                }),
                fails(ApiKey.REMOVE_RAFT_VOTER, "cannot change voters that are fixed", (client, version, _) -> {
                    RemoveRaftVoterResponse response = client.ask(
                            new RemoveRaftVoterRequest()
                                    .setClusterId(null)
                                    .setVoterId(NOBODY)
                                    .setVoterDirectoryId(new Uuid(1, 2)),
                            version,
                            RemoveRaftVoterResponse.class);
                    assertError(response.errorCode(), ErrorCode.UNSUPPORTED_VERSION);
                }));
    }

    private static DescribeQuorumResponse describe(WireClient client, short version, String topic) {
        DescribeQuorumRequest request = new DescribeQuorumRequest();
        request.topics()
                .add(new TopicData()
                        .setTopicName(topic)
                        .setPartitions(new ArrayList<>(List.of(new PartitionData().setPartitionIndex(0)))));
        return client.ask(request, version, DescribeQuorumResponse.class);
    }
}
