package io.odradek.network;

import io.odradek.protocol.ResponseMessage;

/**
 * What another node answered. The records of a Fetch and the bytes of a FetchSnapshot lie in the memory into which the
 * transport read them and are valid until {@link #close}, which their receiver must call once; for other responses it
 * does nothing.
 *
 * @param version the version that was negotiated for the request
 * @param memory gives back the memory of the records
 */
public record PeerResponse(ResponseMessage message, short version, Runnable memory) implements AutoCloseable {
    /** A response that holds no memory of the transport. */
    public static PeerResponse of(ResponseMessage message, short version) {
        return new PeerResponse(message, version, () -> {});
    }

    /** The message as the class that answers the request. */
    public <R extends ResponseMessage> R as(Class<R> type) {
        return type.cast(message);
    }

    @Override
    public void close() {
        memory.run();
    }
}
