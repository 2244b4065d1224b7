package io.odradek.broker.cluster;

import io.odradek.base.TopicPartition;
import io.odradek.broker.group.GroupCoordinator;
import io.odradek.broker.partition.Partition;
import io.odradek.broker.publish.ImageListener;
import io.odradek.metadata.config.TopicConfigView;
import io.odradek.metadata.image.ClusterImage;
import io.odradek.metadata.image.ConfigResource;
import io.odradek.metadata.image.ImageDelta;
import io.odradek.metadata.image.ResourceType;
import io.odradek.metadata.image.TopicImage;
import io.odradek.storage.LogManager;
import io.odradek.storage.PartitionLog;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Makes this broker what the cluster's metadata says: has partitions opened, led, configured and deleted, and then lets
 * requests see the new image. What is done already is not done again, so a change may come twice.
 *
 * <p>One thread at a time.
 */
public final class MetadataApplier implements ImageListener {
    private static final Logger LOG = LoggerFactory.getLogger(MetadataApplier.class);

    private final ClusterState cluster;
    private final LocalReplicas replicas;
    private final LogManager logs;
    private final GroupCoordinator groups;
    private boolean started;

    public MetadataApplier(ClusterState cluster, LocalReplicas replicas, LogManager logs, GroupCoordinator groups) {
        this.cluster = cluster;
        this.replicas = replicas;
        this.logs = logs;
        this.groups = groups;
    }

    @Override
    public void changed(ImageDelta delta) {
        ClusterImage image = delta.after();
        if (!started) {
            warnOfStrays(image);
            warnOfIgnored(image);
        }
        List<TopicImage> deleted = delta.deletedTopics();
        if (!deleted.isEmpty()) {
            // Who waits on a partition that goes has to hear that there is no such topic, not that its leader is
            // elsewhere.
            cluster.publish(image);
            deleted.forEach(replicas::delete);
        }
        replicas.serve(image, delta.changedPartitions());
        cluster.publish(image);
        if (started) {
            reconfigure(image, delta.changedConfigs());
        }
        if (!deleted.isEmpty()) {
            groups.topicsDeleted(deleted.stream().map(TopicImage::name).toList());
        }
        started = true;
    }

    private void reconfigure(ClusterImage image, List<ConfigResource> changed) {
        boolean all = changed.stream().anyMatch(resource -> resource.type() == ResourceType.BROKER);
        Set<String> topics = new HashSet<>();
        changed.stream()
                .filter(resource -> resource.type() == ResourceType.TOPIC)
                .forEach(resource -> topics.add(resource.name()));
        if (!all && topics.isEmpty()) {
            return;
        }
        if (all) {
            warnOfIgnored(image);
        }
        TopicConfigurations configurations =
                new TopicConfigurations(cluster.context().config(image), image);
        for (Partition partition : replicas.all()) {
            String topic = partition.topicPartition().topic();
            if (all || topics.contains(topic)) {
                TopicConfigView view = configurations.view(topic);
                partition.configure(configurations.logConfig(view), TopicConfigurations.settings(topic, view));
            }
        }
    }

    private void warnOfIgnored(ClusterImage image) {
        cluster.context().config(image).ignored().forEach(LOG::warn);
    }

    private void warnOfStrays(ClusterImage image) {
        for (PartitionLog log : logs.logs()) {
            TopicPartition partition = log.topicPartition();
            if (image.topics().byId(log.topicId()).isEmpty()) {
                LOG.warn(
                        "{} belongs to no topic of this cluster (topic id {}); its folder {} is left alone",
                        partition,
                        log.topicId(),
                        log.folder());
            }
        }
    }
}
