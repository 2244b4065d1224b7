package io.odradek.testkit.versions;

import static io.odradek.testkit.versions.ApiCase.fails;
import static io.odradek.testkit.versions.ApiCase.succeeds;
import static io.odradek.testkit.versions.Fixture.assertError;
import static io.odradek.testkit.versions.Fixture.assertNone;
import static org.assertj.core.api.Assertions.assertThat;

import io.odradek.base.Uuid;
import io.odradek.protocol.ApiKey;
import io.odradek.protocol.ErrorCode;
import io.odradek.protocol.MemoryRecords;
import io.odradek.protocol.message.FetchRequest;
import io.odradek.protocol.message.FetchResponse;
import io.odradek.protocol.message.FetchResponse.PartitionData;
import io.odradek.protocol.message.InitProducerIdRequest;
import io.odradek.protocol.message.InitProducerIdResponse;
import io.odradek.protocol.message.ProduceRequest;
import io.odradek.protocol.message.ProduceResponse;
import io.odradek.protocol.message.ProduceResponse.PartitionProduceResponse;
import io.odradek.protocol.record.RecordBatches;
import io.odradek.testkit.wire.Batches;
import io.odradek.testkit.wire.Requests;
import io.odradek.testkit.wire.WireClient;
import java.util.List;

/** Writing and reading records. */
final class RecordCases {
    private static final int IDS_SINCE = 13;

    private RecordCases() {}

    static List<ApiCase> all() {
        return List.of(
                succeeds(ApiKey.PRODUCE, "appends a batch", (client, version, fixture) -> {
                    String topic = fixture.fresh("produced");
                    Uuid id = Requests.createTopic(client, topic, 1, java.util.Map.of());
                    PartitionProduceResponse result = produce(client, version, topic, id);
                    assertNone(result.errorCode());
                    assertThat(result.baseOffset()).isZero();
                    if (version >= 5) {
                        assertThat(result.logStartOffset()).isZero();
                    }
                }),
                fails(ApiKey.PRODUCE, "refuses an unknown topic", (client, version, _) -> {
                    PartitionProduceResponse result =
                            produce(client, version, Fixture.UNKNOWN_TOPIC, Fixture.UNKNOWN_ID);
                    assertError(result.errorCode(), unknown(version));
                    assertThat(result.baseOffset()).isEqualTo(-1);
                }),
                succeeds(ApiKey.FETCH, "reads records", (client, version, fixture) -> {
                    PartitionData data = fetch(client, version, Fixture.TOPIC, fixture.topicId(), 2);
                    assertNone(data.errorCode());
                    assertThat(data.highWatermark()).isEqualTo(Fixture.RECORDS);
                    MemoryRecords records = (MemoryRecords) data.records();
                    assertThat(RecordBatches.recordCount(records.buffer())).isEqualTo(Fixture.RECORDS - 2);
                    RecordBatches.checkCrcs(records.buffer());
                }),
                succeeds(ApiKey.FETCH, "opens a session", (client, version, fixture) -> {
                    FetchRequest request = request(version, Fixture.TOPIC, fixture.topicId(), 0);
                    FetchResponse response =
                            client.ask(request.setSessionEpoch(version < 7 ? -1 : 0), version, FetchResponse.class);
                    if (version >= 7) {
                        assertThat(response.sessionId()).isPositive();
                    }
                }),
                fails(ApiKey.FETCH, "refuses an unknown topic", (client, version, _) -> {
                    PartitionData data = fetch(client, version, Fixture.UNKNOWN_TOPIC, Fixture.UNKNOWN_ID, 0);
                    assertError(data.errorCode(), unknown(version));
                }),
                fails(ApiKey.FETCH, "refuses an offset out of range", (client, version, fixture) -> {
                    PartitionData data = fetch(client, version, Fixture.TOPIC, fixture.topicId(), 1000);
                    assertError(data.errorCode(), ErrorCode.OFFSET_OUT_OF_RANGE);
                    assertThat(((MemoryRecords) data.records()).sizeInBytes()).isZero();
                }),
                succeeds(ApiKey.INIT_PRODUCER_ID, "gives a new id", (client, version, fixture) -> {
                    InitProducerIdResponse response =
                            client.ask(producerIdRequest(), version, InitProducerIdResponse.class);
                    assertNone(response.errorCode());
                    assertThat(response.producerId()).isGreaterThan(fixture.producerId());
                    assertThat(response.producerEpoch()).isZero();
                }),
                fails(ApiKey.INIT_PRODUCER_ID, "refuses an empty transactional id", (client, version, _) -> {
                    InitProducerIdResponse response = client.ask(
                            producerIdRequest().setTransactionalId("").setTransactionTimeoutMs(1000),
                            version,
                            InitProducerIdResponse.class);
                    assertError(response.errorCode(), ErrorCode.INVALID_REQUEST);
                }));
    }

    private static ErrorCode unknown(short version) {
        return version >= IDS_SINCE ? ErrorCode.UNKNOWN_TOPIC_ID : ErrorCode.UNKNOWN_TOPIC_OR_PARTITION;
    }

    private static InitProducerIdRequest producerIdRequest() {
        return new InitProducerIdRequest()
                .setTransactionalId(null)
                .setProducerId(-1)
                .setProducerEpoch((short) -1);
    }

    private static PartitionProduceResponse produce(WireClient client, short version, String topic, Uuid id) {
        ProduceRequest request = Requests.produce(version < IDS_SINCE ? topic : "", Batches.of("x"), 1);
        if (version >= IDS_SINCE) {
            request.topicData().getFirst().setTopicId(id);
        }
        return Requests.onlyPartition(client.ask(request, version, ProduceResponse.class));
    }

    private static PartitionData fetch(WireClient client, short version, String topic, Uuid id, long offset) {
        FetchResponse response = client.ask(request(version, topic, id, offset), version, FetchResponse.class);
        assertNone(response.errorCode());
        return response.responses().getFirst().partitions().getFirst();
    }

    private static FetchRequest request(short version, String topic, Uuid id, long offset) {
        FetchRequest request = Requests.fetch(version < IDS_SINCE ? topic : "", offset);
        if (version >= IDS_SINCE) {
            request.topics().getFirst().setTopicId(id);
        }
        return request;
    }
}
