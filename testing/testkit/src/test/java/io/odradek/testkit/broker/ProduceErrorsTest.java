package io.odradek.testkit.broker;

import static org.assertj.core.api.Assertions.assertThat;

import io.odradek.protocol.ErrorCode;
import io.odradek.protocol.MemoryRecords;
import io.odradek.protocol.compress.CompressionType;
import io.odradek.protocol.message.ProduceRequest;
import io.odradek.protocol.message.ProduceResponse;
import io.odradek.protocol.message.ProduceResponse.PartitionProduceResponse;
import io.odradek.protocol.record.BatchEdits;
import io.odradek.protocol.record.BatchLayout;
import io.odradek.protocol.record.RecordBatchBuilder;
import io.odradek.testkit.OdradekBroker;
import io.odradek.testkit.OdradekTest;
import io.odradek.testkit.wire.Batches;
import io.odradek.testkit.wire.Requests;
import io.odradek.testkit.wire.WireClient;
import java.nio.ByteBuffer;
import java.util.Map;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInfo;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** What a producer is told when its records are not taken, and that nothing of them is kept. */
@OdradekTest(config = "auto.create.topics.enable=false")
class ProduceErrorsTest {
    private WireClient client;
    private String topic;

    @BeforeEach
    void connect(OdradekBroker broker, TestInfo test) {
        client = new WireClient(broker);
        topic = test.getTestMethod().orElseThrow().getName();
    }

    @AfterEach
    void disconnect() {
        client.close();
    }

    @Test
    void corruptBytesAreFoundByTheirChecksum() {
        MemoryRecords records = Batches.of("x");
        ByteBuffer bytes = records.buffer();
        bytes.put(bytes.limit() - 2, (byte) (bytes.get(bytes.limit() - 2) ^ 1));
        refused(Map.of(), records, ErrorCode.CORRUPT_MESSAGE, "CRC");
    }

    @Test
    void aBatchLargerThanTheTopicAllowsIsRefusedWithBothSizes() {
        refused(
                Map.of("max.message.bytes", "1000"),
                Batches.ofSize(2000),
                ErrorCode.MESSAGE_TOO_LARGE,
                "1000",
                "max.message.bytes");
    }

    @Test
    void aTimestampTooFarAheadIsRefused() {
        long later = System.currentTimeMillis() + 1_000_000;
        PartitionProduceResponse result = refused(
                Map.of("message.timestamp.after.max.ms", "1000"),
                at(later),
                ErrorCode.INVALID_TIMESTAMP,
                "message.timestamp.after.max.ms");
        assertThat(result.recordErrors())
                .singleElement()
                .satisfies(error -> assertThat(error.batchIndex()).isZero());
    }

    @Test
    void aTimestampTooFarBackIsRefused() {
        refused(
                Map.of("message.timestamp.before.max.ms", "1000"),
                at(System.currentTimeMillis() - 1_000_000),
                ErrorCode.INVALID_TIMESTAMP,
                "message.timestamp.before.max.ms");
    }

    @Test
    void anUnknownCodecIsRefused() {
        refused(Map.of(), withAttributes(Batches.of("x"), 6), ErrorCode.UNSUPPORTED_COMPRESSION_TYPE, "6");
    }

    @Test
    void zstdIsRefusedBeforeVersion7AndTakenFromThereOn() {
        Requests.createTopic(client, topic, 1, Map.of());
        for (int version = 3; version <= Requests.NAMED; version++) {
            ProduceRequest request = Requests.produce(
                    topic, Batches.of(RecordBatchBuilder.create().compression(CompressionType.ZSTD), "x"), -1);
            PartitionProduceResponse result =
                    Requests.onlyPartition(client.ask(request, version, ProduceResponse.class));
            assertThat(ErrorCode.forCode(result.errorCode()))
                    .as("version %d", version)
                    .isEqualTo(version < 7 ? ErrorCode.UNSUPPORTED_COMPRESSION_TYPE : ErrorCode.NONE);
        }
    }

    @ParameterizedTest
    @EnumSource(mode = EnumSource.Mode.EXCLUDE, names = "NONE")
    void garbageInsideACompressedBatchIsRefusedAsKafkaDoes(CompressionType type) {
        MemoryRecords records = Batches.of(RecordBatchBuilder.create().compression(type), "x", "y");
        ByteBuffer bytes = records.buffer();
        for (int at = BatchLayout.RECORDS; at < bytes.limit(); at++) {
            bytes.put(at, (byte) 0x5a);
        }
        BatchEdits.updateCrc(bytes, 0);
        topic += type;
        refused(Map.of(), records, ErrorCode.UNKNOWN_SERVER_ERROR, "unpacked");
        topic += "-compacted";
        refused(Map.of("cleanup.policy", "compact"), records, ErrorCode.UNKNOWN_SERVER_ERROR, "unpacked");
    }

