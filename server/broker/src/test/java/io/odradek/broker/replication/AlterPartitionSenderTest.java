package io.odradek.broker.replication;

import static org.assertj.core.api.Assertions.assertThat;

import io.odradek.broker.ManualTimers;
import io.odradek.broker.controller.ControllerRequest;
import io.odradek.broker.controller.ControllerService;
import io.odradek.broker.partition.TestReplica;
import io.odradek.protocol.ApiException;
import io.odradek.protocol.ErrorCode;
import io.odradek.protocol.ResponseMessage;
import io.odradek.protocol.message.AlterPartitionRequest;
import io.odradek.protocol.message.AlterPartitionResponse;
import io.odradek.replication.FollowerFetch;
import io.odradek.replication.PartitionState;
import io.odradek.storage.ManualTime;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.OptionalLong;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import org.junit.jupiter.api.Test;

final class AlterPartitionSenderTest {
    private final ManualTimers timers = new ManualTimers(new ManualTime());
    private final List<AlterPartitionRequest> asked = new ArrayList<>();
    private final List<CompletableFuture<ResponseMessage>> answers = new ArrayList<>();
    private final ControllerService controller = new ControllerService() {
        @Override
        public <P extends ResponseMessage> CompletionStage<P> request(ControllerRequest request, Class<P> type) {
            CompletableFuture<ResponseMessage> answer = new CompletableFuture<>();
            asked.add((AlterPartitionRequest) request.body());
            answers.add(answer);
            return answer.thenApply(type::cast);
        }
    };
    private final AlterPartitionSender sender =
            new AlterPartitionSender(1, broker -> OptionalLong.of(100 + broker), controller, timers);

    /** A leader that wants broker 2 in its ISR. */
    private TestReplica wanting() throws IOException {
        TestReplica replica = new TestReplica();
        replica.partition.changed(new PartitionState(1, 3, 7, List.of(1, 2), List.of(1)));
        replica.partition.fetched(new FollowerFetch(2, 102, 0, 0, 0), 3);
        return replica;
    }

    private void propose(TestReplica replica) {
        sender.propose(replica.partition, replica.proposals.getLast());
    }

    private static int partitions(AlterPartitionRequest request) {
        return request.topics().stream()
                .mapToInt(topic -> topic.partitions().size())
                .sum();
    }

    private static AlterPartitionResponse answer(AlterPartitionRequest request, ErrorCode error) {
        AlterPartitionResponse response = new AlterPartitionResponse();
        request.topics().forEach(topic -> {
            AlterPartitionResponse.TopicData data = new AlterPartitionResponse.TopicData().setTopicId(topic.topicId());
            topic.partitions()
                    .forEach(partition -> data.partitions()
                            .add(new AlterPartitionResponse.PartitionData()
                                    .setPartitionIndex(partition.partitionIndex())
                                    .setErrorCode(error.code())
                                    .setLeaderId(1)
                                    .setLeaderEpoch(partition.leaderEpoch())
                                    .setPartitionEpoch(partition.partitionEpoch() + 1)
                                    .setIsr(partition.newIsrWithEpochs().stream()
                                            .map(AlterPartitionRequest.BrokerState::brokerId)
                                            .toList())));
            response.topics().add(data);
        });
        return response;
    }

    @Test
    void whatGathersWhileARequestIsUnderWayGoesTogether() throws IOException {
        TestReplica first = wanting();
        propose(first);
        propose(wanting());
        propose(wanting());
        assertThat(asked).hasSize(1);
        AlterPartitionRequest.PartitionData data =
                asked.getFirst().topics().getFirst().partitions().getFirst();
        assertThat(asked.getFirst().brokerEpoch()).isEqualTo(101);
        assertThat(data.leaderEpoch()).isEqualTo(3);
        assertThat(data.partitionEpoch()).isEqualTo(7);
        assertThat(data.newIsrWithEpochs())
                .extracting(AlterPartitionRequest.BrokerState::brokerEpoch)
                .containsExactly(101L, 102L);
        answers.getFirst().complete(answer(asked.getFirst(), ErrorCode.NONE));
        assertThat(first.partition.role().partitionEpoch()).isEqualTo(8);
        assertThat(asked).hasSize(2);
        assertThat(partitions(asked.get(1))).isEqualTo(2);
    }

    @Test
    void anAnswerThatWasLostIsAskedForAgainAfterAPause() throws IOException {
        TestReplica replica = wanting();
        propose(replica);
        answers.getFirst().completeExceptionally(new ApiException(ErrorCode.REQUEST_TIMED_OUT));
        assertThat(replica.proposals).as("the leader asks again").hasSize(2);
        propose(replica);
        assertThat(asked).hasSize(1);
        timers.advance(AlterPartitionSender.RETRY_MS);
        assertThat(asked).hasSize(2);
    }

    @Test
    void aRefusalOfTheWholeRequestIsAskedForAgainAfterAPause() throws IOException {
        TestReplica replica = wanting();
        propose(replica);
        answers.getFirst().complete(new AlterPartitionResponse().setErrorCode(ErrorCode.STALE_BROKER_EPOCH.code()));
        propose(replica);
        assertThat(asked).hasSize(1);
        timers.advance(AlterPartitionSender.RETRY_MS);
        assertThat(asked).hasSize(2);
    }
}
