package io.odradek.broker.node;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import io.odradek.base.Uuid;
import io.odradek.broker.ManualExecutor;
import io.odradek.broker.ManualTimers;
import io.odradek.broker.TestNode;
import io.odradek.broker.controller.ControllerRequest;
import io.odradek.broker.controller.ControllerService;
import io.odradek.metadata.image.ClusterImage;
import io.odradek.metadata.image.ImageDelta;
import io.odradek.protocol.ApiException;
import io.odradek.protocol.ErrorCode;
import io.odradek.protocol.ResponseMessage;
import io.odradek.protocol.message.BrokerHeartbeatRequest;
import io.odradek.protocol.message.BrokerHeartbeatResponse;
import io.odradek.protocol.message.BrokerRegistrationRequest;
import io.odradek.protocol.message.BrokerRegistrationResponse;
import io.odradek.protocol.metadata.RegisterBrokerRecord;
import io.odradek.protocol.metadata.UnregisterBrokerRecord;
import io.odradek.storage.ManualTime;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import java.util.concurrent.CompletionStage;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

/** Broker 1, and a controller whose answers the test gives. */
class BrokerLifecycleTest {
    private static final long HEARTBEAT_MS = 200;

    private final ManualTime time = new ManualTime();
    private final ManualTimers timers = new ManualTimers(time);
    private final ManualExecutor serial = new ManualExecutor();
    private final Asked controller = new Asked();
    private final List<String> fatal = new ArrayList<>();
    private final List<Long> epochs = new ArrayList<>();
    private final BrokerRegistrationRequest registration = TestNode.registration(1);
    private final BrokerLifecycle broker = new BrokerLifecycle(
            registration,
            controller,
            new BrokerLifecycle.Settings(HEARTBEAT_MS, 60_000, true),
            new BrokerLifecycle.Surroundings(() -> 41, List::of, epochs::add, fatal::add),
            serial,
            timers,
            time);
    private ClusterImage image = ClusterImage.EMPTY;

    /** Keeps the last request of each kind until the test answers it. */
    private static final class Asked implements ControllerService {
        private final List<BrokerHeartbeatRequest> heartbeats = new ArrayList<>();
        private int registrations;
        private CompletableFuture<ResponseMessage> open = new CompletableFuture<>();

        @Override
        public <P extends ResponseMessage> CompletionStage<P> request(ControllerRequest request, Class<P> type) {
            open = new CompletableFuture<>();
            switch (request.body()) {
                case BrokerHeartbeatRequest heartbeat -> heartbeats.add(heartbeat);
                case BrokerRegistrationRequest _ -> registrations++;
                default -> throw new AssertionError(request.body());
            }
            return open.thenApply(type::cast);
        }
    }

    private void answer(ResponseMessage response) {
        controller.open.complete(response);
        serial.runAll();
    }

    private void fail(ErrorCode error) {
        controller.open.completeExceptionally(new ApiException(error, "no controller"));
        serial.runAll();
    }

    private void pass(long ms) {
        timers.advance(ms);
        serial.runAll();
    }

    private BrokerHeartbeatRequest lastHeartbeat() {
        return controller.heartbeats.getLast();
    }

    private static BrokerHeartbeatResponse heartbeat(boolean fenced) {
        return new BrokerHeartbeatResponse().setIsCaughtUp(true).setIsFenced(fenced);
    }

    private CompletableFuture<@Nullable Void> join(long epoch) {
        CompletableFuture<@Nullable Void> joined = broker.join().toCompletableFuture();
        serial.runAll();
        answer(new BrokerRegistrationResponse().setBrokerEpoch(epoch));
        return joined;
    }

    private void see(int id, long epoch, Uuid incarnation, boolean fenced) {
        ImageDelta delta = image.applyWithDelta(List.of(new RegisterBrokerRecord()
                .setBrokerId(id)
                .setBrokerEpoch(epoch)
                .setIncarnationId(incarnation)
                .setFenced(fenced)
                .setEndPoints(new ArrayList<>(List.of(new RegisterBrokerRecord.BrokerEndpoint()
                        .setName("PLAINTEXT")
                        .setHost("elsewhere")
                        .setPort(9092))))));
        image = delta.after();
        broker.changed(delta);
        serial.runAll();
    }

