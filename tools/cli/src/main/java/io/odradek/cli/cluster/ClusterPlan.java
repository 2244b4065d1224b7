package io.odradek.cli.cluster;

import io.odradek.base.Uuid;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;
import java.util.stream.IntStream;

/**
 * Where each node of a cluster on one machine listens and keeps its data. Nodes are numbered from 1; node N listens for clients on
 * {@code port + N - 1} and for controllers {@value #CONTROLLER_DISTANCE} above that. Immutable.
 *
 * @param folder of everything
 * @param port the first broker's
 * @param directories ids of the metadata directories, one per node in order
 */
record ClusterPlan(Path folder, String clusterId, int port, List<Uuid> directories) {
    static final int DEFAULT_PORT = 9092;

    private static final int CONTROLLER_DISTANCE = 100;
    private static final int LAST_PORT = 65_535;
    private static final String HOST = "localhost";

    ClusterPlan {
        directories = List.copyOf(directories);
    }

    /** The highest port that the first of so many brokers can have. */
    static int maxPort(int nodes) {
        return LAST_PORT - CONTROLLER_DISTANCE - nodes + 1;
    }

    int nodes() {
        return directories.size();
    }

    /** The ids, from 1. */
    List<Integer> ids() {
        return IntStream.rangeClosed(1, nodes()).boxed().toList();
    }

    int clientPort(int id) {
        return port + id - 1;
    }

    int controllerPort(int id) {
        return clientPort(id) + CONTROLLER_DISTANCE;
    }

    Path data(int id) {
        return folder.resolve("node-" + id);
    }

    Path config(int id) {
        return folder.resolve("node-" + id + ".properties");
    }

    Path log(int id) {
        return folder.resolve("node-" + id + ".log");
    }

    String address(int id) {
        return HOST + ":" + clientPort(id);
    }

    /** What goes into {@code --bootstrap-server}. */
    String bootstrapServers() {
        return ids().stream().map(this::address).collect(Collectors.joining(","));
    }

    /** What goes into {@code --bootstrap-controller}. */
    String bootstrapControllers() {
        return ids().stream().map(id -> HOST + ":" + controllerPort(id)).collect(Collectors.joining(","));
    }

    /** What goes into {@code kafka-storage.sh format --initial-controllers}: every node votes. */
    String initialControllers() {
        return ids().stream()
                .map(id -> id + "@" + HOST + ":" + controllerPort(id) + ":" + directories.get(id - 1))
                .collect(Collectors.joining(","));
    }

    /** How many nodes may be away at once while the others can still agree. */
    int spare() {
        return (nodes() - 1) / 2;
    }

    /** The text of a node's {@code server.properties}. */
    String properties(int id, Map<String, String> overrides) {
        String replicas = Integer.toString(Math.min(3, nodes()));
        Map<String, String> keys = new LinkedHashMap<>();
        keys.put("process.roles", "broker,controller");
        keys.put("node.id", Integer.toString(id));
        keys.put("listeners", "PLAINTEXT://" + address(id) + ",CONTROLLER://" + HOST + ":" + controllerPort(id));
        keys.put("controller.listener.names", "CONTROLLER");
        keys.put("controller.quorum.bootstrap.servers", bootstrapControllers());
        keys.put("log.dirs", data(id).toString());
        keys.put("offsets.topic.replication.factor", replicas);
        keys.put("transaction.state.log.replication.factor", replicas);
        keys.put("transaction.state.log.min.isr", nodes() < 3 ? "1" : "2");
        keys.put("group.initial.rebalance.delay.ms", "0");
        keys.putAll(overrides);
        return "# Node " + id + " of " + nodes() + ". Written anew by each `odradek start --nodes " + nodes() + "`.\n"
                + keys.entrySet().stream()
                        .map(entry -> entry.getKey() + "=" + entry.getValue().replace("\\", "\\\\") + "\n")
                        .collect(Collectors.joining());
    }
}
