package io.odradek.broker.cluster;

import io.odradek.base.TopicPartition;
import io.odradek.base.Uuid;
import io.odradek.broker.controller.ImageListener;
import io.odradek.broker.group.GroupCoordinator;
import io.odradek.broker.partition.Partition;
import io.odradek.broker.partition.PartitionRegistry;
import io.odradek.broker.partition.TopicSettings;
import io.odradek.metadata.config.TopicConfigView;
import io.odradek.metadata.image.ClusterImage;
import io.odradek.metadata.image.ConfigResource;
import io.odradek.metadata.image.ImageDelta;
import io.odradek.metadata.image.PartitionImage;
import io.odradek.metadata.image.ResourceType;
import io.odradek.metadata.image.TopicImage;
import io.odradek.protocol.ApiException;
import io.odradek.storage.LogManager;
import io.odradek.storage.NewLog;
import io.odradek.storage.PartitionLog;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Makes this broker what the cluster's metadata says: opens, leads, configures and deletes partitions, and then lets
 * requests see the new image.
 *
 * <p>One thread at a time.
 */
public final class MetadataApplier implements ImageListener {
    private static final Logger LOG = LoggerFactory.getLogger(MetadataApplier.class);

    private final ClusterState cluster;
    private final PartitionRegistry partitions;
    private final LogManager logs;
    private final GroupCoordinator groups;

    public MetadataApplier(
            ClusterState cluster, PartitionRegistry partitions, LogManager logs, GroupCoordinator groups) {
        this.cluster = cluster;
        this.partitions = partitions;
        this.logs = logs;
        this.groups = groups;
    }

    @Override
    public void start(ClusterImage image) {
        cluster.publish(image);
        warnOfStrays(image);
        image.topics().all().forEach(topic -> {
            for (int number = 0; number < topic.partitions().size(); number++) {
                apply(image, topic, number, topic.partitions().get(number));
            }
        });
    }

    @Override
    public void changed(ImageDelta delta) {
        ClusterImage image = delta.after();
        List<TopicImage> deleted = delta.deletedTopics();
        deleted.forEach(this::delete);
        makeLogs(image, delta.changedPartitions());
        for (ImageDelta.PartitionDelta change : delta.changedPartitions()) {
            apply(image, change.topic(), change.partition(), change.after());
        }
        cluster.publish(image);
        reconfigure(image, delta.changedConfigs());
        if (!deleted.isEmpty()) {
            groups.topicsDeleted(deleted.stream().map(TopicImage::name).toList());
        }
    }

    /** Many at once take a fraction of the time that one after the other takes. */
    private void makeLogs(ClusterImage image, List<ImageDelta.PartitionDelta> changes) {
        List<NewLog> missing = new ArrayList<>();
        for (ImageDelta.PartitionDelta change : changes) {
            boolean isNew = change.after().replicas().contains(cluster.nodeId())
                    && partitions.find(change.topic().id(), change.partition()).isEmpty();
            if (isNew) {
                missing.add(newLog(image, change.topic(), change.partition(), change.after()));
            }
        }
        if (missing.size() > 1) {
            logs.createAll(missing);
        }
    }

    /** A crash between the deletion of a topic and that of its logs leaves them behind, in the way of its namesake. */
    private void setStrayAside(ClusterImage image, TopicPartition partition, Uuid topicId) {
        logs.log(partition)
                .map(PartitionLog::topicId)
                .filter(other -> !other.isZero()
                        && !other.equals(topicId)
                        && image.topics().byId(other).isEmpty())
                .ifPresent(_ -> logs.setAside(partition));
    }

    private NewLog newLog(ClusterImage image, TopicImage topic, int number, PartitionImage partition) {
        TopicConfigurations configurations = configurations(image);
        Uuid directory = partition.directory(cluster.nodeId());
        return new NewLog(
                new TopicPartition(topic.name(), number),
                topic.id(),
                configurations.logConfig(configurations.view(topic.name())),
                directory.isZero() ? Optional.empty() : Optional.of(directory));
    }

    private void apply(ClusterImage image, TopicImage topic, int number, PartitionImage partition) {
        if (topic.name().equals(GroupCoordinator.OFFSETS_TOPIC)) {
            groups.partitionCount(topic.partitions().size());
        }
        if (!partition.replicas().contains(cluster.nodeId())) {
            return;
        }
        try {
            Partition local = open(image, topic, number, partition);
            local.assignedTo(partition.replicas().size());
            if (partition.leader() == cluster.nodeId()) {
                local.lead(cluster.nodeId(), partition.leaderEpoch(), new HashSet<>(partition.isr()));
                if (topic.name().equals(GroupCoordinator.OFFSETS_TOPIC)) {
                    groups.lead(local);
                }
            } else {
                local.resign();
            }
        } catch (ApiException e) {
            LOG.error("The partition {}-{} is not served: {}", topic.name(), number, e.getMessage());
        } catch (RuntimeException e) {
            LOG.error("The partition {}-{} is not served", topic.name(), number, e);
        }
    }

    private Partition open(ClusterImage image, TopicImage topic, int number, PartitionImage partition) {
        Optional<Partition> known = partitions.find(topic.id(), number);
        if (known.isPresent()) {
            return known.get();
        }
        NewLog wanted = newLog(image, topic, number, partition);
        setStrayAside(image, wanted.partition(), wanted.topicId());
        PartitionLog log = logs.create(wanted.partition(), wanted.topicId(), wanted.config(), wanted.directory());
        TopicSettings settings =
                TopicConfigurations.settings(topic.name(), configurations(image).view(topic.name()));
        Partition opened = new Partition(log, settings);
        // A log that was there already was opened before anything was known of its topic.
        opened.configure(wanted.config(), settings);
        partitions.add(opened);
        return opened;
    }

    private void delete(TopicImage topic) {
        for (int number = 0; number < topic.partitions().size(); number++) {
            Optional<Partition> local = partitions.find(topic.id(), number);
            if (topic.name().equals(GroupCoordinator.OFFSETS_TOPIC)) {
                groups.resign(number);
            }
            local.ifPresent(partition -> {
                partitions.remove(partition);
                partition.resign();
                deleteLog(partition);
            });
        }
    }

    private void deleteLog(Partition partition) {
        try {
            logs.delete(partition.topicPartition());
        } catch (ApiException e) {
            LOG.error("The topic of {} is deleted, its log is not: {}", partition.topicPartition(), e.getMessage());
        }
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
        TopicConfigurations configurations = configurations(image);
        for (Partition partition : partitions.all()) {
            String topic = partition.topicPartition().topic();
            if (all || topics.contains(topic)) {
                TopicConfigView view = configurations.view(topic);
                partition.configure(configurations.logConfig(view), TopicConfigurations.settings(topic, view));
            }
        }
    }

    private void warnOfStrays(ClusterImage image) {
        for (PartitionLog log : logs.logs()) {
            if (image.topics().byId(log.topicId()).isEmpty()) {
                LOG.warn(
                        "{} belongs to no topic of this cluster (topic id {}); its folder {} is left alone",
                        log.topicPartition(),
                        log.topicId(),
                        log.folder());
            }
        }
    }

    private TopicConfigurations configurations(ClusterImage image) {
        return new TopicConfigurations(cluster.context().config(image), image);
    }
}
