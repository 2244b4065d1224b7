package io.odradek.broker.cluster;

import io.odradek.base.TopicPartition;
import io.odradek.base.Uuid;
import io.odradek.broker.group.GroupCoordinator;
import io.odradek.broker.partition.Partition;
import io.odradek.broker.partition.PartitionRegistry;
import io.odradek.broker.partition.ReplicaContext;
import io.odradek.broker.partition.TopicSettings;
import io.odradek.broker.publish.Retries;
import io.odradek.metadata.image.ClusterImage;
import io.odradek.metadata.image.ImageDelta.PartitionDelta;
import io.odradek.metadata.image.PartitionImage;
import io.odradek.metadata.image.TopicImage;
import io.odradek.protocol.ApiException;
import io.odradek.replication.PartitionState;
import io.odradek.storage.HighWatermarks;
import io.odradek.storage.LogManager;
import io.odradek.storage.NewLog;
import io.odradek.storage.PartitionLog;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.Executor;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The replicas that the metadata places on this broker: opens their logs, leads them or not, and deletes what is gone. What
 * the disk does not let it do it does later.
 *
 * <p>On the executor of the metadata log.
 */
public final class LocalReplicas {
    private static final Logger LOG = LoggerFactory.getLogger(LocalReplicas.class);

    private final ClusterState cluster;
    private final PartitionRegistry partitions;
    private final LogManager logs;
    private final ReplicaContext context;
    private final HighWatermarks highWatermarks;
    private final GroupCoordinator groups;
    private final Retries retries;
    private final Executor serial;
    private ClusterImage newest = ClusterImage.EMPTY;

    /** @param serial the executor of the metadata log */
    public LocalReplicas(
            ClusterState cluster,
            PartitionRegistry partitions,
            LogManager logs,
            ReplicaContext context,
            HighWatermarks highWatermarks,
            GroupCoordinator groups,
            Retries retries,
            Executor serial) {
        this.cluster = cluster;
        this.partitions = partitions;
        this.logs = logs;
        this.context = context;
        this.highWatermarks = highWatermarks;
        this.groups = groups;
        this.retries = retries;
        this.serial = serial;
    }

    /** All that are open. */
    Collection<Partition> all() {
        return partitions.all();
    }

    /** Takes over what has changed of partitions. */
    void serve(ClusterImage image, List<PartitionDelta> changes) {
        boolean otherBrokers = !newest.nodes().equals(image.nodes());
        newest = image;
        cluster.know(image.nodes());
        makeLogs(changes);
        for (PartitionDelta change : changes) {
            serve(change.topic(), change.partition(), change.after());
        }
        if (otherBrokers) {
            // A follower that has just been fenced is waited for no longer.
            partitions.all().forEach(Partition::progressed);
        }
    }

    /** The topic is gone, and its data with it. */
    void delete(TopicImage topic) {
        for (int number = 0; number < topic.partitions().size(); number++) {
            release(topic, number);
        }
    }

    /** Many at once take a fraction of the time that one after the other takes. */
    private void makeLogs(List<PartitionDelta> changes) {
        List<NewLog> missing = new ArrayList<>();
        for (PartitionDelta change : changes) {
            boolean isNew = isHere(change.after())
                    && partitions.find(change.topic().id(), change.partition()).isEmpty();
            if (isNew) {
                missing.add(newLog(change.topic(), change.partition(), change.after()));
            }
        }
        if (missing.size() > 1) {
            logs.createAll(missing);
        }
    }

    private boolean isHere(PartitionImage partition) {
        return partition.replicas().contains(cluster.nodeId());
    }

    private void serve(TopicImage topic, int number, PartitionImage partition) {
        if (isOfGroups(topic)) {
            groups.partitionCount(topic.partitions().size());
        }
        if (!isHere(partition)) {
            release(topic, number);
            return;
        }
        String what = name(topic, number);
        try {
            open(topic, number, partition);
            retries.done(what);
        } catch (RuntimeException e) {
            LOG.debug("The {} is not served", what, e);
            retries.failed(what, reason(e), () -> serial.execute(() -> serveAgain(topic.id(), number)));
        }
    }

