package io.odradek.testkit;

import io.odradek.metadata.config.BrokerConfig;
import io.odradek.metadata.config.BrokerConfigLoader;
import io.odradek.metadata.config.Listener;
import io.odradek.network.Endpoint;
import io.odradek.server.OdradekServer;
import io.odradek.server.ServerOptions;
import io.odradek.server.StartException;
import io.odradek.storage.disk.RealDisk;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/**
 * A broker that runs inside this JVM and listens on 127.0.0.1. It needs no configuration: {@link #start()} takes a free
 * port and a new temporary folder, which {@link #close()} deletes. Any number of brokers may run in one JVM.
 *
 * <p>What differs from a broker's own defaults is what makes tests quick: {@code durability=buffered}, one partition in
 * {@code __consumer_offsets}, no delay before the first rebalance of a group, and no room kept back for a full disk.
 * {@link Builder#config} wins over it.
 *
 * <p>Any thread; {@link #restart()} and {@link #close()} exclude one another.
 */
public final class OdradekBroker implements AutoCloseable {
    private static final String LOOPBACK = "127.0.0.1";

    private final Map<String, String> configs;
    private final DataFolder folder;
    private volatile Running running;

    private OdradekBroker(Builder builder) {
        this.configs = Map.copyOf(builder.configs);
        this.folder = builder.folder == null ? DataFolder.temporary() : DataFolder.kept(builder.folder);
        try {
            this.running = launch(configs.getOrDefault("listeners", "PLAINTEXT://" + LOOPBACK + ":" + builder.port));
        } catch (RuntimeException e) {
            folder.deleteIfTemporary();
            throw e;
        }
    }

    /** A server and its first listener for clients. */
    private record Running(OdradekServer server, Endpoint endpoint) {}

    /**
     * Starts a broker with the defaults; it serves requests when this returns.
     *
     * @throws IllegalStateException if it cannot be started; the message says why
     */
    public static OdradekBroker start() {
        return builder().start();
    }

    /** For a broker with other configs, a folder that stays, or a fixed port. */
    public static Builder builder() {
        return new Builder();
    }

    /** What goes into {@code bootstrap.servers}; it stays the same over a {@link #restart()}. */
    public String bootstrapServers() {
        Endpoint endpoint = running.endpoint();
        String host = endpoint.host().isEmpty() || endpoint.host().equals("0.0.0.0") ? LOOPBACK : endpoint.host();
        return new Endpoint(endpoint.listenerName(), host, endpoint.port()).hostAndPort();
    }

    /** The port that clients connect to. */
    public int port() {
        return running.endpoint().port();
    }

    /** The id of the cluster that this broker is; it belongs to the data, so a restart keeps it. */
    public String clusterId() {
        return running.server().clusterId();
    }

    /** Where the broker keeps its data, unless {@code log.dirs} is configured. */
    public Path dataFolder() {
        return folder.path();
    }

    /** Each listener's name with the {@code host:port} that it is bound to: one, unless {@code listeners} is configured. */
    public Map<String, String> listeners() {
        Map<String, String> listeners = new LinkedHashMap<>();
        running.server().endpoints().forEach(bound -> listeners.put(bound.listenerName(), bound.hostAndPort()));
        return listeners;
    }

    /**
     * Why the broker stopped by itself, as when the disk of its last log directory failed; empty as long as it did not. A
     * broker in its own process ends then, with exit code 1; this one leaves the JVM alone.
     */
    public Optional<String> failure() {
        return running.server().failure();
    }

    /**
     * Stops the broker in an orderly way and starts it again with the same data and ports. Clients that stay open
     * connect again by themselves.
     *
     * @throws IllegalStateException if it does not start again
     */
    public synchronized void restart() {
        String bound = listeners().entrySet().stream()
                .map(listener -> listener.getKey() + "://" + listener.getValue())
                .collect(Collectors.joining(","));
        running.server().close();
        running = launch(bound);
    }

    /** Stops the broker, and deletes its folder if that is a temporary one. A second call does nothing. */
    @Override
    public synchronized void close() {
        running.server().close();
        folder.deleteIfTemporary();
    }

    private Running launch(String listeners) {
        Map<String, String> all = new LinkedHashMap<>();
        all.put("log.dirs", folder.path().toString());
        all.put("durability", "buffered");
        all.put("log.dir.reserve.bytes", "0");
        all.put("offsets.topic.num.partitions", "1");
        all.put("group.initial.rebalance.delay.ms", "0");
        all.putAll(configs);
        all.put("listeners", listeners);
        BrokerConfig config = BrokerConfigLoader.load(all).config();
        try {
            OdradekServer server = OdradekServer.start(new ServerOptions(config, true), new RealDisk());
            return new Running(server, forClients(config, server.endpoints()));
        } catch (StartException e) {
            throw new IllegalStateException("The broker did not start: " + e.getMessage(), e);
        }
    }

    private static Endpoint forClients(BrokerConfig config, List<Endpoint> bound) {
        List<String> names =
                config.listeners().forBrokers().stream().map(Listener::name).toList();
        return bound.stream()
                .filter(endpoint -> names.contains(endpoint.listenerName()))
                .findFirst()
                .orElse(bound.getFirst());
    }

    /** How a broker shall be; what is not said stays at the default. One thread. */
    public static final class Builder {
        private final Map<String, String> configs = new LinkedHashMap<>();
        private @Nullable Path folder;
        private int port;

        private Builder() {}

        /** Sets any key of {@code server.properties}; the value's {@code toString()} counts. */
        public Builder config(String key, Object value) {
            configs.put(key, Objects.requireNonNull(value, key).toString());
            return this;
        }

        /** Sets several keys of {@code server.properties}. */
        public Builder configs(Map<String, ?> values) {
            values.forEach(this::config);
            return this;
        }

        /** Keeps the data in a folder that outlives the broker; one with data of an earlier broker is continued. */
        public Builder dataFolder(Path kept) {
            folder = kept;
            return this;
        }

        /**
         * Listens on a fixed port.
         *
         * @param fixed 1 to 65535; 0 takes a free one
         */
        public Builder port(int fixed) {
            port = fixed;
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
         * Starts the broker; it serves requests when this returns.
         *
         * @throws IllegalStateException if it cannot be started; the message says why
         * @throws org.apache.kafka.common.config.ConfigException if the configs are not valid; with every error
         */
        public OdradekBroker start() {
            return new OdradekBroker(this);
        }
    }
}
