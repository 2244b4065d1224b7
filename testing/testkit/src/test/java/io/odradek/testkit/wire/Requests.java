package io.odradek.testkit.wire;

import io.odradek.base.Uuid;
import io.odradek.protocol.ErrorCode;
import io.odradek.protocol.Records;
import io.odradek.protocol.message.CreateTopicsRequest;
import io.odradek.protocol.message.CreateTopicsRequest.CreatableTopic;
import io.odradek.protocol.message.CreateTopicsRequest.CreatableTopicConfig;
import io.odradek.protocol.message.CreateTopicsResponse;
import io.odradek.protocol.message.DeleteTopicsRequest;
import io.odradek.protocol.message.DeleteTopicsRequest.DeleteTopicState;
import io.odradek.protocol.message.DeleteTopicsResponse;
import io.odradek.protocol.message.FetchRequest;
import io.odradek.protocol.message.FindCoordinatorRequest;
import io.odradek.protocol.message.FindCoordinatorResponse;
import io.odradek.protocol.message.HeartbeatRequest;
import io.odradek.protocol.message.HeartbeatResponse;
import io.odradek.protocol.message.ListOffsetsRequest;
import io.odradek.protocol.message.ListOffsetsRequest.ListOffsetsPartition;
import io.odradek.protocol.message.ListOffsetsRequest.ListOffsetsTopic;
import io.odradek.protocol.message.ListOffsetsResponse;
import io.odradek.protocol.message.MetadataRequest;
import io.odradek.protocol.message.MetadataRequest.MetadataRequestTopic;
import io.odradek.protocol.message.MetadataResponse;
import io.odradek.protocol.message.ProduceRequest;
import io.odradek.protocol.message.ProduceResponse;
import io.odradek.protocol.message.ProduceResponse.PartitionProduceResponse;
import java.util.List;
import java.util.Map;
import org.assertj.core.api.Assertions;

/** Requests that many tests send, in versions that name topics by name. */
public final class Requests {
    /** The last version of Produce, and one of Fetch, in which topics have names. */
    public static final int NAMED = 12;

    private Requests() {}

    /** Creates a topic with one replica, and returns its id. */
    public static Uuid createTopic(WireClient client, String name, int partitions, Map<String, String> configs) {
        CreatableTopic topic =
                new CreatableTopic().setName(name).setNumPartitions(partitions).setReplicationFactor((short) 1);
        configs.forEach((key, value) ->
                topic.configs().add(new CreatableTopicConfig().setName(key).setValue(value)));
        CreateTopicsResponse response = client.ask(
                new CreateTopicsRequest().setTimeoutMs(10_000).setTopics(List.of(topic)), CreateTopicsResponse.class);
        var result = response.topics().getFirst();
        Assertions.assertThat(ErrorCode.forCode(result.errorCode()))
                .as("creating %s: %s", name, result.errorMessage())
                .isEqualTo(ErrorCode.NONE);
        return result.topicId();
    }

    public static void deleteTopic(WireClient client, String name) {
        DeleteTopicsRequest request =
                new DeleteTopicsRequest().setTimeoutMs(10_000).setTopics(List.of(new DeleteTopicState().setName(name)));
        short error = client.ask(request, DeleteTopicsResponse.class)
                .responses()
                .getFirst()
                .errorCode();
        Assertions.assertThat(ErrorCode.forCode(error)).as("deleting %s", name).isEqualTo(ErrorCode.NONE);
    }

    /** A request for partition 0 of a topic. */
    public static ProduceRequest produce(String topic, Records records, int acks) {
        return produce(topic, 0, records, acks);
    }

    public static ProduceRequest produce(String topic, int partition, Records records, int acks) {
        return new ProduceRequest()
                .setAcks((short) acks)
                .setTimeoutMs(10_000)
                .setTopicData(List.of(new ProduceRequest.TopicProduceData()
                        .setName(topic)
                        .setPartitionData(List.of(new ProduceRequest.PartitionProduceData()
                                .setIndex(partition)
                                .setRecords(records)))));
    }

    /** Sends records to partition 0 and returns what became of them. */
    public static PartitionProduceResponse send(WireClient client, String topic, Records records) {
        return onlyPartition(client.ask(produce(topic, records, -1), NAMED, ProduceResponse.class));
    }

    /** Sends records that must be accepted, and returns the offset of the first. */
    public static long append(WireClient client, String topic, Records records) {
        PartitionProduceResponse result = send(client, topic, records);
        Assertions.assertThat(ErrorCode.forCode(result.errorCode()))
                .as("producing to %s: %s", topic, result.errorMessage())
                .isEqualTo(ErrorCode.NONE);
        return result.baseOffset();
    }

    public static PartitionProduceResponse onlyPartition(ProduceResponse response) {
        return response.responses().getFirst().partitionResponses().getFirst();
    }

    /** A fetch of partition 0 without a session and without waiting. */
    public static FetchRequest fetch(String topic, long offset) {
        return new FetchRequest()
                .setMaxWaitMs(0)
                .setMinBytes(1)
                .setMaxBytes(50 * 1024 * 1024)
                .setSessionEpoch(-1)
                .setTopics(List.of(fetchTopic(topic, 0, offset)));
    }

    public static FetchRequest.FetchTopic fetchTopic(String topic, int partition, long offset) {
        return new FetchRequest.FetchTopic()
                .setTopic(topic)
                .setPartitions(List.of(new FetchRequest.FetchPartition()
                        .setPartition(partition)
                        .setFetchOffset(offset)
                        .setPartitionMaxBytes(1024 * 1024)));
    }

    /** The end of what can be read of partition 0. */
    public static long endOffset(WireClient client, String topic) {
        return listOffset(client, topic, -1L);
    }

    /** An offset of partition 0, by timestamp or by one of the special ones. */
    public static long listOffset(WireClient client, String topic, long timestamp) {
        ListOffsetsRequest request = new ListOffsetsRequest()
                .setReplicaId(-1)
                .setTopics(List.of(new ListOffsetsTopic()
                        .setName(topic)
                        .setPartitions(List.of(new ListOffsetsPartition().setTimestamp(timestamp)))));
        var result = client.ask(request, ListOffsetsResponse.class)
                .topics()
                .getFirst()
                .partitions()
                .getFirst();
        Assertions.assertThat(ErrorCode.forCode(result.errorCode())).isEqualTo(ErrorCode.NONE);
        return result.offset();
    }

    /** Has {@code __consumer_offsets} created and waits until the group's coordinator has loaded it. */
    public static void awaitCoordinator(WireClient client, String group) {
        FindCoordinatorRequest find = new FindCoordinatorRequest().setCoordinatorKeys(List.of(group));
        HeartbeatRequest probe =
                new HeartbeatRequest().setGroupId(group).setMemberId("nobody").setGenerationId(1);
        Awaiting.until("the coordinator of " + group, () -> {
            client.ask(find, FindCoordinatorResponse.class);
            short error = client.ask(probe, HeartbeatResponse.class).errorCode();
            return ErrorCode.forCode(error) == ErrorCode.UNKNOWN_MEMBER_ID;
        });
    }

    /** Metadata of topics by their names, which are not created. */
    public static MetadataResponse metadata(WireClient client, String... topics) {
        MetadataRequest request = new MetadataRequest().setAllowAutoTopicCreation(false);
        for (String topic : topics) {
            request.topics().add(new MetadataRequestTopic().setName(topic));
        }
        return client.ask(request, MetadataResponse.class);
    }
}
