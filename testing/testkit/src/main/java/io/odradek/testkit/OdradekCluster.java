package io.odradek.testkit;

import io.odradek.base.Uuid;
import io.odradek.metadata.config.BrokerConfigLoader;
import io.odradek.server.OdradekServer;
import io.odradek.server.ServerOptions;
import io.odradek.server.StartException;
import io.odradek.storage.MetaProperties;
import io.odradek.storage.disk.Disk;
import io.odradek.storage.disk.RealDisk;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.UUID;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import java.util.stream.Collectors;

/**
 * Several nodes in this JVM that form one cluster, each of them broker and controller. Nodes are numbered from 1; they can be
 * stopped, killed and started again while clients go on. Data lies in one temporary folder, which {@link #close()} deletes.
 *
 * <p>Any thread; starting, stopping and closing exclude one another.
 */
public final class OdradekCluster implements AutoCloseable {
    private static final String LOOPBACK = "127.0.0.1";

    private final DataFolder folder = DataFolder.temporary();
    private final Map<String, String> configs;
    private final String clusterId;
    private final SortedMap<Integer, Ports> ports = new TreeMap<>();
    private final SortedMap<Integer, Running> running = new TreeMap<>();

    /** Where a node listens. */
    private record Ports(int clients, int controllers) {}

    /** A node that runs, and the disk that it sees. */
    private record Running(OdradekServer server, MortalDisk disk) {}

    private OdradekCluster(Builder builder) {
        this.configs = Map.copyOf(builder.configs);
        UUID random = UUID.randomUUID();
        this.clusterId = new Uuid(random.getMostSignificantBits(), random.getLeastSignificantBits()).toString();
        try {
            List<Integer> free = freePorts(2 * builder.nodes);
            for (int id = 1; id <= builder.nodes; id++) {
                ports.put(id, new Ports(free.get(2 * id - 2), free.get(2 * id - 1)));
                format(id);
            }
            startAll(List.copyOf(ports.keySet()));
        } catch (RuntimeException e) {
            close();
            throw e;
        }
    }

    /**
     * Starts a cluster of three nodes with the defaults; it serves requests when this returns.
     *
     * @throws IllegalStateException if it cannot be started; the message says why
     */
    public static OdradekCluster start() {
        return builder().start();
    }

    /** For a cluster of another size or with other configs. */
    public static Builder builder() {
        return new Builder();
    }

    /** What goes into {@code bootstrap.servers}: every node, running or not. */
    public synchronized String bootstrapServers() {
        return ports.values().stream()
                .map(each -> LOOPBACK + ":" + each.clients)
                .collect(Collectors.joining(","));
    }

    /** What goes into {@code --bootstrap-controller}: every node, running or not. */
    public synchronized String bootstrapControllers() {
        return ports.values().stream()
                .map(each -> LOOPBACK + ":" + each.controllers)
                .collect(Collectors.joining(","));
    }

    /** The id of the cluster. */
    public String clusterId() {
        return clusterId;
    }

    /** Ids of the nodes that run now, in ascending order. */
    public synchronized List<Integer> running() {
        return List.copyOf(running.keySet());
    }

    /** Where a node keeps its data. */
    public Path dataFolder(int id) {
        return folder.path().resolve("node-" + id);
    }

    /** Stops a node in order: others take over first what it leads. */
    public synchronized void stop(int id) {
        require(id).server.close();
        running.remove(id);
    }

    /** Ends a node as {@code kill -9} does: its connections break, and nothing more of what it knew reaches its disk. */
    public synchronized void kill(int id) {
        Running node = require(id);
        running.remove(id);
        node.disk.kill();
        node.server.kill();
    }

    /**
     * Starts nodes that were stopped or killed, side by side; they serve requests when this returns.
     *
     * @throws IllegalStateException if one of them runs, or cannot be started
     */
    public synchronized void start(Integer... ids) {
        for (int id : ids) {
            if (running.containsKey(id)) {
                throw new IllegalStateException("node " + id + " runs already");
            }
        }
        startAll(List.of(ids));
    }

    /** Stops every node and deletes the data. A second call does nothing. */
    @Override
    public synchronized void close() {
        List<CompletableFuture<Void>> stops = running.values().stream()
                .map(node -> CompletableFuture.runAsync(node.server::kill))
                .toList();
        stops.forEach(CompletableFuture::join);
        running.clear();
        folder.deleteIfTemporary();
    }

    private Running require(int id) {
        Running node = running.get(id);
        if (node == null) {
            throw new IllegalStateException("node " + id + " does not run; " + running.keySet() + " do");
        }
        return node;
    }

