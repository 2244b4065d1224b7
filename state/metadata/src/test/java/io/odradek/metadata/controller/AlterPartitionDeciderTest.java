package io.odradek.metadata.controller;

import static org.assertj.core.api.Assertions.assertThat;

import io.odradek.base.Decision;
import io.odradek.base.Uuid;
import io.odradek.metadata.Fixture;
import io.odradek.metadata.image.DirectoryIds;
import io.odradek.metadata.image.PartitionImage;
import io.odradek.protocol.ErrorCode;
import io.odradek.protocol.message.AlterPartitionReassignmentsRequest;
import io.odradek.protocol.message.AlterPartitionReassignmentsRequest.ReassignablePartition;
import io.odradek.protocol.message.AlterPartitionReassignmentsRequest.ReassignableTopic;
import io.odradek.protocol.message.AlterPartitionRequest;
import io.odradek.protocol.message.AlterPartitionRequest.BrokerState;
import io.odradek.protocol.message.AlterPartitionRequest.PartitionData;
import io.odradek.protocol.message.AlterPartitionRequest.TopicData;
import io.odradek.protocol.message.AlterPartitionResponse;
import io.odradek.protocol.metadata.MetadataRecord;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.function.Consumer;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

class AlterPartitionDeciderTest {
    private final Fixture cluster = Fixture.of(4);

    @BeforeEach
    void topic() {
        cluster.topic("t", 1, 2, 3);
    }

    /** What the leader of t-0 sends when these are in sync, with the epochs that it knows. */
    private AlterPartitionRequest isr(Integer... members) {
        PartitionImage partition = cluster.partition("t", 0);
        PartitionData data = new PartitionData()
                .setPartitionIndex(0)
                .setLeaderEpoch(partition.leaderEpoch())
                .setPartitionEpoch(partition.partitionEpoch())
                .setLeaderRecoveryState(partition.recovery().id());
        for (int id : members) {
            data.newIsrWithEpochs()
                    .add(new BrokerState()
                            .setBrokerId(id)
                            .setBrokerEpoch(cluster.image()
                                    .nodes()
                                    .broker(id)
                                    .map(broker -> broker.epoch())
                                    .orElse(-1L)));
        }
        return request(partition.leader(), data);
    }

    private AlterPartitionRequest request(int sender, PartitionData... data) {
        Uuid id = cluster.image().topics().byName("t").orElseThrow().id();
        return new AlterPartitionRequest()
                .setBrokerId(sender)
                .setBrokerEpoch(cluster.broker(sender).epoch())
                .setTopics(List.of(new TopicData().setTopicId(id).setPartitions(List.of(data))));
    }

    private Decision<MetadataRecord, AlterPartitionResponse> decide(AlterPartitionRequest request) {
        return new AlterPartitionDecider(cluster.context()).alter(cluster.image(), request);
    }

    private static AlterPartitionResponse.PartitionData only(AlterPartitionResponse response) {
        return response.topics().getFirst().partitions().getFirst();
    }

    private void refused(AlterPartitionRequest request, ErrorCode error) {
        Decision<MetadataRecord, AlterPartitionResponse> decision = decide(request);
        assertThat(ErrorCode.forCode(only(decision.reply()).errorCode())).isEqualTo(error);
        assertThat(decision.records()).isEmpty();
    }

    private static AlterPartitionRequest with(AlterPartitionRequest request, Consumer<PartitionData> change) {
        change.accept(request.topics().getFirst().partitions().getFirst());
        return request;
    }

    @Test
    void theIsrShrinksAndGrowsWithoutANewLeaderEpoch() {
        AlterPartitionResponse.PartitionData shrunk = only(cluster.apply(decide(isr(1, 2))));
        assertThat(shrunk.errorCode()).isZero();
        assertThat(shrunk.isr()).containsExactly(1, 2);
        assertThat(shrunk.leaderId()).isEqualTo(1);
        assertThat(shrunk.leaderEpoch()).isZero();
        assertThat(shrunk.partitionEpoch()).isEqualTo(1);
        assertThat(cluster.partition("t", 0).isr()).containsExactly(1, 2);
        AlterPartitionResponse.PartitionData grown = only(cluster.apply(decide(isr(1, 2, 3))));
        assertThat(grown.isr()).containsExactly(1, 2, 3);
        assertThat(grown.partitionEpoch()).isEqualTo(2);
        assertThat(decide(isr(1, 2, 3)).records()).as("nothing changes").isEmpty();
    }

    /** KAFKA-15021: below level 12 a new leader epoch begins when a replica leaves. */
    @Test
    void atALowLevelAShrunkIsrIsANewLeaderEpoch() {
        cluster.feature("metadata.version", 11);
        AlterPartitionResponse.PartitionData shrunk = only(cluster.apply(decide(isr(1, 2))));
        assertThat(shrunk.leaderEpoch()).isEqualTo(1);
        assertThat(only(cluster.apply(decide(isr(1, 2, 3)))).leaderEpoch()).isEqualTo(1);
    }

