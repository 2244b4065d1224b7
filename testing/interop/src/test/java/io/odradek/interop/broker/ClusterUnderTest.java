package io.odradek.interop.broker;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.SequencedMap;
import java.util.TreeMap;
import java.util.stream.Collectors;
import org.apache.kafka.common.Uuid;

/**
 * A cluster of nodes, each broker and controller in a process of its own, on ports that stay the same. Nodes are numbered from 1.
 * Used by one thread.
 */
public final class ClusterUnderTest implements AutoCloseable {
    private static final Duration FORMAT_LIMIT = Duration.ofSeconds(60);

    private final SequencedMap<Integer, NodeProcess> nodes = new TreeMap<>();

    private ClusterUnderTest() {}

    static ClusterUnderTest format(Path folder, Tools tools, Network network, String... overrides) {
        ClusterConfig config = ClusterConfig.write(folder, network.hosts(), overrides);
        String clusterId = Uuid.randomUuid().toString();
        ClusterUnderTest cluster = new ClusterUnderTest();
        for (int id = 1; id <= config.nodes().size(); id++) {
            NodeConfig node = config.nodes().get(id - 1);
            tools.command("kafka-storage")
                    .with(List.of(
                            "format",
                            "--cluster-id",
                            clusterId,
                            "--config",
                            node.file().toString()))
                    .with(List.of("--initial-controllers", config.initialControllers()))
                    .run(FORMAT_LIMIT)
                    .orFail();
            int own = id;
            Tools there = tool -> tools.command(tool).after(network.prefix(own));
            cluster.nodes.put(id, NodeProcess.of(node, there, folder.resolve("node-" + id + ".log")));
        }
        return cluster;
    }

    /** What clients get: every node, running or not. */
    public String bootstrap() {
        return nodes.values().stream().map(NodeProcess::bootstrap).collect(Collectors.joining(","));
    }

    public List<Integer> ids() {
        return List.copyOf(nodes.keySet());
    }

    /** Starts every node that does not run; returns when all of them answer. */
    public void startAll() {
        List<NodeProcess> stopped =
                nodes.values().stream().filter(node -> !node.runs()).toList();
        stopped.forEach(NodeProcess::launch);
        stopped.forEach(NodeProcess::awaitReady);
    }

    /** Starts a node, again after {@link #kill} with the data it had; returns when it answers requests. */
    public void start(int id) {
        node(id).start();
    }

    /** SIGKILL; returns when the process has ended. */
    public void kill(int id) {
        node(id).kill();
    }

    /** SIGKILL to all of them, as far as they run. */
    public void killAll() {
        nodes.values().stream().filter(NodeProcess::runs).forEach(NodeProcess::kill);
    }

    /** SIGSTOP. */
    public void pause(int id) {
        node(id).pause();
    }

    /** SIGCONT. */
    public void resume(int id) {
        node(id).resume();
    }

    /** The folder of a partition's replica on a node. */
    public Path replica(int id, String topic, int partition) {
        return node(id).logDir().resolve(topic + "-" + partition);
    }

    /** What the nodes have logged that is a warning or worse, of all their starts. */
    public String complaints() {
        StringBuilder all = new StringBuilder();
        nodes.forEach((id, node) -> {
            try {
                Files.readAllLines(node.log()).stream()
                        .filter(line -> line.contains("WARN") || line.contains("ERROR") || line.contains("SEVERE"))
                        .forEach(line -> all.append("node ")
                                .append(id)
                                .append(": ")
                                .append(line)
                                .append('\n'));
            } catch (IOException e) {
                throw new UncheckedIOException(e);
            }
        });
        return all.toString();
    }

    @Override
    public void close() {
        nodes.values().forEach(NodeProcess::close);
    }

    private NodeProcess node(int id) {
        NodeProcess node = nodes.get(id);
        if (node == null) {
            throw new IllegalArgumentException("there is no node " + id);
        }
        return node;
    }
}
