package io.odradek.network;

import java.util.concurrent.CompletionStage;
import java.util.function.Consumer;

/**
 * Sends requests to other nodes. A connection is made when there is something to send, negotiates versions by
 * ApiVersions (KIP-35, KIP-511), and is made anew after a growing back-off when it breaks. Requests to one {@link Peer}
 * go out in the order in which they were given, several at once, and are answered in that order.
 *
 * <p>Any thread. Stages complete, and listeners are called, on a thread that must not be blocked: go on with {@code
 * thenAcceptAsync} and an executor of your own.
 */
public interface PeerClient {
    /**
     * Sends a request. The client takes the message over; it must not be changed afterwards.
     *
     * @return completes with the response, or exceptionally with a {@link PeerFailure}, or with an {@link
     *     io.odradek.protocol.UnencodableMessageException} if the negotiated version cannot express the request
     */
    CompletionStage<PeerResponse> send(Peer peer, PeerRequest request);

    /** Closes the connection, fails what is under way, and forgets the peer; a later request connects anew. */
    void close(Peer peer);

    /**
     * Adds a listener for the whole life of the client. It hears of each connection that broke or could not be made,
     * after the requests on it have failed; not of those that {@link #close} closed.
     */
    void whenDisconnected(Consumer<Peer> listener);
}
