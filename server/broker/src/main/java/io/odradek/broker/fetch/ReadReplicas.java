package io.odradek.broker.fetch;

import io.odradek.broker.cluster.ClusterState;
import io.odradek.broker.fetch.FetchParameters.Source;
import io.odradek.broker.partition.Partition;
import io.odradek.metadata.image.BrokerImage;
import io.odradek.metadata.image.NodesImage;
import io.odradek.replication.FollowerProgress;
import io.odradek.replication.Leader;
import java.util.Comparator;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.function.Supplier;

/**
 * Which replica a consumer should read from (KIP-392). With {@code replica.selector.class} set to Kafka's rack-aware selector
 * it is one in the consumer's own rack that has what is asked for: the leader if it is there, else the one that is furthest.
 *
 * <p>Any thread.
 */
final class ReadReplicas {
    private static final String RACK_AWARE = "org.apache.kafka.common.replica.RackAwareReplicaSelector";

    private final int self;
    private final boolean rackAware;
    private final Supplier<NodesImage> nodes;

    /** @param rackAware whether there is a selector at all */
    ReadReplicas(int self, boolean rackAware, Supplier<NodesImage> nodes) {
        this.self = self;
        this.rackAware = rackAware;
        this.nodes = nodes;
    }

    static ReadReplicas of(ClusterState cluster) {
        boolean rackAware =
                RACK_AWARE.equals(cluster.config().replication().selectorClass().orElse(""));
        return new ReadReplicas(
                cluster.nodeId(), rackAware, () -> cluster.image().nodes());
    }

    /** A replica that the consumer should read from instead of this one; empty if it is well served here. */
    OptionalInt nearer(Source.Consumer consumer, Partition partition, long offset) {
        if (!rackAware || consumer.rack().isEmpty() || !(partition.role() instanceof Leader leader)) {
            return OptionalInt.empty();
        }
        String rack = consumer.rack().get();
        NodesImage known = nodes.get();
        if (isIn(rack, known.broker(self))) {
            return OptionalInt.empty();
        }
        return leader.followers().stream()
                .filter(follower -> follower.startOffset() <= offset && offset <= follower.endOffset())
                .filter(follower -> follower.endOffset() != FollowerProgress.UNKNOWN)
                .filter(follower -> isIn(rack, known.broker(follower.replica())))
                .max(Comparator.comparingLong(FollowerProgress::endOffset))
                .map(follower -> OptionalInt.of(follower.replica()))
                .orElse(OptionalInt.empty());
    }

    private static boolean isIn(String rack, Optional<BrokerImage> broker) {
        return broker.filter(found -> !found.fenced())
                .flatMap(BrokerImage::rack)
                .filter(rack::equals)
                .isPresent();
    }
}
