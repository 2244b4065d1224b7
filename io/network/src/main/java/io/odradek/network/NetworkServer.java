package io.odradek.network;

import io.netty.bootstrap.ServerBootstrap;
import io.netty.buffer.PooledByteBufAllocator;
import io.netty.channel.Channel;
import io.netty.channel.ChannelHandlerContext;
import io.netty.channel.ChannelInboundHandlerAdapter;
import io.netty.channel.ChannelInitializer;
import io.netty.channel.ChannelOption;
import io.netty.channel.EventLoopGroup;
import io.netty.channel.WriteBufferWaterMark;
import io.netty.handler.timeout.IdleStateHandler;
import io.odradek.base.Time;
import java.io.IOException;
import java.net.InetSocketAddress;
import java.util.List;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.ThreadFactory;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicLong;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The listeners of a broker and the event loops that serve their connections.
 *
 * <p>{@link #bind} and {@link #close} are for one thread; the rest for any.
 */
public final class NetworkServer implements AutoCloseable {
    private static final Logger LOG = LoggerFactory.getLogger(NetworkServer.class);
    private static final WriteBufferWaterMark WRITE_MARKS = new WriteBufferWaterMark(512 * 1024, 1024 * 1024);
    private static final int PAGE_BYTES = 8192;
    private static final int CHUNK_ORDER = 9;
    private static final long TERMINATION_SECONDS = 5;

    private final Transport transport;
    private final EventLoopGroup accepting;
    private final EventLoopGroup loops;
    private final PooledByteBufAllocator allocator;
    private final ConnectionHandler.Shared shared;
    private final ConnectionLimiter limiter;
    private final List<Channel> acceptors = new CopyOnWriteArrayList<>();
    private final Set<ConnectionHandler> connections = ConcurrentHashMap.newKeySet();
    private final AtomicLong connectionNumbers = new AtomicLong();
    private volatile boolean draining;
    private volatile boolean closing;

    /**
     * @param eventLoops threads that serve connections, 1 or more
     * @param threads makes them
     */
    @SuppressWarnings("deprecation") // the only constructor of the allocator that takes the number of arenas
    public NetworkServer(
            Transport transport,
            int eventLoops,
            ThreadFactory threads,
            NetworkSettings settings,
            RequestProcessor processor,
            Time time) {
        this.transport = transport;
        // One thread of its own: thousands of clients that come at once must not wait for requests to be served.
        this.accepting = transport.group(1, threads);
        this.loops = transport.group(eventLoops, threads);
        this.allocator = new PooledByteBufAllocator(true, eventLoops, eventLoops, PAGE_BYTES, CHUNK_ORDER);
        this.shared = new ConnectionHandler.Shared(
                settings,
                new RequestMemory(settings.maxRequestMemory(), settings.maxRequestBytes()),
                processor,
                time,
                new PeerComplaints(time));
        this.limiter = new ConnectionLimiter(settings, this::adjustAccepting);
    }

    /**
     * Binds a listener and begins to accept.
     *
     * @return the endpoint with the port that it got
     * @throws IOException if it cannot be bound, as when another process has the port
     */
    public Endpoint bind(Endpoint endpoint) throws IOException {
        ServerBootstrap bootstrap = new ServerBootstrap()
                .group(accepting, loops)
                .channel(transport.serverChannel())
                .option(ChannelOption.SO_BACKLOG, shared.settings().backlog())
                .option(ChannelOption.SO_REUSEADDR, true)
                .handler(new AcceptGate())
                .childOption(ChannelOption.ALLOCATOR, allocator)
                .childOption(ChannelOption.TCP_NODELAY, true)
                .childOption(ChannelOption.SO_KEEPALIVE, true)
                .childOption(ChannelOption.WRITE_BUFFER_WATER_MARK, WRITE_MARKS)
                .childOption(ChannelOption.MESSAGE_SIZE_ESTIMATOR, UnsentBytes.ESTIMATOR)
                .childHandler(new ConnectionInitializer(endpoint.listenerName()));
        socketBuffers(bootstrap);
        InetSocketAddress address = endpoint.host().isEmpty()
                ? new InetSocketAddress(endpoint.port())
                : new InetSocketAddress(endpoint.host(), endpoint.port());
        if (address.isUnresolved()) {
            throw new IOException("the host name " + endpoint.host() + " is not known");
        }
        var bound = bootstrap.bind(address).awaitUninterruptibly();
        if (!bound.isSuccess()) {
            throw new IOException(bound.cause().getMessage(), bound.cause());
        }
        int port = ((InetSocketAddress) bound.channel().localAddress()).getPort();
        return new Endpoint(endpoint.listenerName(), endpoint.host(), port);
    }

    /** Open connections. */
    public int connectionCount() {
        return limiter.total();
    }

    /** Bytes of requests held now. */
    public long requestMemoryUsed() {
        return shared.memory().used();
    }

    /** Accepts and reads no more, answers what was taken, and closes. Waits for at most the given time. */
    public void drain(long timeoutMillis) {
        acceptors.forEach(acceptor -> acceptor.close().awaitUninterruptibly());
        // A connection that was accepted may not be among the others yet: it looks at this when it is.
        draining = true;
        connections.forEach(connection -> connection.execute(connection::drain));
        awaitNoConnections(timeoutMillis);
        if (!connections.isEmpty()) {
            LOG.info("{} connections had unanswered requests when the time to stop was up", connections.size());
        }
    }

    /** Closes every connection and ends the event loops. */
    @Override
    public void close() {
        acceptors.forEach(acceptor -> acceptor.close().awaitUninterruptibly());
        closing = true;
        // An event loop may end without closing what is registered with it.
        connections.forEach(ConnectionHandler::close);
        awaitNoConnections(TimeUnit.SECONDS.toMillis(TERMINATION_SECONDS));
        for (EventLoopGroup group : List.of(accepting, loops)) {
            group.shutdownGracefully(0, TERMINATION_SECONDS, TimeUnit.SECONDS)
                    .awaitUninterruptibly(TERMINATION_SECONDS, TimeUnit.SECONDS);
        }
    }

    private void awaitNoConnections(long timeoutMillis) {
        long deadline = shared.time().monotonicMillis() + timeoutMillis;
        synchronized (connections) {
            long left;
            while (!connections.isEmpty() && (left = deadline - shared.time().monotonicMillis()) > 0) {
                try {
                    connections.wait(left);
                } catch (InterruptedException e) {
                    Thread.currentThread().interrupt();
                    return;
                }
            }
        }
    }

    @SuppressWarnings("deprecation") // one accept at a time, so that max.connections is exact
    private void socketBuffers(ServerBootstrap bootstrap) {
        if (shared.settings().receiveBufferBytes() >= 0) {
            bootstrap.option(ChannelOption.SO_RCVBUF, shared.settings().receiveBufferBytes());
        }
        if (shared.settings().sendBufferBytes() >= 0) {
            bootstrap.childOption(ChannelOption.SO_SNDBUF, shared.settings().sendBufferBytes());
        }
        if (shared.settings().maxConnections() < Integer.MAX_VALUE) {
            bootstrap.option(ChannelOption.MAX_MESSAGES_PER_READ, 1);
        }
    }

    /** Accepts while there is room. One at a time, so that what was decided last stays. */
    private void adjustAccepting() {
        synchronized (acceptors) {
            boolean room = !limiter.full();
            acceptors.forEach(acceptor -> acceptor.config().setAutoRead(room));
        }
    }

    /** Refuses what is past the limits, before a connection costs anything. */
    @io.netty.channel.ChannelHandler.Sharable
    private final class AcceptGate extends ChannelInboundHandlerAdapter {
        @Override
        public void handlerAdded(ChannelHandlerContext ctx) {
            acceptors.add(ctx.channel());
        }

        @Override
        public void channelRead(ChannelHandlerContext ctx, Object message) {
            Channel child = (Channel) message;
            InetSocketAddress remote = (InetSocketAddress) child.remoteAddress();
            if (remote == null) {
                child.unsafe().closeForcibly();
                return;
            }
            if (limiter.opened(remote.getAddress()) == ConnectionLimiter.Verdict.TOO_MANY_FROM_ADDRESS) {
                shared.complaints()
                        .about(
                                remote.getAddress(),
                                PeerComplaints.Kind.TOO_MANY,
                                "Refused a connection of " + remote.getAddress().getHostAddress()
                                        + ": it has as many as max.connections.per.ip allows");
                child.unsafe().closeForcibly();
                return;
            }
            child.closeFuture().addListener(_ -> limiter.closed(remote.getAddress()));
            if (limiter.full()) {
                adjustAccepting();
            }
            ctx.fireChannelRead(message);
        }
    }

    private final class ConnectionInitializer extends ChannelInitializer<Channel> {
        private final String listenerName;

        ConnectionInitializer(String listenerName) {
            this.listenerName = listenerName;
        }

        @Override
        @SuppressWarnings("FutureReturnValueIgnored") // nothing is to be done after the close
        protected void initChannel(Channel channel) {
            FrameAssembler assembler =
                    new FrameAssembler(allocator, shared.settings().maxRequestBytes());
            channel.config().setRecvByteBufAllocator(assembler);
            InetSocketAddress local = (InetSocketAddress) channel.localAddress();
            InetSocketAddress remote = (InetSocketAddress) channel.remoteAddress();
            if (local == null || remote == null) {
                channel.close();
                return;
            }
            ConnectionHandler handler = new ConnectionHandler(
                    shared, new ConnectionContext(id(local, remote), listenerName, local, remote), assembler);
            long idle = shared.settings().maxIdleMillis();
            if (idle > 0) {
                channel.pipeline().addLast(new IdleStateHandler(0, 0, idle, TimeUnit.MILLISECONDS));
            }
            channel.pipeline().addLast(handler);
            connections.add(handler);
            channel.closeFuture().addListener(_ -> forget(handler));
            if (closing) {
                channel.close();
            } else if (draining) {
                handler.drain();
            }
        }

        private String id(InetSocketAddress local, InetSocketAddress remote) {
            return local.getAddress().getHostAddress() + ":" + local.getPort() + "-"
                    + remote.getAddress().getHostAddress() + ":" + remote.getPort() + "-"
                    + connectionNumbers.getAndIncrement();
        }

        private void forget(ConnectionHandler handler) {
            synchronized (connections) {
                connections.remove(handler);
                connections.notifyAll();
            }
        }
    }
}
