package io.odradek.broker.controller;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import io.odradek.base.Uuid;
import io.odradek.broker.MetadataFixture;
import io.odradek.broker.TestNode;
import io.odradek.broker.admin.CreateTopicsHandler;
import io.odradek.broker.request.RequestContext;
import io.odradek.broker.request.RequestHandler;
import io.odradek.network.ConnectionContext;
import io.odradek.network.Exchange;
import io.odradek.network.Peer;
import io.odradek.network.PeerClient;
import io.odradek.network.PeerFailure;
import io.odradek.network.PeerRequest;
import io.odradek.network.PeerResponse;
import io.odradek.protocol.ApiException;
import io.odradek.protocol.ApiKey;
import io.odradek.protocol.ErrorCode;
import io.odradek.protocol.FrameEncoder;
import io.odradek.protocol.RequestMessage;
import io.odradek.protocol.ResponseMessage;
import io.odradek.protocol.WireReader;
import io.odradek.protocol.message.AllocateProducerIdsRequest;
import io.odradek.protocol.message.AllocateProducerIdsResponse;
import io.odradek.protocol.message.BrokerRegistrationResponse;
import io.odradek.protocol.message.CreateTopicsResponse;
import io.odradek.protocol.message.EnvelopeRequest;
import io.odradek.protocol.message.EnvelopeResponse;
import io.odradek.protocol.metadata.TopicRecord;
import io.odradek.storage.ManualTime;
import io.odradek.storage.disk.SimulatedDisk;
import java.nio.ByteBuffer;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import java.util.concurrent.CompletionStage;
import java.util.function.Consumer;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** Node 1 leads; node 2 follows it and passes on what its clients ask. */
class ControllerClientTest {
    private static final Requester CLIENT = new Requester("User", "alice", "10.0.0.9", "app");

    private final ManualTime time = new ManualTime();
    private final TestNode leader = new TestNode(1, new SimulatedDisk(1), time);
    private final FollowingLog log = new FollowingLog();
    private final TestNode follower = new TestNode(2, new SimulatedDisk(2), time, _ -> log);
    private final Wire wire = new Wire();
    private final ControllerClient client = new ControllerClient(
            follower.controller, log, follower.publisher, wire, "CONTROLLER", follower.timers, time);

    @BeforeEach
    void startBoth() {
        leader.start();
        follower.start();
        log.follow(1, "leader");
        CompletionStage<BrokerRegistrationResponse> registered = leader.controller.request(
                ControllerRequest.ofBroker(1, TestNode.registration(1)), BrokerRegistrationResponse.class);
        leader.run();
        assertThat(registered.toCompletableFuture().join().errorCode()).isZero();
    }

    private CompletableFuture<CreateTopicsResponse> create(String topic) {
        return client.request(
                        new ControllerRequest(ControllerTest.topicRequest(topic), (short) 7, CLIENT, 5_000),
                        CreateTopicsResponse.class)
                .toCompletableFuture();
    }

    private void replicate() {
        long end = leader.log.endOffset();
        log.commit(
                MetadataFixture.batch(
                        end - 1, List.of(new TopicRecord().setName("orders").setTopicId(new Uuid(8, 8)))),
                end);
        follower.run();
    }

    @Test
    void whatIsPassedOnIsAnsweredOnceThisBrokerHasSeenIt() {
        CompletableFuture<CreateTopicsResponse> created = create("orders");
        leader.run();
        assertThat(leader.image().topics().byName("orders")).isPresent();
        assertThat(created).as("this broker does not know the topic yet").isNotDone();

        replicate();

        assertThat(created.join().topics().getFirst().name()).isEqualTo("orders");
        assertThat(created.join().topics().getFirst().errorCode()).isZero();
        assertThat(wire.peers).containsExactly("CONTROLLER leader:9093 (forwarding)");
    }

    @Test
    void theControllerIsToldOnWhoseBehalf() {
        create("orders");
        assertThat(wire.envelopes).hasSize(1);
        assertThat(Envelopes.requester(wire.envelopes.getFirst(), "app")).isEqualTo(CLIENT);
    }

    @Test
    void aControllerThatHasMovedIsLookedForAgain() {
        leader.node.stop();
        leader.run();
        CompletableFuture<CreateTopicsResponse> created = create("orders");
        assertThat(created).isNotDone();
        assertThat(wire.envelopes).hasSize(1);

        leader.node.readyToLead(leader.log.leader().epoch());
        leader.run();
        follower.timers.advance(ControllerClient.LOOK_AGAIN_MS);
        leader.run();
        replicate();

        assertThat(created.join().topics().getFirst().errorCode()).isZero();
    }

    @Test
    void aBrokenConnectionIsTriedAgain() {
        wire.broken = true;
        CompletableFuture<CreateTopicsResponse> created = create("orders");
        wire.broken = false;
        follower.timers.advance(ControllerClient.LOOK_AGAIN_MS);
        leader.run();
        replicate();
        assertThat(created.join().topics().getFirst().errorCode()).isZero();
    }

    @Test
    void aRequestWaitsForALeaderOnlyAsLongAsItHasTime() {
        log.loseLeader();
        CompletableFuture<CreateTopicsResponse> created = create("orders");
        for (int i = 0; i < 50; i++) {
            assertThat(created).isNotDone();
            follower.timers.advance(ControllerClient.LOOK_AGAIN_MS);
        }
        ApiException failure = (ApiException)
                catchThrowableOfType(CompletionException.class, created::join).getCause();
        assertThat(failure.code()).isEqualTo(ErrorCode.REQUEST_TIMED_OUT);
        assertThat(failure).hasMessageContaining("within 5000 ms").hasMessageContaining("no active controller");
        assertThat(follower.timers.armed()).isZero();
    }

