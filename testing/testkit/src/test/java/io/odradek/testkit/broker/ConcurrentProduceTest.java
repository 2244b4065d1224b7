package io.odradek.testkit.broker;

import static org.assertj.core.api.Assertions.assertThat;

import io.odradek.protocol.ApiKey;
import io.odradek.protocol.ErrorCode;
import io.odradek.protocol.MemoryRecords;
import io.odradek.protocol.message.FetchResponse;
import io.odradek.protocol.message.ProduceResponse;
import io.odradek.protocol.message.ProduceResponse.PartitionProduceResponse;
import io.odradek.protocol.record.BatchCursor;
import io.odradek.protocol.record.RecordBatchBuilder;
import io.odradek.testkit.OdradekBroker;
import io.odradek.testkit.wire.Batches;
import io.odradek.testkit.wire.Requests;
import io.odradek.testkit.wire.WireClient;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.Callable;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Many producers with several requests under way each, on one partition. */
class ConcurrentProduceTest {
    private static final int PRODUCERS = 8;
    private static final int BATCHES = 200;
    private static final int IN_FLIGHT = 5;
    private static final String TOPIC = "busy";

    @ParameterizedTest
    @ValueSource(strings = {"fsync", "buffered"})
    void everyBatchGetsItsOwnOffsetsInTheOrderOfItsProducer(String durability)
            throws InterruptedException, ExecutionException {
        try (OdradekBroker broker =
                        OdradekBroker.builder().durability(durability).start();
                WireClient client = new WireClient(broker)) {
            Requests.createTopic(client, TOPIC, 1, Map.of());
            Set<Long> offsets = ConcurrentHashMap.newKeySet();
            List<Callable<Void>> producers = new ArrayList<>();
            for (int id = 1; id <= PRODUCERS; id++) {
                int producerId = id;
                producers.add(() -> {
                    produce(broker, producerId, offsets);
                    return null;
                });
            }
            try (ExecutorService threads = Executors.newVirtualThreadPerTaskExecutor()) {
                for (Future<Void> each : threads.invokeAll(producers)) {
                    each.get();
                }
            }
            assertThat(offsets).hasSize(PRODUCERS * BATCHES);
            assertThat(Requests.endOffset(client, TOPIC)).isEqualTo(2L * PRODUCERS * BATCHES);
            assertEveryProducersSequencesAscend(client);
        }
    }

    private static void produce(OdradekBroker broker, int producerId, Set<Long> offsets) {
        try (WireClient client = new WireClient(broker)) {
            long last = -1;
            for (int first = 0; first < BATCHES; first += IN_FLIGHT) {
                for (int i = first; i < first + IN_FLIGHT; i++) {
                    client.send(Requests.produce(TOPIC, batch(producerId, i), i % 2 == 0 ? -1 : 1), Requests.NAMED);
                }
                for (int i = IN_FLIGHT - 1; i >= 0; i--) {
                    PartitionProduceResponse result =
                            Requests.onlyPartition((ProduceResponse) client.receive(ApiKey.PRODUCE, Requests.NAMED, i));
                    assertThat(ErrorCode.forCode(result.errorCode())).isEqualTo(ErrorCode.NONE);
                    assertThat(result.baseOffset()).isGreaterThan(last);
                    last = result.baseOffset();
                    assertThat(offsets.add(last)).isTrue();
                }
            }
        }
    }

    private static MemoryRecords batch(int producerId, int number) {
        return Batches.of(RecordBatchBuilder.create().producer(producerId, (short) 0, 2 * number), "a", "b");
    }

    private static void assertEveryProducersSequencesAscend(WireClient client) {
        Map<Long, Integer> next = new HashMap<>();
        long offset = 0;
        while (offset < 2L * PRODUCERS * BATCHES) {
            FetchResponse response = client.ask(Requests.fetch(TOPIC, offset), Requests.NAMED, FetchResponse.class);
            MemoryRecords records = (MemoryRecords)
                    response.responses().getFirst().partitions().getFirst().records();
            BatchCursor batches = BatchCursor.over(records.buffer());
            while (batches.next()) {
                assertThat(batches.view().baseOffset()).isEqualTo(offset);
                assertThat(batches.view().hasValidCrc()).isTrue();
                int expected = next.getOrDefault(batches.view().producerId(), 0);
                assertThat(batches.view().baseSequence()).isEqualTo(expected);
                next.put(batches.view().producerId(), expected + 2);
                offset = batches.view().nextOffset();
            }
        }
        assertThat(next).hasSize(PRODUCERS);
    }
}
