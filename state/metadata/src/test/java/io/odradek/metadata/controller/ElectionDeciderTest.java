package io.odradek.metadata.controller;

import static org.assertj.core.api.Assertions.assertThat;

import io.odradek.base.Decision;
import io.odradek.metadata.Fixture;
import io.odradek.metadata.image.PartitionImage;
import io.odradek.protocol.ErrorCode;
import io.odradek.protocol.message.ElectLeadersRequest;
import io.odradek.protocol.message.ElectLeadersRequest.TopicPartitions;
import io.odradek.protocol.message.ElectLeadersResponse;
import io.odradek.protocol.message.ElectLeadersResponse.PartitionResult;
import io.odradek.protocol.metadata.BrokerRegistrationChangeRecord;
import io.odradek.protocol.metadata.ConfigRecord;
import io.odradek.protocol.metadata.MetadataRecord;
import io.odradek.protocol.metadata.PartitionChangeRecord;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

class ElectionDeciderTest {
    private static final int PREFERRED = 0;
    private static final int UNCLEAN = 1;

    private final Fixture cluster = Fixture.of(3);
    private final ElectionDecider decider = new ElectionDecider(cluster.context());

    private ElectLeadersResponse elect(int type, String topic, Integer... partitions) {
        return cluster.apply(decider.elect(
                cluster.image(),
                new ElectLeadersRequest()
                        .setElectionType((byte) type)
                        .setTopicPartitions(
                                List.of(new TopicPartitions().setTopic(topic).setPartitions(List.of(partitions))))));
    }

    private static PartitionResult only(ElectLeadersResponse response) {
        return response.replicaElectionResults().getFirst().partitionResult().getFirst();
    }

    private static void is(ElectLeadersResponse response, ErrorCode error) {
        assertThat(ErrorCode.forCode(only(response).errorCode())).isEqualTo(error);
    }

    /** Broker 2 leads what broker 1 should. */
    private void displaced(String topic) {
        cluster.topic(topic, 1, 2, 3);
        cluster.kill(1);
        cluster.heartbeat(1);
        assertThat(cluster.partition(topic, 0).leader()).isEqualTo(2);
    }

    private void backInSync(String topic) {
        PartitionImage partition = cluster.partition(topic, 0);
        cluster.apply(List.of(new PartitionChangeRecord()
                .setTopicId(cluster.image().topics().byName(topic).orElseThrow().id())
                .setPartitionId(0)
                .setIsr(partition.replicas())));
    }

    @Test
    void thePreferredLeaderIsElectedOnceItIsInSync() {
        displaced("t");
        is(elect(PREFERRED, "t", 0), ErrorCode.PREFERRED_LEADER_NOT_AVAILABLE);
        backInSync("t");
        is(elect(PREFERRED, "t", 0), ErrorCode.NONE);
        assertThat(cluster.partition("t", 0).leader()).isEqualTo(1);
        assertThat(cluster.partition("t", 0).leaderEpoch()).isEqualTo(2);
        is(elect(PREFERRED, "t", 0), ErrorCode.ELECTION_NOT_NEEDED);
    }

    @Test
    void whatDoesNotExistIsUnknown() {
        cluster.topic("t", 1);
        is(elect(PREFERRED, "nowhere", 0), ErrorCode.UNKNOWN_TOPIC_OR_PARTITION);
        ElectLeadersResponse response = elect(PREFERRED, "t", 7);
        is(response, ErrorCode.UNKNOWN_TOPIC_OR_PARTITION);
        assertThat(only(response).errorMessage()).isEqualTo("No such partition as t-7");
        assertThat(decider.elect(cluster.image(), new ElectLeadersRequest().setElectionType((byte) 9))
                        .reply()
                        .errorCode())
                .isEqualTo(ErrorCode.INVALID_REQUEST.code());
    }

    @Test
    void withoutAListOnlyThoseThatNeedItAreMentioned() {
        cluster.topic("fine", 3, 2);
        displaced("t");
        backInSync("t");
        ElectLeadersRequest everything =
                new ElectLeadersRequest().setElectionType((byte) PREFERRED).setTopicPartitions(null);
        ElectLeadersResponse response = cluster.apply(decider.elect(cluster.image(), everything));
        assertThat(response.replicaElectionResults())
                .singleElement()
                .satisfies(result -> assertThat(result.topic()).isEqualTo("t"));
        assertThat(cluster.partition("t", 0).leader()).isEqualTo(1);
    }

    @Test
    void anUncleanElectionIsALastResort() {
        cluster.topic("t", 1, 2);
        is(elect(UNCLEAN, "t", 0), ErrorCode.ELECTION_NOT_NEEDED);
        cluster.kill(2);
        cluster.kill(1);
        is(elect(UNCLEAN, "t", 0), ErrorCode.ELIGIBLE_LEADERS_NOT_AVAILABLE);
        cluster.heartbeat(2);
        assertThat(cluster.partition("t", 0).hasLeader()).isFalse();
        is(elect(UNCLEAN, "t", 0), ErrorCode.NONE);
        PartitionImage after = cluster.partition("t", 0);
        assertThat(after.leader()).isEqualTo(2);
        assertThat(after.isr()).containsExactly(2);
        assertThat(after.recovery().id()).isEqualTo((byte) 1);
    }

