package io.odradek.broker.replication;

import io.odradek.base.Uuid;
import io.odradek.broker.controller.ControllerRequest;
import io.odradek.broker.controller.ControllerService;
import io.odradek.broker.partition.Partition;
import io.odradek.coordinator.Timers;
import io.odradek.protocol.ErrorCode;
import io.odradek.protocol.message.AlterPartitionRequest;
import io.odradek.protocol.message.AlterPartitionRequest.BrokerState;
import io.odradek.protocol.message.AlterPartitionResponse;
import io.odradek.replication.IsrAnswer;
import io.odradek.replication.IsrProposal;
import io.odradek.replication.Moment;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.Map;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Asks the controller for what the leaders of this broker want changed of their in-sync replicas (AlterPartition, KIP-497). One
 * request is under way at a time; what gathers meanwhile goes with the next. What failed is asked for again after a pause, and
 * the leader is told that the fate of the first attempt is unknown.
 *
 * <p>Any thread.
 */
public final class AlterPartitionSender {
    private static final Logger LOG = LoggerFactory.getLogger(AlterPartitionSender.class);
    private static final byte RECOVERED = 0;
    private static final long NO_BROKER_EPOCH = -1;

    /** Milliseconds between a failure and the next request. */
    static final long RETRY_MS = 100;

    private final int self;
    private final Moment.Brokers brokers;
    private final ControllerService controller;
    private final Timers timers;
    private final Object lock = new Object();
    private Map<Partition, IsrProposal> waiting = new LinkedHashMap<>(); // guarded by lock
    private boolean busy; // guarded by lock

    public AlterPartitionSender(int self, Moment.Brokers brokers, ControllerService controller, Timers timers) {
        this.self = self;
        this.brokers = brokers;
        this.controller = controller;
        this.timers = timers;
    }

    /** Asks for a change; a newer one of the same partition takes the place of one that has not been sent. */
    public void propose(Partition partition, IsrProposal proposal) {
        synchronized (lock) {
            waiting.put(partition, proposal);
            if (busy) {
                return;
            }
            busy = true;
        }
        send();
    }

    private void send() {
        Map<Partition, IsrProposal> batch;
        synchronized (lock) {
            batch = waiting;
            waiting = new LinkedHashMap<>();
            if (batch.isEmpty()) {
                busy = false;
                return;
            }
        }
        controller
                .request(ControllerRequest.ofBroker(self, request(batch)), AlterPartitionResponse.class)
                .whenComplete((response, failure) -> {
                    boolean answered = failure == null;
                    if (answered) {
                        take(batch, response);
                    } else {
                        LOG.debug("The controller was asked for {} changes of ISRs in vain", batch.size(), failure);
                        batch.forEach((partition, proposal) -> partition.answered(proposal, new IsrAnswer.Lost()));
                    }
                    if (answered && response.errorCode() == ErrorCode.NONE.code()) {
                        send();
                    } else {
                        timers.schedule(RETRY_MS, this::send);
                    }
                });
    }

    private AlterPartitionRequest request(Map<Partition, IsrProposal> batch) {
        AlterPartitionRequest request = new AlterPartitionRequest()
                .setBrokerId(self)
                .setBrokerEpoch(brokers.activeEpoch(self).orElse(NO_BROKER_EPOCH));
        Map<Uuid, AlterPartitionRequest.TopicData> topics = new LinkedHashMap<>();
        batch.forEach((partition, proposal) -> {
            AlterPartitionRequest.PartitionData data = new AlterPartitionRequest.PartitionData()
                    .setPartitionIndex(partition.topicPartition().partition())
                    .setLeaderEpoch(proposal.leaderEpoch())
                    .setPartitionEpoch(proposal.partitionEpoch())
                    .setLeaderRecoveryState(RECOVERED);
            for (IsrProposal.Member member : proposal.isr()) {
                data.newIsrWithEpochs()
                        .add(new BrokerState().setBrokerId(member.replica()).setBrokerEpoch(member.brokerEpoch()));
            }
            topics.computeIfAbsent(
                            partition.topicId(), topicId -> new AlterPartitionRequest.TopicData().setTopicId(topicId))
                    .partitions()
                    .add(data);
        });
        request.topics().addAll(topics.values());
        return request;
    }

    private void take(Map<Partition, IsrProposal> batch, AlterPartitionResponse response) {
        ErrorCode all = ErrorCode.forCode(response.errorCode());
        Map<Uuid, Map<Integer, AlterPartitionResponse.PartitionData>> answers = new HashMap<>();
        for (AlterPartitionResponse.TopicData topic : response.topics()) {
            Map<Integer, AlterPartitionResponse.PartitionData> ofTopic =
                    answers.computeIfAbsent(topic.topicId(), _ -> new HashMap<>());
            topic.partitions().forEach(data -> ofTopic.put(data.partitionIndex(), data));
        }
        batch.forEach((partition, proposal) -> {
            AlterPartitionResponse.PartitionData data = answers.getOrDefault(partition.topicId(), Map.of())
                    .get(partition.topicPartition().partition());
            IsrAnswer answer;
            if (all != ErrorCode.NONE) {
                answer = new IsrAnswer.Refused(all);
            } else if (data == null) {
                answer = new IsrAnswer.Lost();
            } else {
                answer = answer(data);
            }
            LOG.debug("{}: the controller answers {} to {}", partition.topicPartition(), answer, proposal);
            partition.answered(proposal, answer);
        });
    }

    private static IsrAnswer answer(AlterPartitionResponse.PartitionData data) {
        ErrorCode error = ErrorCode.forCode(data.errorCode());
        return error == ErrorCode.NONE
                ? new IsrAnswer.Committed(data.leaderEpoch(), data.partitionEpoch(), data.isr())
                : new IsrAnswer.Refused(error);
    }
}
