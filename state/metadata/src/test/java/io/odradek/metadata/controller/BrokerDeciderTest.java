package io.odradek.metadata.controller;

import static org.assertj.core.api.Assertions.assertThat;

import io.odradek.base.Decision;
import io.odradek.base.Uuid;
import io.odradek.metadata.Fixture;
import io.odradek.metadata.image.BrokerImage;
import io.odradek.metadata.image.PartitionImage;
import io.odradek.protocol.ErrorCode;
import io.odradek.protocol.WireReader;
import io.odradek.protocol.WireWriter;
import io.odradek.protocol.message.BrokerRegistrationRequest;
import io.odradek.protocol.message.BrokerRegistrationResponse;
import io.odradek.protocol.message.UnregisterBrokerRequest;
import io.odradek.protocol.message.UnregisterBrokerResponse;
import io.odradek.protocol.metadata.MetadataRecord;
import io.odradek.protocol.metadata.RegisterBrokerRecord;
import java.nio.ByteBuffer;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

class BrokerDeciderTest {
    private final Fixture cluster = new Fixture(7, Map.of());

    private static ErrorCode code(BrokerRegistrationResponse response) {
        return ErrorCode.forCode(response.errorCode());
    }

    private static String sentence(BrokerRegistrationResponse response) {
        return RegistrationRefusal.sentence(response).orElseThrow();
    }

    private void refused(BrokerRegistrationRequest request, ErrorCode error, String... parts) {
        Decision<MetadataRecord, BrokerRegistrationResponse> decision =
                cluster.brokers().register(cluster.image(), request, cluster.moment());
        assertThat(decision.records()).isEmpty();
        assertThat(code(decision.reply())).isEqualTo(error);
        for (String part : parts) {
            assertThat(sentence(decision.reply())).contains(part);
        }
    }

    @Test
    void theEpochIsTheOffsetAndANewProcessIsFenced() {
        long offset = cluster.nextOffset();
        BrokerRegistrationResponse response = cluster.register(cluster.registration(1, "r1"));
        assertThat(code(response)).isEqualTo(ErrorCode.NONE);
        assertThat(response.brokerEpoch()).isEqualTo(offset);
        BrokerImage broker = cluster.broker(1);
        assertThat(broker.fenced()).isTrue();
        assertThat(broker.epoch()).isEqualTo(offset);
        assertThat(broker.rack()).contains("r1");
        assertThat(broker.logDirs()).containsExactly(new Uuid(7, 1));
    }

    @Test
    void theSameProcessRegistersAgainAndKeepsItsEpochAndItsState() {
        BrokerRegistrationRequest request = cluster.registration(1, "");
        long epoch = cluster.register(request).brokerEpoch();
        cluster.heartbeat(1);
        request.listeners().getFirst().setPort(4711);
        assertThat(cluster.register(request).brokerEpoch()).isEqualTo(epoch);
        assertThat(cluster.broker(1).fenced()).isFalse();
        assertThat(cluster.broker(1).endpoint("PLAINTEXT").orElseThrow().port()).isEqualTo(4711);
    }

    @Test
    void aSecondNodeWithTheSameIdIsToldWhereTheFirstOneIs() {
        cluster.start(1, "");
        BrokerRegistrationRequest copy = cluster.registration(1, "");
        copy.listeners().getFirst().setHost("elsewhere").setPort(19092);
        refused(
                copy,
                ErrorCode.DUPLICATE_BROKER_REGISTRATION,
                "Node 1 is already running at localhost:9093 (listener PLAINTEXT)",
                "node.id of its own",
                "within 1000 ms");
    }

    @Test
    void aNodeThatCameBackTooSoonIsToldToWait() {
        cluster.start(1, "");
        refused(
                cluster.registration(1, ""),
                ErrorCode.DUPLICATE_BROKER_REGISTRATION,
                "An earlier process of node 1 at localhost:9093");
        cluster.passes(1_000);
        assertThat(code(cluster.register(cluster.registration(1, "")))).isEqualTo(ErrorCode.NONE);
    }