    @Test
    void theSenderMustBeTheRegistrationThatCounts() {
        assertThat(decide(isr(1, 2).setBrokerEpoch(99)).reply().errorCode())
                .isEqualTo(ErrorCode.STALE_BROKER_EPOCH.code());
        assertThat(decide(isr(1, 2).setBrokerId(77)).reply().errorCode())
                .isEqualTo(ErrorCode.STALE_BROKER_EPOCH.code());
    }

    @Test
    void whatDoesNotExistIsUnknown() {
        AlterPartitionRequest otherTopic = isr(1, 2);
        otherTopic.topics().getFirst().setTopicId(new Uuid(1, 1));
        refused(otherTopic, ErrorCode.UNKNOWN_TOPIC_ID);
        refused(with(isr(1, 2), data -> data.setPartitionIndex(5)), ErrorCode.UNKNOWN_TOPIC_OR_PARTITION);
    }

    /** KAFKA-14154: a leader that knows more than we do makes us the stale one; FENCED would make it wait for ever. */
    @Test
    void newerEpochsThanOursMeanThatWeAreNotTheController() {
        refused(with(isr(1, 2), data -> data.setLeaderEpoch(1)), ErrorCode.NOT_CONTROLLER);
        refused(with(isr(1, 2), data -> data.setPartitionEpoch(1)), ErrorCode.NOT_CONTROLLER);
    }

    @Test
    void olderEpochsAreFencedOrOutOfDate() {
        cluster.apply(decide(isr(1, 2)));
        refused(with(isr(1, 2, 3), data -> data.setPartitionEpoch(0)), ErrorCode.INVALID_UPDATE_VERSION);
        AlterPartitionRequest fromTheOldLeader = isr(1, 2);
        cluster.kill(1);
        refused(fromTheOldLeader, ErrorCode.FENCED_LEADER_EPOCH);
    }

    @Test
    void onlyTheLeaderIsAsked() {
        AlterPartitionRequest request = isr(1, 2);
        refused(request.setBrokerId(2).setBrokerEpoch(cluster.broker(2).epoch()), ErrorCode.INVALID_REQUEST);
    }

    @Test
    void theIsrIsASetOfReplicasWithTheLeader() {
        refused(isr(1, 2, 2), ErrorCode.INVALID_REQUEST);
        refused(isr(1, 4), ErrorCode.INVALID_REQUEST);
        refused(isr(2, 3), ErrorCode.INVALID_REQUEST);
        refused(isr(), ErrorCode.INVALID_REQUEST);
    }

    @Test
    void aPartitionIsNamedOnce() {
        PartitionData data = isr(1, 2).topics().getFirst().partitions().getFirst();
        Decision<MetadataRecord, AlterPartitionResponse> decision = decide(request(1, data, data));
        assertThat(decision.records()).hasSize(1);
        List<AlterPartitionResponse.PartitionData> answers =
                decision.reply().topics().getFirst().partitions();
        assertThat(answers.get(0).errorCode()).isZero();
        assertThat(answers.get(1).errorCode()).isEqualTo(ErrorCode.INVALID_REQUEST.code());
    }

    /** KAFKA-13916: neither who is fenced nor who is stopping comes back into the in-sync replicas. */
    @Test
    void fencedAndStoppingReplicasAreNotEligible() {
        cluster.kill(3);
        refused(isr(1, 2, 3), ErrorCode.INELIGIBLE_REPLICA);
        cluster.topic("led-by-2", 2, 1);
        cluster.heartbeat(cluster.heartbeatOf(cluster.broker(2)).setWantShutDown(true));
        assertThat(cluster.partition("t", 0).isr()).containsExactly(1);
        refused(isr(1, 2), ErrorCode.INELIGIBLE_REPLICA);
    }

    /** Found by ControllerScheduleTest (seed 22): such a replica would be in sync and could never lead. */
    @Test
    void aReplicaInAFailedDirectoryIsNotEligible() {
        cluster.apply(decide(isr(1, 2)));
        cluster.apply(DirectoryDeciderTest.assign(cluster, 3, DirectoryIds.LOST, "t"));
        refused(isr(1, 2, 3), ErrorCode.INELIGIBLE_REPLICA);
        cluster.apply(DirectoryDeciderTest.assign(cluster, 3, new Uuid(7, 3), "t"));
        assertThat(only(decide(isr(1, 2, 3)).reply()).errorCode()).isZero();
    }

    /** KIP-903 (KAFKA-14139, KAFKA-15221): a fetch from before the restart says nothing of the process after it. */
    @Test
    void aReplicaThatStartedAnewSinceIsNotEligible() {
        cluster.apply(decide(isr(1, 2)));
        AlterPartitionRequest beforeTheRestart = isr(1, 2, 3);
        cluster.failOver();
        cluster.start(3, "");
        refused(beforeTheRestart, ErrorCode.INELIGIBLE_REPLICA);
        assertThat(only(decide(isr(1, 2, 3)).reply()).errorCode()).isZero();
    }

