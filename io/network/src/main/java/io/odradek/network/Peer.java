package io.odradek.network;

import io.odradek.base.Invariants;

/**
 * Another node as this one connects to it. Each distinct value is one connection, on which responses come in the order
 * of the requests: what may wait long, such as a Fetch, belongs on another lane than what may not.
 *
 * @param listenerName the listener of the other node, which decides how the connection is secured
 * @param host a name or address
 * @param port 1 to 65535
 * @param lane tells connections to the same endpoint apart, for example {@code fetch} or {@code controller}
 */
public record Peer(String listenerName, String host, int port, String lane) {
    public Peer {
        Invariants.check(!host.isEmpty(), "a peer has a host");
        Invariants.check(port > 0 && port <= 0xFFFF, "a peer has a port", port);
    }

    /** {@code host:port (lane)}, as it stands in messages. */
    @Override
    public String toString() {
        return new Endpoint(listenerName, host, port).hostAndPort() + " (" + lane + ")";
    }
}