    private void serveAgain(Uuid topicId, int number) {
        newest.topics()
                .byId(topicId)
                .ifPresent(topic -> topic.partition(number).ifPresent(partition -> serve(topic, number, partition)));
    }

    private void open(TopicImage topic, int number, PartitionImage partition) {
        Partition local = partitions.find(topic.id(), number).orElseGet(() -> openNew(topic, number, partition));
        local.changed(new PartitionState(
                partition.leader(),
                partition.leaderEpoch(),
                partition.partitionEpoch(),
                partition.replicas(),
                partition.isr()));
        boolean leads = partition.leader() == cluster.nodeId();
        if (isOfGroups(topic)) {
            if (leads) {
                groups.lead(local, partition.leaderEpoch());
            } else {
                groups.resign(number);
            }
        }
    }

    private Partition openNew(TopicImage topic, int number, PartitionImage partition) {
        NewLog wanted = newLog(topic, number, partition);
        setStrayAside(wanted.partition(), wanted.topicId());
        PartitionLog log = logs.create(wanted.partition(), wanted.topicId(), wanted.config(), wanted.directory());
        TopicSettings settings =
                TopicConfigurations.settings(topic.name(), configurations().view(topic.name()));
        Partition opened = new Partition(log, settings, context, highWatermarks.take(wanted.partition()));
        // A log that was there already was opened before anything was known of its topic.
        opened.configure(wanted.config(), settings);
        partitions.add(opened);
        return opened;
    }

    /** What a topic that no longer exists has left behind must not keep another topic from being made. */
    private void setStrayAside(TopicPartition partition, Uuid topicId) {
        logs.log(partition)
                .map(PartitionLog::topicId)
                .filter(other -> !other.isZero()
                        && !other.equals(topicId)
                        && newest.topics().byId(other).isEmpty())
                .ifPresent(_ -> logs.setAside(partition));
    }

    private NewLog newLog(TopicImage topic, int number, PartitionImage partition) {
        TopicConfigurations configurations = configurations();
        Uuid directory = partition.directory(cluster.nodeId());
        return new NewLog(
                new TopicPartition(topic.name(), number),
                topic.id(),
                configurations.logConfig(configurations.view(topic.name())),
                directory.isZero() ? Optional.empty() : Optional.of(directory));
    }

    /** The partition is deleted, or has been moved to other brokers. */
    private void release(TopicImage topic, int number) {
        retries.drop(name(topic, number));
        partitions.find(topic.id(), number).ifPresent(partition -> {
            if (isOfGroups(topic)) {
                groups.resign(number);
            }
            partitions.remove(partition);
            partition.resign();
            deleteLog(topic, number, partition.topicPartition());
        });
    }

    private void deleteLog(TopicImage topic, int number, TopicPartition partition) {
        String what = "deletion of " + name(topic, number);
        // Meanwhile there may be a partition of that name again, of another topic or moved back.
        boolean stillThere = partitions.find(topic.id(), number).isEmpty()
                && logs.log(partition)
                        .filter(log -> log.topicId().equals(topic.id()))
                        .isPresent();
        try {
            if (stillThere) {
                logs.delete(partition);
            }
            retries.done(what);
        } catch (ApiException e) {
            retries.failed(what, reason(e), () -> serial.execute(() -> deleteLog(topic, number, partition)));
        }
    }

    private TopicConfigurations configurations() {
        return new TopicConfigurations(cluster.context().config(newest), newest);
    }

    private static boolean isOfGroups(TopicImage topic) {
        return topic.name().equals(GroupCoordinator.OFFSETS_TOPIC);
    }

    private static String name(TopicImage topic, int number) {
        return "partition " + topic.name() + "-" + number;
    }

    private static String reason(RuntimeException cause) {
        return cause instanceof ApiException ? String.valueOf(cause.getMessage()) : cause.toString();
    }
}
