package io.odradek.broker.request;

import io.odradek.broker.controller.ControllerRequest;
import io.odradek.broker.controller.Requester;
import io.odradek.network.ConnectionContext;
import io.odradek.network.Exchange;
import io.odradek.protocol.ApiKey;
import io.odradek.protocol.ErrorCode;
import io.odradek.protocol.RequestMessage;
import io.odradek.protocol.ResponseMessage;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * One request on its way through the broker: who sent it, in which version, and the way to answer it.
 *
 * <p>Any thread.
 */
public final class RequestContext {
    private static final Logger LOG = LoggerFactory.getLogger(RequestContext.class);

    private final Exchange exchange;
    private final ApiKey apiKey;
    private final short version;
    private final int correlationId;
    private final Requester requester;
    private volatile ErrorCode failure = ErrorCode.NONE;

    /** A request that came from the client itself. */
    public RequestContext(Exchange exchange, ApiKey apiKey, short version, int correlationId, String clientId) {
        this(
                exchange,
                apiKey,
                version,
                correlationId,
                Requester.anonymous(exchange.connection().remote().getAddress().getHostAddress(), clientId));
    }

    /** A request that another node has passed on. */
    public RequestContext(Exchange exchange, ApiKey apiKey, short version, int correlationId, Requester requester) {
        this.exchange = exchange;
        this.apiKey = apiKey;
        this.version = version;
        this.correlationId = correlationId;
        this.requester = requester;
    }

    public ApiKey apiKey() {
        return apiKey;
    }

    public short version() {
        return version;
    }

    /** What the client calls itself, empty if it gives no name. */
    public String clientId() {
        return requester.clientId();
    }

    public ConnectionContext connection() {
        return exchange.connection();
    }

    /** When the request was read, by the injected monotonic clock, in nanoseconds. */
    public long receivedNanos() {
        return exchange.receivedNanos();
    }

    /** The listener that the request came in on. */
    public String listenerName() {
        return exchange.connection().listenerName();
    }

    /**
     * The request as the controller is asked it.
     *
     * @param body the request, or the part of it that is the controller's
     * @param timeoutMs zero or more
     */
    public ControllerRequest forController(RequestMessage body, long timeoutMs) {
        return new ControllerRequest(body, version, requester, timeoutMs);
    }

    public void respond(ResponseMessage response) {
        respond(response, version);
    }

    /** Answers in another version than the request's, as ApiVersions does for one it does not know. */
    public void respond(ResponseMessage response, short responseVersion) {
        exchange.respond(correlationId, response, responseVersion);
    }

    /** Ends the request without a response. */
    public void respondNothing() {
        exchange.respondNothing();
    }

    public void disconnect(String reason) {
        exchange.disconnect(reason);
    }

    /** Gives back the memory of the request once nothing refers to it. */
    public void releaseRequest() {
        exchange.releaseRequest();
    }

    /** Runs a task on the event loop of the connection. */
    public void execute(Runnable task) {
        exchange.execute(task);
    }

    /** Turns what went wrong into what the client is told; an unexpected error is logged and hidden behind UNKNOWN_SERVER_ERROR. */
    public Failure failureOf(Throwable cause) {
        Failure failure = Failure.of(cause);
        this.failure = failure.error();
        if (failure.error() == ErrorCode.UNKNOWN_SERVER_ERROR) {
            LOG.error(
                    "{} version {} of {} failed",
                    apiKey,
                    version,
                    exchange.connection().id(),
                    cause);
        }
        return failure;
    }

    /** What went wrong last, NONE if nothing did. */
    public ErrorCode failedWith() {
        return failure;
    }
}
