package io.odradek.group;

/**
 * Who sent a request.
 *
 * @param clientId as in the request header, possibly empty
 * @param clientHost {@code /address}
 */
public record ClientInfo(String clientId, String clientHost) {}
