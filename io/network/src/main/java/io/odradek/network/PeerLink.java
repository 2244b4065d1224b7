package io.odradek.network;

import io.netty.bootstrap.Bootstrap;
import io.netty.buffer.ByteBufAllocator;
import io.netty.channel.Channel;
import io.netty.channel.ChannelFuture;
import io.netty.channel.ChannelInitializer;
import io.netty.channel.ChannelOption;
import io.netty.channel.EventLoop;
import java.net.InetSocketAddress;
import java.util.ArrayDeque;
import java.util.concurrent.Executor;
import java.util.concurrent.Future;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.function.Consumer;
import java.util.random.RandomGenerator;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * What this node has to say to one peer, over one connection after another. Requests wait while there is none, back-off
 * included, so that a sender who tries again at once is slowed to the pace of the attempts.
 *
 * <p>Confined to its event loop, but for {@link #send} and {@link #close}.
 */
@SuppressWarnings("FutureReturnValueIgnored") // what becomes of a connection is heard through its channel
final class PeerLink {
    private static final Logger LOG = LoggerFactory.getLogger(PeerLink.class);
    private static final int MAX_DOUBLINGS = 20;
    private static final double VARIATION = 0.2;

    /** Where the link is. */
    private sealed interface State {
        /** Nothing is to be sent, or nothing was yet. */
        record Idle() implements State {}

        /** The last connection ended a short while ago. */
        record BackingOff(Future<?> end) implements State {}

        /** The name is being looked up or the connection made; {@code attempt} tells a late outcome from its own. */
        record Connecting(int attempt) implements State {}

        /** Versions are being negotiated. */
        record Negotiating(PeerChannel channel) implements State {}

        /** Requests go out. */
        record Ready(PeerChannel channel, PeerVersions versions) implements State {}

        /** Nothing goes out any more. */
        record Closed() implements State {}
    }

    /** What all links of a client share. */
    record Shared(
            PeerSettings settings,
            Class<? extends Channel> channelType,
            ByteBufAllocator allocator,
            Executor resolver,
            RandomGenerator random,
            Consumer<Peer> disconnected) {}

    private final Shared shared;
    private final Peer peer;
    private final EventLoop loop;
    private final ArrayDeque<PeerCall> waiting = new ArrayDeque<>();
    private State state = new State.Idle();
    private int attempts;
    private int failures;

    PeerLink(Shared shared, Peer peer, EventLoop loop) {
        this.shared = shared;
        this.peer = peer;
        this.loop = loop;
    }

    /** Any thread. */
    void send(PeerCall call) {
        try {
            loop.execute(() -> take(call));
        } catch (RejectedExecutionException e) {
            call.fail(new PeerFailure.NotConnected(peer, "this node is stopping"));
        }
    }

    /** Any thread. */
    void close(String reason) {
        execute(() -> end(reason));
    }

    private void execute(Runnable task) {
        try {
            loop.execute(task);
        } catch (RejectedExecutionException e) {
            LOG.debug("The connection to {} ended with its event loop", peer, e);
        }
    }

    private void take(PeerCall call) {
        if (state instanceof State.Closed) {
            call.fail(new PeerFailure.NotConnected(peer, "it was closed here"));
            return;
        }
        int underWay = waiting.size()
                + (state instanceof State.Ready ready ? ready.channel().inFlight() : 0);
        if (underWay >= shared.settings().maxUnderWay()) {
            call.fail(new PeerFailure.TooMany(peer, underWay));
            return;
        }
        call.timeout(loop.schedule(() -> timedOut(call), call.request().timeoutMillis(), TimeUnit.MILLISECONDS));
        waiting.add(call);
        advance();
    }

    private void advance() {
        switch (state) {
            case State.Idle _ -> connect();
            case State.Ready ready -> writeWaiting(ready);
            case State.BackingOff _, State.Connecting _, State.Negotiating _, State.Closed _ -> {}
        }
    }

    private void writeWaiting(State.Ready ready) {
        PeerCall call;
        while ((call = waiting.poll()) != null) {
            PeerRequest request = call.request();
            int version = ready.versions().versionOf(request).orElse(-1);
            if (version < 0) {
                call.fail(new PeerFailure.Unsupported(
                        peer, request, ready.versions().describe(request.apiKey())));
            } else {
                ready.channel().write(call, (short) version);
            }
        }
        ready.channel().flush();
    }

    private void connect() {
        int attempt = ++attempts;
        state = new State.Connecting(attempt);
        try {
            shared.resolver().execute(() -> {
                InetSocketAddress address = new InetSocketAddress(peer.host(), peer.port());
                execute(() -> resolved(attempt, address));
            });
        } catch (RejectedExecutionException e) {
            broken("this node is stopping");
        }
    }

    private void resolved(int attempt, InetSocketAddress address) {
        if (!connecting(attempt)) {
            return;
        }
        if (address.isUnresolved()) {
            broken("the host name is not known");
            return;
        }
        PeerChannel channel = new PeerChannel(this, peer, shared);
        ChannelFuture connection = new Bootstrap()
                .group(loop)
                .channel(shared.channelType())
                .option(ChannelOption.ALLOCATOR, shared.allocator())
                .option(ChannelOption.TCP_NODELAY, true)
                .option(ChannelOption.SO_KEEPALIVE, true)
                .option(ChannelOption.MESSAGE_SIZE_ESTIMATOR, UnsentBytes.ESTIMATOR)
                .option(ChannelOption.CONNECT_TIMEOUT_MILLIS, shared.settings().connectTimeoutMillis())
                .handler(new ChannelInitializer<>() {
                    @Override
                    protected void initChannel(Channel made) {
                        made.config().setRecvByteBufAllocator(channel.assembler());
                        made.pipeline().addLast(channel);
                    }
                })
                .connect(address);
        connection.addListener(_ -> connected(attempt, channel, connection));
    }

    private void connected(int attempt, PeerChannel channel, ChannelFuture connection) {
        if (!connecting(attempt)) {
            connection.channel().close();
            return;
        }
        if (!connection.isSuccess()) {
            broken(String.valueOf(connection.cause()));
            return;
        }
        state = new State.Negotiating(channel);
        channel.negotiate();
    }

    /** The peer has said what it serves. */
    void negotiated(PeerChannel channel, PeerVersions versions) {
        failures = 0;
        State.Ready ready = new State.Ready(channel, versions);
        state = ready;
        writeWaiting(ready);
    }

    /** The channel has ended, and so have the calls that it had sent. */
    void ended(PeerChannel channel, String reason) {
        boolean mine = switch (state) {
            case State.Negotiating now -> now.channel() == channel;
            case State.Ready now -> now.channel() == channel;
            case State.Idle _, State.BackingOff _, State.Connecting _, State.Closed _ -> false;
        };
        if (mine) {
            broken(reason);
        }
    }

    private void broken(String reason) {
        LOG.debug("No connection to {}: {}", peer, reason);
        long backoff = backoffMillis();
        failures++;
        state = new State.BackingOff(loop.schedule(this::backoffOver, backoff, TimeUnit.MILLISECONDS));
        failWaiting(reason);
        shared.disconnected().accept(peer);
    }

    private void backoffOver() {
        state = new State.Idle();
        if (!waiting.isEmpty()) {
            connect();
        }
    }

    private void end(String reason) {
        State before = state;
        state = new State.Closed();
        failWaiting(reason);
        switch (before) {
            case State.BackingOff backingOff -> backingOff.end().cancel(false);
            case State.Negotiating negotiating -> negotiating.channel().fail(reason);
            case State.Ready ready -> ready.channel().fail(reason);
            case State.Idle _, State.Connecting _, State.Closed _ -> {}
        }
    }

    private void timedOut(PeerCall call) {
        boolean sent = !waiting.remove(call);
        call.fail(new PeerFailure.TimedOut(
                peer, call.request().apiKey(), call.request().timeoutMillis(), sent));
        if (sent && state instanceof State.Ready ready) {
            // Responses come in order: behind one that hangs nothing else is heard, and TCP may not notice for minutes.
            ready.channel().fail("a request timed out");
        }
    }

    private void failWaiting(String reason) {
        PeerCall call;
        while ((call = waiting.poll()) != null) {
            call.fail(new PeerFailure.NotConnected(peer, reason));
        }
    }

    private long backoffMillis() {
        PeerSettings settings = shared.settings();
        double base = Math.min(
                (double) settings.maxBackoffMillis(),
                settings.minBackoffMillis() * (double) (1L << Math.min(failures, MAX_DOUBLINGS)));
        return Math.max(1, (long)
                (base * (1 - VARIATION + 2 * VARIATION * shared.random().nextDouble())));
    }

    private boolean connecting(int attempt) {
        return state instanceof State.Connecting now && now.attempt() == attempt;
    }
}
