package io.odradek.benchmarks.broker;

import java.io.IOException;
import java.util.List;
import java.util.stream.Collectors;

/** Nodes of one cluster, each broker and controller, numbered from 1. Closing it ends and removes all of them. Not thread-safe. */
public final class Cluster implements AutoCloseable {
    private final List<Node> nodes;

    private Cluster(List<Node> nodes) {
        this.nodes = nodes;
    }

    /** Formats so many nodes on free ports; they are not running yet. */
    public static Cluster formatted(Workspace workspace, Product product, int nodes)
            throws IOException, InterruptedException {
        return new Cluster(Node.formatted(workspace, product, nodes));
    }

    /** Starts all; it does not wait until they answer. */
    public void start() throws IOException {
        for (Node node : nodes) {
            node.start();
        }
    }

    /** A node by its id. */
    public Node node(int id) {
        return nodes.get(id - 1);
    }

    /** How many there are. */
    public int size() {
        return nodes.size();
    }

    /** What goes into {@code bootstrap.servers}. */
    public String bootstrap() {
        return nodes.stream()
                .map(node -> node.address().getAddress().getHostAddress() + ":"
                        + node.address().getPort())
                .collect(Collectors.joining(","));
    }

    /** Processor time of all of them since they were started, in seconds. */
    public double cpuSeconds() throws IOException {
        double sum = 0;
        for (Node node : nodes) {
            sum += node.cpuSeconds();
        }
        return sum;
    }

    /** Resident memory of all of them, in bytes. */
    public long residentBytes() throws IOException {
        long sum = 0;
        for (Node node : nodes) {
            sum += node.residentBytes();
        }
        return sum;
    }

    /** Fails if one has ended. */
    public void checkRunning() throws IOException {
        for (Node node : nodes) {
            node.checkRunning();
        }
    }

    @Override
    public void close() throws IOException {
        for (Node node : nodes) {
            node.close();
        }
    }
}
