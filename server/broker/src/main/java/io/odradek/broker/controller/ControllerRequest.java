package io.odradek.broker.controller;

import io.odradek.protocol.ApiKey;
import io.odradek.protocol.ApiListener;
import io.odradek.protocol.RequestMessage;

/**
 * Something asked of the controller, as a value that can be sent to another node. The set of those is closed: see
 * {@link ControllerApis}.
 *
 * @param body of the request; not changed any more
 * @param version in which the client asked, and is answered; what a node asks for itself is sent in any version that both know
 * @param requester on whose behalf
 * @param timeoutMs milliseconds for which it makes sense to look for a controller, zero or more
 */
public record ControllerRequest(RequestMessage body, short version, Requester requester, long timeoutMs) {
    /** Milliseconds that a request is given which brings no time of its own. */
    public static final long DEFAULT_TIMEOUT_MS = 30_000;

    /** A request of the broker itself, in the highest version there is. */
    public static ControllerRequest ofBroker(int nodeId, RequestMessage body) {
        return new ControllerRequest(
                body, body.apiKey().highestStableVersion(), Requester.broker(nodeId), DEFAULT_TIMEOUT_MS);
    }

    /** Whether it travels in an Envelope: nodes ask what only nodes can ask as themselves. */
    boolean isForClient() {
        return apiKey().listeners().contains(ApiListener.BROKER);
    }

    public ApiKey apiKey() {
        return body.apiKey();
    }
}
