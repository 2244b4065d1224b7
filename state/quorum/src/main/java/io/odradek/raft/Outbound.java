package io.odradek.raft;

import io.odradek.protocol.RequestMessage;

/**
 * A request to send. Its response, or the failure to get one, is given back with the correlation id; a response that comes after
 * the replica has given up waiting is ignored.
 *
 * @param correlationId never used twice in the life of a replica
 */
public record Outbound(long correlationId, Destination to, RequestMessage message) {}
