package io.odradek.broker.node;

import io.odradek.base.Time;
import io.odradek.base.Uuid;
import io.odradek.broker.controller.ControllerRequest;
import io.odradek.broker.controller.ControllerService;
import io.odradek.broker.controller.Requester;
import io.odradek.broker.publish.ImageListener;
import io.odradek.broker.request.Failure;
import io.odradek.coordinator.Timers;
import io.odradek.metadata.controller.RegistrationRefusal;
import io.odradek.metadata.image.BrokerImage;
import io.odradek.metadata.image.ClusterImage;
import io.odradek.metadata.image.Endpoint;
import io.odradek.metadata.image.ImageDelta;
import io.odradek.protocol.ApiException;
import io.odradek.protocol.ErrorCode;
import io.odradek.protocol.RequestMessage;
import io.odradek.protocol.message.BrokerHeartbeatRequest;
import io.odradek.protocol.message.BrokerHeartbeatResponse;
import io.odradek.protocol.message.BrokerRegistrationRequest;
import io.odradek.protocol.message.BrokerRegistrationResponse;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.Executor;
import java.util.function.Consumer;
import java.util.function.LongConsumer;
import java.util.function.LongSupplier;
import java.util.function.Supplier;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * A broker's membership in its cluster (KIP-631): registers it, tells the active controller by heartbeats that it is alive, has it
 * let in once it knows enough, and hands its leaderships over before it stops.
 *
 * <p>Any thread; what happens happens on the executor of the metadata log.
 */
public final class BrokerLifecycle implements ImageListener {
    private static final Logger LOG = LoggerFactory.getLogger(BrokerLifecycle.class);

    /** Milliseconds between two heartbeats while the broker waits to be let in. */
    static final long EAGER_MS = 20;

    /** Milliseconds between two heartbeats while the broker hands over. */
    static final long HANDOVER_MS = 50;

    /** Milliseconds after which a registration that was refused for now is tried again. */
    static final long REGISTER_AGAIN_MS = 100;

    /** Milliseconds after which a broker stops though its leaderships were not taken over. */
    static final long MAX_HANDOVER_MS = 20_000;

    /** Milliseconds without a controller after which there is nobody to hand over to: an election takes about three seconds. */
    static final long NO_CONTROLLER_MS = 4_000;

    private static final long REGISTRATION_REQUEST_MS = 5_000;

    /** Where the broker stands. */
    private sealed interface State {
        /** Nothing was asked for yet. */
        record New() implements State {}

        /** @param deadlineMs when to give up, on the monotonic clock */
        record Registering(long deadlineMs) implements State {}

        /** Registered; the controller has not let it in yet, or no longer. */
        record Fenced(long epoch) implements State {}

        /** The controller has let it in. */
        record Unfenced(long epoch) implements State {}

        /** @param deadlineMs when to stop all the same */
        record HandingOver(long epoch, long deadlineMs) implements State {}

        record Stopped() implements State {}
    }

    /**
     * How a broker behaves in its cluster.
     *
     * @param heartbeatMs milliseconds between two heartbeats
     * @param registrationMs milliseconds for which a broker that starts tries to be registered
     * @param controlledShutdown whether it hands over before it stops
     */
    public record Settings(long heartbeatMs, long registrationMs, boolean controlledShutdown) {}

    /**
     * What it needs of the node around it.
     *
     * @param publishedOffset everything below has been taken over by this broker
     * @param offlineDirectories ids of log directories that have failed
     * @param registered hears of each epoch that the controller has given this broker
     * @param fatal hears, in a sentence, why this process must not go on
     */
    public record Surroundings(
            LongSupplier publishedOffset,
            Supplier<List<Uuid>> offlineDirectories,
            LongConsumer registered,
            Consumer<String> fatal) {}

