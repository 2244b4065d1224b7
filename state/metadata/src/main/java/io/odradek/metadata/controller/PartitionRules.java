package io.odradek.metadata.controller;

import io.odradek.base.Uuid;
import io.odradek.metadata.config.BrokerConfig;
import io.odradek.metadata.config.TopicConfigDef;
import io.odradek.metadata.image.BrokerImage;
import io.odradek.metadata.image.ClusterImage;
import io.odradek.metadata.image.ConfigResource;
import io.odradek.metadata.image.DirectoryIds;
import io.odradek.metadata.image.PartitionImage;
import io.odradek.metadata.image.TopicImage;
import java.util.List;
import java.util.Objects;
import org.apache.kafka.common.config.ConfigDef;

/**
 * What holds for the partitions of one image: who may lead, how many in-sync replicas a topic wants, and what the finalized
 * features allow.
 *
 * <p>Immutable; any thread.
 */
final class PartitionRules {
    private static final String MIN_ISR = "min.insync.replicas";
    private static final String UNCLEAN = "unclean.leader.election.enable";

    private final ClusterImage image;
    private final BrokerConfig config;
    private final MetadataLevel level;
    private final boolean elr;

    PartitionRules(ClusterImage image, BrokerConfig config) {
        this.image = image;
        this.config = config;
        this.level = MetadataLevel.of(image);
        this.elr = elrEnabled(image);
    }

    /** Whether eligible leader replicas are kept (KIP-966). */
    static boolean elrEnabled(ClusterImage image) {
        return image.features().getOrDefault(FeatureDecider.ELR_VERSION, (short) 0) > 0;
    }

    /** The same rules for what the cluster becomes when records are applied. */
    PartitionRules in(ClusterImage other) {
        return new PartitionRules(other, config);
    }

    ClusterImage image() {
        return image;
    }

    MetadataLevel level() {
        return level;
    }

    boolean elr() {
        return elr;
    }

    /**
     * The in-sync replicas below which eligible leader replicas are remembered: {@code min.insync.replicas}, but no more than
     * the first partition has replicas.
     */
    int minIsr(TopicImage topic) {
        String own = image.configs().of(ConfigResource.topic(topic.name())).get(MIN_ISR);
        int wanted = own == null ? config.values().integer(MIN_ISR) : (Integer) parse(MIN_ISR, own);
        return Math.min(wanted, topic.replicationFactor());
    }

    /** Whether a replica outside the in-sync replicas may lead the topic's partitions as a last resort. */
    boolean uncleanElection(TopicImage topic) {
        String own = image.configs().of(ConfigResource.topic(topic.name())).get(UNCLEAN);
        return own == null ? config.values().bool(UNCLEAN) : (Boolean) parse(UNCLEAN, own);
    }

    /** Whether a replica in a directory can lead now: its broker is neither fenced nor stopping, and the directory works. */
    boolean acceptable(int brokerId, Uuid directory) {
        return image.nodes()
                .broker(brokerId)
                .filter(broker -> broker.active() && broker.serves(directory))
                .isPresent();
    }

    /** The same for a broker's replica of a partition where it lies now. */
    boolean acceptable(PartitionImage partition, int brokerId) {
        int index = partition.replicas().indexOf(brokerId);
        return index >= 0 && acceptable(brokerId, directories(partition).get(index));
    }

    /** The directory of a new replica. */
    Uuid newDirectory(int brokerId) {
        return image.nodes().broker(brokerId).map(BrokerImage::defaultDirectory).orElse(DirectoryIds.UNASSIGNED);
    }

    /** The directories of a partition's replicas; partitions that are older than directories have none recorded. */
    static List<Uuid> directories(PartitionImage partition) {
        return partition.directories().size() == partition.replicas().size()
                ? partition.directories()
                : partition.replicas().stream().map(_ -> DirectoryIds.MIGRATING).toList();
    }

    private static Object parse(String key, String value) {
        ConfigDef.ConfigKey definition =
                Objects.requireNonNull(TopicConfigDef.definition().configKeys().get(key));
        return ConfigDef.parseType(key, value, definition.type);
    }
}
