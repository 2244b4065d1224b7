package io.odradek.broker.controller;

import io.odradek.base.Time;
import io.odradek.broker.publish.MetadataPublisher;
import io.odradek.broker.request.Failure;
import io.odradek.coordinator.Timers;
import io.odradek.network.Peer;
import io.odradek.network.PeerClient;
import io.odradek.network.PeerFailure;
import io.odradek.network.PeerRequest;
import io.odradek.network.PeerResponse;
import io.odradek.protocol.ApiException;
import io.odradek.protocol.ApiKey;
import io.odradek.protocol.ErrorCode;
import io.odradek.protocol.MalformedMessageException;
import io.odradek.protocol.ResponseMessage;
import io.odradek.quorum.MetadataLog;
import io.odradek.quorum.NodeAddress;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import java.util.concurrent.CompletionStage;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Asks the active controller, wherever it is: on this node directly, elsewhere over its controller listener, what clients have
 * asked in an Envelope (KIP-590). While there is none, or it has just moved, it looks again, as long as the request has time:
 * a request whose first answer was lost may so be decided twice, as in Kafka.
 *
 * <p>Any thread.
 */
public final class ControllerClient implements ControllerService, AutoCloseable {
    private static final Logger LOG = LoggerFactory.getLogger(ControllerClient.class);

    /** Milliseconds after which the controller is looked for again. */
    static final long LOOK_AGAIN_MS = 100;

    private final Controller local;
    private final MetadataLog log;
    private final MetadataPublisher publisher;
    private final PeerClient peers;
    private final String listenerName;
    private final Timers timers;
    private final Time time;
    private final Set<Attempts<?>> waiting = new LinkedHashSet<>(); // guarded by itself
    private volatile boolean closed;

    /** @param listenerName the first of {@code controller.listener.names} */
    public ControllerClient(
            Controller local,
            MetadataLog log,
            MetadataPublisher publisher,
            PeerClient peers,
            String listenerName,
            Timers timers,
            Time time) {
        this.local = local;
        this.log = log;
        this.publisher = publisher;
        this.peers = peers;
        this.listenerName = listenerName;
        this.timers = timers;
        this.time = time;
    }

    @Override
    public <P extends ResponseMessage> CompletionStage<P> request(ControllerRequest request, Class<P> type) {
        Attempts<P> attempts = new Attempts<>(request, type);
        attempts.attempt();
        return attempts.result;
    }

    /** There is another controller, or one at all: requests that wait for it go on at once. */
    public void lookAgain() {
        List<Attempts<?>> now;
        synchronized (waiting) {
            now = List.copyOf(waiting);
        }
        now.forEach(Attempts::lookAgain);
    }

    /** Requests that wait for a controller fail. */
    @Override
    public void close() {
        closed = true;
        lookAgain();
    }

    /** One request, until it is answered or its time is over. */
    private final class Attempts<P extends ResponseMessage> {
        private final ControllerRequest request;
        private final Class<P> type;
        private final long deadlineMs;
        private final CompletableFuture<P> result = new CompletableFuture<>();

        Attempts(ControllerRequest request, Class<P> type) {
            this.request = request;
            this.type = type;
            this.deadlineMs = time.monotonicMillis() + request.timeoutMs();
        }

        void attempt() {
            if (closed) {
                again("there is nobody left to ask");
                return;
            }
            if (local.isActive()) {
                local.request(request, type).whenComplete(this::answered);
                return;
            }
            Optional<NodeAddress> leader = log.leaderAddress();
            if (leader.isEmpty()) {
                again("there is no active controller now");
                return;
            }
            long left = Math.max(LOOK_AGAIN_MS, deadlineMs - time.monotonicMillis());
            CompletionStage<P> answer = request.isForClient()
                    ? send(leader.get(), PeerRequest.of(Envelopes.wrap(request), left))
                            .thenCompose(this::opened)
                    : send(leader.get(), PeerRequest.of(request.body(), left)).thenApply(this::direct);
            answer.whenComplete(this::answered);
        }

        private CompletionStage<ResponseMessage> send(NodeAddress to, PeerRequest asked) {
            return peers.send(new Peer(listenerName, to.host(), to.port(), lane()), asked)
                    .thenApply(PeerResponse::message);
        }

        /** Responses come in the order of the requests: what waits for a commit must not hold up a heartbeat. */
        private String lane() {
            return request.isForClient()
                    ? "forwarding"
                    : request.apiKey() == ApiKey.BROKER_HEARTBEAT ? "heartbeat" : "controller";
        }

        private P direct(ResponseMessage response) {
            ErrorCode error = BrokerErrors.of(response);
            if (error == ErrorCode.NOT_CONTROLLER) {
                throw new ApiException(error, "the controller has moved");
            }
            return type.cast(response);
        }

        /** Nobody is told of what this broker does not know yet. */
        private CompletionStage<P> opened(ResponseMessage response) {
            Envelopes.Opened opened = Envelopes.open(request, response);
            P answer = type.cast(opened.response());
            return publisher.awaitPublished(opened.metadataOffset()).thenApply(_ -> answer);
        }

        private void answered(P answer, Throwable failure) {
            if (failure == null) {
                result.complete(answer);
                return;
            }
            Throwable cause =
                    failure instanceof CompletionException && failure.getCause() != null ? failure.getCause() : failure;
            switch (cause) {
                case ApiException api
                when api.code() == ErrorCode.NOT_CONTROLLER -> again(String.valueOf(api.getMessage()));
                case ApiException api -> result.completeExceptionally(api);
                case PeerFailure broken
                when request.apiKey() == ApiKey.ALTER_PARTITION && broken.mayHaveArrived() ->
                    // A leader must know that an attempt may yet be taken, whatever the next one is told.
                    result.completeExceptionally(new ApiException(
                            ErrorCode.REQUEST_TIMED_OUT, "The controller has not answered: " + broken.getMessage()));
                case PeerFailure broken -> again("the controller does not answer: " + broken.getMessage());
                case MalformedMessageException malformed ->
                    result.completeExceptionally(new ApiException(
                            ErrorCode.UNKNOWN_SERVER_ERROR,
                            "The controller's answer cannot be read: " + malformed.getMessage()));
                default -> {
                    LOG.error("The {} for the controller failed", request.apiKey(), cause);
                    result.completeExceptionally(new ApiException(
                            ErrorCode.UNKNOWN_SERVER_ERROR, Failure.of(cause).message()));
                }
            }
        }

        private void again(String why) {
            if (closed) {
                result.completeExceptionally(
                        new ApiException(ErrorCode.NOT_CONTROLLER, "This node is shutting down: " + why));
            } else if (time.monotonicMillis() + LOOK_AGAIN_MS > deadlineMs) {
                result.completeExceptionally(new ApiException(
                        ErrorCode.REQUEST_TIMED_OUT,
                        "No controller has answered within " + request.timeoutMs() + " ms: " + why));
            } else {
                synchronized (waiting) {
                    waiting.add(this);
                }
                timers.schedule(LOOK_AGAIN_MS, this::lookAgain);
            }
        }

        private void lookAgain() {
            synchronized (waiting) {
                if (!waiting.remove(this)) {
                    return;
                }
            }
            attempt();
        }
    }
}
