package io.odradek.broker.partition;

import io.odradek.metadata.config.ThrottledReplicas;
import io.odradek.protocol.compress.CompressionType;
import io.odradek.protocol.record.BatchRules;
import java.util.Optional;

/**
 * What a topic's configuration says about appending to it.
 *
 * @param rules what batches must satisfy
 * @param minInSyncReplicas {@code min.insync.replicas}: for acks=all
 * @param compression what {@code compression.type} prescribes; empty for {@code producer}
 * @param compressionLevel the level for it
 * @param internal whether only the broker itself writes to the topic
 * @param leaderThrottled replicas that serve followers no faster than the broker's throttle allows
 * @param followerThrottled replicas that fetch no faster than it allows
 */
public record TopicSettings(
        BatchRules rules,
        int minInSyncReplicas,
        Optional<CompressionType> compression,
        int compressionLevel,
        boolean internal,
        ThrottledReplicas leaderThrottled,
        ThrottledReplicas followerThrottled) {
    /** A topic without configurations of its own. */
    public static final TopicSettings DEFAULT = new TopicSettings(
            BatchRules.DEFAULT, 1, Optional.empty(), 0, false, ThrottledReplicas.NONE, ThrottledReplicas.NONE);
}
