package io.odradek.metadata.controller;

import io.odradek.metadata.image.ClusterImage;
import io.odradek.metadata.image.PartitionImage;
import io.odradek.metadata.image.TopicImage;
import io.odradek.protocol.metadata.MetadataRecord;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.OptionalInt;
import java.util.function.Predicate;

/**
 * Brings partitions in line with the brokers that there are: who cannot lead leaves the in-sync replicas, and what has no
 * leader, or one that cannot lead any more, gets one if there is a replica for it. It looks at nothing but an image, so every
 * cause (fenced, stopping, started anew, unregistered, a directory gone, ready again) has the same consequence, and doing it
 * twice changes nothing.
 *
 * <p>One thread, one decision.
 */
final class Settlement {
    private final PartitionRules rules;
    private OptionalInt uncleanlyStopped = OptionalInt.empty();
    private OptionalInt startedAnew = OptionalInt.empty();

    /** @param rules of the cluster as it will be */
    Settlement(PartitionRules rules) {
        this.rules = rules;
    }

    /** The broker may have lost the ends of its logs: it leaves the eligible replicas, too. */
    Settlement uncleanlyStopped(int brokerId) {
        uncleanlyStopped = OptionalInt.of(brokerId);
        return this;
    }

    /** What the broker leads it leads in a new leader epoch, so that nobody mistakes its old process's records for the new one's. */
    Settlement startedAnew(int brokerId) {
        startedAnew = OptionalInt.of(brokerId);
        return this;
    }

    /** The changes of the partitions of which a broker has a replica, at most {@link OperationLimits#MAX_MOVES}. */
    List<MetadataRecord> of(int brokerId) {
        return changes(partition -> partition.replicas().contains(brokerId)
                && (startedAnew.isPresent() || uncleanlyStopped.isPresent() || unsettled(partition)));
    }

    /** The changes of all partitions that need one, at most {@link OperationLimits#MAX_MOVES}. */
    List<MetadataRecord> ofAll() {
        return changes(this::unsettled);
    }

    private boolean unsettled(PartitionImage partition) {
        for (int id : partition.isr()) {
            if (!rules.acceptable(partition, id)) {
                return true;
            }
        }
        return !partition.hasLeader() || !rules.acceptable(partition, partition.leader());
    }

    private List<MetadataRecord> changes(Predicate<PartitionImage> concerned) {
        ClusterImage image = rules.image();
        List<MetadataRecord> records = new ArrayList<>();
        List<TopicImage> topics = image.topics()
                .all()
                .filter(topic -> topic.partitions().stream().anyMatch(concerned))
                .sorted(Comparator.comparing(TopicImage::name))
                .toList();
        for (TopicImage topic : topics) {
            for (int number = 0; number < topic.partitions().size(); number++) {
                if (records.size() >= OperationLimits.MAX_MOVES) {
                    return records;
                }
                if (concerned.test(topic.partitions().get(number))) {
                    settle(topic, number, records);
                }
            }
        }
        return records;
    }

    private void settle(TopicImage topic, int number, List<MetadataRecord> records) {
        PartitionImage partition = topic.partitions().get(number);
        List<Integer> staying = partition.isr().stream()
                .filter(id -> rules.acceptable(partition, id) && !is(uncleanlyStopped, id))
                .toList();
        PartitionChange change =
                new PartitionChange(rules, topic, number).isr(staying).electionAsConfigured();
        uncleanlyStopped.ifPresent(change::uncleanlyStopped);
        if (is(startedAnew, partition.leader())) {
            change.newLeaderEpoch();
        }
        change.record().ifPresent(records::add);
    }

    private static boolean is(OptionalInt broker, int id) {
        return broker.isPresent() && broker.getAsInt() == id;
    }
}
