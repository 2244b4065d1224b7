package io.odradek.broker;

import io.odradek.network.Peer;
import io.odradek.network.PeerClient;
import io.odradek.network.PeerFailure;
import io.odradek.network.PeerRequest;
import io.odradek.network.PeerResponse;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.function.Consumer;

/** A network in which nobody else is. */
public final class NoPeers implements PeerClient {
    @Override
    public CompletionStage<PeerResponse> send(Peer peer, PeerRequest request) {
        return CompletableFuture.failedFuture(new PeerFailure.NotConnected(peer, "there is no network"));
    }

    @Override
    public void close(Peer peer) {}

    @Override
    public void whenDisconnected(Consumer<Peer> listener) {}
}
