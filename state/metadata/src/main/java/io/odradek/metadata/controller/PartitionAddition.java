package io.odradek.metadata.controller;

import io.odradek.base.Decision;
import io.odradek.metadata.image.ClusterImage;
import io.odradek.metadata.image.TopicImage;
import io.odradek.protocol.ApiException;
import io.odradek.protocol.ErrorCode;
import io.odradek.protocol.message.CreatePartitionsRequest;
import io.odradek.protocol.message.CreatePartitionsRequest.CreatePartitionsAssignment;
import io.odradek.protocol.message.CreatePartitionsRequest.CreatePartitionsTopic;
import io.odradek.protocol.message.CreatePartitionsResponse;
import io.odradek.protocol.message.CreatePartitionsResponse.CreatePartitionsTopicResult;
import io.odradek.protocol.metadata.MetadataRecord;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.function.LongSupplier;

/** One CreatePartitions request. One thread, one request. */
final class PartitionAddition {
    private final ClusterImage image;
    private final LongSupplier random;
    private final List<MetadataRecord> records = new ArrayList<>();
    private int partitionsLeft = OperationLimits.MAX_RECORDS;

    PartitionAddition(ClusterImage image, LongSupplier random) {
        this.image = image;
        this.random = random;
    }

    Decision<MetadataRecord, CreatePartitionsResponse> decide(CreatePartitionsRequest request) {
        CreatePartitionsResponse response = new CreatePartitionsResponse();
        Set<String> repeated = Repeated.of(
                request.topics().stream().map(CreatePartitionsTopic::name).toList());
        Set<String> answered = new HashSet<>();
        for (CreatePartitionsTopic topic : request.topics()) {
            if (answered.add(topic.name())) {
                response.results().add(answer(topic, repeated.contains(topic.name())));
            }
        }
        return request.validateOnly() ? Decision.replyOnly(response) : new Decision<>(records, response);
    }

    private CreatePartitionsTopicResult answer(CreatePartitionsTopic topic, boolean repeated) {
        CreatePartitionsTopicResult result = new CreatePartitionsTopicResult().setName(topic.name());
        try {
            if (repeated) {
                throw new ApiException(ErrorCode.INVALID_REQUEST, "Duplicate topic name.");
            }
            records.addAll(add(topic));
            return result;
        } catch (ApiException e) {
            return result.setErrorCode(e.code().code()).setErrorMessage(e.getMessage());
        }
    }

    private List<MetadataRecord> add(CreatePartitionsTopic wanted) {
        TopicImage topic = image.topics()
                .byName(wanted.name())
                .orElseThrow(() -> new ApiException(
                        ErrorCode.UNKNOWN_TOPIC_OR_PARTITION, "This server does not host this topic-partition."));
        int present = topic.partitions().size();
        int additional = additional(wanted, present);
        List<List<Integer>> assignments = assignments(wanted, topic, additional);
        List<MetadataRecord> added = new ArrayList<>();
        for (int i = 0; i < additional; i++) {
            added.add(Placement.newPartition(image, topic.id(), present + i, assignments.get(i)));
        }
        partitionsLeft -= additional;
        return added;
    }

    private int additional(CreatePartitionsTopic wanted, int present) {
        if (wanted.count() == present) {
            throw new ApiException(ErrorCode.INVALID_PARTITIONS, "Topic already has " + present + " partition(s).");
        }
        if (wanted.count() < present) {
            throw new ApiException(
                    ErrorCode.INVALID_PARTITIONS,
                    "The topic " + wanted.name() + " currently has " + present + " partition(s); " + wanted.count()
                            + " would not be an increase.");
        }
        if (wanted.count() - present > partitionsLeft) {
            throw new ApiException(
                    ErrorCode.POLICY_VIOLATION, "Excessively large number of additional partitions per request.");
        }
        return wanted.count() - present;
    }

    private List<List<Integer>> assignments(CreatePartitionsTopic wanted, TopicImage topic, int additional) {
        List<CreatePartitionsAssignment> byHand = wanted.assignments();
        if (byHand == null) {
            return Placement.choose(image, additional, topic.replicationFactor(), random);
        }
        if (byHand.size() != additional) {
            throw new ApiException(
                    ErrorCode.INVALID_REPLICA_ASSIGNMENT,
                    "Attempted to add " + additional + " additional partition(s), but only " + byHand.size()
                            + " assignment(s) were specified.");
        }
        List<List<Integer>> result = new ArrayList<>();
        for (CreatePartitionsAssignment each : byHand) {
            Placement.check(image, each.brokerIds(), topic.replicationFactor(), List.of());
            result.add(each.brokerIds());
        }
        return result;
    }
}
