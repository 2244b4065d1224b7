package io.odradek.metadata.controller;

import io.odradek.base.Decision;
import io.odradek.base.Uuid;
import io.odradek.metadata.image.ClusterImage;
import io.odradek.metadata.image.PartitionImage;
import io.odradek.metadata.image.TopicImage;
import io.odradek.protocol.ApiException;
import io.odradek.protocol.ErrorCode;
import io.odradek.protocol.message.AssignReplicasToDirsRequest;
import io.odradek.protocol.message.AssignReplicasToDirsResponse;
import io.odradek.protocol.metadata.MetadataRecord;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;

/**
 * Notes in which log directory a broker's replicas lie (KIP-858).
 *
 * <p>Stateless; any thread.
 */
public final class DirectoryDecider {
    private record Place(Uuid topicId, int partition) {}

    private final ControllerContext context;

    public DirectoryDecider(ControllerContext context) {
        this.context = context;
    }

    /**
     * AssignReplicasToDirs. A replica in a directory that does not work leaves the in-sync replicas, and its leadership moves.
     * One partition's error is that partition's answer; the others go on.
     */
    public Decision<MetadataRecord, AssignReplicasToDirsResponse> assign(
            ClusterImage image, AssignReplicasToDirsRequest request) {
        try {
            BrokerEpochs.check(image, request.brokerId(), request.brokerEpoch());
            if (!MetadataLevel.of(image).directories()) {
                throw new ApiException(
                        ErrorCode.UNSUPPORTED_VERSION,
                        "Directory assignment is not supported at metadata.version "
                                + MetadataLevel.of(image).level() + ".");
            }
        } catch (ApiException e) {
            return Decision.replyOnly(
                    new AssignReplicasToDirsResponse().setErrorCode(e.code().code()));
        }
        return new Assignment(new PartitionRules(image, context.config(image)), request).decide();
    }

    /** One request. One thread. */
    private static final class Assignment {
        private final PartitionRules rules;
        private final AssignReplicasToDirsRequest request;
        private final List<MetadataRecord> records = new ArrayList<>();
        private final Set<Place> assigned = new HashSet<>();

        Assignment(PartitionRules rules, AssignReplicasToDirsRequest request) {
            this.rules = rules;
            this.request = request;
        }

        Decision<MetadataRecord, AssignReplicasToDirsResponse> decide() {
            AssignReplicasToDirsResponse response = new AssignReplicasToDirsResponse();
            for (AssignReplicasToDirsRequest.DirectoryData directory : request.directories()) {
                AssignReplicasToDirsResponse.DirectoryData answers =
                        new AssignReplicasToDirsResponse.DirectoryData().setId(directory.id());
                directory.topics().forEach(topic -> answers.topics().add(answer(directory.id(), topic)));
                response.directories().add(answers);
            }
            return new Decision<>(records, response);
        }

        private AssignReplicasToDirsResponse.TopicData answer(
                Uuid directory, AssignReplicasToDirsRequest.TopicData topic) {
            AssignReplicasToDirsResponse.TopicData answers =
                    new AssignReplicasToDirsResponse.TopicData().setTopicId(topic.topicId());
            Optional<TopicImage> found = rules.image().topics().byId(topic.topicId());
            for (AssignReplicasToDirsRequest.PartitionData partition : topic.partitions()) {
                int number = partition.partitionIndex();
                ErrorCode error =
                        found.map(known -> assign(directory, known, number)).orElse(ErrorCode.UNKNOWN_TOPIC_ID);
                answers.partitions()
                        .add(new AssignReplicasToDirsResponse.PartitionData()
                                .setPartitionIndex(number)
                                .setErrorCode(error.code()));
            }
            return answers;
        }

        private ErrorCode assign(Uuid directory, TopicImage topic, int number) {
            Optional<PartitionImage> partition = topic.partition(number);
            if (partition.isEmpty()) {
                return ErrorCode.UNKNOWN_TOPIC_OR_PARTITION;
            }
            if (!partition.get().replicas().contains(request.brokerId())) {
                return ErrorCode.NOT_LEADER_OR_FOLLOWER;
            }
            if (records.size() >= OperationLimits.MAX_MOVES) {
                return ErrorCode.REQUEST_TIMED_OUT;
            }
            if (!assigned.add(new Place(topic.id(), number))) {
                return ErrorCode.INVALID_REQUEST;
            }
            PartitionChange change = new PartitionChange(rules, topic, number).directory(request.brokerId(), directory);
            if (!works(directory)) {
                change.isr(partition.get().isr().stream()
                                .filter(id -> id != request.brokerId())
                                .toList())
                        .electionAsConfigured();
            }
            change.record().ifPresent(records::add);
            return ErrorCode.NONE;
        }

        private boolean works(Uuid directory) {
            return rules.image()
                    .nodes()
                    .broker(request.brokerId())
                    .filter(broker -> broker.serves(directory))
                    .isPresent();
        }
    }
}
