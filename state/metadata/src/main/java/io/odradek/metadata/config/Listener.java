package io.odradek.metadata.config;

import java.util.List;

/**
 * One listener of a node.
 *
 * @param name upper case, unique within the node
 * @param host a name or address; empty for every address of the machine
 * @param port 0 for a free one, at most 65535
 * @param protocol what the listener's name is mapped to
 */
public record Listener(String name, String host, int port, SecurityProtocol protocol) {
    private static final List<String> EVERY_ADDRESS = List.of("", "0.0.0.0", "::", "0:0:0:0:0:0:0:0");

    /** Whether the host is none that a client could connect to. */
    boolean isOnEveryAddress() {
        return EVERY_ADDRESS.contains(host);
    }

    /** The form in which it is configured; an IPv6 address stands in brackets. */
    @Override
    public String toString() {
        return name + "://" + (host.contains(":") ? "[" + host + "]" : host) + ":" + port;
    }
}