    /** KAFKA-19130: after a fail-over a fenced broker has no session, so its restart need not wait. */
    @Test
    void aFencedBrokerHasNoSessionAtANewController() {
        cluster.register(cluster.registration(1, ""));
        refused(cluster.registration(1, ""), ErrorCode.DUPLICATE_BROKER_REGISTRATION);
        cluster.failOver();
        cluster.contacts().mostStale(cluster.image(), cluster.nowMs());
        assertThat(code(cluster.register(cluster.registration(1, "")))).isEqualTo(ErrorCode.NONE);
    }

    @Test
    void aForeignClusterIsRefusedByName() {
        refused(
                cluster.registration(4, "").setClusterId("other"),
                ErrorCode.INCONSISTENT_CLUSTER_ID,
                "Expected cluster ID test-cluster, but got cluster ID other",
                "controller 1");
    }

    @Test
    void brokersWithoutAListenerInCommonAreRefusedAndTheOtherIsNamed() {
        cluster.start(1, "");
        BrokerRegistrationRequest request = cluster.registration(2, "");
        request.listeners().getFirst().setName("INTERNAL");
        refused(
                request,
                ErrorCode.INVALID_REGISTRATION,
                "Node 2 has the listeners [INTERNAL]",
                "broker 1 at localhost:9093 (listener PLAINTEXT)");
    }

    @Test
    void theConfiguredInterBrokerListenerIsNeeded() {
        Fixture configured = new Fixture(
                1,
                Map.of(
                        "listeners", "INTERNAL://:9092",
                        "inter.broker.listener.name", "INTERNAL",
                        "listener.security.protocol.map", "INTERNAL:PLAINTEXT,CONTROLLER:PLAINTEXT"));
        BrokerRegistrationResponse response = configured.register(configured.registration(2, ""));
        assertThat(code(response)).isEqualTo(ErrorCode.INVALID_REGISTRATION);
        assertThat(sentence(response)).contains("Node 2 has no listener INTERNAL", "[PLAINTEXT]");
    }

    @Test
    void directoriesHaveToBeThereAndTheBrokersOwn() {
        cluster.start(1, "");
        refused(
                cluster.registration(2, "").setLogDirs(List.of()),
                ErrorCode.INVALID_REGISTRATION,
                "No directories specified in request");
        refused(
                cluster.registration(2, "").setLogDirs(List.of(new Uuid(0, 99))),
                ErrorCode.INVALID_REGISTRATION,
                "Reserved directory ID in request");
        refused(
                cluster.registration(2, "").setLogDirs(List.of(new Uuid(7, 2), new Uuid(7, 2))),
                ErrorCode.INVALID_REGISTRATION,
                "Duplicate directory ID in request");
        refused(
                cluster.registration(2, "").setLogDirs(List.of(new Uuid(7, 1))),
                ErrorCode.INVALID_REGISTRATION,
                "Broker 1 is already registered with directory " + new Uuid(7, 1),
                "localhost:9093");
    }

    @Test
    void everyFinalizedFeatureHasToBeSupported() {
        refused(
                cluster.registration(1, "").setFeatures(List.of()),
                ErrorCode.INVALID_REGISTRATION,
                "Request features do not contain 'metadata.version'");
        BrokerRegistrationRequest old = cluster.registration(1, "").setFeatures(List.of());
        Fixture.feature(old, "metadata.version", 7, 26);
        refused(
                old,
                ErrorCode.UNSUPPORTED_VERSION,
                "does not support finalized version 33 of metadata.version",
                "between 7 and 26");
        cluster.feature("group.version", 1);
        refused(
                cluster.registration(1, ""),
                ErrorCode.UNSUPPORTED_VERSION,
                "finalized version 1 of group.version",
                "between 0 and 0");
    }

