package io.odradek.server;

import io.odradek.metadata.config.BrokerConfigLoader;
import io.odradek.metadata.config.Loaded;
import io.odradek.storage.disk.RealDisk;
import java.util.Map;
import java.util.Optional;
import java.util.Properties;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.function.Consumer;
import org.apache.kafka.common.config.ConfigException;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Starts a server, tells that it runs, and waits until the process is asked to end. */
final class RunningServer {
    private static final Logger LOG = LoggerFactory.getLogger(RunningServer.class);
    private static final int FAILED = 1;
    private static final long LAST_MILLIS = 10_000;

    private RunningServer() {}

    /**
     * @param started hears of the server once it serves
     * @return the exit code
     */
    static int run(
            Properties file, Map<String, String> overrides, boolean formatsItself, Consumer<OdradekServer> started) {
        CompletableFuture<Optional<String>> end = new CompletableFuture<>();
        OdradekServer server;
        try {
            Loaded loaded = BrokerConfigLoader.load(file, overrides);
            loaded.warnings().forEach(LOG::warn);
            server = OdradekServer.start(
                    new ServerOptions(loaded.config(), formatsItself),
                    new RealDisk(),
                    reason -> end.complete(Optional.of(reason)));
        } catch (ConfigException | StartException e) {
            return fail(e);
        }
        CountDownLatch stopped = new CountDownLatch(1);
        Runtime.getRuntime().addShutdownHook(Threads.named("shutdown").newThread(() -> {
            end.complete(Optional.empty());
            awaitQuietly(stopped);
        }));
        started.accept(server);
        Optional<String> failure = end.join();
        if (failure.isPresent()) {
            System.err.println("odradek: " + failure.get());
            // A disk that is gone may never answer: what can be closed in time is.
            Threads.named("end").newThread(RunningServer::haltLater).start();
        }
        LOG.info("Stopping");
        server.close();
        LOG.info("Stopped");
        stopped.countDown();
        return failure.isPresent() ? FAILED : 0;
    }

    private static void haltLater() {
        try {
            Thread.sleep(LAST_MILLIS);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
        Runtime.getRuntime().halt(FAILED);
    }

    /** One sentence on standard error; the cause goes to the log. */
    private static int fail(Exception cause) {
        System.err.println("odradek: " + cause.getMessage());
        LOG.debug("The server did not start", cause);
        return FAILED;
    }

    private static void awaitQuietly(CountDownLatch latch) {
        try {
            latch.await(Long.MAX_VALUE, TimeUnit.NANOSECONDS);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }
}
