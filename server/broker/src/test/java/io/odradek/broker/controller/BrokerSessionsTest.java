package io.odradek.broker.controller;

import static org.assertj.core.api.Assertions.assertThat;

import io.odradek.base.Uuid;
import io.odradek.broker.TestNode;
import io.odradek.metadata.controller.RegistrationRefusal;
import io.odradek.metadata.controller.SessionTimes;
import io.odradek.metadata.image.PartitionImage;
import io.odradek.protocol.ErrorCode;
import io.odradek.protocol.RequestMessage;
import io.odradek.protocol.ResponseMessage;
import io.odradek.protocol.message.BrokerHeartbeatRequest;
import io.odradek.protocol.message.BrokerHeartbeatResponse;
import io.odradek.protocol.message.BrokerRegistrationRequest;
import io.odradek.protocol.message.BrokerRegistrationResponse;
import io.odradek.protocol.message.CreateTopicsRequest;
import io.odradek.protocol.message.CreateTopicsRequest.CreatableTopic;
import io.odradek.protocol.message.CreateTopicsResponse;
import io.odradek.storage.ManualTime;
import io.odradek.storage.disk.SimulatedDisk;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** The active controller with brokers 2 and 3, which send heartbeats every 200 ms as ours do. */
class BrokerSessionsTest {
    private final ManualTime time = new ManualTime();
    private final TestNode node = new TestNode(1, new SimulatedDisk(1), time);
    private long epoch2;
    private long epoch3;

    @BeforeEach
    void start() {
        node.start();
        epoch2 = register(2, new Uuid(7, 2)).brokerEpoch();
        epoch3 = register(3, new Uuid(7, 3)).brokerEpoch();
        beat(2, epoch2, false);
        beat(3, epoch3, false);
    }

    private <P extends ResponseMessage> P ask(RequestMessage body, Class<P> type) {
        ControllerRequest request = new ControllerRequest(
                body, body.apiKey().highestStableVersion(), Requester.anonymous("10.0.0.2", "broker"), 1_000);
        var answer = node.controller.request(request, type).toCompletableFuture();
        node.run();
        return answer.join();
    }

    private BrokerRegistrationResponse register(int id, Uuid incarnation) {
        BrokerRegistrationRequest request = TestNode.registration(id).setIncarnationId(incarnation);
        request.features()
                .add(new BrokerRegistrationRequest.Feature()
                        .setName(SessionTimes.FEATURE)
                        .setMinSupportedVersion((short) 0)
                        .setMaxSupportedVersion((short) 1));
        request.features()
                .add(new BrokerRegistrationRequest.Feature()
                        .setName("kraft.version")
                        .setMinSupportedVersion((short) 0)
                        .setMaxSupportedVersion((short) 1));
        return ask(request, BrokerRegistrationResponse.class);
    }

    private BrokerHeartbeatResponse beat(int id, long epoch, boolean wantShutDown) {
        return ask(
                new BrokerHeartbeatRequest()
                        .setBrokerId(id)
                        .setBrokerEpoch(epoch)
                        .setCurrentMetadataOffset(node.log.endOffset())
                        .setWantShutDown(wantShutDown),
                BrokerHeartbeatResponse.class);
    }

    private void pass(long ms) {
        for (long passed = 0; passed < ms; passed += 100) {
            node.timers.advance(100);
            node.run();
        }
    }

    private boolean active(int id) {
        return node.image().nodes().active(id);
    }

    private PartitionImage topicOf(int... replicas) {
        CreateTopicsRequest request = new CreateTopicsRequest();
        CreatableTopic topic =
                new CreatableTopic().setName("orders").setNumPartitions(-1).setReplicationFactor((short) -1);
        CreateTopicsRequest.CreatableReplicaAssignment assignment =
                new CreateTopicsRequest.CreatableReplicaAssignment().setPartitionIndex(0);
        for (int replica : replicas) {
            assignment.brokerIds().add(replica);
        }
        topic.assignments().add(assignment);
        request.topics().add(topic);
        assertThat(ask(request, CreateTopicsResponse.class).topics().getFirst().errorCode())
                .isZero();
        return orders();
    }

    private PartitionImage orders() {
        return node.image().topics().partition("orders", 0).orElseThrow();
    }

    @Test
    void brokersThatAreHeardOfStay() {
        for (int i = 0; i < 20; i++) {
            pass(200);
            beat(2, epoch2, false);
            beat(3, epoch3, false);
        }
        assertThat(active(2)).isTrue();
        assertThat(active(3)).isTrue();
    }

    @Test
    void aBrokerThatIsSilentForASecondIsFencedAndOthersLead() {
        assertThat(topicOf(2, 3).leader()).isEqualTo(2);
        for (int i = 0; i < 4; i++) {
            pass(200);
            beat(3, epoch3, false);
        }
        assertThat(active(2)).as("after 800 ms").isTrue();
        pass(300);
        assertThat(active(2)).isFalse();
        assertThat(active(3)).isTrue();
        assertThat(orders().leader()).isEqualTo(3);
    }

    @Test
    void aBrokerWhoseConnectionBreaksIsFencedSooner() {
        topicOf(2, 3);
        node.controller.connectionLost(2);
        pass(200);
        assertThat(active(2)).isTrue();
        pass(200);
        assertThat(active(2)).isFalse();
        assertThat(orders().leader()).isEqualTo(3);
    }

    @Test
    void aBrokerThatWasFencedComesBackWithItsNextHeartbeat() {
        pass(1_200);
        assertThat(active(2)).isFalse();
        assertThat(beat(2, epoch2, false).isFenced()).isFalse();
        assertThat(active(2)).isTrue();
    }

    @Test
    void aSecondProcessWithTheIdOfALiveOneIsRefusedWithASentenceThatNamesIt() {
        BrokerRegistrationResponse refused = register(2, new Uuid(8, 2));
        assertThat(ErrorCode.forCode(refused.errorCode())).isEqualTo(ErrorCode.DUPLICATE_BROKER_REGISTRATION);
        assertThat(RegistrationRefusal.sentence(refused).orElseThrow()).contains("host2:9092");
        pass(1_200);
        assertThat(register(2, new Uuid(8, 2)).errorCode()).isZero();
    }

    /** KAFKA-13841: a new controller takes unfenced brokers as just seen, and fences those that stay silent. */
    @Test
    void aNewControllerFencesBrokersThatItNeverHeardOf() {
        int epoch = node.log.leader().epoch();
        node.node.stop();
        node.run();
        node.node.readyToLead(epoch);
        node.run();
        assertThat(active(2)).isTrue();
        pass(1_200);
        assertThat(active(2)).isFalse();
        assertThat(active(3)).isFalse();
    }

    @Test
    void aBrokerThatStopsIsLetGoOnceOthersLeadAndKnowIt() {
        topicOf(2, 3);
        assertThat(beat(2, epoch2, true).shouldShutDown()).isFalse();
        assertThat(orders().leader()).isEqualTo(3);
        assertThat(beat(2, epoch2, true).shouldShutDown())
                .as("broker 3 has not seen that it leads")
                .isFalse();
        beat(3, epoch3, false);
        assertThat(beat(2, epoch2, true).shouldShutDown()).isTrue();
        assertThat(active(2)).isFalse();
    }
}
