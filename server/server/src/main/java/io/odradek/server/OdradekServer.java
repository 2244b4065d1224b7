package io.odradek.server;

import io.odradek.base.Time;
import io.odradek.network.Endpoint;
import io.odradek.storage.disk.Disk;
import java.security.SecureRandom;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.function.Consumer;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * One node with the threads, clocks, chance and sockets of this machine.
 *
 * <p>Any thread; {@link #start} and {@link #close} exclude one another.
 */
public final class OdradekServer implements AutoCloseable {
    private static final Logger LOG = LoggerFactory.getLogger(OdradekServer.class);
    /** Longer than a broker tries to be registered: that says why it was not. */
    private static final long START_SECONDS = 90;

    private static final long STOP_SECONDS = 60;

    /** So that a start has the processors for itself: the JVM loads its JMX server for this. */
    private static final long JMX_DELAY_MILLIS = 1_000;

    private final Threads threads = new Threads(Math.max(2, Runtime.getRuntime().availableProcessors()));
    private final WheelTimers timers = new WheelTimers(Threads.named("timers"));
    private final NettyTransport transport;
    private final Node node;
    private final JmxBeans beans = new JmxBeans();
    private final int nodeId;
    private final Consumer<String> onFatal;
    private final AtomicBoolean failed = new AtomicBoolean();
    private volatile Optional<String> failure = Optional.empty();

    private OdradekServer(ServerOptions options, Disk disk, Optional<Consumer<String>> onFatal) {
        Time time = new SystemTime();
        SecureRandom random = new SecureRandom();
        this.onFatal =
                onFatal.orElse(_ -> Threads.named("end").newThread(this::close).start());
        this.transport = new NettyTransport(options.config(), time, threads.blocking(), random);
        this.nodeId = options.config().nodeId();
        this.node = new Node(
                options, new NodeSeams(disk, time, random, threads.executors(), timers, transport), this::fatal);
    }

    /**
     * Starts a server; it serves requests when this returns. If it cannot go on later, it stops itself and
     * {@link #failure()} says why.
     *
     * @throws StartException if it cannot be started; nothing is left running
     */
    public static OdradekServer start(ServerOptions options, Disk disk) throws StartException {
        return start(options, disk, Optional.empty());
    }

    /**
     * Starts a server; it serves requests when this returns.
     *
     * @param onFatal hears, once, why the server cannot go on, and then has to {@link #close} it, from another thread than
     *     the one that it is called by
     * @throws StartException if it cannot be started; nothing is left running
     */
    public static OdradekServer start(ServerOptions options, Disk disk, Consumer<String> onFatal)
            throws StartException {
        return start(options, disk, Optional.of(onFatal));
    }

    private static OdradekServer start(ServerOptions options, Disk disk, Optional<Consumer<String>> onFatal)
            throws StartException {
        OdradekServer server = new OdradekServer(options, disk, onFatal);
        try {
            server.run();
            return server;
        } catch (StartException | RuntimeException e) {
            server.close();
            throw e;
        }
    }

    /** Where it listens, with the ports that it got. */
    public List<Endpoint> endpoints() {
        return node.endpoints();
    }

    public String clusterId() {
        return node.clusterId();
    }

    /** Why the server could not go on; empty as long as it can. */
    public Optional<String> failure() {
        return failure;
    }

    private void fatal(String reason) {
        if (failed.compareAndSet(false, true)) {
            failure = Optional.of(reason);
            LOG.error("The server cannot go on: {}", reason);
            onFatal.accept(reason);
        }
    }

    /** Stops accepting, answers what was taken, and brings everything to disk. */
    @Override
    public synchronized void close() {
        beans.close();
        try {
            node.stop().toCompletableFuture().get(STOP_SECONDS, TimeUnit.SECONDS);
        } catch (ExecutionException | TimeoutException e) {
            LOG.error("The server was not stopped cleanly", e);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
        transport.close();
        timers.close();
        threads.close();
    }

    /**
     * Ends as a process does that is killed: connections break, nobody takes over what it leads, and nothing is brought to disk
     * that is not on its way there. For tests of what the others make of it.
     */
    public synchronized void kill() {
        beans.close();
        transport.close();
        timers.close();
        threads.close();
    }

    private synchronized void run() throws StartException {
        try {
            node.start().toCompletableFuture().get(START_SECONDS, TimeUnit.SECONDS);
        } catch (ExecutionException e) {
            switch (e.getCause()) {
                case StartException known -> throw known;
                case RuntimeException unexpected -> throw unexpected;
                case null, default -> throw new StartException("The server did not start: " + e.getMessage(), e);
            }
        } catch (TimeoutException e) {
            throw new StartException(
                    "The metadata could not be read and the broker registered within " + START_SECONDS
                            + " s; the log of this node says what it waits for",
                    e);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new StartException("interrupted while starting", e);
        }
        var _ = timers.schedule(JMX_DELAY_MILLIS, () -> threads.blocking().execute(this::showInJmx));
    }

    private void showInJmx() {
        node.condition().ifPresent(condition -> beans.show(condition, clusterId(), nodeId));
    }
}
