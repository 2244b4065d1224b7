package io.odradek.metadata.image;

import io.odradek.base.Uuid;
import java.util.ArrayList;
import java.util.Collections;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.SortedSet;
import java.util.TreeSet;

/**
 * What a batch of records changed, for those who follow the cluster.
 *
 * <p>Immutable; any thread.
 */
public record ImageDelta(ClusterImage before, ClusterImage after, Touched touched) {
    /**
     * What lies between any two images of a cluster, as for a node that goes on with a snapshot. A topic that was deleted and
     * made anew under its name is one deleted topic and one created.
     */
    public static ImageDelta between(ClusterImage before, ClusterImage after) {
        SortedSet<Integer> brokers = new TreeSet<>(before.nodes().brokers().keySet());
        brokers.addAll(after.nodes().brokers().keySet());
        return new ImageDelta(
                before,
                after,
                new Touched(
                        new TreeSet<>(
                                before.topics().ids().differing(after.topics().ids())),
                        brokers,
                        new TreeSet<>(before.configs()
                                .resources()
                                .differing(after.configs().resources())),
                        true));
    }

    /**
     * What the batch named; some of it may be as it was. The sets are walked in one order on every node.
     *
     * @param topics ids of topics
     * @param brokers ids of brokers
     * @param configs resources
     * @param clients whether it named quotas or credentials
     */
    public record Touched(Set<Uuid> topics, Set<Integer> brokers, Set<ConfigResource> configs, boolean clients) {
        public Touched {
            topics = ordered(topics);
            brokers = ordered(brokers);
            configs = ordered(configs);
        }

        private static <T> Set<T> ordered(Set<T> items) {
            return Collections.unmodifiableSet(new LinkedHashSet<>(items));
        }
    }

    /**
     * A partition that is new or has changed.
     *
     * @param topic its topic afterwards
     * @param partition its number
     * @param before what it was; empty when it is new
     * @param after what it is
     */
    public record PartitionDelta(
            TopicImage topic, int partition, Optional<PartitionImage> before, PartitionImage after) {}

    /** The topics that are new. */
    public List<TopicImage> createdTopics() {
        return touched.topics().stream()
                .filter(id -> before.topics().byId(id).isEmpty())
                .flatMap(id -> after.topics().byId(id).stream())
                .toList();
    }

    /** The topics that are gone, as they were. */
    public List<TopicImage> deletedTopics() {
        return touched.topics().stream()
                .filter(id -> after.topics().byId(id).isEmpty())
                .flatMap(id -> before.topics().byId(id).stream())
                .toList();
    }

    /** The partitions that are new or have changed, those of new topics included. */
    public List<PartitionDelta> changedPartitions() {
        List<PartitionDelta> result = new ArrayList<>();
        for (Uuid id : touched.topics()) {
            Optional<TopicImage> old = before.topics().byId(id);
            after.topics().byId(id).ifPresent(topic -> {
                for (int number = 0; number < topic.partitions().size(); number++) {
                    int partition = number;
                    Optional<PartitionImage> was = old.flatMap(each -> each.partition(partition));
                    PartitionImage is = topic.partitions().get(number);
                    if (was.isEmpty() || !was.get().equals(is)) {
                        result.add(new PartitionDelta(topic, number, was, is));
                    }
                }
            });
        }
        return result;
    }

    /** The resources whose configuration changed, those of deleted topics included. */
    public List<ConfigResource> changedConfigs() {
        return touched.configs().stream()
                .filter(resource ->
                        !before.configs().of(resource).equals(after.configs().of(resource)))
                .sorted()
                .toList();
    }

    /** The brokers that came, went or changed. */
    public List<Integer> changedBrokers() {
        return touched.brokers().stream()
                .filter(id -> !before.nodes().broker(id).equals(after.nodes().broker(id)))
                .sorted()
                .toList();
    }

    /** Whether the finalized features changed. */
    public boolean featuresChanged() {
        return !before.features().equals(after.features());
    }

    /** Whether quotas or credentials changed. */
    public boolean clientsChanged() {
        return touched.clients() && !before.clients().equals(after.clients());
    }
}
