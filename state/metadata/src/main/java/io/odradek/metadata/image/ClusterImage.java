package io.odradek.metadata.image;

import io.odradek.protocol.metadata.MetadataRecord;
import java.util.Collections;
import java.util.List;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.stream.Stream;

/**
 * The whole cluster as the fold of its metadata log. A new image shares with the old one what did not change.
 *
 * <p>Immutable; any thread.
 *
 * @param topics topics and partitions
 * @param nodes brokers and controllers
 * @param configs what was set for topics, brokers, groups and subscriptions
 * @param features the finalized level of each feature
 * @param nextProducerId the first producer id that was never handed out
 * @param clients quotas and credentials
 * @param security access control entries and delegation tokens
 */
public record ClusterImage(
        TopicsImage topics,
        NodesImage nodes,
        ConfigsImage configs,
        SortedMap<String, Short> features,
        long nextProducerId,
        ClientsImage clients,
        SecurityImage security) {
    /** A cluster without anything. */
    public static final ClusterImage EMPTY = new ClusterImage(
            TopicsImage.EMPTY,
            NodesImage.EMPTY,
            ConfigsImage.EMPTY,
            new TreeMap<>(),
            0L,
            ClientsImage.EMPTY,
            SecurityImage.EMPTY);

    public ClusterImage {
        features = Collections.unmodifiableSortedMap(new TreeMap<>(features));
    }

    /**
     * The cluster after a batch of records.
     *
     * @param records without those of metadata transactions, which {@link MetadataState} deals with
     * @throws io.odradek.base.InvariantViolation if the records do not fit the cluster, as when they change a topic that
     *     does not exist
     */
    public ClusterImage apply(List<? extends MetadataRecord> records) {
        return applyWithDelta(records).after();
    }

    /**
     * The cluster after a batch of records, and what the batch changed.
     *
     * @throws io.odradek.base.InvariantViolation if the records do not fit the cluster
     */
    public ImageDelta applyWithDelta(List<? extends MetadataRecord> records) {
        ImageChange change = new ImageChange(this);
        records.forEach(change::replay);
        return change.delta();
    }

    /** The records that make this image of {@link #EMPTY}, for a snapshot. Made as they are taken. */
    public Stream<MetadataRecord> records() {
        return ImageRecords.of(this);
    }

    /** {@link #records} in a list. */
    public List<MetadataRecord> toRecords() {
        return records().toList();
    }
}
