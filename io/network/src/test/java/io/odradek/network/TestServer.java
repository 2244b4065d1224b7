package io.odradek.network;

import static org.assertj.core.api.Assertions.assertThat;

import io.netty.util.concurrent.DefaultThreadFactory;
import io.odradek.base.Time;
import io.odradek.protocol.message.HeartbeatResponse;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.util.List;
import java.util.Map;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import java.util.function.BooleanSupplier;
import java.util.function.Consumer;

/** A server on a free port of the loopback interface, and what its processor got. */
final class TestServer implements AutoCloseable {
    static final NetworkSettings SETTINGS = settings(100 * 1024 * 1024, 64, 128L * 1024 * 1024);

    private static final long PATIENCE_MS = 10_000;

    private final NetworkServer server;
    private final BlockingQueue<Exchange> taken = new LinkedBlockingQueue<>();
    private final List<ConnectionContext> closed = new CopyOnWriteArrayList<>();
    private final List<Exchange> all = new CopyOnWriteArrayList<>();
    private final int port;

    TestServer(Transport transport, NetworkSettings settings) {
        this(transport, settings, _ -> {});
    }

    /** @param atOnce what the processor does on the event loop with each request */
    TestServer(Transport transport, NetworkSettings settings, Consumer<Exchange> atOnce) {
        RequestProcessor processor = new RequestProcessor() {
            @Override
            public void process(Exchange exchange) {
                all.add(exchange);
                atOnce.accept(exchange);
                taken.add(exchange);
            }

            @Override
            public void closed(ConnectionContext connection) {
                closed.add(connection);
            }
        };
        server = new NetworkServer(
                transport, 2, new DefaultThreadFactory("test", true), settings, processor, new RealTime());
        try {
            port = server.bind(new Endpoint("PLAINTEXT", "127.0.0.1", 0)).port();
        } catch (IOException e) {
            throw new AssertionError(e);
        }
    }

    static NetworkSettings settings(int maxRequestBytes, int maxInFlight, long maxMemory) {
        return settings(maxRequestBytes, maxInFlight, maxMemory, Integer.MAX_VALUE, Integer.MAX_VALUE, 600_000);
    }

    static NetworkSettings settings(
            int maxRequestBytes, int maxInFlight, long maxMemory, int maxConnections, int maxPerIp, long idleMillis) {
        return settings(maxRequestBytes, maxInFlight, maxMemory, maxConnections, maxPerIp, idleMillis, 5_000);
    }

    static NetworkSettings settings(
            int maxRequestBytes,
            int maxInFlight,
            long maxMemory,
            int maxConnections,
            int maxPerIp,
            long idleMillis,
            long stallMillis) {
        return new NetworkSettings(
                maxRequestBytes,
                maxInFlight,
                maxMemory,
                maxConnections,
                maxPerIp,
                Map.of(),
                idleMillis,
                102_400,
                102_400,
                4_096,
                stallMillis,
                NetworkSettings.FRAME_STALL_BYTES);
    }

    NetworkServer network() {
        return server;
    }

    int port() {
        return port;
    }

    TestClient connect() {
        return new TestClient(port);
    }

    /** The next request that the processor gets. */
    Exchange next() {
        try {
            Exchange exchange = taken.poll(PATIENCE_MS, TimeUnit.MILLISECONDS);
            assertThat(exchange).as("a request").isNotNull();
            return exchange;
        } catch (InterruptedException e) {
            throw new AssertionError(e);
        }
    }

    /** Requests that the processor has got. */
    int takenCount() {
        return all.size();
    }

    List<ConnectionContext> closed() {
        return closed;
    }

    /** The number that a request of {@link TestClient} begins with. */
    static int numberOf(Exchange exchange) {
        return exchange.request().getInt(0);
    }

    /** Answers a request with its number. */
    static void echo(Exchange exchange) {
        exchange.respond(numberOf(exchange), new HeartbeatResponse(), (short) 0);
    }

    static ByteBuffer payload(Exchange exchange) {
        return exchange.request().slice(4, exchange.request().remaining() - 4);
    }

    /** Waits until it is so. */
    static void eventually(String what, BooleanSupplier condition) {
        long deadline = System.nanoTime() + TimeUnit.MILLISECONDS.toNanos(PATIENCE_MS);
        while (!condition.getAsBoolean()) {
            assertThat(System.nanoTime()).as("time until %s", what).isLessThan(deadline);
            Thread.onSpinWait();
        }
    }

    /** Closes, ends what was not answered, and checks that nothing is left. */
    @Override
    public void close() {
        server.close();
        all.forEach(Exchange::respondNothing);
        assertThat(server.requestMemoryUsed())
                .as("request memory after the end")
                .isZero();
        assertThat(server.connectionCount()).as("connections after the end").isZero();
        all.clear();
        taken.clear();
        Leaks.expectNone();
    }

    private static final class RealTime implements Time {
        @Override
        public long wallMillis() {
            return System.currentTimeMillis();
        }

        @Override
        public long monotonicNanos() {
            return System.nanoTime();
        }
    }
}
