package io.odradek.testkit.broker;

import static org.assertj.core.api.Assertions.assertThat;

import io.odradek.protocol.ErrorCode;
import io.odradek.protocol.MemoryRecords;
import io.odradek.protocol.compress.CompressionType;
import io.odradek.protocol.message.FetchResponse;
import io.odradek.protocol.record.BatchHeader;
import io.odradek.protocol.record.RecordBatchBuilder;
import io.odradek.protocol.record.RecordBatches;
import io.odradek.protocol.record.TimestampType;
import io.odradek.testkit.OdradekBroker;
import io.odradek.testkit.OdradekTest;
import io.odradek.testkit.wire.Awaiting;
import io.odradek.testkit.wire.Batches;
import io.odradek.testkit.wire.Configs;
import io.odradek.testkit.wire.Configs.Operation;
import io.odradek.testkit.wire.Configs.Resource;
import io.odradek.testkit.wire.Requests;
import io.odradek.testkit.wire.WireClient;
import java.nio.ByteBuffer;
import java.util.Map;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInfo;

/** A config that is changed while the broker runs takes effect on the next request. */
@OdradekTest(config = "log.retention.check.interval.ms=50")
class TopicConfigTest {
    private WireClient client;
    private String topic;

    @BeforeEach
    void connect(OdradekBroker broker, TestInfo test) {
        client = new WireClient(broker);
        topic = test.getTestMethod().orElseThrow().getName();
        Requests.createTopic(client, topic, 1, Map.of());
    }

    @AfterEach
    void disconnect() {
        client.close();
    }

    @Test
    void maxMessageBytes() {
        Requests.append(client, topic, Batches.ofSize(2000));
        Configs.set(client, Resource.topic(topic), "max.message.bytes", "1000");
        assertThat(produceError(2000)).isEqualTo(ErrorCode.MESSAGE_TOO_LARGE);
        Configs.change(client, Resource.topic(topic), Operation.DELETE, "max.message.bytes", null);
        assertThat(produceError(2000)).isEqualTo(ErrorCode.NONE);
    }

    @Test
    void aDefaultOfAllBrokersHoldsForTopicsWithoutTheirOwn() {
        Configs.set(client, Resource.brokerDefaults(), "message.max.bytes", "3000");
        try {
            assertThat(produceError(4000)).isEqualTo(ErrorCode.MESSAGE_TOO_LARGE);
            Configs.set(client, Resource.topic(topic), "max.message.bytes", "5000");
            assertThat(produceError(4000)).isEqualTo(ErrorCode.NONE);
        } finally {
            Configs.change(client, Resource.brokerDefaults(), Operation.DELETE, "message.max.bytes", null);
        }
    }

    @Test
    void aConfigOfOneBrokerWinsOverTheDefaultOfAll() {
        Configs.set(client, Resource.brokerDefaults(), "message.max.bytes", "3000");
        Configs.set(client, Resource.broker("1"), "message.max.bytes", "6000");
        try {
            assertThat(produceError(4000)).isEqualTo(ErrorCode.NONE);
            assertThat(produceError(7000)).isEqualTo(ErrorCode.MESSAGE_TOO_LARGE);
        } finally {
            Configs.change(client, Resource.broker("1"), Operation.DELETE, "message.max.bytes", null);
            Configs.change(client, Resource.brokerDefaults(), Operation.DELETE, "message.max.bytes", null);
        }
    }

    @Test
    void retentionMsDeletesOldSegments() {
        long longAgo = System.currentTimeMillis() - 100_000;
        for (int i = 0; i < 3; i++) {
            Requests.append(client, topic, at(longAgo + i));
        }
        Configs.set(client, Resource.topic(topic), "retention.ms", "50000");
        Awaiting.until("the old segment is deleted", () -> Requests.listOffset(client, topic, -2) == 3);
        assertThat(Requests.append(client, topic, Batches.of("new"))).isEqualTo(3);
        assertThat(recordsFrom(3))
                .satisfies(data -> assertThat(RecordBatches.recordCount(data)).isEqualTo(1));
    }

    @Test
    void segmentMsRollsAndRetentionBytesDeletesAllButTheLast(OdradekBroker broker) {
        Configs.set(client, Resource.topic(topic), "segment.bytes", "1048576");
        for (int i = 0; i < 8; i++) {
            Requests.append(client, topic, Batches.ofSize(500_000));
        }
        assertThat(broker.dataFolder().resolve(topic + "-0").toFile().list((_, name) -> name.endsWith(".log")))
                .hasSizeGreaterThan(2);
        Configs.set(client, Resource.topic(topic), "retention.bytes", "600000");
        Awaiting.until("the oldest segments are deleted", () -> Requests.listOffset(client, topic, -2) >= 6);
        assertThat(Requests.endOffset(client, topic)).isEqualTo(8);
    }