    private final BrokerRegistrationRequest registration;
    private final ControllerService controller;
    private final Settings settings;
    private final Surroundings surroundings;
    private final Executor serial;
    private final Timers timers;
    private final Time time;
    private final CompletableFuture<@Nullable Void> registered = new CompletableFuture<>();
    private final CompletableFuture<@Nullable Void> letIn = new CompletableFuture<>();
    private final CompletableFuture<@Nullable Void> stopped = new CompletableFuture<>();

    private State state = new State.New();
    private ClusterImage image = ClusterImage.EMPTY;
    private boolean ready;
    private boolean known;
    private boolean beating;
    private boolean refusalShown;
    private long heardMs;
    private Timers.Cancellable next = () -> {};

    /** @param serial runs one task at a time, in order; the image comes on it as well */
    public BrokerLifecycle(
            BrokerRegistrationRequest registration,
            ControllerService controller,
            Settings settings,
            Surroundings surroundings,
            Executor serial,
            Timers timers,
            Time time) {
        this.registration = registration;
        this.controller = controller;
        this.settings = settings;
        this.surroundings = surroundings;
        this.serial = serial;
        this.timers = timers;
        this.time = time;
    }

    /**
     * Joins the cluster.
     *
     * @return completes when the broker is registered, still fenced; fails with an {@link ApiException} whose message says why it
     *     cannot be
     */
    public CompletionStage<@Nullable Void> join() {
        serial.execute(() -> register(time.monotonicMillis() + settings.registrationMs()));
        return registered;
    }

    /**
     * The broker has taken over the cluster's image and can serve.
     *
     * @return completes when the controller has let it in and it knows so
     */
    public CompletionStage<@Nullable Void> becomeReady() {
        serial.execute(() -> {
            ready = true;
            beatNow();
        });
        return letIn;
    }

    /**
     * Has other brokers take over what this one leads, if there are any.
     *
     * @return completes when the broker may stop, in {@value #MAX_HANDOVER_MS} ms at the latest, and {@value #NO_CONTROLLER_MS} ms
     *     after a controller was heard of last
     */
    public CompletionStage<@Nullable Void> stop() {
        serial.execute(this::beginToStop);
        return stopped;
    }

    @Override
    public void changed(ImageDelta delta) {
        image = delta.after();
        Optional<BrokerImage> mine = image.nodes().broker(registration.brokerId());
        switch (state) {
            case State.Fenced fenced -> follow(mine, fenced.epoch);
            case State.Unfenced unfenced -> follow(mine, unfenced.epoch);
            case State.HandingOver handingOver -> follow(mine, handingOver.epoch);
            case State.Registering _
            when registered.isDone() ->
                mine.filter(other -> !isThisProcess(other)).ifPresent(this::replaced);
            case State.New _, State.Registering _, State.Stopped _ -> {}
        }
    }

    private boolean isThisProcess(BrokerImage broker) {
        return broker.incarnationId().equals(registration.incarnationId());
    }

    private void follow(Optional<BrokerImage> mine, long epoch) {
        if (mine.isPresent() && mine.get().epoch() > epoch && !isThisProcess(mine.get())) {
            replaced(mine.get());
        } else if (mine.isPresent()) {
            known = known || mine.get().epoch() == epoch;
            noteLetIn();
        } else if (known) {
            LOG.warn("Broker {} was unregistered and registers again", registration.brokerId());
            register(Long.MAX_VALUE);
        }
    }

    /** Both would lead what is assigned to their id. */
    private void replaced(BrokerImage other) {
        enter(new State.Stopped());
        stopped.complete(null);
        surroundings
                .fatal()
                .accept("another process runs as node " + other.id() + ", at " + places(other)
                        + ": every node needs a node.id of its own");
    }

    private static String places(BrokerImage broker) {
        return broker.endpoints().stream().map(BrokerLifecycle::place).collect(Collectors.joining(", "));
    }

    private static String place(Endpoint endpoint) {
        return endpoint.name() + "://" + endpoint.host() + ":" + endpoint.port();
    }

    private void enter(State entered) {
        state = entered;
        next.cancel();
    }

