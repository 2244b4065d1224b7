package io.odradek.network;

import io.odradek.base.Invariants;
import java.util.Map;

/**
 * Bounds of the network layer.
 *
 * @param maxRequestBytes {@code socket.request.max.bytes}: a larger frame closes its connection
 * @param maxInFlightPerConnection requests of one connection that may be under way at once; past it reading stops
 * @param maxRequestMemory bytes of all request frames held at once; past it reading stops
 * @param maxConnections {@code max.connections}: past it no connection is accepted until one closes
 * @param maxConnectionsPerIp {@code max.connections.per.ip}: past it a new connection of that address is closed
 * @param maxConnectionsPerIpOverrides {@code max.connections.per.ip.overrides}: by textual address
 * @param maxIdleMillis {@code connections.max.idle.ms}; negative for never
 * @param sendBufferBytes {@code socket.send.buffer.bytes}; -1 for the system's choice
 * @param receiveBufferBytes {@code socket.receive.buffer.bytes}; -1 for the system's choice
 * @param backlog {@code socket.listen.backlog.size}
 * @param frameStallMillis how often it is looked whether an unfinished request moves while others wait for memory
 * @param frameStallBytes bytes that must have come in that time, or its connection is closed
 */
public record NetworkSettings(
        int maxRequestBytes,
        int maxInFlightPerConnection,
        long maxRequestMemory,
        int maxConnections,
        int maxConnectionsPerIp,
        Map<String, Integer> maxConnectionsPerIpOverrides,
        long maxIdleMillis,
        int sendBufferBytes,
        int receiveBufferBytes,
        int backlog,
        long frameStallMillis,
        int frameStallBytes) {
    /** Default of {@code frameStallMillis}. */
    public static final long FRAME_STALL_MILLIS = 5_000;

    /** Default of {@code frameStallBytes}: slower than any network on which a request of a megabyte could succeed. */
    public static final int FRAME_STALL_BYTES = 64 * 1024;

    public NetworkSettings {
        Invariants.check(maxRequestBytes >= 1, "the request limit is positive", maxRequestBytes);
        Invariants.check(
                maxInFlightPerConnection >= 1, "a connection has at least one request", maxInFlightPerConnection);
        Invariants.check(
                maxRequestMemory >= maxRequestBytes,
                "request memory holds at least the largest request",
                maxRequestMemory,
                maxRequestBytes);
        maxConnectionsPerIpOverrides = Map.copyOf(maxConnectionsPerIpOverrides);
    }

    /** Kafka's defaults, with room for 128 MiB of requests. */
    public static NetworkSettings defaults() {
        return new NetworkSettings(
                100 * 1024 * 1024,
                64,
                128L * 1024 * 1024,
                Integer.MAX_VALUE,
                Integer.MAX_VALUE,
                Map.of(),
                600_000L,
                102_400,
                102_400,
                4_096,
                FRAME_STALL_MILLIS,
                FRAME_STALL_BYTES);
    }
}
