package io.odradek.broker.controller;

import io.odradek.broker.request.Failure;
import io.odradek.broker.request.RequestContext;
import io.odradek.broker.request.RequestHandler;
import io.odradek.network.ConnectionContext;
import io.odradek.network.Exchange;
import io.odradek.protocol.ApiKey;
import io.odradek.protocol.ErrorCode;
import io.odradek.protocol.MalformedMessageException;
import io.odradek.protocol.RequestFrame;
import io.odradek.protocol.RequestMessage;
import io.odradek.protocol.ResponseMessage;
import io.odradek.protocol.message.EnvelopeRequest;
import io.odradek.protocol.message.EnvelopeResponse;
import java.nio.ByteBuffer;
import java.util.Map;
import java.util.Objects;
import java.util.function.LongSupplier;
import java.util.function.Supplier;

/** Envelope, version 0 (KIP-590): what brokers pass on to the active controller for their clients. */
public final class EnvelopeHandler implements RequestHandler<EnvelopeRequest> {
    private final ControllerApis apis;
    private final Controller controller;
    private final Supplier<Map<ApiKey, RequestHandler<?>>> handlers;
    private final LongSupplier publishedOffset;

    /**
     * @param handlers of the controller listener
     * @param publishedOffset of this node: whoever has seen as much has seen what was answered
     */
    public EnvelopeHandler(
            ControllerApis apis,
            Controller controller,
            Supplier<Map<ApiKey, RequestHandler<?>>> handlers,
            LongSupplier publishedOffset) {
        this.apis = apis;
        this.controller = controller;
        this.handlers = handlers;
        this.publishedOffset = publishedOffset;
    }

    @Override
    public ApiKey apiKey() {
        return ApiKey.ENVELOPE;
    }

    @Override
    public EnvelopeResponse failed(RequestContext context, EnvelopeRequest request, Failure failure) {
        return Envelopes.refusal(failure.error());
    }

    @Override
    public void handle(RequestContext context, EnvelopeRequest envelope) {
        if (!controller.isActive()) {
            context.respond(Envelopes.refusal(ErrorCode.NOT_CONTROLLER));
            return;
        }
        try {
            open(context, envelope);
        } catch (MalformedMessageException e) {
            context.respond(Envelopes.refusal(ErrorCode.INVALID_REQUEST));
        }
    }

    private void open(RequestContext context, EnvelopeRequest envelope) {
        switch (RequestFrame.parse(envelope.requestData())) {
            case RequestFrame.Supported inner -> dispatch(context, envelope, inner);
            case RequestFrame.UnsupportedVersion _ -> context.respond(Envelopes.refusal(ErrorCode.UNSUPPORTED_VERSION));
            case RequestFrame.UnknownApi _ -> context.respond(Envelopes.refusal(ErrorCode.INVALID_REQUEST));
        }
    }

    private void dispatch(RequestContext context, EnvelopeRequest envelope, RequestFrame.Supported inner) {
        RequestHandler<?> handler = handlers.get().get(inner.apiKey());
        if (handler == null || !apis.isForwarded(inner.apiKey())) {
            context.respond(Envelopes.refusal(ErrorCode.INVALID_REQUEST));
            return;
        }
        Requester requester = Envelopes.requester(
                envelope, Objects.requireNonNullElse(inner.header().clientId(), ""));
        InnerExchange exchange = new InnerExchange(context);
        RequestContext innerContext = new RequestContext(
                exchange, inner.apiKey(), inner.version(), inner.header().correlationId(), requester);
        exchange.inner = innerContext;
        handle(handler, innerContext, inner.readBody());
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

    /** Puts what the handler answers into the answer to the Envelope. */
    private final class InnerExchange implements Exchange {
        private final RequestContext outer;
        private RequestContext inner;

        InnerExchange(RequestContext outer) {
            this.outer = outer;
            this.inner = outer;
        }

        @Override
        public ConnectionContext connection() {
            return outer.connection();
        }

        @Override
        public ByteBuffer request() {
            throw new UnsupportedOperationException("the request was read before its handler was called");
        }

        /** That the controller has moved must be seen at the top: the broker then asks the next one. */
        @Override
        public void respond(int correlationId, ResponseMessage response, short version) {
            outer.respond(
                    inner.failedWith() == ErrorCode.NOT_CONTROLLER
                            ? Envelopes.refusal(ErrorCode.NOT_CONTROLLER)
                            : Envelopes.answer(correlationId, response, version, publishedOffset.getAsLong()));
        }

        @Override
        public void respondNothing() {
            outer.respond(Envelopes.refusal(ErrorCode.UNKNOWN_SERVER_ERROR));
        }

        @Override
        public void disconnect(String reason) {
            outer.disconnect(reason);
        }

        @Override
        public void execute(Runnable task) {
            outer.execute(task);
        }

        @Override
        public long receivedNanos() {
            return outer.receivedNanos();
        }

        @Override
        public void releaseRequest() {
            // The bytes are the Envelope's; they go when it is answered.
        }
    }
}
