package io.odradek.server;

import io.odradek.base.Time;
import io.odradek.metadata.config.BrokerConfig;
import io.odradek.network.Endpoint;
import io.odradek.network.NettyPeerClient;
import io.odradek.network.NetworkServer;
import io.odradek.network.PeerClient;
import io.odradek.network.PeerSettings;
import io.odradek.network.RequestProcessor;
import io.odradek.network.Transport;
import java.io.IOException;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.Executor;
import java.util.random.RandomGenerator;
import org.jspecify.annotations.Nullable;

/** Sockets, on Netty. The event loops of each direction start with its first connections. */
final class NettyTransport implements NodeTransport {
    /** What this release calls itself among nodes (KIP-511). */
    private static final String SOFTWARE_VERSION = "0.1.0";

    private final BrokerConfig config;
    private final Time time;
    private final int loops;
    private final NettyPeerClient peers;
    private volatile Optional<NetworkServer> server = Optional.empty();

    NettyTransport(BrokerConfig config, Time time, Executor blocking, RandomGenerator random) {
        this.config = config;
        this.time = time;
        this.loops = config.isSet("num.network.threads")
                ? config.networkThreads()
                : Math.max(1, Runtime.getRuntime().availableProcessors());
        this.peers = new NettyPeerClient(
                new NettyPeerClient.Seams(Transport.best(), loops, Threads.named("peers"), blocking, random),
                PeerSettings.defaults("broker-" + config.nodeId(), SOFTWARE_VERSION));
    }

    @Override
    public void serve(RequestProcessor processor) {
        server = Optional.of(new NetworkServer(
                Transport.best(), loops, Threads.named("network"), NetworkAssembly.settings(config), processor, time));
    }

    @Override
    public Endpoint bind(Endpoint endpoint) throws IOException {
        return server.orElseThrow(() -> new IllegalStateException("a processor serves before a listener is bound"))
                .bind(endpoint);
    }

    @Override
    public PeerClient peers() {
        return peers;
    }

    @Override
    public CompletionStage<@Nullable Void> drain(long timeoutMillis) {
        server.ifPresent(network -> network.drain(timeoutMillis));
        return CompletableFuture.completedFuture(null);
    }

    @Override
    public void close() {
        server.ifPresent(NetworkServer::close);
        peers.close();
    }
}
