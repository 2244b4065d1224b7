package io.odradek.metadata.controller;

import static org.assertj.core.api.Assertions.assertThat;

import io.odradek.metadata.Fixture;
import io.odradek.metadata.ImageInvariants;
import io.odradek.metadata.image.PartitionImage;
import io.odradek.protocol.ErrorCode;
import io.odradek.protocol.message.AllocateProducerIdsRequest;
import io.odradek.protocol.message.AllocateProducerIdsResponse;
import io.odradek.protocol.message.BrokerHeartbeatRequest;
import io.odradek.protocol.message.BrokerHeartbeatResponse;
import io.odradek.protocol.message.BrokerRegistrationRequest;
import io.odradek.protocol.message.BrokerRegistrationResponse;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

class BrokerDeciderTest {
    private final BrokerDecider decider = new BrokerDecider();
    private final Fixture cluster = new Fixture(7, Map.of());

    private PartitionImage partition() {
        return cluster.image().topics().partition("t", 0).orElseThrow();
    }

    private BrokerHeartbeatResponse heartbeat(int id, boolean fence, boolean shutDown) {
        long epoch = cluster.image().nodes().broker(id).orElseThrow().epoch();
        return cluster.apply(decider.heartbeat(
                cluster.image(),
                new BrokerHeartbeatRequest()
                        .setBrokerId(id)
                        .setBrokerEpoch(epoch)
                        .setWantFence(fence)
                        .setWantShutDown(shutDown)));
    }

    @Test
    void theOnlyNodeLeadsInANewLeaderEpochAfterEachStart() {
        cluster.start(1, "");
        cluster.apply(cluster.topics().createTopics(cluster.image(), Fixture.create("t", 1, 1)));
        assertThat(partition().leaderEpoch()).isZero();
        cluster.start(1, "");
        assertThat(partition().leader()).isEqualTo(1);
        assertThat(partition().leaderEpoch()).isEqualTo(1);
        ImageInvariants.check(cluster.image(), "after the restart");
    }

    @Test
    void aRegisteredBrokerIsFencedUntilItsHeartbeat() {
        BrokerRegistrationResponse response =
                cluster.apply(decider.register(cluster.image(), cluster.registration(1, ""), cluster.nextEpoch()));
        assertThat(response.brokerEpoch()).isEqualTo(1);
        assertThat(cluster.image().nodes().alive()).isEmpty();
        assertThat(heartbeat(1, false, false).isFenced()).isFalse();
        assertThat(cluster.image().nodes().alive()).hasSize(1);
    }

    @Test
    void leadershipMovesToAnInSyncReplicaAndIsTakenUpAgain() {
        cluster.start(1, "");
        cluster.start(2, "");
        cluster.apply(cluster.topics().createTopics(cluster.image(), Fixture.create("t", 1, 2)));
        int leader = partition().leader();
        int other = 3 - leader;
        assertThat(cluster.apply(decider.fence(cluster.image(), leader))).isTrue();
        assertThat(partition().leader()).isEqualTo(other);
        assertThat(partition().isr()).containsExactly(other);
        assertThat(partition().leaderEpoch()).isEqualTo(1);
        cluster.apply(decider.fence(cluster.image(), other));
        assertThat(partition().hasLeader()).isFalse();
        assertThat(partition().isr()).containsExactly(other);
        heartbeat(leader, false, false);
        assertThat(partition().hasLeader())
                .as("a replica that is not in sync is not elected")
                .isFalse();
        heartbeat(other, false, false);
        assertThat(partition().leader()).isEqualTo(other);
        ImageInvariants.check(cluster.image(), "at the end");
    }

    @Test
    void aBrokerThatStopsHandsOverFirst() {
        cluster.start(1, "");
        cluster.start(2, "");
        cluster.apply(cluster.topics().createTopics(cluster.image(), Fixture.create("t", 4, 2)));
        assertThat(heartbeat(1, false, true).shouldShutDown()).isTrue();
        assertThat(cluster.image().topics().byName("t").orElseThrow().partitions())
                .allSatisfy(partition -> assertThat(partition.leader()).isEqualTo(2));
    }

    @Test
    void aSecondProcessWithTheSameIdIsRefused() {
        cluster.start(1, "");
        assertThat(ErrorCode.forCode(decider.register(cluster.image(), cluster.registration(1, ""), 9)
                        .reply()
                        .errorCode()))
                .isEqualTo(ErrorCode.DUPLICATE_BROKER_REGISTRATION);
    }

    @Test
    void incompleteRegistrationsAreRefused() {
        BrokerRegistrationRequest request = cluster.registration(1, "").setLogDirs(List.of());
        assertThat(ErrorCode.forCode(
                        decider.register(cluster.image(), request, 1).reply().errorCode()))
                .isEqualTo(ErrorCode.INVALID_REGISTRATION);
    }

    @Test
    void aBrokerThatCannotRunWithAFinalizedFeatureIsRefused() {
        cluster.apply(new FeatureDecider().bootstrap(cluster.image(), Map.of()));
        BrokerRegistrationRequest request = cluster.registration(1, "").setFeatures(List.of());
        assertThat(ErrorCode.forCode(
                        decider.register(cluster.image(), request, 1).reply().errorCode()))
                .isEqualTo(ErrorCode.UNSUPPORTED_VERSION);
    }

    @Test
    void heartbeatsOfStrangersAndOfThePastAreRefused() {
        cluster.start(1, "");
        assertThat(ErrorCode.forCode(decider.heartbeat(cluster.image(), new BrokerHeartbeatRequest().setBrokerId(5))
                        .reply()
                        .errorCode()))
                .isEqualTo(ErrorCode.BROKER_ID_NOT_REGISTERED);
        assertThat(ErrorCode.forCode(decider.heartbeat(
                                cluster.image(),
                                new BrokerHeartbeatRequest().setBrokerId(1).setBrokerEpoch(99))
                        .reply()
                        .errorCode()))
                .isEqualTo(ErrorCode.STALE_BROKER_EPOCH);
    }

    @Test
    void producerIdsComeInBlocksNoneTwice() {
        cluster.start(1, "");
        ProducerIdDecider ids = new ProducerIdDecider();
        AllocateProducerIdsRequest request =
                new AllocateProducerIdsRequest().setBrokerId(1).setBrokerEpoch(1);
        AllocateProducerIdsResponse first = cluster.apply(ids.allocate(cluster.image(), request));
        AllocateProducerIdsResponse second = cluster.apply(ids.allocate(cluster.image(), request));
        assertThat(first.producerIdStart()).isZero();
        assertThat(first.producerIdLen()).isEqualTo(1000);
        assertThat(second.producerIdStart()).isEqualTo(1000);
        assertThat(ErrorCode.forCode(ids.allocate(cluster.image(), request.setBrokerEpoch(5))
                        .reply()
                        .errorCode()))
                .isEqualTo(ErrorCode.STALE_BROKER_EPOCH);
    }
}
