package io.odradek.network;

/**
 * Where a listener is bound.
 *
 * @param listenerName the name in {@code listeners}, for example {@code PLAINTEXT}
 * @param host address or name; empty for every interface
 * @param port 0 for a free one
 */
public record Endpoint(String listenerName, String host, int port) {
    /** {@code host:port}, with an IPv6 address in brackets, as a client would write it. */
    public String hostAndPort() {
        return (host.indexOf(':') >= 0 ? "[" + host + "]" : host) + ":" + port;
    }
}
