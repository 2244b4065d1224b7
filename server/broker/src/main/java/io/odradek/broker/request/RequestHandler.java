package io.odradek.broker.request;

import io.odradek.protocol.ApiKey;
import io.odradek.protocol.RequestMessage;
import io.odradek.protocol.ResponseMessage;

/**
 * Serves one API key in every version that is advertised.
 *
 * <p>Called on event loops, several at once; must not block.
 *
 * @param <Q> the request
 */
public interface RequestHandler<Q extends RequestMessage> {
    ApiKey apiKey();

    /** Answers through the context, now or later. What it throws is answered with {@link #failed}. */
    void handle(RequestContext context, Q request);

    /** The response that says of everything in the request that it failed. */
    ResponseMessage failed(RequestContext context, Q request, Failure failure);
}