    @Test
    void aRecordWithoutAKeyIsRefusedByACompactedTopicAndNamed() {
        long now = System.currentTimeMillis();
        MemoryRecords records = new MemoryRecords(RecordBatchBuilder.create()
                .append(now, Batches.utf8("k"), Batches.utf8("v"))
                .append(now, null, Batches.utf8("v"))
                .build());
        PartitionProduceResponse result =
                refused(Map.of("cleanup.policy", "compact"), records, ErrorCode.INVALID_RECORD, "key");
        assertThat(result.recordErrors()).singleElement().satisfies(error -> {
            assertThat(error.batchIndex()).isEqualTo(1);
            assertThat(error.batchIndexErrorMessage()).contains("key");
        });
    }

    @Test
    void aGapInTheSequenceNumbersIsRefused() {
        Requests.createTopic(client, topic, 1, Map.of());
        Requests.append(client, topic, idempotent(0, 0));
        refuses(idempotent(0, 5), ErrorCode.OUT_OF_ORDER_SEQUENCE_NUMBER, "5");
        assertEndsAt(1);
    }

    @Test
    void aRepeatedBatchIsAnsweredWithItsFirstOffset() {
        Requests.createTopic(client, topic, 1, Map.of());
        Requests.append(client, topic, idempotent(0, 0));
        assertThat(Requests.append(client, topic, idempotent(0, 1))).isEqualTo(1);
        assertThat(Requests.append(client, topic, idempotent(0, 2))).isEqualTo(2);
        assertThat(Requests.append(client, topic, idempotent(0, 1))).isEqualTo(1);
        assertEndsAt(3);
    }

    @Test
    void anOlderProducerEpochIsFenced() {
        Requests.createTopic(client, topic, 1, Map.of());
        Requests.append(client, topic, idempotent(3, 0));
        refuses(idempotent(2, 1), ErrorCode.INVALID_PRODUCER_EPOCH, "epoch");
        assertEndsAt(1);
    }

    @Test
    void anUnknownTopicOrPartitionIsNamed() {
        refuses(Batches.of("x"), ErrorCode.UNKNOWN_TOPIC_OR_PARTITION, topic);
        Requests.createTopic(client, topic, 1, Map.of());
        PartitionProduceResponse result = Requests.onlyPartition(
                client.ask(Requests.produce(topic, 7, Batches.of("x"), -1), Requests.NAMED, ProduceResponse.class));
        assertThat(ErrorCode.forCode(result.errorCode())).isEqualTo(ErrorCode.UNKNOWN_TOPIC_OR_PARTITION);
        assertThat(result.errorMessage()).contains("7");
    }

    @Test
    void acksMustBeOneOfThree() {
        Requests.createTopic(client, topic, 1, Map.of());
        PartitionProduceResponse result = Requests.onlyPartition(
                client.ask(Requests.produce(topic, Batches.of("x"), 2), Requests.NAMED, ProduceResponse.class));
        assertThat(ErrorCode.forCode(result.errorCode())).isEqualTo(ErrorCode.INVALID_REQUIRED_ACKS);
        assertEndsAt(0);
    }

    @Test
    void twoBatchesForAPartitionAreRefused() {
        ByteBuffer one = Batches.of("x").buffer();
        ByteBuffer two = ByteBuffer.allocate(2 * one.remaining());
        two.put(one.duplicate()).put(one.duplicate()).flip();
        refused(Map.of(), new MemoryRecords(two), ErrorCode.INVALID_RECORD, "exactly one record batch");
    }

    @Test
    void noBatchIsRefused() {
        refused(Map.of(), MemoryRecords.EMPTY, ErrorCode.INVALID_RECORD, "one batch");
    }

    @Test
    void halfABatchIsRefused() {
        ByteBuffer half = Batches.of("x").buffer();
        half.limit(half.limit() - 5);
        refused(Map.of(), new MemoryRecords(half), ErrorCode.INVALID_RECORD, "batch");
    }

    @Test
    void anOldMessageFormatIsRefused() {
        MemoryRecords records = Batches.of("x");
        records.buffer().put(BatchLayout.MAGIC, (byte) 1);
        refused(Map.of(), records, ErrorCode.INVALID_RECORD, "magic");
    }

    @Test
    void aControlBatchIsNotAClientsToSend() {
        refused(Map.of(), withAttributes(Batches.of("x"), 0x20), ErrorCode.INVALID_RECORD, "control");
    }

