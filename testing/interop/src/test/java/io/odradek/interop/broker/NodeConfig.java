package io.odradek.interop.broker;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.nio.file.Files;
import java.nio.file.Path;

/** The {@code server.properties} of a single node, as in Apache Kafka's quickstart, on free ports. */
record NodeConfig(Path file, Path logDir, String host, int port, int controllerPort) {
    static final String LOOPBACK = "127.0.0.1";

    static NodeConfig write(Path folder, String... overrides) {
        Path logDir = folder.resolve("data");
        Path file = folder.resolve("server.properties");
        try (ServerSocket broker = new ServerSocket(0, 1, InetAddress.getLoopbackAddress());
                ServerSocket controller = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
            int port = broker.getLocalPort();
            Files.createDirectories(folder);
            Files.writeString(
                    file, """
                    process.roles=broker,controller
                    node.id=1
                    controller.quorum.voters=1@127.0.0.1:%1$d
                    listeners=PLAINTEXT://127.0.0.1:%2$d,CONTROLLER://127.0.0.1:%1$d
                    advertised.listeners=PLAINTEXT://127.0.0.1:%2$d,CONTROLLER://127.0.0.1:%1$d
                    inter.broker.listener.name=PLAINTEXT
                    controller.listener.names=CONTROLLER
                    listener.security.protocol.map=CONTROLLER:PLAINTEXT,PLAINTEXT:PLAINTEXT
                    log.dirs=%3$s
                    offsets.topic.replication.factor=1
                    transaction.state.log.replication.factor=1
                    transaction.state.log.min.isr=1
                    group.initial.rebalance.delay.ms=0
                    %4$s
                    """.formatted(controller.getLocalPort(), port, logDir, String.join("\n", overrides)));
            return new NodeConfig(file, logDir, LOOPBACK, port, controller.getLocalPort());
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