    @Test
    void theLevelOfTheQuorumItselfIsChecked() {
        Moment dynamic = new Moment(9, cluster.nowMs(), cluster.contacts(), new QuorumFacts((short) 1, List.of(1)));
        BrokerRegistrationRequest request = cluster.registration(1, "");
        assertThat(code(cluster.brokers()
                        .register(cluster.image(), request, dynamic)
                        .reply()))
                .isEqualTo(ErrorCode.UNSUPPORTED_VERSION);
        Fixture.feature(request, "kraft.version", 0, 1);
        assertThat(code(cluster.brokers()
                        .register(cluster.image(), request, dynamic)
                        .reply()))
                .isEqualTo(ErrorCode.NONE);
    }

    @Test
    void aBrokerOfZooKeeperIsRefused() {
        refused(cluster.registration(1, "").setIsMigratingZkBroker(true), ErrorCode.BROKER_ID_NOT_REGISTERED);
    }

    @Test
    void theSentenceOfARefusalSurvivesTheWire() {
        BrokerRegistrationResponse response = RegistrationRefusal.of(ErrorCode.INVALID_REGISTRATION, "Därum.");
        ByteBuffer bytes = ByteBuffer.allocate(response.size((short) 4));
        WireWriter out = WireWriter.copying(bytes);
        response.write(out, (short) 4);
        BrokerRegistrationResponse read = BrokerRegistrationResponse.read(new WireReader(out.written()), (short) 4);
        assertThat(RegistrationRefusal.sentence(read)).contains("Därum.");
        assertThat(RegistrationRefusal.sentence(new BrokerRegistrationResponse()))
                .isEmpty();
    }

    /** The partitions of the old process first, the registration last: half of it can be done again. */
    @Test
    void aNewProcessGivesUpWhatTheOldOneLed() {
        cluster.start(1, "");
        cluster.start(2, "");
        cluster.topic("t", 1, 2);
        cluster.passes(1_000);
        cluster.heartbeat(2);
        Decision<MetadataRecord, BrokerRegistrationResponse> decision =
                cluster.brokers().register(cluster.image(), cluster.registration(1, ""), cluster.moment());
        assertThat(decision.records()).hasSize(2);
        assertThat(decision.records().getLast()).isInstanceOf(RegisterBrokerRecord.class);
        cluster.apply(decision);
        assertThat(cluster.partition("t", 0).leader()).isEqualTo(2);
        assertThat(cluster.partition("t", 0).isr()).containsExactly(2);
        assertThat(cluster.broker(1).fenced()).isTrue();
    }

    /** KAFKA-14139: who may have lost the end of its log is not eligible; who says its old epoch has stopped cleanly. */
    @Test
    void afterAnUncleanStopAReplicaIsNotEligible() {
        cluster.feature(FeatureDecider.ELR_VERSION, 1);
        cluster.start(1, "");
        cluster.start(2, "");
        cluster.topic("t", Map.of("min.insync.replicas", "2"), 1, 2);
        cluster.kill(1);
        assertThat(cluster.partition("t", 0).elr()).containsExactly(1);
        long epoch = cluster.broker(1).epoch();
        cluster.register(cluster.registration(1, "").setPreviousBrokerEpoch(epoch));
        assertThat(cluster.partition("t", 0).elr()).as("clean").containsExactly(1);
        cluster.failOver();
        cluster.register(cluster.registration(1, "").setPreviousBrokerEpoch(epoch));
        assertThat(cluster.partition("t", 0).elr()).as("unclean").isEmpty();
    }

    /** KAFKA-18106, KAFKA-18635: an unclean restart is an ordinary change with an election and new epochs. */
    @Test
    void anUncleanRestartOfTheLeaderIsAnElection() {
        cluster.feature(FeatureDecider.ELR_VERSION, 1);
        cluster.start(1, "");
        cluster.start(2, "");
        cluster.topic("t", Map.of("min.insync.replicas", "2"), 1, 2);
        cluster.failOver();
        PartitionImage before = cluster.partition("t", 0);
        cluster.register(cluster.registration(1, ""));
        PartitionImage after = cluster.partition("t", 0);
        assertThat(after.leader()).isEqualTo(2);
        assertThat(after.isr()).containsExactly(2);
        assertThat(after.elr()).isEmpty();
        assertThat(after.leaderEpoch()).isEqualTo(before.leaderEpoch() + 1);
        assertThat(after.partitionEpoch()).isEqualTo(before.partitionEpoch() + 1);
    }

