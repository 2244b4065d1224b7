package io.odradek.testkit.broker;

import static org.assertj.core.api.Assertions.assertThat;

import io.odradek.base.Uuid;
import io.odradek.protocol.ApiKey;
import io.odradek.protocol.ErrorCode;
import io.odradek.protocol.message.CreatePartitionsRequest;
import io.odradek.protocol.message.CreatePartitionsRequest.CreatePartitionsTopic;
import io.odradek.protocol.message.CreatePartitionsResponse;
import io.odradek.protocol.message.DeleteRecordsRequest;
import io.odradek.protocol.message.DeleteRecordsRequest.DeleteRecordsPartition;
import io.odradek.protocol.message.DeleteRecordsRequest.DeleteRecordsTopic;
import io.odradek.protocol.message.DeleteRecordsResponse;
import io.odradek.protocol.message.DescribeLogDirsRequest;
import io.odradek.protocol.message.DescribeLogDirsResponse;
import io.odradek.protocol.message.FetchRequest;
import io.odradek.protocol.message.FetchResponse;
import io.odradek.protocol.message.MetadataRequest;
import io.odradek.protocol.message.MetadataRequest.MetadataRequestTopic;
import io.odradek.protocol.message.MetadataResponse;
import io.odradek.protocol.message.ProduceResponse;
import io.odradek.testkit.OdradekBroker;
import io.odradek.testkit.OdradekTest;
import io.odradek.testkit.wire.Awaiting;
import io.odradek.testkit.wire.Batches;
import io.odradek.testkit.wire.Requests;
import io.odradek.testkit.wire.WireClient;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInfo;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** A topic from its creation to its deletion. */
@OdradekTest(config = "num.partitions=3")
class TopicLifeTest {
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
    void askingForATopicCreatesIt() {
        Awaiting.until("the topic is there", () -> ask(client, true).errorCode() == 0);
        assertThat(ask(client, false).partitions()).hasSize(3);
        Requests.append(client, topic, Batches.of("x"));
    }

    @Test
    void askingForATopicDoesNotCreateItIfTheClientOrTheBrokerDoesNotWantThat() {
        assertThat(ErrorCode.forCode(ask(client, false).errorCode())).isEqualTo(ErrorCode.UNKNOWN_TOPIC_OR_PARTITION);
        try (OdradekBroker strict = OdradekBroker.builder()
                        .config("auto.create.topics.enable", false)
                        .start();
                WireClient other = new WireClient(strict)) {
            for (int i = 0; i < 3; i++) {
                assertThat(ErrorCode.forCode(ask(other, true).errorCode()))
                        .isEqualTo(ErrorCode.UNKNOWN_TOPIC_OR_PARTITION);
            }
        }
    }

    @ParameterizedTest
    @ValueSource(ints = {4, 11, 12, 13, 15, 18})
    void aFetchThatWaitsHearsOfTheDeletionInAnyVersion(int version, OdradekBroker broker) {
        Uuid id = Requests.createTopic(client, topic, 1, Map.of());
        FetchRequest request = Requests.fetch(topic, 0).setMaxWaitMs(30_000);
        if (version > Requests.NAMED) {
            request.topics().getFirst().setTopic("").setTopicId(id);
        }
        client.send(request, version);
        assertThat(client.hearsNothingFor(Duration.ofMillis(50))).isTrue();
        try (WireClient other = new WireClient(broker)) {
            Requests.deleteTopic(other, topic);
        }
        FetchResponse response = (FetchResponse) client.receive(ApiKey.FETCH, version);
        assertThat(ErrorCode.forCode(
                        response.responses().getFirst().partitions().getFirst().errorCode()))
                .isEqualTo(ErrorCode.UNKNOWN_TOPIC_OR_PARTITION);
    }

    @Test
    void aDeletedTopicsFilesGo(OdradekBroker broker) {
        Requests.createTopic(client, topic, 1, Map.of("file.delete.delay.ms", "0"));
        Requests.append(client, topic, Batches.of("x"));
        assertThat(broker.dataFolder().resolve(topic + "-0")).isDirectory();
        Requests.deleteTopic(client, topic);
        Awaiting.until(
                "the folder is renamed or gone",
                () -> Files.notExists(broker.dataFolder().resolve(topic + "-0")));
    }

