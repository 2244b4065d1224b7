package io.odradek.server;

import io.odradek.network.Endpoint;
import io.odradek.network.PeerClient;
import io.odradek.network.RequestProcessor;
import java.io.IOException;
import java.util.concurrent.CompletionStage;
import org.jspecify.annotations.Nullable;

/** How a node is connected to the others and to its clients: sockets, or the simulation's network. One node each. */
public interface NodeTransport {
    /** Makes the processor known that serves what comes in on the listeners. Once, before {@link #bind}. */
    void serve(RequestProcessor processor);

    /**
     * Binds a listener and begins to accept.
     *
     * @return the endpoint with the port that it got
     * @throws IOException if it cannot be bound, as when another process has the port
     */
    Endpoint bind(Endpoint endpoint) throws IOException;

    /** Requests to other nodes. */
    PeerClient peers();

    /** Accepts and reads no more; completes when all that was taken has been answered, or the time is over. */
    CompletionStage<@Nullable Void> drain(long timeoutMillis);

    /** Closes every connection, in and out. */
    void close();
}