    @Test
    void internalSegmentBytesMakesSegmentsAsSmallAsTestsLikeAndIsShownOnlyWhereItIsSet(OdradekBroker broker) {
        assertThat(segments(broker)).isOne();
        Configs.set(client, Resource.topic(topic), "internal.segment.bytes", "1000");
        for (int i = 0; i < 3; i++) {
            Requests.append(client, topic, Batches.ofSize(600));
        }
        assertThat(segments(broker)).isEqualTo(3);
        assertThat(Configs.describe(client, Resource.topic(topic), "internal.segment.bytes")
                        .value())
                .isEqualTo("1000");
        assertThat(Configs.describe(client, Resource.topic(topic), "segment.bytes")
                        .value())
                .isEqualTo("1073741824");
        Configs.change(client, Resource.topic(topic), Operation.DELETE, "internal.segment.bytes", null);
        assertThat(Configs.describeAll(client, Resource.topic(topic)))
                .extracting(each -> each.name())
                .contains("segment.bytes")
                .doesNotContain("internal.segment.bytes");
        Requests.createTopic(client, topic + "-made", 1, Map.of("internal.segment.bytes", "500"));
    }

    @Test
    void aRetentionOfNoBytesDeletesEvenTheActiveSegmentAndItsFilesGoWhenTheirDelayIsOver(OdradekBroker broker) {
        Configs.set(client, Resource.topic(topic), "file.delete.delay.ms", "10");
        Requests.append(client, topic, Batches.of("1", "2"));
        Configs.set(client, Resource.topic(topic), "retention.bytes", "0");
        Awaiting.until("the log is empty", () -> Requests.listOffset(client, topic, -2) == 2);
        assertThat(Requests.endOffset(client, topic)).isEqualTo(2);
        Awaiting.until("one segment is left", () -> segments(broker) == 1);
        assertThat(Requests.append(client, topic, Batches.of("3"))).isEqualTo(2);
    }

    private int segments(OdradekBroker broker) {
        String[] names = broker.dataFolder().resolve(topic + "-0").toFile().list((_, name) -> name.contains(".log"));
        return names == null ? 0 : names.length;
    }

    @Test
    void messageTimestampTypeStampsWithTheBrokersTime() {
        long sent = System.currentTimeMillis() - 500_000;
        Requests.append(client, topic, at(sent));
        Configs.set(client, Resource.topic(topic), "message.timestamp.type", "LogAppendTime");
        long before = System.currentTimeMillis();
        var result = Requests.send(client, topic, at(sent));
        assertThat(result.logAppendTimeMs()).isBetween(before, System.currentTimeMillis());
        ByteBuffer second = recordsFrom(1);
        assertThat(BatchHeader.timestampType(second, 0)).isEqualTo(TimestampType.LOG_APPEND_TIME);
        assertThat(BatchHeader.maxTimestamp(second, 0)).isEqualTo(result.logAppendTimeMs());
        RecordBatches.checkCrcs(second);
    }

    @Test
    void compressionTypeCompressesAnew() {
        for (CompressionType type : CompressionType.values()) {
            String name =
                    type == CompressionType.NONE ? "uncompressed" : type.name().toLowerCase(java.util.Locale.ROOT);
            Configs.set(client, Resource.topic(topic), "compression.type", name);
            RecordBatchBuilder lz4 = RecordBatchBuilder.create().compression(CompressionType.LZ4);
            long offset = Requests.append(client, topic, Batches.of(lz4, "1", "2", "3"));
            ByteBuffer stored = recordsFrom(offset);
            assertThat(BatchHeader.compressionType(stored, 0)).isEqualTo(type);
            assertThat(RecordBatches.recordCount(stored)).isEqualTo(3);
            RecordBatches.checkCrcs(stored);
        }
    }

    @Test
    void cleanupPolicyTurnsKeysIntoADuty() {
        MemoryRecords keyless = new MemoryRecords(RecordBatchBuilder.create()
                .append(System.currentTimeMillis(), null, Batches.utf8("v"))
                .build());
        Requests.append(client, topic, keyless);
        Configs.set(client, Resource.topic(topic), "cleanup.policy", "compact");
        assertThat(ErrorCode.forCode(Requests.send(client, topic, keyless).errorCode()))
                .isEqualTo(ErrorCode.INVALID_RECORD);
    }

    private ErrorCode produceError(int bytes) {
        return ErrorCode.forCode(
                Requests.send(client, topic, Batches.ofSize(bytes)).errorCode());
    }

    private ByteBuffer recordsFrom(long offset) {
        FetchResponse response = client.ask(Requests.fetch(topic, offset), Requests.NAMED, FetchResponse.class);
        MemoryRecords records = (MemoryRecords)
                response.responses().getFirst().partitions().getFirst().records();
        return records.buffer().slice();
    }

    private static MemoryRecords at(long timestamp) {
        return new MemoryRecords(RecordBatchBuilder.create()
                .append(timestamp, Batches.utf8("k"), Batches.utf8("v"))
                .build());
    }
}
