package io.odradek.network;

import io.netty.buffer.ByteBuf;
import io.odradek.protocol.ResponseMessage;
import java.nio.ByteBuffer;
import java.util.concurrent.atomic.AtomicReference;
import org.jspecify.annotations.Nullable;

/** An exchange in the line of its connection. */
final class PendingExchange implements Exchange {
    /** How an exchange ended. */
    sealed interface Outcome {
        record Response(int correlationId, ResponseMessage message, short version) implements Outcome {}

        record Nothing() implements Outcome {}

        record Disconnect(String reason) implements Outcome {}

        /** The connection went first. */
        record Dropped() implements Outcome {}
    }

    private final ConnectionHandler handler;
    private final AtomicReference<@Nullable ByteBuf> frame;
    private final AtomicReference<@Nullable Outcome> outcome = new AtomicReference<>();
    private final ByteBuffer request;
    private final int frameBytes;
    private final long receivedNanos;

    PendingExchange(ConnectionHandler handler, ByteBuf frame, long receivedNanos) {
        this.handler = handler;
        this.frame = new AtomicReference<>(frame);
        this.request = frame.nioBuffer();
        this.frameBytes = frame.readableBytes();
        this.receivedNanos = receivedNanos;
    }

    @Override
    public ConnectionContext connection() {
        return handler.context();
    }

    @Override
    public ByteBuffer request() {
        return request;
    }

    @Override
    public void releaseRequest() {
        ByteBuf held = frame.getAndSet(null);
        if (held != null) {
            held.release();
            handler.requestReleased(frameBytes);
        }
    }

    @Override
    public void respond(int correlationId, ResponseMessage response, short version) {
        if (!end(new Outcome.Response(correlationId, response, version))) {
            FrameWriter.release(response);
        }
    }

    @Override
    public void respondNothing() {
        end(new Outcome.Nothing());
    }

    @Override
    public void disconnect(String reason) {
        end(new Outcome.Disconnect(reason));
    }

    @Override
    public void execute(Runnable task) {
        handler.execute(task);
    }

    @Override
    public long receivedNanos() {
        return receivedNanos;
    }

    @Nullable
    Outcome outcome() {
        return outcome.get();
    }

    /**
     * The connection has closed: what was answered and not sent is released, later answers are dropped. A request that
     * is still being served keeps its memory until then: others may read slices of it.
     */
    void drop() {
        Outcome before = outcome.getAndSet(new Outcome.Dropped());
        if (before instanceof Outcome.Response response) {
            FrameWriter.release(response.message());
        }
        if (before != null) {
            releaseRequest();
        }
    }

    private boolean end(Outcome way) {
        if (!outcome.compareAndSet(null, way)) {
            releaseRequest();
            return false;
        }
        handler.answered();
        return true;
    }
}
