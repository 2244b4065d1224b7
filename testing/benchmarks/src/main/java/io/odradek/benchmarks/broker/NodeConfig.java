package io.odradek.benchmarks.broker;

import java.nio.file.Path;
import java.util.List;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/**
 * The {@code server.properties} of a single KRaft node that is broker and controller. Everything that Kafka has a default
 * for keeps it, save what Kafka's own quickstart file sets for a single node. Immutable.
 *
 * @param brokerPort where clients connect, on the loopback address
 * @param controllerPort the controller's listener
 * @param logDir where the data lies
 * @param more further lines
 */
public record NodeConfig(int brokerPort, int controllerPort, Path logDir, List<String> more) {
    /** The address that every listener is bound to. */
    public static final String HOST = "127.0.0.1";

    public NodeConfig {
        more = List.copyOf(more);
    }

    /** The text of the file. */
    public String text() {
        return Stream.concat(
                        Stream.of(
                                "process.roles=broker,controller",
                                "node.id=1",
                                "controller.quorum.voters=1@%s:%d".formatted(HOST, controllerPort),
                                "listeners=PLAINTEXT://%s:%d,CONTROLLER://%s:%d"
                                        .formatted(HOST, brokerPort, HOST, controllerPort),
                                "advertised.listeners=PLAINTEXT://%s:%d".formatted(HOST, brokerPort),
                                "inter.broker.listener.name=PLAINTEXT",
                                "controller.listener.names=CONTROLLER",
                                "listener.security.protocol.map=CONTROLLER:PLAINTEXT,PLAINTEXT:PLAINTEXT",
                                "log.dirs=" + logDir,
                                "offsets.topic.replication.factor=1",
                                "transaction.state.log.replication.factor=1",
                                "transaction.state.log.min.isr=1"),
                        more.stream())
                .collect(Collectors.joining("\n", "", "\n"));
    }
}
