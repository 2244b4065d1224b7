package io.odradek.metadata.controller;

import io.odradek.base.Decision;
import io.odradek.metadata.image.ClusterImage;
import io.odradek.metadata.image.PartitionImage;
import io.odradek.metadata.image.TopicImage;
import io.odradek.protocol.ApiException;
import io.odradek.protocol.ErrorCode;
import io.odradek.protocol.message.ElectLeadersRequest;
import io.odradek.protocol.message.ElectLeadersRequest.TopicPartitions;
import io.odradek.protocol.message.ElectLeadersResponse;
import io.odradek.protocol.message.ElectLeadersResponse.PartitionResult;
import io.odradek.protocol.message.ElectLeadersResponse.ReplicaElectionResult;
import io.odradek.protocol.metadata.MetadataRecord;
import io.odradek.protocol.metadata.PartitionChangeRecord;
import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Optional;
import java.util.function.Predicate;
import java.util.stream.IntStream;

/**
 * Decides elections that are asked for (KIP-460) and those that are due: leadership back to preferred replicas, and leaders for
 * what has none.
 *
 * <p>Stateless; any thread.
 */
public final class ElectionDecider {
    private static final byte PREFERRED = 0;
    private static final byte UNCLEAN = 1;

    private final ControllerContext context;

    public ElectionDecider(ControllerContext context) {
        this.context = context;
    }

    /**
     * ElectLeaders. Without a list of partitions every partition that needs the election gets it, and the others are not
     * mentioned.
     */
    public Decision<MetadataRecord, ElectLeadersResponse> elect(ClusterImage image, ElectLeadersRequest request) {
        ElectLeadersResponse response = new ElectLeadersResponse();
        if (request.electionType() != PREFERRED && request.electionType() != UNCLEAN) {
            return Decision.replyOnly(response.setErrorCode(ErrorCode.INVALID_REQUEST.code()));
        }
        List<TopicPartitions> wanted = request.topicPartitions();
        boolean every = wanted == null;
        List<MetadataRecord> records = new ArrayList<>();
        for (TopicPartitions topic : wanted == null ? everything(image) : wanted) {
            ReplicaElectionResult result = new ReplicaElectionResult().setTopic(topic.topic());
            for (int partition : new LinkedHashSet<>(topic.partitions())) {
                PartitionResult outcome = elect(image, request.electionType(), topic.topic(), partition, records);
                if (!every || outcome.errorCode() != ErrorCode.ELECTION_NOT_NEEDED.code()) {
                    result.partitionResult().add(outcome);
                }
            }
            if (!every || !result.partitionResult().isEmpty()) {
                response.replicaElectionResults().add(result);
            }
        }
        if (records.size() > OperationLimits.MAX_RECORDS) {
            return Decision.replyOnly(new ElectLeadersResponse().setErrorCode(ErrorCode.POLICY_VIOLATION.code()));
        }
        return new Decision<>(records, response);
    }

    /**
     * One round of {@code auto.leader.rebalance.enable}: gives leadership back to preferred replicas that are in sync. The
     * reply says whether there is more to do at once; else the next round is due after
     * {@code leader.imbalance.check.interval.seconds}.
     */
    public Decision<MetadataRecord, Boolean> balance(ClusterImage image) {
        return round(
                image,
                OperationLimits.MAX_ELECTIONS_PER_ROUND,
                PartitionChange.Election.PREFERRED,
                topic -> true,
                partition -> partition.leader() != partition.preferredLeader()
                        && partition.isr().contains(partition.preferredLeader()));
    }

    /**
     * One round of unclean elections, where the topic allows them, for partitions that have no leader. The reply says whether
     * there is more to do at once; else the next round is due after {@code unclean.leader.election.interval.ms}.
     */
    public Decision<MetadataRecord, Boolean> electUncleanly(ClusterImage image) {
        PartitionRules rules = rules(image);
        return round(
                image,
                OperationLimits.MAX_ELECTIONS_PER_ROUND,
                PartitionChange.Election.UNCLEAN,
                rules::uncleanElection,
                partition -> !partition.hasLeader());
    }

    /**
     * Finishes what did not fit the decision in which a broker came or went ({@link OperationLimits#MAX_MOVES}), and what an
     * earlier controller left behind. To be asked when a controller becomes active, and after a decision of so many records.
     * The reply says whether it is to be asked again.
     */
    public Decision<MetadataRecord, Boolean> settle(ClusterImage image) {
        List<MetadataRecord> records = new Settlement(rules(image)).ofAll();
        return new Decision<>(records, records.size() >= OperationLimits.MAX_MOVES);
    }

    private Decision<MetadataRecord, Boolean> round(
            ClusterImage image,
            int limit,
            PartitionChange.Election election,
            Predicate<TopicImage> topics,
            Predicate<PartitionImage> partitions) {
        PartitionRules rules = rules(image);
        List<MetadataRecord> records = new ArrayList<>();
        for (TopicImage topic : image.topics().sorted().filter(topics).toList()) {
            for (int number = 0; number < topic.partitions().size(); number++) {
                if (records.size() >= limit) {
                    return new Decision<>(records, true);
                }
                if (partitions.test(topic.partitions().get(number))) {
                    new PartitionChange(rules, topic, number)
                            .election(election)
                            .record()
                            .ifPresent(records::add);
                }
            }
        }
        return new Decision<>(records, false);
    }

    private PartitionResult elect(
            ClusterImage image, byte type, String topicName, int number, List<MetadataRecord> records) {
        PartitionResult result = new PartitionResult().setPartitionId(number).setErrorMessage(null);
        try {
            records.add(elected(image, type, topicName, number));
            return result;
        } catch (ApiException e) {
            return result.setErrorCode(e.code().code()).setErrorMessage(e.getMessage());
        }
    }

    private PartitionChangeRecord elected(ClusterImage image, byte type, String topicName, int number) {
        TopicImage topic = image.topics()
                .byName(topicName)
                .orElseThrow(
                        () -> new ApiException(ErrorCode.UNKNOWN_TOPIC_OR_PARTITION, "No such topic as " + topicName));
        PartitionImage partition = topic.partition(number)
                .orElseThrow(() -> new ApiException(
                        ErrorCode.UNKNOWN_TOPIC_OR_PARTITION, "No such partition as " + topicName + "-" + number));
        boolean preferred = type == PREFERRED;
        if (preferred ? partition.leader() == partition.preferredLeader() : partition.hasLeader()) {
            throw new ApiException(ErrorCode.ELECTION_NOT_NEEDED);
        }
        Optional<PartitionChangeRecord> record = new PartitionChange(rules(image), topic, number)
                .election(preferred ? PartitionChange.Election.PREFERRED : PartitionChange.Election.UNCLEAN)
                .record();
        return record.orElseThrow(() -> new ApiException(
                preferred ? ErrorCode.PREFERRED_LEADER_NOT_AVAILABLE : ErrorCode.ELIGIBLE_LEADERS_NOT_AVAILABLE));
    }

    private static List<TopicPartitions> everything(ClusterImage image) {
        return image.topics()
                .sorted()
                .map(topic -> new TopicPartitions()
                        .setTopic(topic.name())
                        .setPartitions(IntStream.range(0, topic.partitions().size())
                                .boxed()
                                .toList()))
                .toList();
    }

    private PartitionRules rules(ClusterImage image) {
        return new PartitionRules(image, context.config(image));
    }
}
