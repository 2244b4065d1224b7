package io.odradek.benchmarks.load;

import io.odradek.benchmarks.stats.Latencies;
import java.io.EOFException;
import java.io.IOException;
import java.net.InetSocketAddress;
import java.net.StandardSocketOptions;
import java.nio.ByteBuffer;
import java.nio.channels.SelectionKey;
import java.nio.channels.Selector;
import java.nio.channels.SocketChannel;
import java.util.ArrayDeque;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * A connection that keeps several requests under way and never blocks. The bytes of a frame are sent as they are, but for
 * the correlation id, so a frame that was encoded once may be sent any number of times. Not thread-safe.
 */
final class PipelinedConnection implements AutoCloseable {
    private static final int CORRELATION_ID_AT = 8;
    private static final int AFTER_CORRELATION_ID = CORRELATION_ID_AT + Integer.BYTES;
    private static final int LARGEST_ANSWER = 64 << 20;
    private static final int SMALL_ANSWER = 64 << 10;

    private final SocketChannel channel;
    private final SelectionKey key;
    private final Exchange exchange;
    private final Latencies latencies;
    private final int maxInFlight;
    private final ArrayDeque<Long> sentNanos = new ArrayDeque<>();
    private final ByteBuffer prefix = ByteBuffer.allocateDirect(AFTER_CORRELATION_ID);
    private final ByteBuffer size = ByteBuffer.allocateDirect(Integer.BYTES);
    private final ByteBuffer[] unsent = {prefix, ByteBuffer.allocate(0)};
    private @Nullable ByteBuffer answer;
    private ByteBuffer reusable = ByteBuffer.allocateDirect(SMALL_ANSWER);
    private int nextId;
    private int expectedId;

    private PipelinedConnection(
            SocketChannel channel, SelectionKey key, Exchange exchange, Latencies latencies, int maxInFlight) {
        this.channel = channel;
        this.key = key;
        this.exchange = exchange;
        this.latencies = latencies;
        this.maxInFlight = maxInFlight;
        prefix.limit(0);
    }

    static PipelinedConnection open(
            InetSocketAddress address, Selector selector, Exchange exchange, Latencies latencies, int maxInFlight)
            throws IOException {
        SocketChannel channel = SocketChannel.open(address);
        channel.setOption(StandardSocketOptions.TCP_NODELAY, true);
        channel.configureBlocking(false);
        SelectionKey key = channel.register(selector, SelectionKey.OP_READ | SelectionKey.OP_WRITE);
        PipelinedConnection connection = new PipelinedConnection(channel, key, exchange, latencies, maxInFlight);
        key.attach(connection);
        return connection;
    }

    /** True if every request that was sent has been answered. */
    boolean isIdle() {
        return sentNanos.isEmpty() && !hasUnsent();
    }

    /** Reads and writes as much as can be done without waiting. */
    void advance() throws IOException {
        if (key.isReadable()) {
            read();
        }
        write();
    }

    private void write() throws IOException {
        while (hasUnsent() || takeNext()) {
            channel.write(unsent);
            if (hasUnsent()) {
                key.interestOps(SelectionKey.OP_READ | SelectionKey.OP_WRITE);
                return;
            }
        }
        key.interestOps(SelectionKey.OP_READ);
    }

    private boolean hasUnsent() {
        return prefix.hasRemaining() || unsent[1].hasRemaining();
    }

    private boolean takeNext() {
        if (sentNanos.size() >= maxInFlight) {
            return false;
        }
        Optional<ByteBuffer> next = exchange.nextRequest();
        next.ifPresent(frame -> {
            prefix.clear();
            prefix.put(0, frame, frame.position(), AFTER_CORRELATION_ID);
            prefix.putInt(CORRELATION_ID_AT, nextId++);
            unsent[1] = frame.slice(frame.position() + AFTER_CORRELATION_ID, frame.remaining() - AFTER_CORRELATION_ID);
            sentNanos.add(System.nanoTime());
        });
        return next.isPresent();
    }

    private void read() throws IOException {
        while (true) {
            ByteBuffer current = answer;
            if (current == null) {
                if (!fill(size)) {
                    return;
                }
                current = answerOf(size.getInt(0));
                size.clear();
                answer = current;
            }
            if (!fill(current)) {
                return;
            }
            answer = null;
            take(current.flip());
        }
    }

    /** True once the buffer is full. */
    private boolean fill(ByteBuffer buffer) throws IOException {
        while (buffer.hasRemaining()) {
            int read = channel.read(buffer);
            if (read < 0) {
                throw new EOFException(
                        "the broker closed the connection with %d requests unanswered".formatted(sentNanos.size()));
            }
            if (read == 0) {
                return false;
            }
        }
        return true;
    }

    private ByteBuffer answerOf(int bytes) throws IOException {
        if (bytes < Integer.BYTES || bytes > LARGEST_ANSWER) {
            throw new IOException("an answer of %d bytes: this is no Kafka broker".formatted(bytes));
        }
        if (reusable.capacity() < bytes) {
            reusable = ByteBuffer.allocateDirect(bytes);
        }
        return reusable.clear().limit(bytes);
    }

    private void take(ByteBuffer received) throws IOException {
        int id = received.getInt(0);
        Long sent = sentNanos.poll();
        if (sent == null || id != expectedId++) {
            throw new IOException("answer with correlation id %d, expected %d".formatted(id, expectedId - 1));
        }
        latencies.addNanos(System.nanoTime() - sent);
        exchange.answered(received);
    }

    @Override
    public void close() throws IOException {
        channel.close();
    }
}
