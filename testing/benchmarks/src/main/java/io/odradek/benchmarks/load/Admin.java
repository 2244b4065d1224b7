package io.odradek.benchmarks.load;

import io.odradek.protocol.message.CreateTopicsRequest;
import io.odradek.protocol.message.CreateTopicsResponse;
import io.odradek.protocol.message.ListOffsetsRequest;
import io.odradek.protocol.message.ListOffsetsResponse;
import io.odradek.protocol.message.MetadataRequest;
import io.odradek.protocol.message.MetadataResponse;
import java.io.IOException;
import java.util.List;
import java.util.stream.IntStream;

/** The few administrative requests that a benchmark needs. Every error code becomes an {@link IOException}. */
public final class Admin {
    private static final int METADATA_VERSION = 12;
    private static final int CREATE_TOPICS_VERSION = 7;
    private static final int LIST_OFFSETS_VERSION = 7;
    private static final int CREATE_TIMEOUT_MS = 120_000;
    private static final long LATEST = -1;
    private static final int CONSUMER = -1;

    private Admin() {}

    /** Asks for the brokers and no topic; fails unless there is a broker. */
    public static void metadata(BrokerClient client) throws IOException {
        MetadataResponse response =
                client.call(new MetadataRequest().setTopics(List.of()), METADATA_VERSION, MetadataResponse::read);
        if (response.brokers().isEmpty()) {
            throw new IOException("the broker does not list itself yet");
        }
    }

    /** Creates a topic with one replica of each partition. */
    public static Topic createTopic(BrokerClient client, String name, int partitions) throws IOException {
        CreateTopicsResponse response = client.call(
                new CreateTopicsRequest()
                        .setTimeoutMs(CREATE_TIMEOUT_MS)
                        .setTopics(List.of(new CreateTopicsRequest.CreatableTopic()
                                .setName(name)
                                .setNumPartitions(partitions)
                                .setReplicationFactor((short) 1))),
                CREATE_TOPICS_VERSION,
                CreateTopicsResponse::read);
        CreateTopicsResponse.CreatableTopicResult created = response.topics().getFirst();
        BrokerClient.check(created.errorCode(), "creating topic " + name);
        return new Topic(name, created.topicId(), partitions);
    }

    /** The log end offset of every partition; fails unless each has a leader that serves it. */
    public static List<Long> endOffsets(BrokerClient client, Topic topic) throws IOException {
        List<ListOffsetsRequest.ListOffsetsPartition> partitions = IntStream.range(0, topic.partitions())
                .mapToObj(partition -> new ListOffsetsRequest.ListOffsetsPartition()
                        .setPartitionIndex(partition)
                        .setCurrentLeaderEpoch(-1)
                        .setTimestamp(LATEST))
                .toList();
        ListOffsetsResponse response = client.call(
                new ListOffsetsRequest()
                        .setReplicaId(CONSUMER)
                        .setTopics(List.of(new ListOffsetsRequest.ListOffsetsTopic()
                                .setName(topic.name())
                                .setPartitions(partitions))),
                LIST_OFFSETS_VERSION,
                ListOffsetsResponse::read);
        Long[] offsets = new Long[topic.partitions()];
        for (var partition : response.topics().getFirst().partitions()) {
            BrokerClient.check(partition.errorCode(), "end of partition " + partition.partitionIndex());
            offsets[partition.partitionIndex()] = partition.offset();
        }
        return List.of(offsets);
    }
}
