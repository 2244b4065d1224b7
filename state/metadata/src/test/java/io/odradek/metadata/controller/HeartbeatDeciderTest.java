package io.odradek.metadata.controller;

import static org.assertj.core.api.Assertions.assertThat;

import io.odradek.base.Decision;
import io.odradek.base.Uuid;
import io.odradek.metadata.Fixture;
import io.odradek.protocol.ErrorCode;
import io.odradek.protocol.message.BrokerHeartbeatRequest;
import io.odradek.protocol.message.BrokerHeartbeatResponse;
import io.odradek.protocol.message.BrokerRegistrationRequest;
import io.odradek.protocol.metadata.BrokerRegistrationChangeRecord;
import io.odradek.protocol.metadata.MetadataRecord;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

class HeartbeatDeciderTest {
    private final Fixture cluster = Fixture.of(3);

    private BrokerHeartbeatRequest from(int id) {
        return cluster.heartbeatOf(cluster.broker(id));
    }

    private List<MetadataRecord> records(BrokerHeartbeatRequest request) {
        return cluster.heartbeats()
                .heartbeat(cluster.image(), request, cluster.moment())
                .records();
    }

    /** KAFKA-13836, KAFKA-13959: what counts is the broker's own registration, not the end of a busy log. */
    @Test
    void aBrokerIsReadyOnceItHasReadItsOwnRegistration() {
        cluster.register(cluster.registration(4, ""));
        long epoch = cluster.broker(4).epoch();
        cluster.topic("later", 1);
        BrokerHeartbeatResponse early = cluster.heartbeat(from(4).setCurrentMetadataOffset(epoch - 1));
        assertThat(early.isCaughtUp()).isFalse();
        assertThat(early.isFenced()).isTrue();
        BrokerHeartbeatResponse ready = cluster.heartbeat(from(4).setCurrentMetadataOffset(epoch));
        assertThat(ready.isCaughtUp()).isTrue();
        assertThat(ready.isFenced()).isFalse();
        assertThat(cluster.broker(4).active()).isTrue();
    }

    @Test
    void whoWantsToBeFencedIs() {
        cluster.topic("t", 1, 2);
        assertThat(cluster.heartbeat(from(1).setWantFence(true)).isFenced()).isTrue();
        assertThat(cluster.partition("t", 0).leader()).isEqualTo(2);
        assertThat(cluster.heartbeat(from(1).setWantFence(true)).isFenced()).isTrue();
        assertThat(records(from(1).setWantFence(true))).isEmpty();
    }

    @Test
    void strangersAndOldRegistrationsAreRefused() {
        assertThat(cluster.heartbeat(new BrokerHeartbeatRequest().setBrokerId(9))
                        .errorCode())
                .isEqualTo(ErrorCode.STALE_BROKER_EPOCH.code());
        assertThat(cluster.heartbeat(from(1).setBrokerEpoch(0)).errorCode())
                .isEqualTo(ErrorCode.STALE_BROKER_EPOCH.code());
    }

    @Test
    void partitionsMoveBeforeABrokerIsFencedAndAfterItIsReady() {
        cluster.topic("t", 1);
        List<MetadataRecord> fencing =
                cluster.heartbeats().fence(cluster.image(), 1).records();
        assertThat(fencing).hasSize(2);
        assertThat(fencing.getLast()).isInstanceOf(BrokerRegistrationChangeRecord.class);
        cluster.apply(fencing);
        List<MetadataRecord> unfencing = records(from(1));
        assertThat(unfencing).hasSize(2);
        assertThat(unfencing.getFirst()).isInstanceOf(BrokerRegistrationChangeRecord.class);
    }

    @Test
    void allLeadershipsOfABrokerMoveInOneDecision() {
        cluster.apply(cluster.topics().createTopics(cluster.image(), Fixture.create("t", 300, 3)));
        Decision<MetadataRecord, Boolean> fencing = cluster.heartbeats().fence(cluster.image(), 2);
        assertThat(fencing.records()).hasSize(301);
        cluster.apply(fencing);
        assertThat(cluster.image().topics().byName("t").orElseThrow().partitions())
                .allSatisfy(partition -> assertThat(partition.leader()).isIn(1, 3))
                .allSatisfy(partition -> assertThat(partition.isr()).doesNotContain(2));
        assertThat(cluster.heartbeats().fence(cluster.image(), 2).reply()).isFalse();
    }

