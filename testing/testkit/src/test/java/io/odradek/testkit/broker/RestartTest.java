package io.odradek.testkit.broker;

import static org.assertj.core.api.Assertions.assertThat;

import io.odradek.base.Uuid;
import io.odradek.protocol.ErrorCode;
import io.odradek.protocol.MemoryRecords;
import io.odradek.protocol.message.DescribeConfigsRequest;
import io.odradek.protocol.message.DescribeConfigsRequest.DescribeConfigsResource;
import io.odradek.protocol.message.DescribeConfigsResponse;
import io.odradek.protocol.message.FetchRequest;
import io.odradek.protocol.message.FetchResponse;
import io.odradek.protocol.message.InitProducerIdRequest;
import io.odradek.protocol.message.InitProducerIdResponse;
import io.odradek.protocol.message.OffsetCommitRequest;
import io.odradek.protocol.message.OffsetCommitRequest.OffsetCommitRequestPartition;
import io.odradek.protocol.message.OffsetCommitRequest.OffsetCommitRequestTopic;
import io.odradek.protocol.message.OffsetCommitResponse;
import io.odradek.protocol.message.OffsetFetchRequest;
import io.odradek.protocol.message.OffsetFetchRequest.OffsetFetchRequestGroup;
import io.odradek.protocol.message.OffsetFetchRequest.OffsetFetchRequestTopics;
import io.odradek.protocol.message.OffsetFetchResponse;
import io.odradek.protocol.record.RecordBatchBuilder;
import io.odradek.protocol.record.RecordBatches;
import io.odradek.testkit.OdradekBroker;
import io.odradek.testkit.OdradekExtension;
import io.odradek.testkit.OdradekTest;
import io.odradek.testkit.wire.Batches;
import io.odradek.testkit.wire.Requests;
import io.odradek.testkit.wire.WireClient;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

/** What a broker still knows after it was stopped and started. */
@OdradekTest(lifecycle = OdradekExtension.Lifecycle.PER_METHOD)
class RestartTest {
    @Test
    void topicsAndTheirIdsAndRecordsAreKept(OdradekBroker broker) {
        Uuid id;
        try (WireClient client = new WireClient(broker)) {
            id = Requests.createTopic(client, "kept", 3, Map.of());
            for (int i = 0; i < 20; i++) {
                Requests.append(client, "kept", Batches.of("v" + i));
            }
        }
        broker.restart();
        try (WireClient client = new WireClient(broker)) {
            var topic = Requests.metadata(client, "kept").topics().getFirst();
            assertThat(topic.topicId()).isEqualTo(id);
            assertThat(topic.partitions()).hasSize(3);
            assertThat(Requests.endOffset(client, "kept")).isEqualTo(20);
            FetchResponse response = client.ask(Requests.fetch("kept", 0), Requests.NAMED, FetchResponse.class);
            MemoryRecords records = (MemoryRecords)
                    response.responses().getFirst().partitions().getFirst().records();
            assertThat(RecordBatches.recordCount(records.buffer())).isEqualTo(20);
            assertThat(Requests.append(client, "kept", Batches.of("more"))).isEqualTo(20);
        }
    }

    @Test
    void configsAreKept(OdradekBroker broker) {
        try (WireClient client = new WireClient(broker)) {
            Requests.createTopic(client, "configured", 1, Map.of("retention.ms", "12345"));
        }
        broker.restart();
        try (WireClient client = new WireClient(broker)) {
            DescribeConfigsRequest request = new DescribeConfigsRequest()
                    .setResources(List.of(new DescribeConfigsResource()
                            .setResourceType((byte) 2)
                            .setResourceName("configured")
                            .setConfigurationKeys(List.of("retention.ms"))));
            DescribeConfigsResponse response = client.ask(request, DescribeConfigsResponse.class);
            assertThat(response.results().getFirst().configs())
                    .singleElement()
                    .satisfies(config -> assertThat(config.value()).isEqualTo("12345"));
        }
    }

