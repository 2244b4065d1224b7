package io.odradek.interop.cluster;

import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.clients.admin.NewTopic;
import org.apache.kafka.clients.consumer.OffsetAndMetadata;
import org.apache.kafka.common.Node;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.TopicPartitionInfo;

/** Who does what in a cluster, as an administrator sees it. */
final class ClusterView implements AutoCloseable {
    private static final Duration LIMIT = Duration.ofSeconds(60);

    private final Admin admin;

    ClusterView(String bootstrap) {
        this.admin = Admin.create(Map.of(
                "bootstrap.servers",
                bootstrap,
                "request.timeout.ms",
                5_000,
                "default.api.timeout.ms",
                60_000,
                "reconnect.backoff.max.ms",
                200));
    }

    void createTopic(String topic, int partitions) throws InterruptedException {
        // Small segments, so that some faults come while one is rolled.
        NewTopic created = new NewTopic(topic, partitions, (short) 3)
                .configs(Map.of("segment.bytes", "1048576", "min.insync.replicas", "2"));
        get(
                "create " + topic,
                () -> admin.createTopics(List.of(created)).all().get(LIMIT.toMillis(), TimeUnit.MILLISECONDS));
        awaitInSync(topic);
    }

    int leader(String topic, int partition) throws InterruptedException {
        return partitions(topic).get(partition).leader().id();
    }

    List<Integer> followers(String topic, int partition) throws InterruptedException {
        TopicPartitionInfo info = partitions(topic).get(partition);
        return info.replicas().stream()
                .map(Node::id)
                .filter(id -> id != info.leader().id())
                .toList();
    }

    /** The active controller. */
    int controller() throws InterruptedException {
        return get(
                        "the quorum",
                        () -> admin.describeMetadataQuorum().quorumInfo().get(LIMIT.toMillis(), TimeUnit.MILLISECONDS))
                .leaderId();
    }

    int coordinator(String group) throws InterruptedException {
        return get(
                        "the coordinator of " + group,
                        () -> admin.describeConsumerGroups(List.of(group))
                                .describedGroups()
                                .get(group)
                                .get(LIMIT.toMillis(), TimeUnit.MILLISECONDS))
                .coordinator()
                .id();
    }

    Map<TopicPartition, OffsetAndMetadata> committed(String group) throws InterruptedException {
        return get(
                "the offsets of " + group,
                () -> admin.listConsumerGroupOffsets(group)
                        .partitionsToOffsetAndMetadata()
                        .get(LIMIT.toMillis(), TimeUnit.MILLISECONDS));
    }

    /** Waits until every replica of the topic is in sync. */
    void awaitInSync(String topic) throws InterruptedException {
        long end = System.nanoTime() + LIMIT.toNanos();
        List<TopicPartitionInfo> partitions = partitions(topic);
        while (!partitions.stream().allMatch(ClusterView::isInSync)) {
            if (System.nanoTime() > end) {
                throw new AssertionError("not in sync after " + LIMIT.toSeconds() + " s: " + partitions);
            }
            TimeUnit.MILLISECONDS.sleep(100);
            partitions = partitions(topic);
        }
    }

    @Override
    public void close() {
        admin.close(Duration.ofSeconds(5));
    }

    private static boolean isInSync(TopicPartitionInfo partition) {
        return partition.leader() != null
                && partition.isr().size() == partition.replicas().size();
    }

    private List<TopicPartitionInfo> partitions(String topic) throws InterruptedException {
        return get(
                        "the partitions of " + topic,
                        () -> admin.describeTopics(List.of(topic))
                                .allTopicNames()
                                .get(LIMIT.toMillis(), TimeUnit.MILLISECONDS))
                .get(topic)
                .partitions();
    }

    private static <T> T get(String what, Question<T> question) throws InterruptedException {
        try {
            return question.ask();
        } catch (ExecutionException | TimeoutException e) {
            throw new AssertionError("cannot get " + what + ": " + e, e);
        }
    }

    private interface Question<T> {
        T ask() throws ExecutionException, InterruptedException, TimeoutException;
    }
}
