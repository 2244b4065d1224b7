package io.odradek.testkit.broker;

import static org.assertj.core.api.Assertions.assertThat;

import io.odradek.protocol.ApiKey;
import io.odradek.protocol.ErrorCode;
import io.odradek.protocol.MemoryRecords;
import io.odradek.protocol.message.FetchRequest;
import io.odradek.protocol.message.FetchResponse;
import io.odradek.protocol.message.FetchResponse.PartitionData;
import io.odradek.protocol.message.ProduceResponse;
import io.odradek.protocol.record.RecordBatches;
import io.odradek.testkit.OdradekBroker;
import io.odradek.testkit.OdradekTest;
import io.odradek.testkit.wire.Batches;
import io.odradek.testkit.wire.Requests;
import io.odradek.testkit.wire.WireClient;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.RepeatedTest;
import org.junit.jupiter.api.Test;

/** How much a fetch returns and when, and what it is refused for. */
@OdradekTest
class FetchTest {
    private static final int FOREVER = 30_000;
    private static final AtomicInteger TOPICS = new AtomicInteger();

    private WireClient client;
    private WireClient producer;
    private String topic;

    @BeforeEach
    void connect(OdradekBroker broker) {
        client = new WireClient(broker);
        producer = new WireClient(broker);
        topic = "topic-" + TOPICS.incrementAndGet();
        Requests.createTopic(client, topic, 2, Map.of());
    }

    @AfterEach
    void disconnect() {
        client.close();
        producer.close();
    }

    @Test
    void aLongPollIsWokenByAProduce() {
        client.send(Requests.fetch(topic, 0).setMaxWaitMs(FOREVER), Requests.NAMED);
        assertThat(client.hearsNothingFor(Duration.ofMillis(50))).isTrue();
        long produced = System.nanoTime();
        Requests.append(producer, topic, Batches.of("x"));
        PartitionData data = only(receive());
        long millis = (System.nanoTime() - produced) / 1_000_000;
        assertThat(recordsIn(data)).isEqualTo(1);
        assertThat(millis).as("ms from produce to fetch").isLessThan(1000);
    }

    @Test
    void aLongPollEndsEmptyAfterItsTime() {
        long begun = System.nanoTime();
        PartitionData data = only(fetch(Requests.fetch(topic, 0).setMaxWaitMs(100)));
        long millis = (System.nanoTime() - begun) / 1_000_000;
        assertThat(data.errorCode()).isZero();
        assertThat(recordsIn(data)).isZero();
        assertThat(millis).isBetween(95L, 5000L);
    }

    /** Repeated, for the records to arrive before, while and after the fetch begins to wait. */
    @RepeatedTest(10)
    void minBytesHoldsAFetchBackUntilThereAreEnough() {
        client.send(Requests.fetch(topic, 0).setMaxWaitMs(FOREVER).setMinBytes(1000), Requests.NAMED);
        Requests.append(producer, topic, Batches.ofSize(300));
        Requests.append(producer, topic, Batches.ofSize(300));
        assertThat(client.hearsNothingFor(Duration.ofMillis(30))).isTrue();
        Requests.append(producer, topic, Batches.ofSize(600));
        assertThat(recordsIn(only(receive()))).isEqualTo(3);
    }

    @Test
    void minBytes0DoesNotWait() {
        assertThat(recordsIn(only(
                        fetch(Requests.fetch(topic, 0).setMaxWaitMs(FOREVER).setMinBytes(0)))))
                .isZero();
    }

    @Test
    void maxBytesBoundsTheResponseOverAllPartitions() {
        for (int i = 0; i < 5; i++) {
            Requests.append(client, topic, Batches.ofSize(1000));
            client.ask(Requests.produce(topic, 1, Batches.ofSize(1000), -1), Requests.NAMED, ProduceResponse.class);
        }
        FetchRequest request = Requests.fetch(topic, 0).setMaxBytes(2500);
        request.setTopics(List.of(Requests.fetchTopic(topic, 0, 0), Requests.fetchTopic(topic, 1, 0)));
        FetchResponse response = fetch(request);
        int bytes = response.responses().stream()
                .flatMap(each -> each.partitions().stream())
                .mapToInt(data -> data.records().sizeInBytes())
                .sum();
        assertThat(bytes).isBetween(1000, 2500);
    }

    @Test
    void partitionMaxBytesBoundsAPartition() {
        for (int i = 0; i < 5; i++) {
            Requests.append(client, topic, Batches.ofSize(1000));
        }
        FetchRequest request = Requests.fetch(topic, 0);
        request.topics().getFirst().partitions().getFirst().setPartitionMaxBytes(2500);
        assertThat(recordsIn(only(fetch(request)))).isEqualTo(2);
    }

    @Test
    void aFirstBatchLargerThanAllLimitsIsReturnedWhole() {
        Requests.append(client, topic, Batches.ofSize(5000));
        Requests.append(client, topic, Batches.ofSize(5000));
        FetchRequest request = Requests.fetch(topic, 0).setMaxBytes(100);
        request.topics().getFirst().partitions().getFirst().setPartitionMaxBytes(10);
        assertThat(recordsIn(only(fetch(request)))).isEqualTo(1);
    }

    @Test
    void aFetchInTheMiddleOfABatchBeginsWithTheWholeBatch() {
        Requests.append(client, topic, Batches.of("1", "2", "3"));
        PartitionData data = only(fetch(Requests.fetch(topic, 1)));
        assertThat(recordsIn(data)).isEqualTo(3);
    }

