package io.odradek.metadata.controller;

import io.odradek.base.Decision;
import io.odradek.metadata.image.ClusterImage;
import io.odradek.metadata.image.PartitionImage;
import io.odradek.metadata.image.TopicImage;
import io.odradek.protocol.ApiException;
import io.odradek.protocol.ErrorCode;
import io.odradek.protocol.message.AlterPartitionReassignmentsRequest;
import io.odradek.protocol.message.AlterPartitionReassignmentsRequest.ReassignablePartition;
import io.odradek.protocol.message.AlterPartitionReassignmentsRequest.ReassignableTopic;
import io.odradek.protocol.message.AlterPartitionReassignmentsResponse;
import io.odradek.protocol.message.AlterPartitionReassignmentsResponse.ReassignablePartitionResponse;
import io.odradek.protocol.message.AlterPartitionReassignmentsResponse.ReassignableTopicResponse;
import io.odradek.protocol.message.ListPartitionReassignmentsRequest;
import io.odradek.protocol.message.ListPartitionReassignmentsResponse;
import io.odradek.protocol.message.ListPartitionReassignmentsResponse.OngoingPartitionReassignment;
import io.odradek.protocol.message.ListPartitionReassignmentsResponse.OngoingTopicReassignment;
import io.odradek.protocol.metadata.MetadataRecord;
import io.odradek.protocol.metadata.PartitionChangeRecord;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;
import java.util.function.Predicate;
import java.util.stream.IntStream;

/**
 * Decides which brokers shall have a partition's replicas from now on (KIP-455, KIP-860).
 *
 * <p>Stateless; any thread.
 */
public final class ReassignmentDecider {
    private final ControllerContext context;

    public ReassignmentDecider(ControllerContext context) {
        this.context = context;
    }

    /** Begins, changes or cancels reassignments. One partition's error is that partition's answer; the others go on. */
    public Decision<MetadataRecord, AlterPartitionReassignmentsResponse> alter(
            ClusterImage image, AlterPartitionReassignmentsRequest request) {
        PartitionRules rules = new PartitionRules(image, context.config(image));
        AlterPartitionReassignmentsResponse response = new AlterPartitionReassignmentsResponse()
                .setErrorMessage(null)
                .setAllowReplicationFactorChange(request.allowReplicationFactorChange());
        List<MetadataRecord> records = new ArrayList<>();
        Set<String> seen = new HashSet<>();
        for (ReassignableTopic topic : request.topics()) {
            ReassignableTopicResponse answers = new ReassignableTopicResponse().setName(topic.name());
            for (ReassignablePartition partition : topic.partitions()) {
                ReassignablePartitionResponse answer = new ReassignablePartitionResponse()
                        .setPartitionIndex(partition.partitionIndex())
                        .setErrorMessage(null);
                try {
                    if (!seen.add(topic.name() + "-" + partition.partitionIndex())) {
                        throw new ApiException(
                                ErrorCode.INVALID_REQUEST, "The request names the partition more than once.");
                    }
                    change(rules, topic.name(), partition, request.allowReplicationFactorChange())
                            .ifPresent(records::add);
                } catch (ApiException e) {
                    answer.setErrorCode(e.code().code()).setErrorMessage(e.getMessage());
                }
                answers.partitions().add(answer);
            }
            response.responses().add(answers);
        }
        try {
            OperationLimits.check(records, "partitions");
        } catch (ApiException e) {
            return Decision.replyOnly(new AlterPartitionReassignmentsResponse()
                    .setErrorCode(e.code().code())
                    .setErrorMessage(e.getMessage()));
        }
        return new Decision<>(records, response);
    }

    /** The reassignments that are going on; of all topics if none is named. What does not exist is passed over. */
    public ListPartitionReassignmentsResponse list(ClusterImage image, ListPartitionReassignmentsRequest request) {
        ListPartitionReassignmentsResponse response = new ListPartitionReassignmentsResponse().setErrorMessage(null);
        var wanted = request.topics();
        if (wanted == null) {
            image.topics()
                    .sorted()
                    .forEach(topic -> list(
                            topic,
                            IntStream.range(0, topic.partitions().size())
                                    .boxed()
                                    .toList(),
                            response));
        } else {
            wanted.forEach(each -> image.topics()
                    .byName(each.name())
                    .ifPresent(topic -> list(topic, each.partitionIndexes(), response)));
        }
        return response;
    }

