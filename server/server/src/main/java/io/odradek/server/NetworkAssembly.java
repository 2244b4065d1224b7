package io.odradek.server;

import io.odradek.metadata.config.BrokerConfig;
import io.odradek.metadata.config.SocketSettings;
import io.odradek.network.NetworkSettings;

/** The bounds of the network layer out of the configuration. */
final class NetworkAssembly {
    private static final int MAX_IN_FLIGHT = 64;
    private static final long MIN_REQUEST_MEMORY = 128L * 1024 * 1024;

    private NetworkAssembly() {}

    static NetworkSettings settings(BrokerConfig config) {
        SocketSettings sockets = config.sockets();
        long memory = sockets.queuedMaxRequestBytes() > 0 ? sockets.queuedMaxRequestBytes() : MIN_REQUEST_MEMORY;
        return new NetworkSettings(
                sockets.requestMaxBytes(),
                MAX_IN_FLIGHT,
                Math.max(memory, sockets.requestMaxBytes()),
                sockets.maxConnections(),
                sockets.maxConnectionsPerIp(),
                sockets.maxConnectionsPerIpOverrides(),
                sockets.connectionsMaxIdleMs(),
                sockets.sendBufferBytes(),
                sockets.receiveBufferBytes(),
                sockets.listenBacklog(),
                NetworkSettings.FRAME_STALL_MILLIS,
                NetworkSettings.FRAME_STALL_BYTES);
    }
}
