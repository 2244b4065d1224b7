package io.odradek.metadata.controller;

import static org.assertj.core.api.Assertions.assertThat;

import io.odradek.base.Uuid;
import io.odradek.metadata.Fixture;
import io.odradek.metadata.image.PartitionImage;
import io.odradek.protocol.ErrorCode;
import io.odradek.protocol.message.AlterPartitionReassignmentsRequest;
import io.odradek.protocol.message.AlterPartitionReassignmentsRequest.ReassignablePartition;
import io.odradek.protocol.message.AlterPartitionReassignmentsRequest.ReassignableTopic;
import io.odradek.protocol.message.AlterPartitionReassignmentsResponse;
import io.odradek.protocol.message.AlterPartitionReassignmentsResponse.ReassignablePartitionResponse;
import io.odradek.protocol.message.ListPartitionReassignmentsRequest;
import io.odradek.protocol.message.ListPartitionReassignmentsRequest.ListPartitionReassignmentsTopics;
import io.odradek.protocol.message.ListPartitionReassignmentsResponse;
import io.odradek.protocol.metadata.PartitionChangeRecord;
import java.util.List;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

class ReassignmentDeciderTest {
    private final Fixture cluster = Fixture.of(5);
    private final ReassignmentDecider decider = new ReassignmentDecider(cluster.context());

    private static AlterPartitionReassignmentsRequest request(
            String topic, int partition, @Nullable List<Integer> replicas) {
        return new AlterPartitionReassignmentsRequest()
                .setTopics(List.of(new ReassignableTopic()
                        .setName(topic)
                        .setPartitions(List.of(new ReassignablePartition()
                                .setPartitionIndex(partition)
                                .setReplicas(replicas)))));
    }

    private ReassignablePartitionResponse alter(AlterPartitionReassignmentsRequest request) {
        AlterPartitionReassignmentsResponse response = cluster.apply(decider.alter(cluster.image(), request));
        assertThat(response.errorCode()).isZero();
        return response.responses().getFirst().partitions().getFirst();
    }

    private void move(Integer... replicas) {
        assertThat(alter(request("t", 0, List.of(replicas))).errorCode()).isZero();
    }

    private void refused(AlterPartitionReassignmentsRequest request, ErrorCode error, String message) {
        ReassignablePartitionResponse answer = alter(request);
        assertThat(ErrorCode.forCode(answer.errorCode())).isEqualTo(error);
        assertThat(answer.errorMessage()).isEqualTo(message);
    }

    private PartitionImage partition() {
        return cluster.partition("t", 0);
    }

    private void inSync(Integer... members) {
        cluster.apply(List.of(new PartitionChangeRecord()
                .setTopicId(cluster.image().topics().byName("t").orElseThrow().id())
                .setPartitionId(0)
                .setIsr(List.of(members))));
    }

    @Test
    void replicasComeBeforeOthersGo() {
        cluster.topic("t", 1, 2, 3);
        move(1, 4, 5);
        assertThat(partition().replicas()).containsExactly(1, 4, 5, 2, 3);
        assertThat(partition().adding()).containsExactly(4, 5);
        assertThat(partition().removing()).containsExactly(2, 3);
        assertThat(partition().isr()).containsExactly(1, 2, 3);
        assertThat(partition().leader()).isEqualTo(1);
        assertThat(partition().directories())
                .containsExactly(new Uuid(7, 1), new Uuid(7, 4), new Uuid(7, 5), new Uuid(7, 2), new Uuid(7, 3));
        ListPartitionReassignmentsResponse list =
                decider.list(cluster.image(), new ListPartitionReassignmentsRequest());
        assertThat(list.topics())
                .singleElement()
                .satisfies(topic -> assertThat(topic.partitions())
                        .singleElement()
                        .satisfies(each -> {
                            assertThat(each.replicas()).containsExactly(1, 4, 5, 2, 3);
                            assertThat(each.addingReplicas()).containsExactly(4, 5);
                            assertThat(each.removingReplicas()).containsExactly(2, 3);
                        }));
    }

    @Test
    void aListOfOneTopicPassesOverWhatIsNotThere() {
        cluster.topic("t", 1, 2);
        cluster.topic("still", 1, 2);
        move(1, 4);
        ListPartitionReassignmentsRequest request = new ListPartitionReassignmentsRequest()
                .setTopics(List.of(
                        new ListPartitionReassignmentsTopics().setName("t").setPartitionIndexes(List.of(0, 9)),
                        new ListPartitionReassignmentsTopics().setName("still").setPartitionIndexes(List.of(0)),
                        new ListPartitionReassignmentsTopics().setName("gone").setPartitionIndexes(List.of(0))));
        assertThat(decider.list(cluster.image(), request).topics())
                .singleElement()
                .satisfies(topic -> assertThat(topic.name()).isEqualTo("t"));
    }

    @Test
    void whatOnlyGoesGoesAtOnceIfAllThatStayAreInSync() {
        cluster.topic("t", 1, 2, 3);
        move(2, 3);
        assertThat(partition().replicas()).containsExactly(2, 3);
        assertThat(partition().removing()).isEmpty();
        assertThat(partition().leader()).isEqualTo(2);
        assertThat(partition().leaderEpoch()).isEqualTo(1);
    }