    private void letIn(long epoch) {
        join(epoch);
        CompletableFuture<@Nullable Void> ready = broker.becomeReady().toCompletableFuture();
        serial.runAll();
        answer(heartbeat(true));
        pass(BrokerLifecycle.EAGER_MS);
        answer(heartbeat(false));
        see(1, epoch, registration.incarnationId(), false);
        assertThat(ready).isCompleted();
    }

    @Test
    void aBrokerThatDoesNotKnowEnoughYetWantsToStayFenced() {
        CompletableFuture<@Nullable Void> joined = join(7);
        assertThat(joined).isCompleted();
        assertThat(lastHeartbeat().wantFence()).isTrue();
        assertThat(lastHeartbeat().brokerEpoch()).isEqualTo(7);
        assertThat(lastHeartbeat().currentMetadataOffset())
                .as("the last offset that it has")
                .isEqualTo(40);
    }

    @Test
    void whoIsReadyIsLetInAndServesOnceItsOwnMetadataSaysSo() {
        join(7);
        CompletableFuture<@Nullable Void> ready = broker.becomeReady().toCompletableFuture();
        serial.runAll();
        answer(heartbeat(true));
        pass(BrokerLifecycle.EAGER_MS);
        assertThat(lastHeartbeat().wantFence()).isFalse();
        answer(heartbeat(false));
        assertThat(ready).isNotDone();
        see(1, 7, registration.incarnationId(), false);
        assertThat(ready).isCompleted();
    }

    @Test
    void heartbeatsComeAtTheirPaceOneAtATime() {
        letIn(7);
        int before = controller.heartbeats.size();
        pass(HEARTBEAT_MS);
        pass(HEARTBEAT_MS);
        assertThat(controller.heartbeats).as("the one before is not answered").hasSize(before + 1);
        answer(heartbeat(false));
        pass(HEARTBEAT_MS);
        assertThat(controller.heartbeats).hasSize(before + 2);
    }

    @Test
    void aHeartbeatWithoutAnAnswerIsFollowedByTheNext() {
        letIn(7);
        pass(HEARTBEAT_MS);
        int before = controller.heartbeats.size();
        fail(ErrorCode.REQUEST_TIMED_OUT);
        pass(HEARTBEAT_MS);
        assertThat(controller.heartbeats).hasSize(before + 1);
        assertThat(fatal).isEmpty();
    }

    @Test
    void anEarlierProcessIsWaitedForUntilItsSessionEnds() {
        CompletableFuture<@Nullable Void> joined = broker.join().toCompletableFuture();
        serial.runAll();
        for (int i = 1; i <= 10; i++) {
            answer(new BrokerRegistrationResponse().setErrorCode(ErrorCode.DUPLICATE_BROKER_REGISTRATION.code()));
            assertThat(joined).isNotDone();
            pass(BrokerLifecycle.REGISTER_AGAIN_MS);
            assertThat(controller.registrations).isEqualTo(i + 1);
        }
        answer(new BrokerRegistrationResponse().setBrokerEpoch(9));
        assertThat(joined).isCompleted();
    }

    @Test
    void aBrokerThatBecomesReadyWhileItWaitsToBeRegisteredGoesOnTrying() {
        CompletableFuture<@Nullable Void> joined = broker.join().toCompletableFuture();
        serial.runAll();
        answer(new BrokerRegistrationResponse().setErrorCode(ErrorCode.DUPLICATE_BROKER_REGISTRATION.code()));
        broker.becomeReady();
        serial.runAll();
        pass(BrokerLifecycle.REGISTER_AGAIN_MS);
        assertThat(controller.registrations).isEqualTo(2);
        answer(new BrokerRegistrationResponse().setBrokerEpoch(9));
        assertThat(joined).isCompleted();
        assertThat(lastHeartbeat().wantFence()).isFalse();
    }

    @Test
    void aBrokerOfAnotherClusterIsRefusedAtOnce() {
        CompletableFuture<@Nullable Void> joined = broker.join().toCompletableFuture();
        serial.runAll();
        answer(new BrokerRegistrationResponse().setErrorCode(ErrorCode.INCONSISTENT_CLUSTER_ID.code()));
        ApiException refusal = (ApiException)
                catchThrowableOfType(CompletionException.class, joined::join).getCause();
        assertThat(refusal.code()).isEqualTo(ErrorCode.INCONSISTENT_CLUSTER_ID);
        assertThat(timers.armed()).isZero();
    }

