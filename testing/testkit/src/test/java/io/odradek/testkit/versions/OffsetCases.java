package io.odradek.testkit.versions;

import static io.odradek.testkit.versions.ApiCase.fails;
import static io.odradek.testkit.versions.ApiCase.succeeds;
import static io.odradek.testkit.versions.Fixture.assertError;
import static io.odradek.testkit.versions.Fixture.assertNone;
import static org.assertj.core.api.Assertions.assertThat;

import io.odradek.protocol.ApiKey;
import io.odradek.protocol.ErrorCode;
import io.odradek.protocol.message.DeleteRecordsRequest;
import io.odradek.protocol.message.DeleteRecordsRequest.DeleteRecordsPartition;
import io.odradek.protocol.message.DeleteRecordsRequest.DeleteRecordsTopic;
import io.odradek.protocol.message.DeleteRecordsResponse;
import io.odradek.protocol.message.DeleteRecordsResponse.DeleteRecordsPartitionResult;
import io.odradek.protocol.message.DescribeLogDirsRequest;
import io.odradek.protocol.message.DescribeLogDirsRequest.DescribableLogDirTopic;
import io.odradek.protocol.message.DescribeLogDirsResponse;
import io.odradek.protocol.message.DescribeProducersRequest;
import io.odradek.protocol.message.DescribeProducersRequest.TopicRequest;
import io.odradek.protocol.message.DescribeProducersResponse;
import io.odradek.protocol.message.DescribeProducersResponse.PartitionResponse;
import io.odradek.protocol.message.ListOffsetsRequest;
import io.odradek.protocol.message.ListOffsetsRequest.ListOffsetsPartition;
import io.odradek.protocol.message.ListOffsetsRequest.ListOffsetsTopic;
import io.odradek.protocol.message.ListOffsetsResponse;
import io.odradek.protocol.message.ListOffsetsResponse.ListOffsetsPartitionResponse;
import io.odradek.protocol.message.OffsetForLeaderEpochRequest;
import io.odradek.protocol.message.OffsetForLeaderEpochRequest.OffsetForLeaderPartition;
import io.odradek.protocol.message.OffsetForLeaderEpochRequest.OffsetForLeaderTopic;
import io.odradek.protocol.message.OffsetForLeaderEpochResponse;
import io.odradek.protocol.message.OffsetForLeaderEpochResponse.EpochEndOffset;
import io.odradek.testkit.wire.WireClient;
import java.util.List;

/** Where partitions begin and end, who writes to them, and what they take on disk. */
final class OffsetCases {
    private static final long LATEST = -1;
    private static final long EARLIEST = -2;
    private static final long MAX_TIMESTAMP = -3;
    private static final long EARLIEST_LOCAL = -4;
    private static final int MAX_TIMESTAMP_SINCE = 7;
    private static final int EARLIEST_LOCAL_SINCE = 8;

    private OffsetCases() {}

