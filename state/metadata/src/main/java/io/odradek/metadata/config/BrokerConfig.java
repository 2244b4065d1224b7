package io.odradek.metadata.config;

import io.odradek.base.Ordered;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.TreeMap;
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
    private final Map<String, String> effective;
    private final List<String> ignored;
    private final ConfigValues values;
    private final ListenerSettings listeners;
    private final Map<String, @Nullable Object> topicDefaults;

    private BrokerConfig(
            Map<String, String> fromFile,
            Map<String, String> clusterWide,
            Map<String, String> perBroker,
            List<String> ignored) {
        this.fromFile = Ordered.map(fromFile);
        this.clusterWide = Ordered.map(clusterWide);
        this.perBroker = Ordered.map(perBroker);
        this.ignored = List.copyOf(ignored);
        Map<String, String> written = new HashMap<>(fromFile);
        written.putAll(clusterWide);
        written.putAll(perBroker);
        this.effective = Ordered.map(ConfigReferences.resolve(written));
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
        return new BrokerConfig(fromFile, Map.of(), Map.of(), List.of());
    }

    /**
     * This configuration with other dynamic values; those that it had are dropped.
     *
     * @param clusterWideValues set for all brokers
     * @param perBrokerValues set for this one, which win
     * @throws ConfigException if a value cannot be read
     */
    public BrokerConfig withDynamic(Map<String, String> clusterWideValues, Map<String, String> perBrokerValues) {
        return new BrokerConfig(fromFile, clusterWideValues, perBrokerValues, List.of());
    }

    /**
     * As {@link #withDynamic}, but what cannot be used is left out and named by {@link #ignored()}: what was set once must not
     * keep a broker from running when, for example, the file that it refers to is gone.
     */
    public BrokerConfig withUsable(Map<String, String> clusterWideValues, Map<String, String> perBrokerValues) {
        try {
            return withDynamic(clusterWideValues, perBrokerValues);
        } catch (ConfigException _) {
            List<String> problems = new ArrayList<>();
            Map<String, String> usableForAll = usable(clusterWideValues, problems);
            Map<String, String> usableHere = usable(perBrokerValues, problems);
            try {
                return new BrokerConfig(fromFile, usableForAll, usableHere, problems);
            } catch (ConfigException together) {
                problems.add("Nothing that was set while running is used: " + together.getMessage());
                return new BrokerConfig(fromFile, Map.of(), Map.of(), problems);
            }
        }
    }

    private Map<String, String> usable(Map<String, String> dynamic, List<String> problems) {
        Map<String, String> result = new HashMap<>();
        new TreeMap<>(dynamic).forEach((key, value) -> {
            try {
                withDynamic(Map.of(), Map.of(key, value));
                result.put(key, value);
            } catch (ConfigException e) {
                problems.add(key + ", which was set while running, is not used: " + e.getMessage());
            }
        });
        return result;
    }

    /** What was set while running and is not used, a sentence each. */
    public List<String> ignored() {
        return ignored;
    }

    /** What counts of every key that is written anywhere, references replaced. */
    Map<String, String> effective() {
        return effective;
    }

    /** Texts to set as they will be read: references replaced with the providers of this configuration. */
    public Map<String, String> resolve(Map<String, String> texts) {
        Map<String, String> all = new HashMap<>(effective);
        all.putAll(texts);
        Map<String, String> resolved = new HashMap<>(ConfigReferences.resolve(all));
        resolved.keySet().retainAll(texts.keySet());
        return resolved;
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
        String value = effective.getOrDefault(key, "");
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

    /** Bytes per second that throttled replicas are served at most. */
    public long leaderThrottledRate() {
        return throttledRate("leader.replication.throttled.rate");
    }

    /** Bytes per second that throttled replicas fetch at most. */
    public long followerThrottledRate() {
        return throttledRate("follower.replication.throttled.rate");
    }

    /** Throttles are set while the broker runs, and never in its file. */
    private long throttledRate(String key) {
        return Optional.ofNullable(perBroker.get(key))
                .or(() -> Optional.ofNullable(clusterWide.get(key)))
                .map(text -> Long.parseLong(text.strip()))
                .orElse(Long.MAX_VALUE);
    }

    public ReplicationSettings replication() {
        return ReplicationSettings.of(values);
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
