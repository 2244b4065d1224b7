package io.odradek.broker.cluster;

import io.odradek.broker.partition.TopicSettings;
import io.odradek.metadata.config.BrokerConfig;
import io.odradek.metadata.config.TopicConfigView;
import io.odradek.metadata.controller.TopicNames;
import io.odradek.metadata.image.ClusterImage;
import io.odradek.metadata.image.ConfigResource;
import io.odradek.protocol.compress.CompressionType;
import io.odradek.protocol.record.BatchRules;
import io.odradek.protocol.record.TimestampType;
import io.odradek.storage.Durability;
import io.odradek.storage.LogConfig;
import java.util.Optional;

/** Turns what is configured for a topic into what its logs and its appends obey. Immutable; any thread. */
public final class TopicConfigurations {
    private static final String PRODUCER = "producer";
    private static final String PRODUCER_ID_EXPIRATION = "producer.id.expiration.ms";
    private static final String UNCOMPRESSED = "uncompressed";

    private final BrokerConfig broker;
    private final ClusterImage image;

    public TopicConfigurations(BrokerConfig broker, ClusterImage image) {
        this.broker = broker;
        this.image = image;
    }

    /** What the logs of the topic obey. */
    public LogConfig logConfig(String topic) {
        return logConfig(view(topic));
    }

    TopicConfigView view(String topic) {
        return TopicConfigView.of(broker, image.configs().of(ConfigResource.topic(topic)));
    }

    LogConfig logConfig(TopicConfigView view) {
        return LogConfig.builder()
                .producerIdExpirationMs(broker.values().integer(PRODUCER_ID_EXPIRATION))
                .segmentBytes(view.segmentBytes())
                .segmentMs(view.segmentMs())
                .segmentJitterMs(view.segmentJitterMs())
                .segmentIndexBytes(view.segmentIndexBytes())
                .indexIntervalBytes(view.indexIntervalBytes())
                .retentionMs(view.retentionMs())
                .retentionBytes(view.retentionBytes())
                .fileDeleteDelayMs(view.fileDeleteDelayMs())
                .maxMessageBytes(view.maxMessageBytes())
                .deletable(view.deletable())
                .compactable(view.compacted())
                .preallocate(view.preallocate())
                .flushMessages(view.flushMessages())
                .flushMs(view.flushMs())
                .durability(view.fsync() ? Durability.FSYNC : Durability.BUFFERED)
                .logAppendTime(view.logAppendTime())
                .build();
    }

    static TopicSettings settings(String topic, TopicConfigView view) {
        BatchRules rules = new BatchRules(
                view.maxMessageBytes(),
                view.logAppendTime() ? TimestampType.LOG_APPEND_TIME : TimestampType.CREATE_TIME,
                view.timestampBeforeMaxMs(),
                view.timestampAfterMaxMs(),
                view.compacted(),
                view.maxDecompressedMessageBytes());
        String type = view.compressionType();
        Optional<CompressionType> codec = type.equals(PRODUCER)
                ? Optional.empty()
                : Optional.of(type.equals(UNCOMPRESSED) ? CompressionType.NONE : CompressionType.forName(type));
        boolean hasLevel =
                codec.isPresent() && codec.get() != CompressionType.NONE && codec.get() != CompressionType.SNAPPY;
        return new TopicSettings(
                rules,
                view.minInSyncReplicas(),
                codec,
                hasLevel ? view.compressionLevel(type) : 0,
                TopicNames.internal(topic),
                view.leaderThrottled(),
                view.followerThrottled());
    }
}