    private void register(long deadlineMs) {
        known = false;
        State.Registering registering = new State.Registering(deadlineMs);
        enter(registering);
        long left = Math.min(REGISTRATION_REQUEST_MS, deadlineMs - time.monotonicMillis());
        controller
                .request(request(registration, left), BrokerRegistrationResponse.class)
                .whenCompleteAsync(
                        (response, failure) -> {
                            if (state.equals(registering)) {
                                registered(registering, response, failure);
                            }
                        },
                        serial);
    }

    private ControllerRequest request(RequestMessage body, long timeoutMs) {
        return new ControllerRequest(
                body,
                body.apiKey().highestStableVersion(),
                Requester.broker(registration.brokerId()),
                Math.max(0, timeoutMs));
    }

    private void registered(
            State.Registering registering, @Nullable BrokerRegistrationResponse response, @Nullable Throwable failure) {
        if (response == null) {
            registerLater(registering, ErrorCode.REQUEST_TIMED_OUT, reason(failure));
            return;
        }
        ErrorCode error = ErrorCode.forCode(response.errorCode());
        if (error == ErrorCode.NONE) {
            LOG.info("Broker {} is registered with epoch {}", registration.brokerId(), response.brokerEpoch());
            refusalShown = false;
            surroundings.registered().accept(response.brokerEpoch());
            enter(new State.Fenced(response.brokerEpoch()));
            registered.complete(null);
            changed(ImageDelta.between(image, image));
            beatNow();
            return;
        }
        String why = RegistrationRefusal.sentence(response).orElse(error.defaultMessage());
        boolean mayPass = error == ErrorCode.DUPLICATE_BROKER_REGISTRATION || registered.isDone();
        if (mayPass) {
            registerLater(registering, error, why);
        } else {
            giveUp(error, why);
        }
    }

    private static String reason(@Nullable Throwable failure) {
        return failure == null ? "" : Failure.of(failure).message();
    }

    private void registerLater(State.Registering registering, ErrorCode error, String why) {
        if (time.monotonicMillis() >= registering.deadlineMs) {
            giveUp(error, why);
            return;
        }
        if (!refusalShown) {
            refusalShown = true;
            LOG.warn("Broker {} is not registered yet: {}", registration.brokerId(), why);
        }
        schedule(REGISTER_AGAIN_MS, () -> {
            if (state.equals(registering)) {
                register(registering.deadlineMs);
            }
        });
    }

    private void giveUp(ErrorCode error, String why) {
        enter(new State.Stopped());
        registered.completeExceptionally(new ApiException(error, why));
        letIn.completeExceptionally(new ApiException(error, why));
        stopped.complete(null);
    }

    private void schedule(long delayMs, Runnable task) {
        next.cancel();
        next = timers.schedule(delayMs, () -> serial.execute(task));
    }

    /** Nothing happens while the broker registers: what it waits for then must still come. */
    private void beatNow() {
        if (!beating) {
            switch (state) {
                case State.Fenced fenced -> beat(fenced.epoch, false);
                case State.Unfenced unfenced -> beat(unfenced.epoch, false);
                case State.HandingOver handingOver -> beat(handingOver.epoch, true);
                case State.New _, State.Registering _, State.Stopped _ -> {}
            }
        }
    }

    private void beat(long epoch, boolean stopping) {
        beating = true;
        next.cancel();
        BrokerHeartbeatRequest heartbeat = new BrokerHeartbeatRequest()
                .setBrokerId(registration.brokerId())
                .setBrokerEpoch(epoch)
                .setCurrentMetadataOffset(surroundings.publishedOffset().getAsLong() - 1)
                .setWantFence(!ready)
                .setWantShutDown(stopping)
                .setOfflineLogDirs(surroundings.offlineDirectories().get());
        // Twice as long as a heartbeat is due, so that one controller that hangs does not use up the session.
        long timeoutMs = 2 * settings.heartbeatMs();
        controller
                .request(
                        request(heartbeat, stopping ? Math.min(timeoutMs, patienceMs()) : timeoutMs),
                        BrokerHeartbeatResponse.class)
                .whenCompleteAsync(
                        (response, failure) -> {
                            beating = false;
                            answered(epoch, response, failure);
                        },
                        serial);
    }