    @Test
    void aBrokerThatNobodyRegistersGivesUp() {
        CompletableFuture<@Nullable Void> joined = broker.join().toCompletableFuture();
        serial.runAll();
        for (int i = 0; i < 13 && !joined.isDone(); i++) {
            fail(ErrorCode.REQUEST_TIMED_OUT);
            pass(5_000);
        }
        assertThat(joined).isCompletedExceptionally();
    }

    @Test
    void aBrokerThatWasUnregisteredRegistersAgain() {
        letIn(7);
        ImageDelta delta = image.applyWithDelta(
                List.of(new UnregisterBrokerRecord().setBrokerId(1).setBrokerEpoch(7)));
        broker.changed(delta);
        assertThat(controller.registrations).isEqualTo(2);
        answer(new BrokerRegistrationResponse().setBrokerEpoch(60));
        assertThat(epochs).containsExactly(7L, 60L);
        assertThat(lastHeartbeat().brokerEpoch()).isEqualTo(60);
        assertThat(lastHeartbeat().wantFence()).isFalse();
    }

    @Test
    void aBrokerWhoseEpochIsNotKnownAnyMoreRegistersAgain() {
        letIn(7);
        pass(HEARTBEAT_MS);
        answer(new BrokerHeartbeatResponse().setErrorCode(ErrorCode.STALE_BROKER_EPOCH.code()));
        assertThat(controller.registrations).isEqualTo(2);
    }

    @Test
    void aProcessWhoseIdAnotherOneHasTakenStopsAndNamesIt() {
        letIn(7);
        see(1, 80, new Uuid(6, 6), true);
        assertThat(fatal).hasSize(1);
        assertThat(fatal.getFirst()).contains("another process runs as node 1").contains("PLAINTEXT://elsewhere:9092");
        pass(HEARTBEAT_MS);
        assertThat(broker.stop().toCompletableFuture()).isCompleted();
    }

    @Test
    void aBrokerHandsOverBeforeItStops() {
        letIn(7);
        see(2, 8, new Uuid(6, 2), false);
        CompletableFuture<@Nullable Void> stopped = broker.stop().toCompletableFuture();
        serial.runAll();
        assertThat(lastHeartbeat().wantShutDown()).isTrue();
        answer(heartbeat(false));
        pass(BrokerLifecycle.HANDOVER_MS);
        assertThat(stopped).isNotDone();
        answer(heartbeat(true).setShouldShutDown(true));
        assertThat(stopped).isCompleted();
        assertThat(timers.armed()).isZero();
    }

    @Test
    void theOnlyBrokerStopsAtOnce() {
        letIn(7);
        CompletableFuture<@Nullable Void> stopped = broker.stop().toCompletableFuture();
        serial.runAll();
        assertThat(stopped).isCompleted();
    }

    @Test
    void aHandOverThatNobodyAnswersEnds() {
        letIn(7);
        see(2, 8, new Uuid(6, 2), false);
        CompletableFuture<@Nullable Void> stopped = broker.stop().toCompletableFuture();
        serial.runAll();
        for (long ms = 0; ms < BrokerLifecycle.NO_CONTROLLER_MS; ms += 1_000) {
            assertThat(stopped).isNotDone();
            fail(ErrorCode.REQUEST_TIMED_OUT);
            pass(1_000);
        }
        fail(ErrorCode.REQUEST_TIMED_OUT);
        assertThat(stopped).isCompleted();
    }

    @Test
    void aHandOverLastsAsLongAsAControllerIsHeardOfBetweenFailures() {
        letIn(7);
        see(2, 8, new Uuid(6, 2), false);
        long begin = time.monotonicMillis();
        CompletableFuture<@Nullable Void> stopped = broker.stop().toCompletableFuture();
        serial.runAll();
        while (!stopped.isDone()) {
            fail(ErrorCode.REQUEST_TIMED_OUT);
            pass(1_000);
            answer(heartbeat(false));
            pass(1_000);
        }
        assertThat(time.monotonicMillis() - begin)
                .isBetween(BrokerLifecycle.MAX_HANDOVER_MS, BrokerLifecycle.MAX_HANDOVER_MS + 2_000);
    }
}
