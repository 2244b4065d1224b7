package io.odradek.metadata.controller;

import io.odradek.base.Decision;
import io.odradek.metadata.image.ClusterImage;
import io.odradek.metadata.image.VersionRange;
import io.odradek.protocol.ApiException;
import io.odradek.protocol.ErrorCode;
import io.odradek.protocol.metadata.FeatureLevelRecord;
import io.odradek.protocol.metadata.MetadataRecord;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.SortedMap;
import java.util.TreeMap;

/**
 * Decides the finalized levels of features (KIP-584). A feature is listed when this release has what it stands for.
 *
 * <p>Stateless; any thread.
 */
public final class FeatureDecider {
    /** The feature that stands for the format of the metadata log. */
    public static final String METADATA_VERSION = "metadata.version";

    /** The level that Kafka 4.4 finalizes. */
    public static final short LATEST_METADATA_VERSION = 33;

    /** The levels that this release can run with: those that Kafka 4.4 can. */
    public static final Map<String, VersionRange> SUPPORTED =
            Map.of(METADATA_VERSION, new VersionRange((short) 7, LATEST_METADATA_VERSION));

    /** A decider has no state: one serves everybody. */
    public FeatureDecider() {}

    /**
     * Finalizes what is not finalized yet, at the requested level or the latest. The reply is all finalized levels.
     *
     * @param requested levels by feature, as {@code kafka-storage.sh format --feature} takes them
     * @throws ApiException INVALID_UPDATE_VERSION if a feature or level is not supported
     */
    public Decision<MetadataRecord, SortedMap<String, Short>> bootstrap(
            ClusterImage image, Map<String, Short> requested) {
        requested.forEach(FeatureDecider::check);
        SortedMap<String, Short> finalized = new TreeMap<>(image.features());
        List<MetadataRecord> records = new ArrayList<>();
        new TreeMap<>(SUPPORTED).forEach((name, range) -> {
            if (!finalized.containsKey(name)) {
                short level = requested.getOrDefault(name, range.max());
                finalized.put(name, level);
                records.add(new FeatureLevelRecord().setName(name).setFeatureLevel(level));
            }
        });
        return new Decision<>(records, finalized);
    }

    private static void check(String name, short level) {
        VersionRange range = SUPPORTED.get(name);
        if (range == null) {
            throw new ApiException(
                    ErrorCode.INVALID_UPDATE_VERSION,
                    "Feature " + name + " is not there yet. Supported: " + new TreeMap<>(SUPPORTED).keySet() + ".");
        }
        if (!range.contains(level)) {
            throw new ApiException(
                    ErrorCode.INVALID_UPDATE_VERSION,
                    "Level " + level + " of feature " + name + " is not supported. Choose one from " + range.min()
                            + " to " + range.max() + ".");
        }
    }
}