    private void answered(long epoch, @Nullable BrokerHeartbeatResponse response, @Nullable Throwable failure) {
        if (response == null) {
            LOG.debug("Broker {} had no answer to a heartbeat: {}", registration.brokerId(), reason(failure));
            goOn(settings.heartbeatMs());
            return;
        }
        switch (ErrorCode.forCode(response.errorCode())) {
            case NONE -> {
                heardMs = time.monotonicMillis();
                taken(epoch, response);
            }
            case STALE_BROKER_EPOCH, BROKER_ID_NOT_REGISTERED -> stale(epoch);
            default -> {
                LOG.debug("A heartbeat of broker {} was answered {}", registration.brokerId(), response.errorCode());
                goOn(settings.heartbeatMs());
            }
        }
    }

    /** What the image says of it, or will say soon, decides: whether the broker was replaced or just forgotten. */
    private void stale(long epoch) {
        boolean current = switch (state) {
            case State.Fenced fenced -> fenced.epoch == epoch;
            case State.Unfenced unfenced -> unfenced.epoch == epoch;
            case State.HandingOver _ -> {
                finish();
                yield false;
            }
            case State.New _, State.Registering _, State.Stopped _ -> false;
        };
        if (current) {
            LOG.warn("The controller does not know broker {} with epoch {}", registration.brokerId(), epoch);
            register(Long.MAX_VALUE);
        }
    }

    private void taken(long epoch, BrokerHeartbeatResponse response) {
        switch (state) {
            case State.Fenced fenced
            when fenced.epoch == epoch && !response.isFenced() -> {
                enter(new State.Unfenced(epoch));
                noteLetIn();
                goOn(settings.heartbeatMs());
            }
            case State.Fenced _ -> goOn(EAGER_MS);
            case State.Unfenced _ -> goOn(settings.heartbeatMs());
            case State.HandingOver _ -> handOver(response.shouldShutDown());
            case State.New _, State.Registering _, State.Stopped _ -> {}
        }
    }

    private void handOver(boolean done) {
        if (done) {
            finish();
        } else {
            goOn(HANDOVER_MS);
        }
    }

    private void goOn(long afterMs) {
        if (state instanceof State.HandingOver handingOver
                && (time.monotonicMillis() >= handingOver.deadlineMs || patienceMs() <= 0)) {
            LOG.warn("Broker {} stops though not all that it leads was taken over", registration.brokerId());
            finish();
        } else if (!(state instanceof State.Stopped) && !(state instanceof State.Registering)) {
            schedule(state instanceof State.HandingOver ? HANDOVER_MS : afterMs, this::beatNow);
        }
    }

    /** For how many more milliseconds a broker that stops waits for a controller. */
    private long patienceMs() {
        return heardMs + NO_CONTROLLER_MS - time.monotonicMillis();
    }

    /** Clients find the broker in the metadata from the moment on at which they are served. */
    private void noteLetIn() {
        if (state instanceof State.Unfenced(long epoch)
                && image.nodes()
                        .broker(registration.brokerId())
                        .filter(mine -> mine.epoch() == epoch && !mine.fenced())
                        .isPresent()) {
            letIn.complete(null);
        }
    }

    private void beginToStop() {
        boolean others = image.nodes().brokers().values().stream()
                .anyMatch(broker -> broker.id() != registration.brokerId() && broker.active());
        long deadline = time.monotonicMillis() + MAX_HANDOVER_MS;
        if (settings.controlledShutdown() && others && state instanceof State.Unfenced(long epoch)) {
            LOG.info("Broker {} hands over what it leads", registration.brokerId());
            heardMs = time.monotonicMillis();
            enter(new State.HandingOver(epoch, deadline));
            beatNow();
        } else if (!(state instanceof State.HandingOver)) {
            finish();
        }
    }

    private void finish() {
        enter(new State.Stopped());
        stopped.complete(null);
    }
}