    @Test
    void leadershipIsTakenUpAgainByWhoIsInSyncOnly() {
        cluster.topic("t", 1, 2);
        cluster.kill(1);
        assertThat(cluster.partition("t", 0).isr()).containsExactly(2);
        cluster.kill(2);
        assertThat(cluster.partition("t", 0).leader()).isEqualTo(-1);
        assertThat(cluster.partition("t", 0).isr()).containsExactly(2);
        cluster.heartbeat(1);
        assertThat(cluster.partition("t", 0).leader()).as("1 is not in sync").isEqualTo(-1);
        cluster.heartbeat(2);
        assertThat(cluster.partition("t", 0).leader()).isEqualTo(2);
        assertThat(cluster.partition("t", 0).leaderEpoch()).isEqualTo(3);
    }

    @Test
    void aStoppingBrokerIsRelievedFirstAndLetGoWhenAllKnow() {
        cluster.topic("t", 1, 2);
        BrokerHeartbeatResponse first = cluster.heartbeat(from(1).setWantShutDown(true));
        assertThat(first.shouldShutDown()).isFalse();
        assertThat(first.isFenced()).isFalse();
        assertThat(cluster.partition("t", 0).leader()).isEqualTo(2);
        assertThat(cluster.broker(1).inControlledShutdown()).isTrue();
        assertThat(cluster.heartbeat(from(1).setWantShutDown(true)).shouldShutDown())
                .as("2 and 3 have not read the change")
                .isFalse();
        cluster.heartbeat(2);
        assertThat(cluster.heartbeat(from(1).setWantShutDown(true)).shouldShutDown())
                .isFalse();
        cluster.heartbeat(3);
        BrokerHeartbeatResponse last = cluster.heartbeat(from(1).setWantShutDown(true));
        assertThat(last.shouldShutDown()).isTrue();
        assertThat(last.isFenced()).isTrue();
        assertThat(cluster.broker(1).fenced()).isTrue();
    }

    @Test
    void whoLeadsNothingMayStopAtOnce() {
        cluster.topic("t", 1, 2);
        assertThat(cluster.heartbeat(from(3).setWantShutDown(true)).shouldShutDown())
                .isTrue();
        assertThat(cluster.heartbeat(from(3).setWantShutDown(true)).shouldShutDown())
                .isTrue();
    }

    @Test
    void aFailedDirectoryCostsItsReplicasOnly() {
        BrokerRegistrationRequest twoDirs = cluster.registration(4, "");
        twoDirs.setLogDirs(List.of(new Uuid(7, 4), new Uuid(8, 4)));
        cluster.register(twoDirs);
        cluster.heartbeat(4);
        cluster.topic("bad", 4, 1);
        cluster.topic("good", 4, 1);
        for (String topic : List.of("bad", "good")) {
            cluster.apply(DirectoryDeciderTest.assign(
                    cluster, 4, topic.equals("bad") ? new Uuid(8, 4) : new Uuid(7, 4), topic));
        }
        cluster.heartbeat(from(4).setOfflineLogDirs(List.of(new Uuid(8, 4))));
        assertThat(cluster.broker(4).logDirs()).containsExactly(new Uuid(7, 4));
        assertThat(cluster.partition("bad", 0).leader()).isEqualTo(1);
        assertThat(cluster.partition("bad", 0).isr()).containsExactly(1);
        assertThat(cluster.partition("good", 0).leader()).isEqualTo(4);
        assertThat(records(from(4).setOfflineLogDirs(List.of(new Uuid(8, 4))))).isEmpty();
    }

    @Test
    void silenceAboutCordonedDirectoriesChangesNothing() {
        List<Uuid> all = List.of(new Uuid(7, 1));
        cluster.heartbeat(from(1).setCordonedLogDirs(all));
        assertThat(cluster.broker(1).cordoned()).isTrue();
        assertThat(records(from(1).setCordonedLogDirs(null))).isEmpty();
        assertThat(records(from(1).setCordonedLogDirs(all))).isEmpty();
        cluster.heartbeat(from(1).setCordonedLogDirs(List.of()));
        assertThat(cluster.broker(1).cordoned()).isFalse();
    }

    @Test
    void aLeaderThatMayBeElectedUncleanlyIsWhereTheTopicSaysSo() {
        cluster.topic("t", Map.of("unclean.leader.election.enable", "true"), 1, 2);
        cluster.kill(2);
        cluster.kill(1);
        cluster.heartbeat(2);
        assertThat(cluster.partition("t", 0).leader()).isEqualTo(2);
        assertThat(cluster.partition("t", 0).isr()).containsExactly(2);
        assertThat(cluster.partition("t", 0).recovery().id()).isEqualTo((byte) 1);
    }
}
