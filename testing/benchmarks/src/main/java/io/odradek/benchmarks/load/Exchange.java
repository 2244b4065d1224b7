package io.odradek.benchmarks.load;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.util.Optional;

/** What one connection sends and what it makes of the answers. Called by one thread. */
public interface Exchange {
    /**
     * The next request as a whole frame, size prefix and header included, ready to be read; its correlation id may be
     * anything. Empty if there is nothing to send now or ever: then it is asked again after the next answer.
     */
    Optional<ByteBuffer> nextRequest();

    /**
     * Takes the answer to the oldest request that is not answered yet.
     *
     * @param answer the response with its header; valid during the call only
     * @throws IOException if the broker refused the request or the answer cannot be read
     */
    void answered(ByteBuffer answer) throws IOException;
}
