package io.odradek.interop.broker;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.apache.kafka.common.Uuid;

/**
 * The {@code server.properties} of nodes that are each broker and controller of one cluster, numbered from 1, on ports that are free
 * on this machine.
 */
record ClusterConfig(List<NodeConfig> nodes, List<Uuid> directories) {
    static ClusterConfig write(Path folder, List<String> hosts, String... overrides) {
        List<Integer> ports = freePorts(2 * hosts.size());
        List<NodeConfig> nodes = IntStream.range(0, hosts.size())
                .mapToObj(i -> new NodeConfig(
                        folder.resolve("node-" + (i + 1) + ".properties"),
                        folder.resolve("node-" + (i + 1)),
                        hosts.get(i),
                        ports.get(2 * i),
                        ports.get(2 * i + 1)))
                .toList();
        ClusterConfig cluster = new ClusterConfig(
                nodes, nodes.stream().map(_ -> Uuid.randomUuid()).toList());
        try {
            Files.createDirectories(folder);
            for (int id = 1; id <= nodes.size(); id++) {
                Files.writeString(nodes.get(id - 1).file(), cluster.text(id, overrides));
            }
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        return cluster;
    }

    /** What {@code kafka-storage format --initial-controllers} takes. */
    String initialControllers() {
        return IntStream.range(0, nodes.size())
                .mapToObj(i -> (i + 1) + "@" + controller(nodes.get(i)) + ":" + directories.get(i))
                .collect(Collectors.joining(","));
    }

    private String text(int id, String... overrides) {
        NodeConfig own = nodes.get(id - 1);
        return """
                process.roles=broker,controller
                node.id=%1$d
                controller.quorum.bootstrap.servers=%2$s
                listeners=PLAINTEXT://%3$s:%4$d,CONTROLLER://%5$s
                advertised.listeners=PLAINTEXT://%3$s:%4$d,CONTROLLER://%5$s
                inter.broker.listener.name=PLAINTEXT
                controller.listener.names=CONTROLLER
                listener.security.protocol.map=CONTROLLER:PLAINTEXT,PLAINTEXT:PLAINTEXT
                log.dirs=%6$s
                default.replication.factor=3
                min.insync.replicas=2
                offsets.topic.replication.factor=3
                offsets.topic.num.partitions=5
                group.initial.rebalance.delay.ms=0
                %7$s
                """.formatted(
                        id,
                        nodes.stream().map(ClusterConfig::controller).collect(Collectors.joining(",")),
                        own.host(),
                        own.port(),
                        controller(own),
                        own.logDir(),
                        String.join("\n", overrides));
    }

    private static String controller(NodeConfig node) {
        return node.host() + ":" + node.controllerPort();
    }

    private static List<Integer> freePorts(int count) {
        List<ServerSocket> sockets = new ArrayList<>();
        try {
            while (sockets.size() < count) {
                sockets.add(new ServerSocket(0, 1, InetAddress.getLoopbackAddress()));
            }
            List<Integer> ports =
                    sockets.stream().map(ServerSocket::getLocalPort).toList();
            for (ServerSocket socket : sockets) {
                socket.close();
            }
            return ports;
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
