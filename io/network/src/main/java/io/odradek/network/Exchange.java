package io.odradek.network;

import io.odradek.protocol.ResponseMessage;
import java.nio.ByteBuffer;

/**
 * One request and its response. The ways out are {@link #respond}, {@link #respondNothing} and {@link #disconnect};
 * the first one taken counts, later ones are dropped with what they hold.
 *
 * <p>Any thread.
 */
public interface Exchange {
    ConnectionContext connection();

    /**
     * The request without its length, positioned at the header. Slices of it (record payloads) are valid until
     * {@link #releaseRequest()} or the way out.
     */
    ByteBuffer request();

    /** Gives the request's memory back early, once nothing refers to it any more. */
    void releaseRequest();

    /** Sends a response after those of all earlier requests. Records in it are released when sent or dropped. */
    void respond(int correlationId, ResponseMessage response, short version);

    /** Ends the exchange without a response, as Produce with acks=0 does. */
    void respondNothing();

    /** Closes the connection once the responses of earlier requests are sent. */
    void disconnect(String reason);

    /** Runs a task on the event loop of the connection. */
    void execute(Runnable task);

    /** When the request was read, by the injected monotonic clock, in nanoseconds. */
    long receivedNanos();
}
