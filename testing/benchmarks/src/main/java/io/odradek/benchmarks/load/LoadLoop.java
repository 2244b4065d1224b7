package io.odradek.benchmarks.load;

import io.odradek.benchmarks.stats.Latencies;
import java.io.IOException;
import java.net.InetSocketAddress;
import java.nio.channels.Selector;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;

/**
 * Drives several connections from the calling thread until their exchanges have nothing more to send and everything is
 * answered.
 */
public final class LoadLoop {
    private static final long SELECT_MS = 100;

    private LoadLoop() {}

    /**
     * What a load came to.
     *
     * @param seconds from the first request to the last answer
     * @param latencies from the sending of each request to its answer
     */
    public record Outcome(double seconds, Latencies latencies) {}

    /**
     * Runs one connection for each exchange.
     *
     * @param maxInFlight how many requests of a connection may be unanswered at a time
     * @throws IOException if a connection breaks, an exchange fails or the load is not done within {@code limit}
     */
    public static Outcome run(
            InetSocketAddress address, List<? extends Exchange> exchanges, int maxInFlight, Duration limit)
            throws IOException {
        Latencies latencies = new Latencies();
        List<PipelinedConnection> connections = new ArrayList<>();
        try (Selector selector = Selector.open()) {
            for (Exchange exchange : exchanges) {
                connections.add(PipelinedConnection.open(address, selector, exchange, latencies, maxInFlight));
            }
            long start = System.nanoTime();
            drive(selector, connections, start + limit.toNanos());
            return new Outcome((System.nanoTime() - start) / (double) TimeUnit.SECONDS.toNanos(1), latencies);
        } finally {
            for (PipelinedConnection connection : connections) {
                connection.close();
            }
        }
    }

    private static void drive(Selector selector, List<PipelinedConnection> connections, long deadline)
            throws IOException {
        for (PipelinedConnection connection : connections) {
            connection.advance();
        }
        while (!connections.stream().allMatch(PipelinedConnection::isIdle)) {
            if (System.nanoTime() - deadline > 0) {
                throw new IOException("the load was not done in time");
            }
            selector.select(SELECT_MS);
            for (var key : selector.selectedKeys()) {
                if (key.attachment() instanceof PipelinedConnection connection) {
                    connection.advance();
                }
            }
            selector.selectedKeys().clear();
        }
    }
}
