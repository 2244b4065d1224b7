package io.odradek.benchmarks.load;

import java.io.IOException;
import java.io.InterruptedIOException;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.function.Function;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.clients.admin.NewTopic;
import org.apache.kafka.clients.admin.OffsetSpec;
import org.apache.kafka.clients.admin.TopicDescription;
import org.apache.kafka.common.KafkaFuture;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.TopicPartitionInfo;

/** The few administrative questions to a cluster of several brokers, by Kafka's Java client. One thread. */
public final class ClusterAdmin implements AutoCloseable {
    private static final long LIMIT_SECONDS = 120;

    private final Admin admin;

    /** Connects when it is first asked. */
    public ClusterAdmin(String bootstrap) {
        this.admin = Admin.create(Map.of("bootstrap.servers", bootstrap, "request.timeout.ms", 10_000));
    }

    /** Fails unless so many brokers can be given replicas. */
    public void requireBrokers(int count) throws IOException {
        int found = get(admin.describeCluster().nodes()).size();
        if (found < count) {
            throw new IOException("there are %d brokers of %d".formatted(found, count));
        }
    }

    /** Creates a topic with three replicas of each partition. */
    public void createTopic(String name, int partitions) throws IOException {
        get(admin.createTopics(List.of(new NewTopic(name, partitions, (short) 3)))
                .all());
    }

    /** Deletes a topic. */
    public void deleteTopic(String name) throws IOException {
        get(admin.deleteTopics(List.of(name)).all());
    }

    /** Fails unless every partition has a leader that serves it. */
    public void requireServed(String topic, int partitions) throws IOException {
        get(admin.listOffsets(IntStream.range(0, partitions)
                        .mapToObj(p -> new TopicPartition(topic, p))
                        .collect(Collectors.toMap(Function.identity(), _ -> OffsetSpec.latest())))
                .all());
    }

    /** Leaders of all partitions in order; fails unless all replicas are in sync. */
    public List<Integer> leadersInSync(String topic) throws IOException {
        TopicDescription description =
                get(admin.describeTopics(List.of(topic)).allTopicNames()).get(topic);
        if (description == null) {
            throw new IOException("there is no topic " + topic);
        }
        List<TopicPartitionInfo> partitions = description.partitions();
        for (TopicPartitionInfo partition : partitions) {
            if (partition.leader() == null
                    || partition.isr().size() < partition.replicas().size()) {
                throw new IOException("not in sync: " + partition);
            }
        }
        return partitions.stream().map(partition -> partition.leader().id()).toList();
    }

    /** The active controller. */
    public int controller() throws IOException {
        return get(admin.describeMetadataQuorum().quorumInfo()).leaderId();
    }

    @Override
    public void close() {
        admin.close(Duration.ofSeconds(5));
    }

    private static <T> T get(KafkaFuture<T> future) throws IOException {
        try {
            return future.get(LIMIT_SECONDS, TimeUnit.SECONDS);
        } catch (ExecutionException | TimeoutException e) {
            throw new IOException(String.valueOf(e.getMessage()), e);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new InterruptedIOException("interrupted while a cluster was asked");
        }
    }
}
