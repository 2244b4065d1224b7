package io.odradek.metadata.controller;

import io.odradek.metadata.config.BrokerConfig;
import io.odradek.metadata.image.ClusterImage;
import java.util.OptionalInt;

/**
 * How many replicas a topic gets when nobody says. Kafka's defaults, one replica and one in sync, lose records with one broker;
 * so from three brokers on it is three, two of them in sync, unless {@code default.replication.factor} or
 * {@code min.insync.replicas} are set. A topic keeps what it was made with.
 *
 * <p>Immutable; any thread.
 */
public final class ReplicationDefaults {
    private static final int REPLICAS = 3;
    private static final int MIN_IN_SYNC = 2;

    private final BrokerConfig config;
    private final int brokers;

    /** For the cluster as it is: brokers count while they are registered, running or not, unless they are cordoned. */
    public ReplicationDefaults(ClusterImage image, BrokerConfig config) {
        this.config = config;
        this.brokers = (int) image.nodes().brokers().values().stream()
                .filter(broker -> !broker.cordoned())
                .count();
    }

    /** Replicas of a topic that is made without a number of its own. */
    public short replicationFactor() {
        if (config.isSet("default.replication.factor") || brokers < REPLICAS) {
            return config.defaultReplicationFactor();
        }
        return REPLICAS;
    }

    /** What such a topic gets as {@code min.insync.replicas} of its own; empty if what is configured holds for it. */
    public OptionalInt minInSyncReplicas() {
        return minInSyncReplicas(replicationFactor());
    }

    /**
     * Replicas of a topic that brokers make for themselves: as many as configured, but no more than there are brokers. {@link
     * InternalTopicDecider} adds the others when brokers come.
     *
     * @param key such as {@code offsets.topic.replication.factor}
     */
    public short internalReplicationFactor(String key) {
        return (short) Math.min(config.values().integer(key), Math.max(1, brokers));
    }

    /** What a topic of so many replicas gets as {@code min.insync.replicas}, if nothing is configured. */
    public OptionalInt minInSyncReplicas(int replicationFactor) {
        boolean applies = !config.isSet("min.insync.replicas") && replicationFactor >= REPLICAS;
        return applies ? OptionalInt.of(MIN_IN_SYNC) : OptionalInt.empty();
    }
}
