package io.odradek.broker.offsets;

import io.odradek.broker.partition.Partition;
import io.odradek.broker.partition.PartitionAccess;
import io.odradek.broker.request.Failure;
import io.odradek.broker.request.RequestContext;
import io.odradek.broker.request.RequestHandler;
import io.odradek.protocol.ApiKey;
import io.odradek.protocol.message.DescribeProducersRequest;
import io.odradek.protocol.message.DescribeProducersRequest.TopicRequest;
import io.odradek.protocol.message.DescribeProducersResponse;
import io.odradek.protocol.message.DescribeProducersResponse.PartitionResponse;
import io.odradek.protocol.message.DescribeProducersResponse.ProducerState;
import io.odradek.protocol.message.DescribeProducersResponse.TopicResponse;
import io.odradek.storage.ProducerStateView;
import java.util.function.BiFunction;

/** DescribeProducers, version 0 (KIP-664): the idempotent and transactional producers that a partition remembers. */
public final class DescribeProducersHandler implements RequestHandler<DescribeProducersRequest> {
    private final PartitionAccess partitions;

    public DescribeProducersHandler(PartitionAccess partitions) {
        this.partitions = partitions;
    }

    @Override
    public ApiKey apiKey() {
        return ApiKey.DESCRIBE_PRODUCERS;
    }

    @Override
    public DescribeProducersResponse failed(RequestContext context, DescribeProducersRequest request, Failure failure) {
        return answer(request, (_, partition) -> failed(partition, failure));
    }

    @Override
    public void handle(RequestContext context, DescribeProducersRequest request) {
        context.respond(answer(request, (topic, partition) -> {
            try {
                return describe(topic, partition);
            } catch (RuntimeException e) {
                return failed(partition, context.failureOf(e));
            }
        }));
    }

    private PartitionResponse describe(String topic, int index) {
        Partition partition = partitions.require(topic, index);
        partition.requireLeader();
        return new PartitionResponse()
                .setPartitionIndex(index)
                .setActiveProducers(partition.log().activeProducers().stream()
                        .map(DescribeProducersHandler::producer)
                        .toList());
    }

    private static ProducerState producer(ProducerStateView view) {
        return new ProducerState()
                .setProducerId(view.producerId())
                .setProducerEpoch(view.producerEpoch())
                .setLastSequence(view.lastSequence())
                .setLastTimestamp(view.lastTimestamp())
                .setCoordinatorEpoch(view.coordinatorEpoch())
                .setCurrentTxnStartOffset(view.currentTransactionStartOffset());
    }

    private static PartitionResponse failed(int partition, Failure failure) {
        return new PartitionResponse()
                .setPartitionIndex(partition)
                .setErrorCode(failure.error().code())
                .setErrorMessage(failure.message());
    }

    private static DescribeProducersResponse answer(
            DescribeProducersRequest request, BiFunction<String, Integer, PartitionResponse> each) {
        DescribeProducersResponse response = new DescribeProducersResponse();
        for (TopicRequest topic : request.topics()) {
            response.topics()
                    .add(new TopicResponse()
                            .setName(topic.name())
                            .setPartitions(topic.partitionIndexes().stream()
                                    .map(index -> each.apply(topic.name(), index))
                                    .toList()));
        }
        return response;
    }
}
