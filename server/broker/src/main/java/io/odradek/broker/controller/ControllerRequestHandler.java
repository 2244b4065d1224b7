package io.odradek.broker.controller;

import io.odradek.broker.request.RequestContext;
import io.odradek.broker.request.RequestHandler;
import io.odradek.protocol.RequestMessage;
import io.odradek.protocol.ResponseMessage;

/**
 * A request that changes the cluster's metadata: the controller decides, wherever it is, and the client hears of it once the
 * change is committed and this broker has seen it.
 *
 * @param <Q> the request
 * @param <P> the response
 */
public abstract class ControllerRequestHandler<Q extends RequestMessage, P extends ResponseMessage>
        implements RequestHandler<Q> {
    private final ControllerService controller;
    private final Class<P> responseType;

    protected ControllerRequestHandler(ControllerService controller, Class<P> responseType) {
        this.controller = controller;
        this.responseType = responseType;
    }

    /** Milliseconds that the client gives the request. */
    protected long timeoutMs(Q request) {
        return ControllerRequest.DEFAULT_TIMEOUT_MS;
    }

    @Override
    public void handle(RequestContext context, Q request) {
        controller
                .request(context.forController(request, timeoutMs(request)), responseType)
                .whenComplete((response, failure) -> context.respond(
                        failure == null ? response : failed(context, request, context.failureOf(failure))));
    }
}
