package io.odradek.benchmarks.broker;

import java.nio.file.Path;
import java.util.List;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import java.util.stream.Stream;

/**
 * The {@code server.properties} of a KRaft node that is broker and controller. Everything that Kafka has a default for keeps it, save
 * what Kafka's own quickstart file sets for a single node, and what several need to survive the loss of one. Immutable.
 *
 * @param id of the node, from 1
 * @param cluster the ports of every node, from that of id 1 on
 * @param logDir where the data lies
 * @param more further lines
 */
public record NodeConfig(int id, List<Ports> cluster, Path logDir, List<String> more) {
    /** The address that every listener is bound to. */
    public static final String HOST = "127.0.0.1";

    private static final int REPLICAS = 3;

    /**
     * Where a node listens, on the loopback address.
     *
     * @param broker for clients
     * @param controller for controllers
     */
    public record Ports(int broker, int controller) {}

    public NodeConfig {
        cluster = List.copyOf(cluster);
        more = List.copyOf(more);
    }

    /** The text of the file. */
    public String text() {
        Ports own = cluster.get(id - 1);
        int replicas = Math.min(REPLICAS, cluster.size());
        int inSync = Math.max(1, replicas - 1);
        return Stream.of(
                        Stream.of(
                                "process.roles=broker,controller",
                                "node.id=" + id,
                                "controller.quorum.voters=" + voters(),
                                "listeners=PLAINTEXT://%s:%d,CONTROLLER://%s:%d"
                                        .formatted(HOST, own.broker(), HOST, own.controller()),
                                "advertised.listeners=PLAINTEXT://%s:%d".formatted(HOST, own.broker()),
                                "inter.broker.listener.name=PLAINTEXT",
                                "controller.listener.names=CONTROLLER",
                                "listener.security.protocol.map=CONTROLLER:PLAINTEXT,PLAINTEXT:PLAINTEXT",
                                "log.dirs=" + logDir,
                                "offsets.topic.replication.factor=" + replicas,
                                "transaction.state.log.replication.factor=" + replicas,
                                "transaction.state.log.min.isr=" + inSync),
                        cluster.size() == 1
                                ? Stream.<String>of()
                                : Stream.of("default.replication.factor=" + replicas, "min.insync.replicas=" + inSync),
                        more.stream())
                .flatMap(lines -> lines)
                .collect(Collectors.joining("\n", "", "\n"));
    }

    private String voters() {
        return IntStream.range(0, cluster.size())
                .mapToObj(i -> "%d@%s:%d".formatted(i + 1, HOST, cluster.get(i).controller()))
                .collect(Collectors.joining(","));
    }
}
