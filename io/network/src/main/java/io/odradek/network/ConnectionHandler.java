package io.odradek.network;

import io.netty.buffer.ByteBuf;
import io.netty.buffer.Unpooled;
import io.netty.channel.ChannelFutureListener;
import io.netty.channel.ChannelHandlerContext;
import io.netty.channel.ChannelInboundHandlerAdapter;
import io.netty.handler.timeout.IdleStateEvent;
import io.odradek.base.Time;
import io.odradek.network.FrameAssembler.Step;
import io.odradek.network.PendingExchange.Outcome;
import java.io.IOException;
import java.util.ArrayDeque;
import java.util.Objects;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicBoolean;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * One connection: reads frames while there is room for them, hands them to the processor in order, and sends the
 * responses in the same order. Reading stops while too many requests are under way, while the memory for requests is
 * used up, and while the client does not take what was sent to it.
 *
 * <p>Confined to its event loop, but for {@link #answered()}, {@link #close()}, {@link #execute} and {@link
 * #requestReleased}.
 */
@SuppressWarnings("FutureReturnValueIgnored") // Netty tells of failed writes and closes through the pipeline
final class ConnectionHandler extends ChannelInboundHandlerAdapter {
    private static final Logger LOG = LoggerFactory.getLogger(ConnectionHandler.class);

    private final NetworkSettings settings;
    private final RequestMemory memory;
    private final RequestProcessor processor;
    private final Time time;
    private final PeerComplaints complaints;
    private final ConnectionContext connection;
    private final FrameAssembler assembler;
    private final ArrayDeque<PendingExchange> line = new ArrayDeque<>();
    private final AtomicBoolean sendScheduled = new AtomicBoolean();
    private @Nullable ChannelHandlerContext channelContext;
    private boolean pumping;
    private boolean sending;
    private boolean heldBack;
    private RequestMemory.@Nullable Frame underWay;
    private boolean awaitingMemory;
    private RequestMemory.@Nullable Frame watched;
    private long arrivedAtLook;
    private boolean draining;
    private boolean closed;

    /** What all connections of a server share. */
    record Shared(
            NetworkSettings settings,
            RequestMemory memory,
            RequestProcessor processor,
            Time time,
            PeerComplaints complaints) {}

    ConnectionHandler(Shared shared, ConnectionContext connection, FrameAssembler assembler) {
        this.settings = shared.settings();
        this.memory = shared.memory();
        this.processor = shared.processor();
        this.time = shared.time();
        this.complaints = shared.complaints();
        this.connection = connection;
        this.assembler = assembler;
    }

    ConnectionContext context() {
        return connection;
    }

    @Override
    public void handlerAdded(ChannelHandlerContext ctx) {
        channelContext = ctx;
    }

    @Override
    public void channelRead(ChannelHandlerContext ctx, Object message) {
        assembler.accept((ByteBuf) message);
        pump();
    }

    @Override
    public void channelWritabilityChanged(ChannelHandlerContext ctx) {
        pump();
    }

    @Override
    public void userEventTriggered(ChannelHandlerContext ctx, Object event) {
        if (event instanceof IdleStateEvent && line.isEmpty()) {
            LOG.debug("Closing connection {}: idle for {} ms", connection.id(), settings.maxIdleMillis());
            ctx.close();
        }
    }

    @Override
    public void channelInactive(ChannelHandlerContext ctx) {
        closed = true;
        line.forEach(PendingExchange::drop);
        line.clear();
        assembler.close();
        if (underWay != null) {
            memory.abandon(underWay);
            underWay = null;
        }
        processor.closed(connection);
    }

    @Override
    public void exceptionCaught(ChannelHandlerContext ctx, Throwable cause) {
        if (cause instanceof IOException) {
            LOG.debug("Connection {} broke: {}", connection.id(), cause.getMessage());
        } else {
            LOG.error("Closing connection {} after an error", connection.id(), cause);
        }
        ctx.close();
    }

    /** Reads no more, and closes once all that was taken has been answered. */
    void drain() {
        draining = true;
        closeIfDrained();
        adjustReading();
    }

    /** Closes at once. Any thread. */
    void close() {
        attached().channel().close();
    }

    /** An exchange of this connection has its outcome. Any thread. */
    void answered() {
        if (attached().executor().inEventLoop()) {
            if (!pumping) {
                send();
            }
        } else if (sendScheduled.compareAndSet(false, true)) {
            execute(() -> {
                sendScheduled.set(false);
                send();
            });
        }
    }

    /** Any thread. */
    void execute(Runnable task) {
        try {
            attached().executor().execute(task);
        } catch (RejectedExecutionException e) {
            LOG.debug("Connection {} ended with its event loop", connection.id(), e);
        }
    }

    /** Any thread. */
    void requestReleased(int bytes) {
        memory.release(bytes);
    }

    private void pump() {
        if (pumping || closed) {
            return;
        }
        boolean more;
        do {
            more = takeFrames();
            send();
        } while (more && !closed && mayTakeMore());
        adjustReading();
    }

    /** @return whether it ended because no more may be taken now, and not for want of bytes */
    private boolean takeFrames() {
        pumping = true;
        try {
            while (mayTakeMore()) {
                if (!step(assembler.next())) {
                    return false;
                }
            }
            return true;
        } finally {
            pumping = false;
        }
    }

    private boolean mayTakeMore() {
        return !draining
                && !awaitingMemory
                && line.size() < settings.maxInFlightPerConnection()
                && attached().channel().isWritable();
    }

    private boolean step(Step step) {
        return switch (step) {
            case Step.NeedMore _ -> {
                watch();
                yield false;
            }
            case Step.Begins begins -> {
                RequestMemory.Frame frame = new RequestMemory.Frame(begins.size());
                underWay = frame;
                yield acquire(frame, begins.firstBytes());
            }
            case Step.Grows grows -> acquire(Objects.requireNonNull(underWay), grows.moreBytes());
            case Step.Frame whole -> {
                memory.complete(Objects.requireNonNull(underWay));
                underWay = null;
                take(whole.bytes());
                yield true;
            }
            case Step.BadLength bad -> {
                complaints.about(
                        connection,
                        PeerComplaints.Kind.FRAME,
                        "it announced a request of " + bad.size() + " bytes; 1 to " + settings.maxRequestBytes()
                                + " (socket.request.max.bytes) are allowed. Is the client speaking another protocol,"
                                + " such as TLS or HTTP?");
                draining = true;
                attached().close();
                yield false;
            }
        };
    }

    private boolean acquire(RequestMemory.Frame frame, int bytes) {
        if (memory.acquire(frame, bytes, () -> execute(() -> granted(frame, bytes)))) {
            assembler.grant(bytes);
            return true;
        }
        awaitingMemory = true;
        return false;
    }

    private void granted(RequestMemory.Frame frame, int bytes) {
        // What was granted to a frame of a closed connection has gone back with the frame.
        if (underWay == frame) {
            awaitingMemory = false;
            arrivedAtLook = assembler.arrived();
            assembler.grant(bytes);
            pump();
        }
    }

    /** Looks from time to time whether the frame under way moves, as long as there is one. */
    private void watch() {
        if (watched == null && underWay != null) {
            watched = underWay;
            arrivedAtLook = assembler.arrived();
            attached().executor().schedule(this::look, settings.frameStallMillis(), TimeUnit.MILLISECONDS);
        }
    }

    /** A frame that hardly moves must not hold memory that others wait for. Each frame is given the whole time. */
    private void look() {
        boolean sameFrame = watched == underWay;
        watched = null;
        if (closed || underWay == null) {
            return;
        }
        if (!sameFrame) {
            watch();
            return;
        }
        long moved = assembler.arrived() - arrivedAtLook;
        if (!awaitingMemory && moved < settings.frameStallBytes() && mayTakeMore() && memory.isShort()) {
            complaints.about(
                    connection,
                    PeerComplaints.Kind.STALLED,
                    "others wait for memory that its unfinished request holds, of which " + moved + " bytes came in "
                            + settings.frameStallMillis() + " ms");
            attached().close();
            return;
        }
        watch();
    }

    private void take(ByteBuf frame) {
        PendingExchange exchange = new PendingExchange(this, frame, time.monotonicNanos());
        line.add(exchange);
        try {
            processor.process(exchange);
        } catch (RuntimeException | Error e) {
            LOG.error("A request of connection {} could not be processed", connection.id(), e);
            exchange.disconnect("its request could not be processed");
        }
    }

    private void send() {
        // A write can come back here through channelWritabilityChanged, in the middle of a response.
        if (closed || sending) {
            return;
        }
        sending = true;
        try {
            writeAnswered(attached());
        } catch (RuntimeException e) {
            LOG.error("Closing connection {}: a response could not be written", connection.id(), e);
            draining = true;
            attached().close();
            return;
        } finally {
            sending = false;
        }
        attached().flush();
        closeIfDrained();
        if (!pumping && heldBack && mayTakeMore()) {
            execute(this::pump);
        }
    }

    private void writeAnswered(ChannelHandlerContext ctx) {
        PendingExchange head;
        while ((head = line.peek()) != null && head.outcome() != null) {
            line.remove();
            try {
                switch (head.outcome()) {
                    case Outcome.Response response -> FrameWriter.write(ctx, response);
                    case Outcome.Disconnect disconnect -> {
                        closeAfterSending(ctx, disconnect.reason());
                        return;
                    }
                    case Outcome.Nothing _, Outcome.Dropped _ -> {}
                    case null -> throw new IllegalStateException("an answered exchange has an outcome");
                }
            } finally {
                head.releaseRequest();
            }
        }
    }

    private void closeAfterSending(ChannelHandlerContext ctx, String reason) {
        complaints.about(connection, PeerComplaints.Kind.REQUEST, reason);
        draining = true;
        ctx.write(Unpooled.EMPTY_BUFFER).addListener(ChannelFutureListener.CLOSE);
    }

    private void closeIfDrained() {
        if (draining && line.isEmpty() && !closed) {
            attached().writeAndFlush(Unpooled.EMPTY_BUFFER).addListener(ChannelFutureListener.CLOSE);
        }
    }

    private void adjustReading() {
        boolean read = mayTakeMore();
        heldBack = !read;
        ChannelHandlerContext ctx = attached();
        if (ctx.channel().config().isAutoRead() != read) {
            ctx.channel().config().setAutoRead(read);
        }
    }

    private ChannelHandlerContext attached() {
        return Objects.requireNonNull(channelContext, "the connection is attached to its channel");
    }
}