    static List<ApiCase> all() {
        return List.of(
                succeeds(ApiKey.LIST_OFFSETS, "finds the first, the last and the newest", (client, version, _) -> {
                    assertThat(offset(client, version, EARLIEST)).isZero();
                    assertThat(offset(client, version, LATEST)).isEqualTo(Fixture.RECORDS);
                    assertThat(offset(client, version, 0)).isZero();
                    assertThat(offset(client, version, Long.MAX_VALUE)).isEqualTo(-1);
                    if (version >= MAX_TIMESTAMP_SINCE) {
                        assertThat(offset(client, version, MAX_TIMESTAMP)).isBetween(0L, Fixture.RECORDS - 1L);
                    }
                    if (version >= EARLIEST_LOCAL_SINCE) {
                        assertThat(offset(client, version, EARLIEST_LOCAL)).isZero();
                    }
                }),
                fails(ApiKey.LIST_OFFSETS, "refuses an unknown topic", (client, version, _) -> {
                    ListOffsetsPartitionResponse result = list(client, version, Fixture.UNKNOWN_TOPIC, LATEST);
                    assertError(result.errorCode(), ErrorCode.UNKNOWN_TOPIC_OR_PARTITION);
                }),
                fails(ApiKey.LIST_OFFSETS, "refuses what a version does not know", (client, version, _) -> {
                    long asked = version < MAX_TIMESTAMP_SINCE ? MAX_TIMESTAMP : -100;
                    ListOffsetsPartitionResponse result = list(client, version, Fixture.TOPIC, asked);
                    assertError(result.errorCode(), ErrorCode.UNSUPPORTED_VERSION);
                }),
                succeeds(ApiKey.OFFSET_FOR_LEADER_EPOCH, "finds where an epoch ends", (client, version, _) -> {
                    EpochEndOffset result = epochEnd(client, version, Fixture.TOPIC, 0);
                    assertNone(result.errorCode());
                    assertThat(result.endOffset()).isEqualTo(Fixture.RECORDS);
                    assertThat(result.leaderEpoch()).isZero();
                    assertThat(epochEnd(client, version, Fixture.TOPIC, 7).endOffset())
                            .isEqualTo(-1);
                }),
                fails(ApiKey.OFFSET_FOR_LEADER_EPOCH, "refuses an unknown topic", (client, version, _) -> {
                    EpochEndOffset result = epochEnd(client, version, Fixture.UNKNOWN_TOPIC, 0);
                    assertError(result.errorCode(), ErrorCode.UNKNOWN_TOPIC_OR_PARTITION);
                }),
                succeeds(ApiKey.DELETE_RECORDS, "moves the log start offset", (client, version, fixture) -> {
                    String topic = fixture.freshTopic(client);
                    DeleteRecordsPartitionResult result = delete(client, version, topic, 2);
                    assertNone(result.errorCode());
                    assertThat(result.lowWatermark()).isEqualTo(2);
                    assertThat(delete(client, version, topic, -1).lowWatermark())
                            .isEqualTo(3);
                }),
                fails(ApiKey.DELETE_RECORDS, "refuses an offset that is not there", (client, version, _) -> {
                    DeleteRecordsPartitionResult result = delete(client, version, Fixture.TOPIC, 1000);
                    assertError(result.errorCode(), ErrorCode.OFFSET_OUT_OF_RANGE);
                    assertError(
                            delete(client, version, Fixture.UNKNOWN_TOPIC, 0).errorCode(),
                            ErrorCode.UNKNOWN_TOPIC_OR_PARTITION);
                }),
                succeeds(ApiKey.DESCRIBE_PRODUCERS, "lists who writes", (client, version, fixture) -> {
                    PartitionResponse result = producers(client, version, Fixture.TOPIC);
                    assertNone(result.errorCode());
                    assertThat(result.activeProducers()).singleElement().satisfies(producer -> {
                        assertThat(producer.producerId()).isEqualTo(fixture.producerId());
                        assertThat(producer.lastSequence()).isEqualTo(Fixture.RECORDS - 1);
                        assertThat(producer.currentTxnStartOffset()).isEqualTo(-1);
                    });
                }),
                fails(ApiKey.DESCRIBE_PRODUCERS, "refuses an unknown topic", (client, version, _) -> {
                    PartitionResponse result = producers(client, version, Fixture.UNKNOWN_TOPIC);
                    assertError(result.errorCode(), ErrorCode.UNKNOWN_TOPIC_OR_PARTITION);
                }),
                succeeds(ApiKey.DESCRIBE_LOG_DIRS, "tells what a partition takes", (client, version, _) -> {
                    DescribeLogDirsResponse response = logDirs(client, version, Fixture.TOPIC);
                    assertNone(response.errorCode());
                    var folder = response.results().getFirst();
                    assertNone(folder.errorCode());
                    assertThat(folder.topics()
                                    .getFirst()
                                    .partitions()
                                    .getFirst()
                                    .partitionSize())
                            .isPositive();
                    if (version >= 4) {
                        assertThat(folder.totalBytes()).isPositive();
                    }
                }),
                fails(ApiKey.DESCRIBE_LOG_DIRS, "leaves out an unknown topic", (client, version, _) -> {
                    DescribeLogDirsResponse response = logDirs(client, version, Fixture.UNKNOWN_TOPIC);
                    assertThat(response.results())
                            .allSatisfy(folder -> assertThat(folder.topics()).isEmpty());
                }));
    }

    private static long offset(WireClient client, short version, long timestamp) {
        ListOffsetsPartitionResponse result = list(client, version, Fixture.TOPIC, timestamp);
        assertNone(result.errorCode());
        return result.offset();
    }

    private static ListOffsetsPartitionResponse list(WireClient client, short version, String topic, long timestamp) {
        ListOffsetsRequest request = new ListOffsetsRequest()
                .setReplicaId(-1)
                .setTopics(List.of(new ListOffsetsTopic()
                        .setName(topic)
                        .setPartitions(List.of(new ListOffsetsPartition().setTimestamp(timestamp)))));
        return client.ask(request, version, ListOffsetsResponse.class)
                .topics()
                .getFirst()
                .partitions()
                .getFirst();
    }

    private static EpochEndOffset epochEnd(WireClient client, short version, String topic, int epoch) {
        OffsetForLeaderEpochRequest request = new OffsetForLeaderEpochRequest()
                .setTopics(List.of(new OffsetForLeaderTopic()
                        .setTopic(topic)
                        .setPartitions(List.of(new OffsetForLeaderPartition().setLeaderEpoch(epoch)))));
        return client.ask(request, version, OffsetForLeaderEpochResponse.class)
                .topics()
                .getFirst()
                .partitions()
                .getFirst();
    }

    private static DeleteRecordsPartitionResult delete(WireClient client, short version, String topic, long offset) {
        DeleteRecordsRequest request = new DeleteRecordsRequest()
                .setTimeoutMs(5000)
                .setTopics(List.of(new DeleteRecordsTopic()
                        .setName(topic)
                        .setPartitions(List.of(new DeleteRecordsPartition().setOffset(offset)))));
        return client.ask(request, version, DeleteRecordsResponse.class)
                .topics()
                .getFirst()
                .partitions()
                .getFirst();
    }

    private static PartitionResponse producers(WireClient client, short version, String topic) {
        DescribeProducersRequest request = new DescribeProducersRequest()
                .setTopics(List.of(new TopicRequest().setName(topic).setPartitionIndexes(List.of(0))));
        return client.ask(request, version, DescribeProducersResponse.class)
                .topics()
                .getFirst()
                .partitions()
                .getFirst();
    }

    private static DescribeLogDirsResponse logDirs(WireClient client, short version, String topic) {
        DescribeLogDirsRequest request = new DescribeLogDirsRequest()
                .setTopics(List.of(new DescribableLogDirTopic().setTopic(topic).setPartitions(List.of(0))));
        return client.ask(request, version, DescribeLogDirsResponse.class);
    }
}
