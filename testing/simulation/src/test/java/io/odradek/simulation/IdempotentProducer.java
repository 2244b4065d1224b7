package io.odradek.simulation;

import io.odradek.network.PeerRequest;
import io.odradek.protocol.ErrorCode;
import io.odradek.protocol.MemoryRecords;
import io.odradek.protocol.message.InitProducerIdRequest;
import io.odradek.protocol.message.InitProducerIdResponse;
import io.odradek.protocol.message.ProduceRequest;
import io.odradek.protocol.message.ProduceResponse;
import java.util.ArrayList;
import java.util.List;

/**
 * Sends numbered records with acks=all, to all its partitions at once, each batch until it is acknowledged. Since it
 * never gives a batch up, no sequence may ever be out of order. One thread.
 */
final class IdempotentProducer extends SimulatedClient {
    private static final int NAMED_VERSION = 12;
    private static final long TIMEOUT_MILLIS = 2_000;

    private final List<Lane> lanes = new ArrayList<>();
    private long producerId = -1;
    private short epoch;
    private int numbers;

    IdempotentProducer(World world, String name, List<History.Place> places) {
        super(world, name);
        places.forEach(place -> lanes.add(new Lane(place)));
    }

    @Override
    void start() {
        InitProducerIdRequest request = new InitProducerIdRequest()
                .setTransactionalId(null)
                .setTransactionTimeoutMs(60_000)
                .setProducerId(-1)
                .setProducerEpoch((short) -1);
        askAny(
                request,
                InitProducerIdResponse.class,
                response -> {
                    if (response.errorCode() == ErrorCode.NONE.code()) {
                        producerId = response.producerId();
                        epoch = response.producerEpoch();
                        scheduler().say("%s is producer %d", name(), producerId);
                        lanes.forEach(Lane::think);
                    } else {
                        later(50, 200, this::start);
                    }
                },
                () -> later(50, 200, this::start));
    }

    @Override
    boolean isAtRest() {
        return producerId < 0 || lanes.stream().allMatch(lane -> lane.batch.isEmpty());
    }

    /** One partition. */
    private final class Lane {
        private final History.Place place;
        private List<String> batch = List.of();
        private int sequence;

        Lane(History.Place place) {
            this.place = place;
        }

        void think() {
            later(0, 60, () -> {
                if (!world().comesToRest()) {
                    next();
                }
            });
        }

        private void next() {
            List<String> values = new ArrayList<>();
            int count = 1 + scheduler().random().nextInt(4);
            for (int i = 0; i < count; i++) {
                String value = name() + "-" + numbers++
                        + "x".repeat(scheduler().random().nextInt(300));
                history().sending(place, value);
                values.add(value);
            }
            batch = values;
            send();
        }

        private void send() {
            MemoryRecords records = Batches.of(1_750_000_000_000L, producerId, epoch, sequence, batch);
            ProduceRequest request = new ProduceRequest()
                    .setAcks((short) -1)
                    .setTimeoutMs((int) TIMEOUT_MILLIS / 2)
                    .setTopicData(List.of(new ProduceRequest.TopicProduceData()
                            .setName(place.topic())
                            .setPartitionData(List.of(new ProduceRequest.PartitionProduceData()
                                    .setIndex(place.partition())
                                    .setRecords(records)))));
            askLeader(
                    place,
                    PeerRequest.of(request, NAMED_VERSION, NAMED_VERSION, TIMEOUT_MILLIS),
                    ProduceResponse.class,
                    response -> answered(
                            response.responses().getFirst().partitionResponses().getFirst()),
                    this::again);
        }

        private void again() {
            later(20, 150, this::send);
        }

        private void answered(ProduceResponse.PartitionProduceResponse response) {
            ErrorCode error = ErrorCode.forCode(response.errorCode());
            switch (error) {
                case NONE -> {
                    for (int i = 0; i < batch.size(); i++) {
                        history().acknowledged(place, response.baseOffset() + i, batch.get(i));
                    }
                    sequence += batch.size();
                    batch = List.of();
                    think();
                }
                case OUT_OF_ORDER_SEQUENCE_NUMBER,
                        INVALID_PRODUCER_EPOCH,
                        UNKNOWN_PRODUCER_ID,
                        DUPLICATE_SEQUENCE_NUMBER ->
                    throw new History.Violation(name() + " was told " + error + " in " + place + " at sequence "
                            + sequence + ": the broker has forgotten or doubled a batch");
                default -> {
                    if (!error.isRetriable()) {
                        throw new History.Violation(name() + " was told " + error + " in " + place
                                + ", which no client tries again: " + response.errorMessage());
                    }
                    forgetLeader(place);
                    again();
                }
            }
        }
    }
}
