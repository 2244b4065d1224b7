package io.odradek.raft;

import io.odradek.protocol.RequestMessage;

/**
 * A request that came in.
 *
 * @param token names the request in the {@link Answer}; never used twice
 * @param listener name of the listener that it came in on: endpoints in the answer are of this listener
 * @param message one of the quorum's requests
 */
public record Inbound(long token, String listener, RequestMessage message) {}
