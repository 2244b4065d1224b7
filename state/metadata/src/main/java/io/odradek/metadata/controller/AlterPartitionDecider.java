package io.odradek.metadata.controller;

import io.odradek.base.Decision;
import io.odradek.base.Uuid;
import io.odradek.metadata.image.ClusterImage;
import io.odradek.metadata.image.LeaderRecoveryState;
import io.odradek.metadata.image.PartitionImage;
import io.odradek.metadata.image.TopicImage;
import io.odradek.protocol.ApiException;
import io.odradek.protocol.ErrorCode;
import io.odradek.protocol.message.AlterPartitionRequest;
import io.odradek.protocol.message.AlterPartitionRequest.BrokerState;
import io.odradek.protocol.message.AlterPartitionResponse;
import io.odradek.protocol.metadata.MetadataRecord;
import io.odradek.protocol.metadata.PartitionChangeRecord;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;

/**
 * Decides AlterPartition, versions 2 and 3: leaders report which replicas are in sync (KIP-497, KIP-704, KIP-903).
 *
 * <p>Stateless; any thread.
 */
public final class AlterPartitionDecider {
    private static final long ANY_EPOCH = -1;

    private final ControllerContext context;

    public AlterPartitionDecider(ControllerContext context) {
        this.context = context;
    }

    /** One partition's error is that partition's answer; the others go on. */
    public Decision<MetadataRecord, AlterPartitionResponse> alter(ClusterImage image, AlterPartitionRequest request) {
        try {
            BrokerEpochs.check(image, request.brokerId(), request.brokerEpoch());
        } catch (ApiException e) {
            return Decision.replyOnly(
                    new AlterPartitionResponse().setErrorCode(e.code().code()));
        }
        return new Alteration(new PartitionRules(image, context.config(image)), request).decide();
    }

    private record Place(Uuid topicId, int partition) {}

    /** One request. One thread. */
    private static final class Alteration {
        private final PartitionRules rules;
        private final AlterPartitionRequest request;
        private final List<MetadataRecord> records = new ArrayList<>();
        private final Set<Place> changed = new HashSet<>();

        Alteration(PartitionRules rules, AlterPartitionRequest request) {
            this.rules = rules;
            this.request = request;
        }

        Decision<MetadataRecord, AlterPartitionResponse> decide() {
            AlterPartitionResponse response = new AlterPartitionResponse();
            for (AlterPartitionRequest.TopicData topic : request.topics()) {
                Optional<TopicImage> found = rules.image().topics().byId(topic.topicId());
                AlterPartitionResponse.TopicData answers =
                        new AlterPartitionResponse.TopicData().setTopicId(topic.topicId());
                for (AlterPartitionRequest.PartitionData partition : topic.partitions()) {
                    answers.partitions().add(answer(found, partition));
                }
                response.topics().add(answers);
            }
            return new Decision<>(records, response);
        }

        private AlterPartitionResponse.PartitionData answer(
                Optional<TopicImage> topic, AlterPartitionRequest.PartitionData wanted) {
            AlterPartitionResponse.PartitionData answer =
                    new AlterPartitionResponse.PartitionData().setPartitionIndex(wanted.partitionIndex());
            try {
                TopicImage known = topic.orElseThrow(() -> new ApiException(ErrorCode.UNKNOWN_TOPIC_ID));
                PartitionImage after = alter(known, wanted);
                return answer.setLeaderId(after.leader())
                        .setIsr(new ArrayList<>(after.isr()))
                        .setLeaderRecoveryState(after.recovery().id())
                        .setLeaderEpoch(after.leaderEpoch())
                        .setPartitionEpoch(after.partitionEpoch());
            } catch (ApiException e) {
                return answer.setErrorCode(e.code().code());
            }
        }