    private static void list(TopicImage topic, List<Integer> numbers, ListPartitionReassignmentsResponse response) {
        OngoingTopicReassignment ongoing = new OngoingTopicReassignment().setName(topic.name());
        for (int number : numbers) {
            topic.partition(number)
                    .filter(ReassignmentDecider::inProgress)
                    .ifPresent(partition -> ongoing.partitions()
                            .add(new OngoingPartitionReassignment()
                                    .setPartitionIndex(number)
                                    .setReplicas(new ArrayList<>(partition.replicas()))
                                    .setAddingReplicas(new ArrayList<>(partition.adding()))
                                    .setRemovingReplicas(new ArrayList<>(partition.removing()))));
        }
        if (!ongoing.partitions().isEmpty()) {
            response.topics().add(ongoing);
        }
    }

    private static boolean inProgress(PartitionImage partition) {
        return !partition.adding().isEmpty() || !partition.removing().isEmpty();
    }

    private static Optional<PartitionChangeRecord> change(
            PartitionRules rules, String topicName, ReassignablePartition wanted, boolean anyReplicationFactor) {
        TopicImage topic = rules.image()
                .topics()
                .byName(topicName)
                .orElseThrow(() -> new ApiException(
                        ErrorCode.UNKNOWN_TOPIC_OR_PARTITION, "Unable to find a topic named " + topicName + "."));
        int number = wanted.partitionIndex();
        PartitionImage partition = topic.partition(number)
                .orElseThrow(() -> new ApiException(
                        ErrorCode.UNKNOWN_TOPIC_OR_PARTITION,
                        "Unable to find partition " + topicName + ":" + number + "."));
        List<Integer> target = wanted.replicas();
        return target == null
                ? cancel(rules, topic, number)
                : move(rules, topic, number, partition, target, anyReplicationFactor);
    }

    private static Optional<PartitionChangeRecord> move(
            PartitionRules rules,
            TopicImage topic,
            int number,
            PartitionImage partition,
            List<Integer> target,
            boolean anyReplicationFactor) {
        Placement.check(rules.image(), target, 0, partition.replicas());
        if (!anyReplicationFactor) {
            int present = wantedReplicas(partition);
            if (present != target.size()) {
                throw new ApiException(
                        ErrorCode.INVALID_REPLICATION_FACTOR,
                        "The replication factor is changed from " + present + " to " + target.size());
            }
        }
        List<Integer> adding = sortedWithout(target, partition.replicas());
        List<Integer> stillAdding = new ArrayList<>(adding);
        partition.adding().stream().filter(target::contains).forEach(stillAdding::add);
        List<Integer> removing = sortedWithout(partition.replicas(), target);
        List<Integer> replicas = new ArrayList<>(target);
        replicas.addAll(removing);
        return new PartitionChange(rules, topic, number)
                .replicas(replicas, removing, List.copyOf(new TreeSet<>(stillAdding)))
                .record();
    }

    /** The replicas that there will be when what is going on is over. */
    private static int wantedReplicas(PartitionImage partition) {
        return partition.replicas().size() - partition.removing().size();
    }

    private static Optional<PartitionChangeRecord> cancel(PartitionRules rules, TopicImage topic, int number) {
        PartitionImage partition = topic.partitions().get(number);
        if (!inProgress(partition)) {
            throw new ApiException(ErrorCode.NO_REASSIGNMENT_IN_PROGRESS);
        }
        List<Integer> replicas = partition.replicas().stream()
                .filter(id -> !partition.adding().contains(id))
                .toList();
        List<Integer> isr = partition.isr().stream()
                .filter(id -> !partition.adding().contains(id))
                .toList();
        boolean clean = !isr.isEmpty() || partition.elr().stream().anyMatch(replicas::contains);
        if (!clean && (!rules.uncleanElection(topic) || replicas.stream().noneMatch(alive(rules, partition)))) {
            throw new ApiException(
                    ErrorCode.INVALID_REPLICA_ASSIGNMENT,
                    "Unable to revert partition assignment for " + topic.name() + ":" + number
                            + " because it would require an unclean leader election.");
        }
        return new PartitionChange(rules, topic, number)
                .replicas(replicas, List.of(), List.of())
                .isr(isr)
                .electionAsConfigured()
                .record();
    }

    private static Predicate<Integer> alive(PartitionRules rules, PartitionImage partition) {
        return id -> rules.acceptable(partition, id);
    }

    private static List<Integer> sortedWithout(List<Integer> from, List<Integer> taken) {
        return from.stream().filter(id -> !taken.contains(id)).sorted().toList();
    }
}