    @Test
    void versionTwoHasNoEpochs() {
        AlterPartitionRequest request = with(isr(1, 2), data -> {
            data.setNewIsr(List.of(1, 2));
            data.setNewIsrWithEpochs(new ArrayList<>());
        });
        assertThat(only(decide(request).reply()).isr()).containsExactly(1, 2);
    }

    @Test
    void recoveryEndsOnceAndDoesNotBeginHere() {
        refused(with(isr(1), data -> data.setLeaderRecoveryState((byte) 1)), ErrorCode.INVALID_REQUEST);
        cluster.topic("u", Map.of("unclean.leader.election.enable", "true"), 2, 3);
        cluster.kill(3);
        cluster.kill(2);
        cluster.heartbeat(3);
        PartitionImage recovering = cluster.partition("u", 0);
        assertThat(recovering.recovery().id()).isEqualTo((byte) 1);
        Uuid id = cluster.image().topics().byName("u").orElseThrow().id();
        PartitionData data = new PartitionData()
                .setPartitionIndex(0)
                .setLeaderEpoch(recovering.leaderEpoch())
                .setPartitionEpoch(recovering.partitionEpoch())
                .setLeaderRecoveryState((byte) 0)
                .setNewIsr(List.of(3));
        AlterPartitionRequest request = request(3, data);
        request.topics().getFirst().setTopicId(id);
        AlterPartitionResponse.PartitionData answer = only(cluster.apply(decide(request)));
        assertThat(answer.errorCode()).isZero();
        assertThat(answer.leaderRecoveryState()).isZero();
        assertThat(cluster.partition("u", 0).recovery().id()).isZero();
    }

    @Test
    void anIsrWithSeveralMembersIsNotRecovering() {
        cluster.topic("u", Map.of("unclean.leader.election.enable", "true"), 2, 3);
        cluster.kill(3);
        cluster.kill(2);
        cluster.heartbeat(3);
        cluster.heartbeat(2);
        PartitionImage recovering = cluster.partition("u", 0);
        PartitionData data = new PartitionData()
                .setPartitionIndex(0)
                .setLeaderEpoch(recovering.leaderEpoch())
                .setPartitionEpoch(recovering.partitionEpoch())
                .setLeaderRecoveryState((byte) 1)
                .setNewIsr(List.of(3, 2));
        AlterPartitionRequest request = request(3, data);
        request.topics()
                .getFirst()
                .setTopicId(cluster.image().topics().byName("u").orElseThrow().id());
        refused(request, ErrorCode.INVALID_REQUEST);
    }

    /** The change stands, and the sender learns that it no longer leads. */
    @Test
    void aReassignmentThatEndsMayMoveTheLeader() {
        AlterPartitionReassignmentsRequest move = new AlterPartitionReassignmentsRequest()
                .setTopics(List.of(new ReassignableTopic()
                        .setName("t")
                        .setPartitions(List.of(
                                new ReassignablePartition().setPartitionIndex(0).setReplicas(List.of(4, 2, 3))))));
        cluster.apply(new ReassignmentDecider(cluster.context()).alter(cluster.image(), move));
        assertThat(cluster.partition("t", 0).leader()).isEqualTo(1);
        Decision<MetadataRecord, AlterPartitionResponse> decision = decide(isr(1, 2, 3, 4));
        assertThat(only(decision.reply()).errorCode()).isEqualTo(ErrorCode.NEW_LEADER_ELECTED.code());
        cluster.apply(decision);
        PartitionImage after = cluster.partition("t", 0);
        assertThat(after.replicas()).containsExactly(4, 2, 3);
        assertThat(after.isr()).containsExactly(2, 3, 4);
        assertThat(after.leader()).isEqualTo(4);
        assertThat(after.adding()).isEmpty();
        assertThat(after.removing()).isEmpty();
    }

    /** KIP-966: below the minimum whoever leaves stays eligible, at the minimum nobody has to be. */
    @Test
    void whoLeavesBelowTheMinimumStaysEligible() {
        cluster.feature(FeatureDecider.ELR_VERSION, 1);
        cluster.topic("e", Map.of("min.insync.replicas", "2"), 1, 2, 3);
        Uuid id = cluster.image().topics().byName("e").orElseThrow().id();
        for (List<Integer> members : List.of(List.of(1, 2), List.of(1))) {
            PartitionImage partition = cluster.partition("e", 0);
            AlterPartitionRequest request = request(
                    1,
                    new PartitionData()
                            .setPartitionIndex(0)
                            .setLeaderEpoch(partition.leaderEpoch())
                            .setPartitionEpoch(partition.partitionEpoch())
                            .setNewIsr(members));
            request.topics().getFirst().setTopicId(id);
            assertThat(only(cluster.apply(decide(request))).errorCode()).isZero();
            assertThat(cluster.partition("e", 0).elr()).isEqualTo(members.size() == 2 ? List.of() : List.of(2));
        }
        cluster.kill(1);
        PartitionImage after = cluster.partition("e", 0);
        assertThat(after.leader()).as("elected from the eligible").isEqualTo(2);
        assertThat(after.isr()).containsExactly(2);
        assertThat(after.elr()).containsExactly(1);
        assertThat(after.recovery().id()).as("clean").isZero();
    }
}
