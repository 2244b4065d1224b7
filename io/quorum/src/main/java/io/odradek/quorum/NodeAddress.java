package io.odradek.quorum;

/**
 * Where another node of the quorum is reached.
 *
 * @param host a name or an address
 * @param port 1 to 65535
 */
public record NodeAddress(String host, int port) {}
