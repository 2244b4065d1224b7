package io.odradek.metadata.controller;

import io.odradek.metadata.image.ClusterImage;
import io.odradek.metadata.image.PartitionImage;
import io.odradek.metadata.image.ResourceType;
import io.odradek.metadata.image.TopicImage;
import io.odradek.protocol.ApiException;
import io.odradek.protocol.ErrorCode;
import io.odradek.protocol.metadata.ClearElrRecord;
import io.odradek.protocol.metadata.ConfigRecord;
import io.odradek.protocol.metadata.MetadataRecord;
import io.odradek.protocol.metadata.PartitionChangeRecord;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;

/**
 * What a change of {@code min.insync.replicas} means for eligible leader replicas (KIP-966): they are eligible because the high
 * watermark stood still below the old minimum, so below another one they are forgotten. Partitions without a leader are spared:
 * nothing was committed without one, and it is all that they have.
 *
 * <p>Stateless; any thread.
 */
final class ElrSafety {
    private static final String MIN_ISR = "min.insync.replicas";

    private ElrSafety() {}

    /**
     * Checks a change of a broker's configuration.
     *
     * @param name of the resource, empty for all brokers
     * @throws ApiException if leaders and controller could come to disagree by it
     */
    static void check(ClusterImage image, String name, Set<String> touched, Set<String> deleted) {
        if (!PartitionRules.elrEnabled(image) || !touched.contains(MIN_ISR)) {
            return;
        }
        if (!name.isEmpty()) {
            throw new ApiException(
                    ErrorCode.INVALID_CONFIG,
                    "Broker-level min.insync.replicas cannot be altered while ELR is enabled.");
        }
        if (deleted.contains(MIN_ISR)) {
            throw new ApiException(
                    ErrorCode.INVALID_CONFIG,
                    "Cluster-level min.insync.replicas cannot be removed while ELR is enabled.");
        }
    }

    /** The records that go with a change of configurations. */
    static List<MetadataRecord> records(ClusterImage image, List<MetadataRecord> change) {
        if (!PartitionRules.elrEnabled(image)) {
            return List.of();
        }
        List<MetadataRecord> records = new ArrayList<>();
        for (MetadataRecord record : change) {
            if (record instanceof ConfigRecord config && config.name().equals(MIN_ISR)) {
                if (config.resourceType() == ResourceType.TOPIC.id()) {
                    image.topics().byName(config.resourceName()).ifPresent(topic -> clear(topic, records));
                } else if (config.resourceName().isEmpty()) {
                    clearAll(image, records);
                }
            }
        }
        return records;
    }

    private static void clearAll(ClusterImage image, List<MetadataRecord> records) {
        if (image.topics().all().noneMatch(ElrSafety::someNeedTheirs)) {
            records.add(new ClearElrRecord());
        } else {
            image.topics().sorted().filter(ElrSafety::hasAny).forEach(topic -> clear(topic, records));
        }
    }

    private static void clear(TopicImage topic, List<MetadataRecord> records) {
        if (!someNeedTheirs(topic)) {
            records.add(new ClearElrRecord().setTopicName(topic.name()));
            return;
        }
        for (int number = 0; number < topic.partitions().size(); number++) {
            PartitionImage partition = topic.partitions().get(number);
            if (partition.hasLeader() && hasElr(partition)) {
                records.add(new PartitionChangeRecord()
                        .setTopicId(topic.id())
                        .setPartitionId(number)
                        .setEligibleLeaderReplicas(List.of())
                        .setLastKnownElr(List.of()));
            }
        }
    }

    private static boolean someNeedTheirs(TopicImage topic) {
        return topic.partitions().stream().anyMatch(partition -> !partition.hasLeader() && hasElr(partition));
    }

    private static boolean hasAny(TopicImage topic) {
        return topic.partitions().stream().anyMatch(ElrSafety::hasElr);
    }

    private static boolean hasElr(PartitionImage partition) {
        return !partition.elr().isEmpty() || !partition.lastKnownElr().isEmpty();
    }
}