    @Test
    void committedOffsetsAreKept(OdradekBroker broker) {
        try (WireClient client = new WireClient(broker)) {
            Requests.createTopic(client, "read", 1, Map.of());
            Requests.awaitCoordinator(client, "group");
            OffsetCommitRequest commit = new OffsetCommitRequest()
                    .setGroupId("group")
                    .setTopics(List.of(new OffsetCommitRequestTopic()
                            .setName("read")
                            .setPartitions(List.of(new OffsetCommitRequestPartition().setCommittedOffset(17)))));
            OffsetCommitResponse response = client.ask(commit, 9, OffsetCommitResponse.class);
            assertThat(response.topics().getFirst().partitions().getFirst().errorCode())
                    .isZero();
        }
        broker.restart();
        try (WireClient client = new WireClient(broker)) {
            Requests.awaitCoordinator(client, "group");
            OffsetFetchRequest fetch = new OffsetFetchRequest()
                    .setGroups(List.of(new OffsetFetchRequestGroup()
                            .setGroupId("group")
                            .setTopics(List.of(new OffsetFetchRequestTopics()
                                    .setName("read")
                                    .setPartitionIndexes(List.of(0))))));
            OffsetFetchResponse response = client.ask(fetch, 9, OffsetFetchResponse.class);
            assertThat(response.groups()
                            .getFirst()
                            .topics()
                            .getFirst()
                            .partitions()
                            .getFirst()
                            .committedOffset())
                    .isEqualTo(17);
        }
    }

    @Test
    void producerIdsAreNotGivenTwiceAndSequencesAreRemembered(OdradekBroker broker) {
        long before;
        try (WireClient client = new WireClient(broker)) {
            Requests.createTopic(client, "idempotent", 1, Map.of());
            before = producerId(client);
            Requests.append(client, "idempotent", batch(before, 0));
            Requests.append(client, "idempotent", batch(before, 1));
        }
        broker.restart();
        try (WireClient client = new WireClient(broker)) {
            assertThat(producerId(client)).isGreaterThan(before);
            assertThat(Requests.append(client, "idempotent", batch(before, 1)))
                    .as("offset of the batch that was sent again")
                    .isEqualTo(1);
            assertThat(ErrorCode.forCode(Requests.send(client, "idempotent", batch(before, 9))
                            .errorCode()))
                    .isEqualTo(ErrorCode.OUT_OF_ORDER_SEQUENCE_NUMBER);
            assertThat(Requests.append(client, "idempotent", batch(before, 2))).isEqualTo(2);
        }
    }

    @Test
    void aLeaderBeginsANewEpochAndOldOnesAreFenced(OdradekBroker broker) {
        try (WireClient client = new WireClient(broker)) {
            Requests.createTopic(client, "led", 1, Map.of());
            Requests.append(client, "led", Batches.of("x"));
        }
        broker.restart();
        try (WireClient client = new WireClient(broker)) {
            int epoch = Requests.metadata(client, "led")
                    .topics()
                    .getFirst()
                    .partitions()
                    .getFirst()
                    .leaderEpoch();
            assertThat(epoch).isPositive();
            FetchRequest old = Requests.fetch("led", 0);
            old.topics().getFirst().partitions().getFirst().setCurrentLeaderEpoch(0);
            FetchResponse response = client.ask(old, Requests.NAMED, FetchResponse.class);
            assertThat(ErrorCode.forCode(response.responses()
                            .getFirst()
                            .partitions()
                            .getFirst()
                            .errorCode()))
                    .isEqualTo(ErrorCode.FENCED_LEADER_EPOCH);
        }
    }

    @Test
    void aDeletedTopicStaysDeletedAndItsNameBeginsAnew(OdradekBroker broker) {
        Uuid first;
        try (WireClient client = new WireClient(broker)) {
            first = Requests.createTopic(client, "gone", 1, Map.of());
            Requests.append(client, "gone", Batches.of("x"));
            Requests.deleteTopic(client, "gone");
        }
        broker.restart();
        try (WireClient client = new WireClient(broker)) {
            assertThat(ErrorCode.forCode(Requests.metadata(client, "gone")
                            .topics()
                            .getFirst()
                            .errorCode()))
                    .isEqualTo(ErrorCode.UNKNOWN_TOPIC_OR_PARTITION);
            assertThat(Requests.createTopic(client, "gone", 1, Map.of())).isNotEqualTo(first);
            assertThat(Requests.endOffset(client, "gone")).isZero();
        }
    }

    private static MemoryRecords batch(long producerId, int sequence) {
        return Batches.of(RecordBatchBuilder.create().producer(producerId, (short) 0, sequence), "x" + sequence);
    }

    private static long producerId(WireClient client) {
        InitProducerIdRequest request = new InitProducerIdRequest()
                .setTransactionalId(null)
                .setProducerId(-1)
                .setProducerEpoch((short) -1);
        InitProducerIdResponse response = client.ask(request, InitProducerIdResponse.class);
        assertThat(response.errorCode()).isZero();
        return response.producerId();
    }
}
