package io.odradek.interop.broker;

import java.nio.file.Path;

/**
 * One single-node broker. It runs in a process of its own, on a port of its own that stays the same over restarts.
 * Used by one thread.
 */
public interface BrokerUnderTest extends AutoCloseable {
    /** {@code host:port} for clients. */
    String bootstrap();

    /** {@code host:port} for tools that talk to controllers. */
    String controller();

    /** Starts it, again after {@link #stop} or {@link #kill} with the data it had; returns when it answers requests. */
    void start();

    /** As {@link #start}, but returns as soon as there is a process. */
    void launch();

    /** Waits until it answers requests. */
    void awaitReady();

    /** SIGTERM; returns when the process has ended. */
    void stop();

    /** SIGKILL; returns when the process has ended. */
    void kill();

    /** Kafka's command-line tools, as they come with this broker. */
    Tools tools();

    /** The folder with a folder per partition. */
    Path logDir();

    /** What it has logged, of all its starts. */
    Path log();

    @Override
    void close();
}
