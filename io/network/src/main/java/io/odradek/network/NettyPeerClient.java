package io.odradek.network;

import io.netty.buffer.PooledByteBufAllocator;
import io.netty.channel.EventLoopGroup;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.Executor;
import java.util.concurrent.ThreadFactory;
import java.util.concurrent.TimeUnit;
import java.util.function.Consumer;
import java.util.random.RandomGenerator;

/** Connections to other nodes on Netty. Its event loops start with the first connections. Any thread. */
public final class NettyPeerClient implements PeerClient, AutoCloseable {
    private static final long TERMINATION_SECONDS = 5;

    private final EventLoopGroup loops;
    private final PeerLink.Shared shared;
    private final Map<Peer, PeerLink> links = new ConcurrentHashMap<>();
    private final List<Consumer<Peer>> listeners = new CopyOnWriteArrayList<>();
    private volatile boolean closed;

    /**
     * What a client is made from.
     *
     * @param eventLoops threads that serve connections, 1 or more
     * @param threads makes them
     * @param resolver looks host names up; its tasks may block
     * @param random varies the back-off; any thread
     */
    public record Seams(
            Transport transport, int eventLoops, ThreadFactory threads, Executor resolver, RandomGenerator random) {}

    public NettyPeerClient(Seams seams, PeerSettings settings) {
        this.loops = seams.transport().group(seams.eventLoops(), seams.threads());
        this.shared = new PeerLink.Shared(
                settings,
                seams.transport().clientChannel(),
                new PooledByteBufAllocator(true),
                seams.resolver(),
                seams.random(),
                peer -> listeners.forEach(listener -> listener.accept(peer)));
    }

    @Override
    public CompletionStage<PeerResponse> send(Peer peer, PeerRequest request) {
        PeerCall call = new PeerCall(request);
        if (closed) {
            call.fail(new PeerFailure.NotConnected(peer, "this node is stopping"));
        } else {
            links.computeIfAbsent(peer, _ -> new PeerLink(shared, peer, loops.next()))
                    .send(call);
        }
        return call.response();
    }

    @Override
    public void close(Peer peer) {
        PeerLink link = links.remove(peer);
        if (link != null) {
            link.close("it was closed here");
        }
    }

    @Override
    public void whenDisconnected(Consumer<Peer> listener) {
        listeners.add(listener);
    }

    /** Fails what is under way and ends the event loops. */
    @Override
    public void close() {
        closed = true;
        List.copyOf(links.values()).forEach(link -> link.close("this node is stopping"));
        links.clear();
        loops.shutdownGracefully(0, TERMINATION_SECONDS, TimeUnit.SECONDS)
                .awaitUninterruptibly(TERMINATION_SECONDS, TimeUnit.SECONDS);
    }
}