    /** Side by side: the first ones wait for a majority. */
    private void startAll(List<Integer> ids) {
        Map<Integer, CompletableFuture<Running>> starts = new LinkedHashMap<>();
        ids.forEach(id -> starts.put(id, CompletableFuture.supplyAsync(() -> launch(id), OdradekCluster::onThread)));
        List<RuntimeException> failures = new ArrayList<>();
        starts.forEach((id, start) -> {
            try {
                running.put(id, start.join());
            } catch (CompletionException e) {
                failures.add(new IllegalStateException(
                        "Node " + id + " did not start: "
                                + Objects.requireNonNullElse(e.getCause(), e).getMessage(),
                        e));
            }
        });
        if (!failures.isEmpty()) {
            throw failures.getFirst();
        }
    }

    private static void onThread(Runnable task) {
        Thread.ofVirtual().name("odradek-cluster-start").start(task);
    }

    private Running launch(int id) {
        MortalDisk disk = new MortalDisk(new RealDisk());
        try {
            ServerOptions options =
                    new ServerOptions(BrokerConfigLoader.load(configsOf(id)).config(), false);
            return new Running(OdradekServer.start(options, disk), disk);
        } catch (StartException e) {
            throw new IllegalStateException(e.getMessage(), e);
        }
    }

    private Map<String, String> configsOf(int id) {
        Ports own = Objects.requireNonNull(ports.get(id));
        Map<String, String> all = new LinkedHashMap<>();
        all.put("durability", "buffered");
        all.put("offsets.topic.num.partitions", "1");
        all.put("group.initial.rebalance.delay.ms", "0");
        all.putAll(configs);
        all.put("node.id", Integer.toString(id));
        all.put("process.roles", "broker,controller");
        all.put("log.dirs", dataFolder(id).toString());
        all.put(
                "listeners",
                "PLAINTEXT://" + LOOPBACK + ":" + own.clients + ",CONTROLLER://" + LOOPBACK + ":" + own.controllers);
        all.put("controller.listener.names", "CONTROLLER");
        all.put(
                "controller.quorum.voters",
                ports.entrySet().stream()
                        .map(each -> each.getKey() + "@" + LOOPBACK + ":" + each.getValue().controllers)
                        .collect(Collectors.joining(",")));
        return all;
    }

    private void format(int id) {
        Disk disk = new RealDisk();
        UUID directory = UUID.randomUUID();
        try {
            disk.createDirectories(dataFolder(id));
            new MetaProperties(
                            clusterId,
                            id,
                            new Uuid(directory.getMostSignificantBits(), directory.getLeastSignificantBits()))
                    .write(disk, dataFolder(id));
        } catch (IOException e) {
            throw new UncheckedIOException("the folder " + dataFolder(id) + " cannot be made", e);
        }
    }

    /** Free when asked for, all at once so that they differ. */
    private static List<Integer> freePorts(int count) {
        List<ServerSocket> sockets = new ArrayList<>();
        try {
            for (int i = 0; i < count; i++) {
                sockets.add(new ServerSocket(0, 1, InetAddress.getLoopbackAddress()));
            }
            return sockets.stream().map(ServerSocket::getLocalPort).toList();
        } catch (IOException e) {
            throw new UncheckedIOException("no free port is found", e);
        } finally {
            sockets.forEach(OdradekCluster::close);
        }
    }

    private static void close(ServerSocket socket) {
        try {
            socket.close();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** How a cluster shall be; what is not said stays at the default. One thread. */
    public static final class Builder {
        private static final int DEFAULT_NODES = 3;

        private final Map<String, String> configs = new LinkedHashMap<>();
        private int nodes = DEFAULT_NODES;

        private Builder() {}

        /** @param count of nodes, at least 1 */
        public Builder nodes(int count) {
            if (count < 1) {
                throw new IllegalArgumentException("a cluster has a node at least, not " + count);
            }
            nodes = count;
            return this;
        }

        /** Sets any key of {@code server.properties} for every node; the value's {@code toString()} counts. */
        public Builder config(String key, Object value) {
            configs.put(key, Objects.requireNonNull(value, key).toString());
            return this;
        }

        /**
         * What an acknowledgement means: on disk ({@code fsync}, a broker's own default) or with the operating system
         * ({@code buffered}, the default here).
         */
        public Builder durability(String durability) {
            return config("durability", durability);
        }

        /**
         * Starts the cluster; it serves requests when this returns.
         *
         * @throws IllegalStateException if it cannot be started; the message says why
         */
        public OdradekCluster start() {
            return new OdradekCluster(this);
        }
    }
}