    @Test
    void anOffsetBeyondTheEndOrBeforeTheStartIsOutOfRange() {
        Requests.append(client, topic, Batches.of("1"));
        assertThat(error(only(fetch(Requests.fetch(topic, 2))))).isEqualTo(ErrorCode.OFFSET_OUT_OF_RANGE);
        assertThat(error(only(fetch(Requests.fetch(topic, -5))))).isEqualTo(ErrorCode.OFFSET_OUT_OF_RANGE);
    }

    @Test
    void atTheHighWatermarkThereIsNothingYet() {
        Requests.append(client, topic, Batches.of("1", "2"));
        PartitionData data = only(fetch(Requests.fetch(topic, 2)));
        assertThat(error(data)).isEqualTo(ErrorCode.NONE);
        assertThat(recordsIn(data)).isZero();
        assertThat(data.highWatermark()).isEqualTo(2);
        assertThat(data.lastStableOffset()).isEqualTo(2);
        assertThat(data.logStartOffset()).isZero();
    }

    @Test
    void readCommittedReadsWhatIsNotInATransaction() {
        Requests.append(client, topic, Batches.of("1", "2"));
        PartitionData data = only(fetch(Requests.fetch(topic, 0).setIsolationLevel((byte) 1)));
        assertThat(recordsIn(data)).isEqualTo(2);
        assertThat(data.abortedTransactions()).isNullOrEmpty();
    }

    @Test
    void aLeaderEpochThatIsNotTheCurrentOneIsRefused() {
        FetchRequest newer = Requests.fetch(topic, 0);
        newer.topics().getFirst().partitions().getFirst().setCurrentLeaderEpoch(5);
        assertThat(error(only(fetch(newer)))).isEqualTo(ErrorCode.UNKNOWN_LEADER_EPOCH);
        FetchRequest current = Requests.fetch(topic, 0);
        current.topics().getFirst().partitions().getFirst().setCurrentLeaderEpoch(0);
        assertThat(error(only(fetch(current)))).isEqualTo(ErrorCode.NONE);
    }

    @Test
    void anErrorThatItsClientGoesOnFromIsNotKeptBackByALongPoll() {
        FetchRequest request = Requests.fetch(topic, 0).setMaxWaitMs(FOREVER);
        request.setTopics(List.of(Requests.fetchTopic(topic, 0, 0), Requests.fetchTopic(topic, 1, 7)));
        assertThat(fetch(request).responses().getFirst().partitions())
                .extracting(FetchTest::error)
                .containsExactly(ErrorCode.NONE, ErrorCode.OFFSET_OUT_OF_RANGE);
    }

    /** As in Kafka: a consumer with an idle and a deleted partition would fetch thousands of times a second. */
    @Test
    void aPartitionThatDoesNotExistDoesNotEndTheWaitForTheOthers() {
        FetchRequest request = Requests.fetch(topic, 0).setMaxWaitMs(FOREVER);
        request.setTopics(List.of(Requests.fetchTopic("no-such-topic", 0, 0), Requests.fetchTopic(topic, 0, 0)));
        client.send(request, Requests.NAMED);
        assertThat(client.hearsNothingFor(Duration.ofMillis(100))).isTrue();
        Requests.append(producer, topic, Batches.of("x"));
        assertThat(receive().responses())
                .extracting(each -> error(each.partitions().getFirst()))
                .containsExactly(ErrorCode.UNKNOWN_TOPIC_OR_PARTITION, ErrorCode.NONE);
    }

    @Test
    void aFetchOfPartitionsThatDoNotExistDoesNotWait() {
        FetchRequest request = Requests.fetch("no-such-topic", 0).setMaxWaitMs(FOREVER);
        assertThat(error(only(fetch(request)))).isEqualTo(ErrorCode.UNKNOWN_TOPIC_OR_PARTITION);
    }

    @Test
    void requestsBehindALongPollAreAnsweredInOrder() {
        client.send(Requests.fetch(topic, 0).setMaxWaitMs(FOREVER), Requests.NAMED);
        client.send(Requests.fetch(topic, 0).setMaxWaitMs(0), Requests.NAMED);
        assertThat(client.hearsNothingFor(Duration.ofMillis(50))).isTrue();
        Requests.append(producer, topic, Batches.of("x"));
        assertThat(client.receiveFrame().getInt(0))
                .isLessThan(client.receiveFrame().getInt(0));
    }

    private FetchResponse fetch(FetchRequest request) {
        FetchResponse response = client.ask(request, Requests.NAMED, FetchResponse.class);
        assertThat(ErrorCode.forCode(response.errorCode())).isEqualTo(ErrorCode.NONE);
        return response;
    }

    private FetchResponse receive() {
        return (FetchResponse) client.receive(ApiKey.FETCH, Requests.NAMED);
    }

    private static PartitionData only(FetchResponse response) {
        assertThat(response.responses()).hasSize(1);
        return response.responses().getFirst().partitions().getFirst();
    }

    private static ErrorCode error(PartitionData data) {
        return ErrorCode.forCode(data.errorCode());
    }

    private static int recordsIn(PartitionData data) {
        return (int) RecordBatches.recordCount(((MemoryRecords) data.records()).buffer());
    }
}