    @Test
    void fewerReplicasWaitForAllThatStay() {
        cluster.topic("t", 1, 2, 3);
        inSync(1, 2);
        move(2, 3);
        assertThat(partition().replicas()).containsExactly(2, 3, 1);
        assertThat(partition().removing()).containsExactly(1);
        assertThat(partition().leader()).isEqualTo(1);
    }

    @Test
    void anotherOrderIsAnotherPreferredLeaderAndNoElection() {
        cluster.topic("t", 1, 2, 3);
        move(3, 2, 1);
        assertThat(partition().replicas()).containsExactly(3, 2, 1);
        assertThat(partition().leader()).isEqualTo(1);
        assertThat(partition().leaderEpoch()).isZero();
        assertThat(partition().directories()).containsExactly(new Uuid(7, 3), new Uuid(7, 2), new Uuid(7, 1));
    }

    @Test
    void aNewTargetReplacesTheOneBefore() {
        cluster.topic("t", 1, 2);
        move(1, 3);
        move(1, 4);
        assertThat(partition().replicas()).containsExactly(1, 4, 2, 3);
        assertThat(partition().adding()).containsExactly(4);
        assertThat(partition().removing()).containsExactly(2, 3);
    }

    /** Kafka forgets here that 3 is still coming, and could end with one replica in sync. */
    @Test
    void whoIsStillComingIsStillWaitedFor() {
        cluster.topic("t", 1, 2);
        move(1, 3);
        move(1, 3, 4);
        assertThat(partition().adding()).containsExactly(3, 4);
        assertThat(partition().removing()).containsExactly(2);
    }

    @Test
    void aCancelledReassignmentLeavesWhatWasThere() {
        cluster.topic("t", 1, 2);
        refused(
                request("t", 0, null),
                ErrorCode.NO_REASSIGNMENT_IN_PROGRESS,
                ErrorCode.NO_REASSIGNMENT_IN_PROGRESS.defaultMessage());
        move(3, 4);
        inSync(1, 2, 3);
        assertThat(alter(request("t", 0, null)).errorCode()).isZero();
        assertThat(partition().replicas()).containsExactlyInAnyOrder(1, 2);
        assertThat(partition().isr()).containsExactly(1, 2);
        assertThat(partition().adding()).isEmpty();
        assertThat(partition().removing()).isEmpty();
        assertThat(partition().leader()).isEqualTo(1);
        assertThat(partition().leaderEpoch()).as("replicas were taken away").isEqualTo(1);
    }

    @Test
    void whatOnlyTheNewReplicasHaveIsNotThrownAway() {
        cluster.topic("t", 1);
        move(2, 3);
        inSync(1, 2);
        cluster.kill(1);
        assertThat(partition().leader()).isEqualTo(2);
        refused(
                request("t", 0, null),
                ErrorCode.INVALID_REPLICA_ASSIGNMENT,
                "Unable to revert partition assignment for t:0 because it would require an unclean leader election.");
    }

    @Test
    void targetsHaveToMakeSense() {
        cluster.topic("t", 1, 2);
        refused(
                request("nowhere", 0, List.of(1)),
                ErrorCode.UNKNOWN_TOPIC_OR_PARTITION,
                "Unable to find a topic named nowhere.");
        refused(request("t", 8, List.of(1)), ErrorCode.UNKNOWN_TOPIC_OR_PARTITION, "Unable to find partition t:8.");
        refused(
                request("t", 0, List.of()),
                ErrorCode.INVALID_REPLICA_ASSIGNMENT,
                "The manual partition assignment includes an empty replica list.");
        refused(
                request("t", 0, List.of(1, 9)),
                ErrorCode.INVALID_REPLICA_ASSIGNMENT,
                "The manual partition assignment includes broker 9, but no such broker is registered.");
        refused(
                request("t", 0, List.of(3, 3)),
                ErrorCode.INVALID_REPLICA_ASSIGNMENT,
                "The manual partition assignment includes the broker 3 more than once.");
        cluster.kill(5);
        assertThat(alter(request("t", 0, List.of(1, 5))).errorCode())
                .as("a fenced broker may be a target")
                .isZero();
    }

    @Test
    void cordonedBrokersGetNoReplicasAndKeepTheirs() {
        cluster.topic("t", 1, 2);
        for (int id : List.of(2, 3)) {
            cluster.heartbeat(cluster.heartbeatOf(cluster.broker(id)).setCordonedLogDirs(List.of(new Uuid(7, id))));
        }
        refused(
                request("t", 0, List.of(1, 3)),
                ErrorCode.INVALID_REPLICA_ASSIGNMENT,
                "The manual partition assignment includes broker 3, but all its log directories are cordoned.");
        move(2, 1);
    }

    /** KIP-860: measured by what there will be when the running one is over. */
    @Test
    void theReplicationFactorMayBeKept() {
        cluster.topic("t", 1, 2);
        move(3, 4);
        refused(
                request("t", 0, List.of(3, 4, 5)).setAllowReplicationFactorChange(false),
                ErrorCode.INVALID_REPLICATION_FACTOR,
                "The replication factor is changed from 2 to 3");
        assertThat(alter(request("t", 0, List.of(4, 5)).setAllowReplicationFactorChange(false))
                        .errorCode())
                .isZero();
    }
}