    @Test
    void aTransactionalBatchIsRefusedWithTheReason() {
        Requests.createTopic(client, topic, 1, Map.of());
        RecordBatchBuilder batch =
                RecordBatchBuilder.create().producer(1000, (short) 0, 0).transactional();
        refuses(Batches.of(batch, "x"), ErrorCode.INVALID_TXN_STATE, "transaction");
        assertEndsAt(0);
    }

    @Test
    void anInternalTopicIsNotWrittenToByClients() {
        Requests.awaitCoordinator(client, "group");
        topic = "__consumer_offsets";
        refuses(Batches.of("x"), ErrorCode.INVALID_TOPIC_EXCEPTION, topic);
    }

    /** Programs look for these words; what helps more comes after them, or with the record. */
    @Test
    void whatKafkaSaysOfARefusalComesFirst() {
        Requests.createTopic(
                client, topic, 1, Map.of("message.timestamp.before.max.ms", "1000", "max.message.bytes", "1000"));
        assertThat(Requests.send(client, topic, at(1_000)).errorMessage())
                .startsWith("One or more records have been rejected due to invalid timestamp");
        assertThat(Requests.send(client, topic, at(1_000))
                        .recordErrors()
                        .getFirst()
                        .batchIndexErrorMessage())
                .startsWith(
                        "Timestamp 1000 of message with offset 0 is out of range. The timestamp should be within [");
        assertThat(Requests.send(client, topic, Batches.ofSize(2_000)).errorMessage())
                .startsWith("The request included a message larger than the max message size the server will accept.");
    }

    @Test
    void aTopicThatAsksForMoreReplicasInSyncThanItHasIsServed() {
        Requests.createTopic(client, topic, 1, Map.of("min.insync.replicas", "2"));
        Requests.append(client, topic, Batches.of("x"));
        assertEndsAt(1);
    }

    @Test
    void acks0IsAnsweredWithNothingAndAnErrorEndsTheConnection(OdradekBroker broker) {
        Requests.createTopic(client, topic, 1, Map.of());
        client.send(Requests.produce(topic, Batches.of("x"), 0), Requests.NAMED);
        assertThat(Requests.append(client, topic, Batches.of("y"))).isEqualTo(1);
        try (WireClient other = new WireClient(broker)) {
            other.send(Requests.produce("no-such-topic", Batches.of("x"), 0), Requests.NAMED);
            assertThat(other.isClosedByTheBroker()).isTrue();
        }
    }

    @Test
    void oneBadPartitionDoesNotSpoilTheOthers() {
        Requests.createTopic(client, topic, 1, Map.of());
        ProduceRequest request = Requests.produce(topic, Batches.of("x"), -1);
        request.setTopicData(java.util.List.of(
                request.topicData().getFirst(),
                Requests.produce("no-such-topic", Batches.of("x"), -1)
                        .topicData()
                        .getFirst()));
        ProduceResponse response = client.ask(request, Requests.NAMED, ProduceResponse.class);
        assertThat(response.responses())
                .extracting(each ->
                        ErrorCode.forCode(each.partitionResponses().getFirst().errorCode()))
                .containsExactly(ErrorCode.NONE, ErrorCode.UNKNOWN_TOPIC_OR_PARTITION);
    }

    private PartitionProduceResponse refused(
            Map<String, String> configs, MemoryRecords records, ErrorCode expected, String... words) {
        Requests.createTopic(client, topic, 1, configs);
        PartitionProduceResponse result = refuses(records, expected, words);
        assertEndsAt(0);
        return result;
    }

    private PartitionProduceResponse refuses(MemoryRecords records, ErrorCode expected, String... words) {
        PartitionProduceResponse result = Requests.send(client, topic, records);
        assertThat(ErrorCode.forCode(result.errorCode()))
                .as("%s", result.errorMessage())
                .isEqualTo(expected);
        assertThat(result.errorMessage()).contains(words);
        assertThat(result.baseOffset()).isEqualTo(-1);
        return result;
    }

    private void assertEndsAt(long offset) {
        assertThat(Requests.endOffset(client, topic)).isEqualTo(offset);
    }

    private static MemoryRecords at(long timestamp) {
        return new MemoryRecords(RecordBatchBuilder.create()
                .append(timestamp, Batches.utf8("k"), Batches.utf8("v"))
                .build());
    }

    private static MemoryRecords idempotent(int epoch, int sequence) {
        return Batches.of(RecordBatchBuilder.create().producer(1000, (short) epoch, sequence), "x");
    }

    private static MemoryRecords withAttributes(MemoryRecords records, int attributes) {
        records.buffer().putShort(BatchLayout.ATTRIBUTES, (short) attributes);
        BatchEdits.updateCrc(records.buffer(), 0);
        return records;
    }
}
