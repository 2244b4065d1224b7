package io.odradek.metadata.image;

/**
 * Where a broker or controller is reached. Immutable.
 *
 * @param name of the listener
 * @param securityProtocol its number: 0 PLAINTEXT, 1 SSL, 2 SASL_PLAINTEXT, 3 SASL_SSL
 */
public record Endpoint(String name, String host, int port, short securityProtocol) {}
