package io.odradek.metadata.image;

import io.odradek.base.Uuid;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Set;

/**
 * What a batch of records changed, for those who follow the cluster.
 *
 * <p>Immutable; any thread.
 */
public record ImageDelta(ClusterImage before, ClusterImage after, Touched touched) {
    /**
     * What the batch named; some of it may be as it was.
     *
     * @param topics ids of topics
     * @param brokers ids of brokers
     * @param configs resources
     * @param clients whether it named quotas or credentials
     */
    public record Touched(Set<Uuid> topics, Set<Integer> brokers, Set<ConfigResource> configs, boolean clients) {}

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
