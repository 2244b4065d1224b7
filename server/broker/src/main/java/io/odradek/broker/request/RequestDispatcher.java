package io.odradek.broker.request;

import io.odradek.network.ConnectionContext;
import io.odradek.network.Exchange;
import io.odradek.network.RequestProcessor;
import io.odradek.protocol.ApiKey;
import io.odradek.protocol.ErrorCode;
import io.odradek.protocol.MalformedMessageException;
import io.odradek.protocol.RequestFrame;
import io.odradek.protocol.RequestMessage;
import io.odradek.protocol.message.ApiVersionsResponse;
import io.odradek.protocol.message.RequestHeader;
import java.util.Map;
import java.util.Objects;
import java.util.function.Consumer;
import java.util.function.Function;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Reads requests and hands each to the handler of its API key. A request that cannot be understood ends its connection,
 * as in Kafka; what a handler throws becomes an error response.
 */
public final class RequestDispatcher implements RequestProcessor {
    private static final Logger LOG = LoggerFactory.getLogger(RequestDispatcher.class);

    private final Function<String, Map<ApiKey, RequestHandler<?>>> handlersOfListener;
    private final Consumer<ConnectionContext> onClosed;

    /**
     * @param handlersOfListener what is served on a listener, by its name
     * @param onClosed hears of every connection that ends; must not block
     */
    public RequestDispatcher(
            Function<String, Map<ApiKey, RequestHandler<?>>> handlersOfListener, Consumer<ConnectionContext> onClosed) {
        this.handlersOfListener = handlersOfListener;
        this.onClosed = onClosed;
    }

    @Override
    public void process(Exchange exchange) {
        try {
            switch (RequestFrame.parse(exchange.request())) {
                case RequestFrame.Supported request -> dispatch(exchange, request);
                case RequestFrame.UnsupportedVersion request -> refuse(exchange, request);
                case RequestFrame.UnknownApi request ->
                    exchange.disconnect(
                            "there is no API key " + request.apiKey() + " (version " + request.version() + ")");
            }
        } catch (MalformedMessageException e) {
            exchange.disconnect("a request could not be read: " + e.getMessage());
        }
    }

    @Override
    public void closed(ConnectionContext connection) {
        LOG.debug("Connection {} closed", connection.id());
        onClosed.accept(connection);
    }

    private void dispatch(Exchange exchange, RequestFrame.Supported request) {
        RequestHandler<?> handler =
                handlersOfListener.apply(exchange.connection().listenerName()).get(request.apiKey());
        if (handler == null) {
            exchange.disconnect(request.apiKey() + " is not served on this listener");
            return;
        }
        RequestHeader header = request.header();
        RequestContext context = new RequestContext(
                exchange,
                request.apiKey(),
                request.version(),
                header.correlationId(),
                Objects.requireNonNullElse(header.clientId(), ""));
        handle(handler, context, request.readBody());
    }

    @SuppressWarnings("unchecked") // a handler and the request it gets have the same API key
    private static <Q extends RequestMessage> void handle(
            RequestHandler<Q> handler, RequestContext context, RequestMessage body) {
        Q request = (Q) body;
        try {
            handler.handle(context, request);
        } catch (RuntimeException e) {
            context.respond(handler.failed(context, request, context.failureOf(e)));
        }
    }

    /** KIP-511: a client that is newer than the broker learns in version 0 what there is. */
    private void refuse(Exchange exchange, RequestFrame.UnsupportedVersion request) {
        if (request.apiKey() != ApiKey.API_VERSIONS) {
            exchange.disconnect("version " + request.version() + " of " + request.apiKey() + " is not supported");
            return;
        }
        ApiVersionsResponse response = new ApiVersionsResponse()
                .setErrorCode(ErrorCode.UNSUPPORTED_VERSION.code())
                .setApiKeys(AdvertisedApis.of(
                        handlersOfListener.apply(exchange.connection().listenerName())));
        exchange.respond(request.header().correlationId(), response, (short) 0);
    }
}
