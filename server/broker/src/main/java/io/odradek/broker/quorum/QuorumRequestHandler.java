package io.odradek.broker.quorum;

import io.odradek.broker.request.RequestContext;
import io.odradek.broker.request.RequestHandler;
import io.odradek.protocol.RequestMessage;
import io.odradek.protocol.ResponseMessage;
import java.util.concurrent.CompletionStage;

/**
 * A request that the quorum answers, on the listeners of controllers.
 *
 * @param <Q> the request
 * @param <P> the response
 */
abstract class QuorumRequestHandler<Q extends RequestMessage, P extends ResponseMessage> implements RequestHandler<Q> {
    private final Answer<Q, P> quorum;

    /** The quorum's side of it. */
    @FunctionalInterface
    public interface Answer<Q extends RequestMessage, P extends ResponseMessage> {
        /** @param listener the name of the listener that the request came in on */
        CompletionStage<P> to(String listener, Q request);
    }

    QuorumRequestHandler(Answer<Q, P> quorum) {
        this.quorum = quorum;
    }

    @Override
    public void handle(RequestContext context, Q request) {
        quorum.to(context.listenerName(), request)
                .whenComplete((response, failure) -> context.respond(
                        failure == null
                                ? fitting(response, context.version())
                                : failed(context, request, context.failureOf(failure))));
    }

    /** The response as a version can express it. */
    P fitting(P response, short version) {
        return response;
    }
}