    /** KAFKA-20441: a registration does not undo what was cordoned while running. */
    @Test
    void cordonedDirectoriesOutliveARegistration() {
        cluster.start(1, "");
        cluster.heartbeat(cluster.heartbeatOf(cluster.broker(1)).setCordonedLogDirs(List.of(new Uuid(7, 1))));
        assertThat(cluster.broker(1).cordoned()).isTrue();
        cluster.failOver();
        cluster.start(1, "");
        assertThat(cluster.broker(1).cordoned()).isTrue();
    }

    @Test
    void theOnlyNodeLeadsInANewLeaderEpochAfterEachStart() {
        cluster.apply(
                cluster.brokers().registerUnfenced(cluster.image(), cluster.registration(1, ""), cluster.moment()));
        cluster.topic("t", 1);
        assertThat(cluster.partition("t", 0).leaderEpoch()).isZero();
        cluster.apply(
                cluster.brokers().registerUnfenced(cluster.image(), cluster.registration(1, ""), cluster.moment()));
        assertThat(cluster.partition("t", 0).leader()).isEqualTo(1);
        assertThat(cluster.partition("t", 0).leaderEpoch()).isEqualTo(1);
        assertThat(cluster.broker(1).fenced()).isFalse();
    }

    @Test
    void whereThereAreOthersNobodyIsReadyAtItsRegistration() {
        cluster.start(2, "");
        cluster.apply(
                cluster.brokers().registerUnfenced(cluster.image(), cluster.registration(1, ""), cluster.moment()));
        assertThat(cluster.broker(1).fenced()).isTrue();
    }

    @Test
    void anUnregisteredBrokerLeadsNothing() {
        cluster.start(1, "");
        cluster.start(2, "");
        cluster.topic("t", 1, 2);
        UnregisterBrokerResponse response = cluster.apply(
                cluster.brokers().unregister(cluster.image(), new UnregisterBrokerRequest().setBrokerId(1)));
        assertThat(response.errorCode()).isZero();
        assertThat(cluster.image().nodes().broker(1)).isEmpty();
        assertThat(cluster.partition("t", 0).leader()).isEqualTo(2);
        assertThat(cluster.partition("t", 0).replicas()).containsExactly(1, 2);
        response = cluster.apply(
                cluster.brokers().unregister(cluster.image(), new UnregisterBrokerRequest().setBrokerId(1)));
        assertThat(ErrorCode.forCode(response.errorCode())).isEqualTo(ErrorCode.BROKER_ID_NOT_REGISTERED);
        assertThat(response.errorMessage()).isEqualTo("Broker ID 1 is not currently registered");
    }

    @Test
    void anUnregisteredBrokerIsNotEligibleEither() {
        cluster.feature(FeatureDecider.ELR_VERSION, 1);
        cluster.start(1, "");
        cluster.start(2, "");
        cluster.topic("t", Map.of("min.insync.replicas", "2"), 1, 2);
        cluster.kill(1);
        assertThat(cluster.partition("t", 0).elr()).containsExactly(1);
        cluster.apply(cluster.brokers().unregister(cluster.image(), new UnregisterBrokerRequest().setBrokerId(1)));
        assertThat(cluster.partition("t", 0).elr()).isEmpty();
    }

    @Test
    void atALowLevelNothingIsWrittenThatItDoesNotHave() {
        cluster.feature("metadata.version", 12);
        cluster.start(1, "");
        cluster.topic("t", 1);
        assertThat(cluster.broker(1).logDirs()).isEmpty();
        assertThat(cluster.partition("t", 0).directories()).isEmpty();
        cluster.heartbeat(cluster.heartbeatOf(cluster.broker(1))
                .setOfflineLogDirs(List.of(new Uuid(7, 1)))
                .setCordonedLogDirs(List.of(new Uuid(7, 1))));
        assertThat(cluster.broker(1).cordonedLogDirs()).isEmpty();
        assertThat(cluster.partition("t", 0).leader()).isEqualTo(1);
    }
}
