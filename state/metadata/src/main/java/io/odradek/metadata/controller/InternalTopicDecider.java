package io.odradek.metadata.controller;

import io.odradek.base.Decision;
import io.odradek.metadata.config.BrokerConfig;
import io.odradek.metadata.image.BrokerImage;
import io.odradek.metadata.image.ClusterImage;
import io.odradek.metadata.image.PartitionImage;
import io.odradek.metadata.image.TopicImage;
import io.odradek.protocol.metadata.MetadataRecord;
import java.util.ArrayList;
import java.util.Collections;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.SortedMap;
import java.util.TreeMap;

/**
 * Gives the cluster's own topics more replicas when brokers come. The first client of a cluster that is just starting has its
 * offsets topic made on the one broker that is there; without this, the offsets would stay on it alone.
 *
 * <p>Stateless; any thread.
 */
public final class InternalTopicDecider {
    private static final SortedMap<String, String> KEYS = Collections.unmodifiableSortedMap(new TreeMap<>(Map.of(
            "__consumer_offsets", "offsets.topic.replication.factor",
            "__transaction_state", "transaction.state.log.replication.factor",
            "__share_group_state", "share.coordinator.state.topic.replication.factor")));

    private final ControllerContext context;

    public InternalTopicDecider(ControllerContext context) {
        this.context = context;
    }

    /**
     * Begins reassignments that bring internal topics to as many replicas as are configured, as far as there are brokers. To be
     * asked when a broker becomes ready. The reply says of how many partitions.
     */
    public Decision<MetadataRecord, Integer> grow(ClusterImage image) {
        BrokerConfig config = context.config(image);
        PartitionRules rules = new PartitionRules(image, config);
        List<MetadataRecord> records = new ArrayList<>();
        KEYS.forEach((name, key) -> image.topics()
                .byName(name)
                .ifPresent(topic -> grow(rules, topic, config.values().integer(key), records)));
        return new Decision<>(records, records.size());
    }

    private static void grow(PartitionRules rules, TopicImage topic, int wanted, List<MetadataRecord> records) {
        List<BrokerImage> brokers = rules.image().nodes().brokers().values().stream()
                .filter(broker -> broker.active() && !broker.cordoned())
                .toList();
        Map<Integer, Integer> load = new TreeMap<>();
        topic.partitions().forEach(each -> each.replicas().forEach(id -> load.merge(id, 1, Integer::sum)));
        for (int number = 0; number < topic.partitions().size(); number++) {
            PartitionImage partition = topic.partitions().get(number);
            boolean settled =
                    partition.adding().isEmpty() && partition.removing().isEmpty();
            List<Integer> added = settled ? additions(brokers, partition, wanted, load) : List.of();
            if (!added.isEmpty()) {
                List<Integer> replicas = new ArrayList<>(partition.replicas());
                replicas.addAll(added);
                Collections.rotate(replicas, number % replicas.size());
                new PartitionChange(rules, topic, number)
                        .replicas(replicas, List.of(), added.stream().sorted().toList())
                        .record()
                        .ifPresent(records::add);
            }
        }
    }

    /** The brokers with the fewest replicas of the topic first, and among those the ones in racks without a replica. */
    private static List<Integer> additions(
            List<BrokerImage> brokers, PartitionImage partition, int wanted, Map<Integer, Integer> load) {
        List<Integer> added = new ArrayList<>();
        while (partition.replicas().size() + added.size() < wanted) {
            Optional<BrokerImage> next = brokers.stream()
                    .filter(broker -> !partition.replicas().contains(broker.id()) && !added.contains(broker.id()))
                    .min(Comparator.comparing((BrokerImage broker) -> rackIsUsed(brokers, partition, added, broker))
                            .thenComparingInt(broker -> load.getOrDefault(broker.id(), 0))
                            .thenComparingInt(BrokerImage::id));
            if (next.isEmpty()) {
                return added;
            }
            added.add(next.get().id());
            load.merge(next.get().id(), 1, Integer::sum);
        }
        return added;
    }

    private static boolean rackIsUsed(
            List<BrokerImage> brokers, PartitionImage partition, List<Integer> added, BrokerImage candidate) {
        return brokers.stream()
                .filter(broker -> partition.replicas().contains(broker.id()) || added.contains(broker.id()))
                .anyMatch(broker -> broker.rack().equals(candidate.rack()));
    }
}
