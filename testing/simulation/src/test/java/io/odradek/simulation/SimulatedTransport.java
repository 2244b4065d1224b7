package io.odradek.simulation;

import io.odradek.network.Endpoint;
import io.odradek.network.PeerClient;
import io.odradek.network.RequestProcessor;
import io.odradek.server.NodeTransport;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import org.jspecify.annotations.Nullable;

/** A node's way to the simulated network. One thread. */
final class SimulatedTransport implements NodeTransport {
    private final SimulatedNetwork network;
    private final Life life;
    private final SimulatedPeerClient peers;
    private @Nullable RequestProcessor processor;

    SimulatedTransport(SimulatedNetwork network, String host, Life life) {
        this.network = network;
        this.life = life;
        this.peers = new SimulatedPeerClient(network, host, life);
    }

    @Override
    public void serve(RequestProcessor serving) {
        processor = serving;
    }

    @Override
    public Endpoint bind(Endpoint endpoint) {
        RequestProcessor serving = processor;
        if (serving == null) {
            throw new IllegalStateException("a processor serves before a listener is bound");
        }
        network.listen(endpoint.host() + ":" + endpoint.port(), new SimulatedNetwork.Acceptor() {
            @Override
            public Life life() {
                return life;
            }

            @Override
            public Stream.End accept(Stream stream) {
                return new SimulatedServerEnd(
                        stream, serving, network.scheduler(), life, endpoint.listenerName(), endpoint.port());
            }
        });
        return endpoint;
    }

    @Override
    public PeerClient peers() {
        return peers;
    }

    @Override
    public CompletionStage<@Nullable Void> drain(long timeoutMillis) {
        CompletableFuture<@Nullable Void> drained = new CompletableFuture<>();
        network.scheduler().afterMillis(10, life, () -> drained.complete(null));
        return drained;
    }

    @Override
    public void close() {
        network.died(life);
    }
}