    @Test
    void requestsEndWhenTheNodeStops() {
        log.loseLeader();
        CompletableFuture<CreateTopicsResponse> created = create("orders");
        client.close();
        follower.timers.advance(ControllerClient.LOOK_AGAIN_MS);
        assertThat(created).isCompletedExceptionally();
    }

    @Test
    void whatABrokerAsksForItselfGoesWithoutAnEnvelope() {
        CompletionStage<AllocateProducerIdsResponse> block = client.request(
                ControllerRequest.ofBroker(2, new AllocateProducerIdsRequest().setBrokerId(1)),
                AllocateProducerIdsResponse.class);
        leader.run();
        assertThat(wire.envelopes).isEmpty();
        assertThat(wire.peers).containsExactly("CONTROLLER leader:9093 (controller)");
        assertThat(block.toCompletableFuture()).isCompleted();
    }

    @Test
    void anEnvelopeOfWhatTheControllerDoesNotDecideIsRefused() {
        EnvelopeRequest envelope = Envelopes.wrap(
                        new ControllerRequest(ControllerTest.topicRequest("orders"), (short) 7, CLIENT, 5_000))
                .setRequestData(ByteBuffer.wrap(new byte[] {0, 18, 0, 3, 0, 0, 0, 1, 0, 0, 0}));
        EnvelopeResponse refused = (EnvelopeResponse) wire.handle(envelope).join();
        assertThat(ErrorCode.forCode(refused.errorCode())).isEqualTo(ErrorCode.INVALID_REQUEST);
    }

    @Test
    void anEnvelopeWithBytesThatMakeNoRequestIsRefused() {
        EnvelopeRequest envelope = Envelopes.wrap(
                        new ControllerRequest(ControllerTest.topicRequest("orders"), (short) 7, CLIENT, 5_000))
                .setRequestData(ByteBuffer.wrap(new byte[] {0, 19, 0, 7, 0, 0}));
        EnvelopeResponse refused = (EnvelopeResponse) wire.handle(envelope).join();
        assertThat(ErrorCode.forCode(refused.errorCode())).isEqualTo(ErrorCode.INVALID_REQUEST);
    }

    /** The controller listener of node 1, without sockets; responses go through their bytes. */
    private final class Wire implements PeerClient {
        private final List<String> peers = new ArrayList<>();
        private final List<EnvelopeRequest> envelopes = new ArrayList<>();
        private final EnvelopeHandler handler;
        private boolean broken;

        Wire() {
            Map<ApiKey, RequestHandler<?>> served =
                    Map.of(ApiKey.CREATE_TOPICS, new CreateTopicsHandler(leader.controller));
            handler = new EnvelopeHandler(
                    leader.apis, leader.controller, () -> served, leader.publisher::publishedOffset);
        }

        @Override
        public CompletionStage<PeerResponse> send(Peer peer, PeerRequest request) {
            peers.add(peer.listenerName() + " " + peer);
            if (broken) {
                return CompletableFuture.failedStage(new PeerFailure.Disconnected(peer, "cut"));
            }
            RequestMessage message = request.body().inVersion(request.maxVersion());
            CompletionStage<? extends ResponseMessage> answer;
            if (message instanceof EnvelopeRequest envelope) {
                envelopes.add(envelope);
                answer = handle(envelope);
            } else {
                answer = leader.controller.request(ControllerRequest.ofBroker(2, message), ResponseMessage.class);
            }
            return answer.thenApply(response -> PeerResponse.of(overTheWire(response), request.maxVersion()));
        }

        CompletableFuture<ResponseMessage> handle(EnvelopeRequest envelope) {
            CompletableFuture<ResponseMessage> answer = new CompletableFuture<>();
            handler.handle(
                    new RequestContext(
                            new CapturingExchange(answer::complete),
                            ApiKey.ENVELOPE,
                            (short) 0,
                            1,
                            Requester.broker(2)),
                    envelope);
            return answer;
        }

        private ResponseMessage overTheWire(ResponseMessage response) {
            short version = response.highestSupportedVersion();
            ByteBuffer frame = FrameEncoder.response(1, response, version, ByteBuffer::allocate)
                    .head();
            int header = Integer.BYTES + Integer.BYTES + response.apiKey().responseHeaderVersion(version);
            return response.apiKey().readResponse(new WireReader(frame.position(header)), version);
        }

        @Override
        public void close(Peer peer) {}

        @Override
        public void whenDisconnected(Consumer<Peer> listener) {}
    }

    private record CapturingExchange(Consumer<ResponseMessage> answered) implements Exchange {
        @Override
        public ConnectionContext connection() {
            throw new AssertionError("the requester is known");
        }

        @Override
        public ByteBuffer request() {
            throw new AssertionError("the request was read");
        }

        @Override
        public void releaseRequest() {}

        @Override
        public void respond(int correlationId, ResponseMessage response, short version) {
            answered.accept(response);
        }

        @Override
        public void respondNothing() {
            throw new AssertionError("every request is answered");
        }

        @Override
        public void disconnect(String reason) {
            throw new AssertionError(reason);
        }

        @Override
        public void execute(Runnable task) {
            task.run();
        }

        @Override
        public long receivedNanos() {
            return 0;
        }
    }
}