    /** KAFKA-19522: the last known leader has to be as fit as any other to be elected. */
    @Test
    void aFencedLastKnownLeaderIsNotElected() {
        cluster.feature(FeatureDecider.ELR_VERSION, 1);
        cluster.topic("t", Map.of("min.insync.replicas", "1"), 1, 2);
        cluster.failOver();
        cluster.register(cluster.registration(2, ""));
        cluster.register(cluster.registration(1, ""));
        PartitionImage nobody = cluster.partition("t", 0);
        assertThat(nobody.isr()).isEmpty();
        assertThat(nobody.elr()).isEmpty();
        assertThat(nobody.lastKnownElr()).containsExactly(1);
        is(elect(UNCLEAN, "t", 0), ErrorCode.ELIGIBLE_LEADERS_NOT_AVAILABLE);
        cluster.heartbeat(2);
        assertThat(cluster.partition("t", 0).hasLeader()).isFalse();
        cluster.heartbeat(1);
        PartitionImage after = cluster.partition("t", 0);
        assertThat(after.leader()).isEqualTo(1);
        assertThat(after.recovery().id()).as("records may be lost").isEqualTo((byte) 1);
        assertThat(after.lastKnownElr()).isEmpty();
    }

    @Test
    void aRoundGivesLeadershipBackAndOnlyToWhoIsInSync() {
        displaced("a");
        displaced("b");
        assertThat(decider.balance(cluster.image()).records()).isEmpty();
        backInSync("b");
        Decision<MetadataRecord, Boolean> round = decider.balance(cluster.image());
        assertThat(round.reply()).as("more to do").isFalse();
        cluster.apply(round);
        assertThat(cluster.partition("a", 0).leader()).isEqualTo(2);
        assertThat(cluster.partition("b", 0).leader()).isEqualTo(1);
    }

    @Test
    void aRoundIsBounded() {
        cluster.apply(cluster.topics().createTopics(cluster.image(), Fixture.create("t", 3_300, 3)));
        cluster.kill(1);
        cluster.heartbeat(1);
        for (int i = 0;
                i
                        < cluster.image()
                                .topics()
                                .byName("t")
                                .orElseThrow()
                                .partitions()
                                .size();
                i++) {
            PartitionImage partition = cluster.partition("t", i);
            cluster.apply(List.of(new PartitionChangeRecord()
                    .setTopicId(
                            cluster.image().topics().byName("t").orElseThrow().id())
                    .setPartitionId(i)
                    .setIsr(partition.replicas())));
        }
        Decision<MetadataRecord, Boolean> round = decider.balance(cluster.image());
        assertThat(round.records()).hasSize(1_000);
        assertThat(round.reply()).as("more to do").isTrue();
        cluster.apply(round);
        Decision<MetadataRecord, Boolean> rest = decider.balance(cluster.image());
        assertThat(rest.records()).hasSize(100);
        assertThat(rest.reply()).isFalse();
    }

    @Test
    void uncleanRoundsLookAtTopicsThatAllowThem() {
        cluster.topic("no", 1, 2);
        cluster.topic("yes", 1, 2);
        cluster.kill(2);
        cluster.kill(1);
        cluster.heartbeat(2);
        cluster.apply(List.of(new ConfigRecord()
                .setResourceType((byte) 2)
                .setResourceName("yes")
                .setName("unclean.leader.election.enable")
                .setValue("true")));
        cluster.apply(decider.electUncleanly(cluster.image()));
        assertThat(cluster.partition("yes", 0).leader()).isEqualTo(2);
        assertThat(cluster.partition("no", 0).hasLeader()).isFalse();
    }

    @Test
    void whatIsSettledStaysAsItIs() {
        displaced("t");
        Decision<MetadataRecord, Boolean> settled = decider.settle(cluster.image());
        assertThat(settled.records()).isEmpty();
        assertThat(settled.reply()).isFalse();
    }

    @Test
    void whatAnEarlierControllerLeftUndoneIsDone() {
        cluster.topic("t", 1, 2);
        cluster.apply(List.of(new BrokerRegistrationChangeRecord()
                .setBrokerId(1)
                .setBrokerEpoch(cluster.broker(1).epoch())
                .setFenced((byte) 1)));
        assertThat(cluster.partition("t", 0).leader()).isEqualTo(1);
        cluster.apply(decider.settle(cluster.image()));
        assertThat(cluster.partition("t", 0).leader()).isEqualTo(2);
        assertThat(cluster.partition("t", 0).isr()).containsExactly(2);
    }
}