    @Test
    void addedPartitionsCanBeWrittenToAtOnce() {
        Requests.createTopic(client, topic, 1, Map.of());
        CreatePartitionsRequest request = new CreatePartitionsRequest()
                .setTimeoutMs(5000)
                .setTopics(List.of(
                        new CreatePartitionsTopic().setName(topic).setCount(4).setAssignments(null)));
        assertThat(client.ask(request, CreatePartitionsResponse.class)
                        .results()
                        .getFirst()
                        .errorCode())
                .isZero();
        var result = Requests.onlyPartition(
                client.ask(Requests.produce(topic, 3, Batches.of("x"), -1), Requests.NAMED, ProduceResponse.class));
        assertThat(ErrorCode.forCode(result.errorCode())).isEqualTo(ErrorCode.NONE);
        assertThat(Requests.metadata(client, topic).topics().getFirst().partitions())
                .hasSize(4);
    }

    @Test
    void deletedRecordsStayDeletedOverARestart() {
        try (OdradekBroker broker = OdradekBroker.start()) {
            try (WireClient other = new WireClient(broker)) {
                Requests.createTopic(other, topic, 1, Map.of());
                Requests.append(other, topic, Batches.of("1", "2", "3"));
                Requests.append(other, topic, Batches.of("4"));
                deleteBefore(other, 2);
                assertThat(fetchError(other, 1)).isEqualTo(ErrorCode.OFFSET_OUT_OF_RANGE);
                assertThat(fetchError(other, 2)).isEqualTo(ErrorCode.NONE);
            }
            broker.restart();
            try (WireClient other = new WireClient(broker)) {
                assertThat(Requests.listOffset(other, topic, -2)).isEqualTo(2);
                assertThat(fetchError(other, 1)).isEqualTo(ErrorCode.OFFSET_OUT_OF_RANGE);
                assertThat(Requests.endOffset(other, topic)).isEqualTo(4);
            }
        }
    }

    @Test
    void describeLogDirsTellsWhatTheSegmentsTake(OdradekBroker broker) {
        Requests.createTopic(client, topic, 1, Map.of());
        Requests.append(client, topic, Batches.ofSize(10_000));
        DescribeLogDirsResponse response =
                client.ask(new DescribeLogDirsRequest().setTopics(null), DescribeLogDirsResponse.class);
        var folder = response.results().getFirst();
        assertThat(folder.logDir()).isEqualTo(broker.dataFolder().toString());
        assertThat(folder.totalBytes()).isGreaterThanOrEqualTo(folder.usableBytes());
        long size = folder.topics().stream()
                .filter(each -> each.name().equals(topic))
                .findFirst()
                .orElseThrow()
                .partitions()
                .getFirst()
                .partitionSize();
        assertThat(size).isBetween(10_000L, 11_000L);
        assertThat(logBytes(broker.dataFolder().resolve(topic + "-0"))).isGreaterThanOrEqualTo(size);
    }

    private MetadataResponse.MetadataResponseTopic ask(WireClient with, boolean mayCreate) {
        MetadataRequest request = new MetadataRequest()
                .setAllowAutoTopicCreation(mayCreate)
                .setTopics(List.of(new MetadataRequestTopic().setName(topic)));
        return with.ask(request, MetadataResponse.class).topics().getFirst();
    }

    private void deleteBefore(WireClient with, long offset) {
        DeleteRecordsRequest request = new DeleteRecordsRequest()
                .setTimeoutMs(5000)
                .setTopics(List.of(new DeleteRecordsTopic()
                        .setName(topic)
                        .setPartitions(List.of(new DeleteRecordsPartition().setOffset(offset)))));
        var result = with.ask(request, DeleteRecordsResponse.class)
                .topics()
                .getFirst()
                .partitions()
                .getFirst();
        assertThat(result.errorCode()).isZero();
        assertThat(result.lowWatermark()).isEqualTo(offset);
    }

    private ErrorCode fetchError(WireClient with, long offset) {
        FetchResponse response = with.ask(Requests.fetch(topic, offset), Requests.NAMED, FetchResponse.class);
        return ErrorCode.forCode(
                response.responses().getFirst().partitions().getFirst().errorCode());
    }

    private static long logBytes(Path folder) {
        try (Stream<Path> files = Files.list(folder)) {
            return files.filter(file -> file.toString().endsWith(".log"))
                    .mapToLong(file -> file.toFile().length())
                    .sum();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
