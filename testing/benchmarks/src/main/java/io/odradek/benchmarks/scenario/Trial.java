package io.odradek.benchmarks.scenario;

import io.odradek.benchmarks.broker.Node;
import io.odradek.benchmarks.broker.Product;
import io.odradek.benchmarks.broker.Workspace;
import io.odradek.benchmarks.load.Admin;
import io.odradek.benchmarks.load.Await;
import io.odradek.benchmarks.load.BrokerClient;
import io.odradek.benchmarks.load.LoadShape;
import io.odradek.benchmarks.load.Topic;
import java.io.IOException;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.TimeUnit;

/**
 * One run of one scenario against one product: what a scenario works with. Immutable.
 *
 * @param workspace where nodes live
 * @param product the broker under test
 * @param sizes how much to do
 * @param shape how a load reaches the broker
 */
public record Trial(Workspace workspace, Product product, Sizes sizes, LoadShape shape) {
    private static final Duration START_LIMIT = Duration.ofMinutes(2);
    private static final Duration SHORT_CALL = Duration.ofSeconds(2);
    private static final Duration LONG_CALL = Duration.ofMinutes(2);

    /**
     * Starts the node's process and waits for its first answered Metadata request.
     *
     * @return seconds from the start of the process
     */
    double start(Node node) throws IOException, InterruptedException {
        long begin = System.nanoTime();
        node.start();
        Await.first("an answered Metadata request", START_LIMIT, node::checkRunning, () -> {
            try (BrokerClient client = BrokerClient.connect(node.address(), SHORT_CALL)) {
                Admin.metadata(client);
                return true;
            }
        });
        return secondsSince(begin);
    }

    /** Creates a topic as soon as the node allows it and waits until it serves every partition. */
    Topic createTopic(Node node, String name, int partitions) throws IOException, InterruptedException {
        // A broker that answers may still be fenced for a moment, and then has no place for a replica.
        Topic topic = Await.first("a new topic", START_LIMIT, node::checkRunning, () -> {
            try (BrokerClient client = BrokerClient.connect(node.address(), LONG_CALL)) {
                return Admin.createTopic(client, name, partitions);
            }
        });
        endOffsets(node, topic);
        return topic;
    }

    /** The log end offsets of all partitions, as soon as the node serves every one of them. */
    List<Long> endOffsets(Node node, Topic topic) throws IOException, InterruptedException {
        return Await.first("leaders of all partitions", START_LIMIT, node::checkRunning, () -> {
            try (BrokerClient client = BrokerClient.connect(node.address(), LONG_CALL)) {
                return Admin.endOffsets(client, topic);
            }
        });
    }

    /**
     * Waits until every partition is served up to the offset where it ended before.
     *
     * @throws IOException if that does not happen in time: then records are lost
     */
    void awaitEndOffsets(Node node, Topic topic, List<Long> expected) throws IOException, InterruptedException {
        Await.first("all acknowledged records", START_LIMIT, node::checkRunning, () -> {
            try (BrokerClient client = BrokerClient.connect(node.address(), LONG_CALL)) {
                List<Long> found = Admin.endOffsets(client, topic);
                if (!found.equals(expected)) {
                    throw new IOException("partitions end at %s, before the kill at %s".formatted(found, expected));
                }
                return true;
            }
        });
    }

    static double secondsSince(long beginNanos) {
        return (System.nanoTime() - beginNanos) / (double) TimeUnit.SECONDS.toNanos(1);
    }
}