        private PartitionImage alter(TopicImage topic, AlterPartitionRequest.PartitionData wanted) {
            int number = wanted.partitionIndex();
            PartitionImage partition =
                    topic.partition(number).orElseThrow(() -> new ApiException(ErrorCode.UNKNOWN_TOPIC_OR_PARTITION));
            List<BrokerState> members = members(wanted);
            List<Integer> isr = members.stream().map(BrokerState::brokerId).toList();
            checkEpochs(partition, wanted);
            checkIsr(partition, isr, wanted.leaderRecoveryState());
            if (!members.stream().allMatch(member -> eligible(partition, member))) {
                throw new ApiException(ErrorCode.INELIGIBLE_REPLICA);
            }
            if (!changed.add(new Place(topic.id(), number))) {
                throw new ApiException(ErrorCode.INVALID_REQUEST, "The request names the partition more than once.");
            }
            if (records.size() >= OperationLimits.MAX_MOVES) {
                throw new ApiException(ErrorCode.REQUEST_TIMED_OUT, "The request is too large: send the rest again.");
            }
            return change(topic, number, isr, LeaderRecoveryState.of(wanted.leaderRecoveryState()));
        }

        private PartitionImage change(TopicImage topic, int number, List<Integer> isr, LeaderRecoveryState recovery) {
            PartitionImage partition = topic.partitions().get(number);
            Optional<PartitionChangeRecord> record = new PartitionChange(rules, topic, number)
                    .isr(isr)
                    .recovery(recovery)
                    .electionAsConfigured()
                    .record();
            record.ifPresent(records::add);
            PartitionImage after = record.map(partition::with).orElse(partition);
            if (after.leader() != request.brokerId()) {
                // A reassignment that is over by this may move the leader: the change stands, and the sender is told.
                throw new ApiException(ErrorCode.NEW_LEADER_ELECTED);
            }
            return after;
        }

        /** A leader that knows a newer epoch than we do has heard of a newer controller (KAFKA-14154). */
        private void checkEpochs(PartitionImage partition, AlterPartitionRequest.PartitionData wanted) {
            if (wanted.leaderEpoch() > partition.leaderEpoch()
                    || wanted.partitionEpoch() > partition.partitionEpoch()) {
                throw new ApiException(ErrorCode.NOT_CONTROLLER);
            }
            if (wanted.leaderEpoch() < partition.leaderEpoch()) {
                throw new ApiException(ErrorCode.FENCED_LEADER_EPOCH);
            }
            if (request.brokerId() != partition.leader()) {
                throw new ApiException(ErrorCode.INVALID_REQUEST);
            }
            if (wanted.partitionEpoch() < partition.partitionEpoch()) {
                throw new ApiException(ErrorCode.INVALID_UPDATE_VERSION);
            }
        }

        private void checkIsr(PartitionImage partition, List<Integer> isr, byte recovery) {
            boolean subset = new HashSet<>(isr).size() == isr.size()
                    && partition.replicas().containsAll(isr);
            boolean known =
                    recovery == LeaderRecoveryState.RECOVERED.id() || recovery == LeaderRecoveryState.RECOVERING.id();
            boolean recovering = recovery == LeaderRecoveryState.RECOVERING.id();
            if (!subset
                    || !isr.contains(request.brokerId())
                    || !known
                    || (recovering && isr.size() > 1)
                    || (recovering && partition.recovery() == LeaderRecoveryState.RECOVERED)) {
                throw new ApiException(ErrorCode.INVALID_REQUEST);
            }
        }

        /** Kafka does not look at the directory; a replica in one that failed could never lead. */
        private boolean eligible(PartitionImage partition, BrokerState member) {
            return rules.acceptable(partition, member.brokerId())
                    && rules.image()
                            .nodes()
                            .broker(member.brokerId())
                            .filter(broker ->
                                    member.brokerEpoch() == ANY_EPOCH || member.brokerEpoch() == broker.epoch())
                            .isPresent();
        }

        /** Version 2 has ids only. */
        private static List<BrokerState> members(AlterPartitionRequest.PartitionData wanted) {
            return wanted.newIsrWithEpochs().isEmpty()
                    ? wanted.newIsr().stream()
                            .map(id -> new BrokerState().setBrokerId(id).setBrokerEpoch(ANY_EPOCH))
                            .toList()
                    : wanted.newIsrWithEpochs();
        }
    }
}
