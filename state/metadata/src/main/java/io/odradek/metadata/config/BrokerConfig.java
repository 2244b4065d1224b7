package io.odradek.metadata.config;

import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalInt;
import org.apache.kafka.common.config.ConfigException;
import org.jspecify.annotations.Nullable;

/**
 * A broker's configuration: what its file says, and over it what was set while it runs (KIP-226). {@link BrokerConfigLoader}
 * makes it.
 *
 * <p>Immutable; any thread.
 */
public final class BrokerConfig {
    private final Map<String, String> fromFile;
    private final Map<String, String> clusterWide;
    private final Map<String, String> perBroker;
    private final ConfigValues values;
    private final ListenerSettings listeners;
    private final Map<String, @Nullable Object> topicDefaults;

    private BrokerConfig(Map<String, String> fromFile, Map<String, String> clusterWide, Map<String, String> perBroker) {
        this.fromFile = Map.copyOf(fromFile);
        this.clusterWide = Map.copyOf(clusterWide);
        this.perBroker = Map.copyOf(perBroker);
        Map<String, String> effective = new HashMap<>(fromFile);
        effective.putAll(clusterWide);
        effective.putAll(perBroker);
        this.values = new ConfigValues(BrokerConfigDef.definition().parse(effective));
        this.topicDefaults = TopicConfigs.inherited(values);
        this.listeners = ListenerSettings.of(values, effective.containsKey("listener.security.protocol.map"));
    }

    /**
     * The configuration of a file whose keys are complete and checked.
     *
     * @throws ConfigException if a value cannot be read
     */
    static BrokerConfig ofFile(Map<String, String> fromFile) {
        return new BrokerConfig(fromFile, Map.of(), Map.of());
    }

    /**
     * This configuration with other dynamic values; those that it had are dropped.
     *
     * @param clusterWideValues set for all brokers
     * @param perBrokerValues set for this one, which win
     * @throws ConfigException if a value cannot be read
     */
    public BrokerConfig withDynamic(Map<String, String> clusterWideValues, Map<String, String> perBrokerValues) {
        return new BrokerConfig(fromFile, clusterWideValues, perBrokerValues);
    }

    /** What the file and the command line say, by key, together with what follows from it ({@code broker.id}). */
    public Map<String, String> fromFile() {
        return fromFile;
    }

    /** What was set for all brokers while they run. */
    public Map<String, String> clusterWide() {
        return clusterWide;
    }

    /** What was set for this broker while it runs. */
    public Map<String, String> perBroker() {
        return perBroker;
    }

    /** Every value by key, for what has no accessor here. */
    public ConfigValues values() {
        return values;
    }

    /** What a topic without values of its own has; not to be changed. */
    Map<String, @Nullable Object> topicDefaults() {
        return topicDefaults;
    }

    /** Whether a key was set in the file or while running, as opposed to having its default. */
    public boolean isSet(String key) {
        return perBroker.containsKey(key) || clusterWide.containsKey(key) || fromFile.containsKey(key);
    }

    public int nodeId() {
        return values.integer("node.id");
    }

    public List<String> processRoles() {
        return values.list("process.roles");
    }

    public boolean isBroker() {
        return processRoles().contains("broker");
    }

    public boolean isController() {
        return processRoles().contains("controller");
    }

    public Optional<String> rack() {
        return values.optionalText("broker.rack");
    }

    public ListenerSettings listeners() {
        return listeners;
    }

    public QuorumSettings quorum() {
        return QuorumSettings.of(values);
    }

    /** The folders of the logs, at least one. */
    public List<String> logDirs() {
        List<String> several = values.list("log.dirs");
        return several.isEmpty() ? values.list("log.dir") : several;
    }

    /** The folder of the metadata log: the first of {@link #logDirs} unless it is set. */
    public String metadataLogDir() {
        return values.optionalText("metadata.log.dir").orElse(logDirs().getFirst());
    }

    public SocketSettings sockets() {
        return SocketSettings.of(values);
    }

    /** Bounds of one listener's connections, where {@code listener.name.<name>.} keys narrow them; empty without. */
    public OptionalInt maxConnections(String listenerName) {
        String key = "listener.name." + listenerName.toLowerCase(Locale.ROOT) + ".max.connections";
        String value = perBroker.getOrDefault(key, clusterWide.getOrDefault(key, fromFile.getOrDefault(key, "")));
        return value.isBlank() ? OptionalInt.empty() : OptionalInt.of(Integer.parseInt(value.strip()));
    }

    public int networkThreads() {
        return values.integer("num.network.threads");
    }

    public int ioThreads() {
        return values.integer("num.io.threads");
    }

    public int backgroundThreads() {
        return values.integer("background.threads");
    }

    public int numPartitions() {
        return values.integer("num.partitions");
    }

    public short defaultReplicationFactor() {
        return (short) values.integer("default.replication.factor");
    }

    public boolean autoCreateTopics() {
        return values.bool("auto.create.topics.enable");
    }

    public boolean deleteTopics() {
        return values.bool("delete.topic.enable");
    }

    /** Bytes that one fetch response returns at most. */
    public int fetchMaxBytes() {
        return values.integer("fetch.max.bytes");
    }

    public int fetchSessionSlots() {
        return values.integer("max.incremental.fetch.session.cache.slots");
    }

    /** Partitions that one DescribeTopicPartitions may ask for. */
    public int maxRequestPartitions() {
        return values.integer("max.request.partition.size.limit");
    }

    public LogSettings logs() {
        return LogSettings.of(values);
    }

    public OffsetsSettings offsets() {
        return OffsetsSettings.of(values);
    }

    public ClassicGroupSettings classicGroups() {
        return ClassicGroupSettings.of(values);
    }

    public TransactionSettings transactions() {
        return TransactionSettings.of(values);
    }
}
