package io.odradek.metadata.controller;

import io.odradek.metadata.image.ClusterImage;
import io.odradek.metadata.image.PartitionImage;
import io.odradek.metadata.image.TopicImage;
import io.odradek.protocol.metadata.MetadataRecord;
import io.odradek.protocol.metadata.PartitionChangeRecord;
import java.util.ArrayList;
import java.util.List;

/**
 * Who leads when brokers come and go. Only in-sync replicas are elected, the preferred ones first.
 *
 * <p>Stateless; any thread.
 */
final class Elections {
    private interface Change {
        /** Fills in what changes of a partition; leaves {@code change} as it is when nothing does. */
        void consider(PartitionImage partition, PartitionChangeRecord change);
    }

    private Elections() {}

    /**
     * A broker can no longer lead: it leaves the in-sync replicas, unless it is the last of them, and others take over what it
     * led, or nobody.
     */
    static List<MetadataRecord> withoutBroker(ClusterImage image, int brokerId) {
        return each(image, (partition, change) -> {
            if (partition.isr().contains(brokerId) && partition.isr().size() > 1) {
                change.setIsr(
                        partition.isr().stream().filter(id -> id != brokerId).toList());
            }
            if (partition.leader() == brokerId) {
                change.setLeader(partition.replicas().stream()
                        .filter(id -> id != brokerId
                                && partition.isr().contains(id)
                                && image.nodes().active(id))
                        .findFirst()
                        .orElse(PartitionImage.NO_LEADER));
            }
        });
    }

    /** A broker can lead again: it takes what nobody leads and in whose in-sync replicas it is. */
    static List<MetadataRecord> withBroker(ClusterImage image, int brokerId) {
        return each(image, (partition, change) -> {
            if (!partition.hasLeader() && partition.isr().contains(brokerId)) {
                change.setLeader(brokerId);
            }
        });
    }

    /**
     * A broker has started anew: what it led it leads in a new leader epoch, so that nobody mistakes what the old process wrote
     * for the new one's, and it takes what nobody leads.
     */
    static List<MetadataRecord> restarted(ClusterImage image, int brokerId) {
        return each(image, (partition, change) -> {
            boolean led = partition.leader() == brokerId;
            if (led || (!partition.hasLeader() && partition.isr().contains(brokerId))) {
                change.setLeader(brokerId);
            }
        });
    }

    private static List<MetadataRecord> each(ClusterImage image, Change decision) {
        List<MetadataRecord> result = new ArrayList<>();
        PartitionChangeRecord unchanged = new PartitionChangeRecord();
        for (TopicImage topic : image.topics().sorted().toList()) {
            for (int number = 0; number < topic.partitions().size(); number++) {
                PartitionChangeRecord change = new PartitionChangeRecord();
                decision.consider(topic.partitions().get(number), change);
                if (!change.equals(unchanged)) {
                    result.add(change.setTopicId(topic.id()).setPartitionId(number));
                }
            }
        }
        return result;
    }
}
