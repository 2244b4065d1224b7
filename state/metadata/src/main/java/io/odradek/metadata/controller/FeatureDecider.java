package io.odradek.metadata.controller;

import io.odradek.base.Decision;
import io.odradek.metadata.image.ClusterImage;
import io.odradek.metadata.image.VersionRange;
import io.odradek.protocol.ApiException;
import io.odradek.protocol.ErrorCode;
import io.odradek.protocol.message.UpdateFeaturesRequest;
import io.odradek.protocol.message.UpdateFeaturesResponse;
import io.odradek.protocol.metadata.FeatureLevelRecord;
import io.odradek.protocol.metadata.MetadataRecord;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.Optional;
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

    /** The feature that stands for eligible leader replicas (KIP-966). */
    public static final String ELR_VERSION = "eligible.leader.replicas.version";

    /** The levels that this release can run with, by name. */
    public static final SortedMap<String, VersionRange> SUPPORTED =
            Collections.unmodifiableSortedMap(new TreeMap<>(Map.of(
                    METADATA_VERSION, new VersionRange(MetadataLevel.MINIMUM, MetadataLevel.LATEST),
                    ELR_VERSION, new VersionRange((short) 0, (short) 1))));

    /**
     * The levels, by name, that Kafka 4.4 finalizes of what this release does not have. It reads what is written under them, so that
     * a node on Kafka's folder is no reason to refuse it; it never finalizes them.
     */
    public static final SortedMap<String, VersionRange> READABLE =
            Collections.unmodifiableSortedMap(new TreeMap<>(Map.of(
                    "group.version", new VersionRange((short) 0, (short) 1),
                    "share.version", new VersionRange((short) 0, (short) 2),
                    "streams.version", new VersionRange((short) 0, (short) 1),
                    "transaction.version", new VersionRange((short) 0, (short) 2))));

    private static final String ALL_FAILED =
            "The update failed for all features since the following feature had an error: ";

    /** A decider has no state: one serves everybody. */
    public FeatureDecider() {}

    /**
     * UpdateFeatures: all of it or nothing. Every node that is registered, running or not, and every voter must be able to run
     * with the new levels. A level of {@code kraft.version} in the request is not looked at: the quorum keeps it, and the host
     * asks {@link #kraftVersion} and then the quorum.
     */
    public Decision<MetadataRecord, UpdateFeaturesResponse> update(
            ClusterImage image, UpdateFeaturesRequest request, ControllerContext context, Moment moment) {
        UpdateFeaturesResponse response = new UpdateFeaturesResponse().setErrorMessage(null);
        try {
            List<MetadataRecord> records =
                    new FeatureUpdates(image, context.config(image), moment.quorum()).records(request.featureUpdates());
            request.featureUpdates()
                    .forEach(each -> response.results()
                            .add(new UpdateFeaturesResponse.UpdatableFeatureResult()
                                    .setFeature(each.feature())
                                    .setErrorMessage(null)));
            return request.validateOnly() ? Decision.replyOnly(response) : new Decision<>(records, response);
        } catch (ApiException e) {
            return Decision.replyOnly(refused(e));
        }
    }

    /** UpdateFeatures: one of them cannot be, so none is. */
    public static UpdateFeaturesResponse refused(ApiException reason) {
        return new UpdateFeaturesResponse()
                .setErrorCode(reason.code().code())
                .setErrorMessage(ALL_FAILED + reason.getMessage());
    }

    /** The level of {@code kraft.version} that a request asks for. */
    public static Optional<Short> kraftVersion(UpdateFeaturesRequest request) {
        return request.featureUpdates().stream()
                .filter(each -> each.feature().equals(QuorumFacts.KRAFT_VERSION))
                .map(UpdateFeaturesRequest.FeatureUpdateKey::maxVersionLevel)
                .findFirst();
    }

    /**
     * Finalizes the features of a new cluster, at the requested levels or at those that Kafka has by default: the latest {@code
     * metadata.version}, and eligible leader replicas from 4.1 on. Where something is finalized already, nothing is added: what
     * is not there was left out on purpose. The reply is all finalized levels.
     *
     * @param requested levels by feature, as {@code kafka-storage.sh format --feature} takes them
     * @throws ApiException INVALID_UPDATE_VERSION if a feature or level is not supported
     */
    public Decision<MetadataRecord, SortedMap<String, Short>> bootstrap(
            ClusterImage image, Map<String, Short> requested) {
        requested.forEach(FeatureDecider::check);
        if (!image.features().isEmpty()) {
            return Decision.replyOnly(image.features());
        }
        MetadataLevel metadata = new MetadataLevel(requested.getOrDefault(METADATA_VERSION, MetadataLevel.LATEST));
        short elr = requested.getOrDefault(ELR_VERSION, (short) (metadata.eligibleLeaderReplicasByDefault() ? 1 : 0));
        if (elr > 0 && !metadata.eligibleLeaderReplicas()) {
            throw new ApiException(ErrorCode.INVALID_UPDATE_VERSION, dependency(elr));
        }
        List<MetadataRecord> records = new ArrayList<>();
        records.add(new FeatureLevelRecord().setName(METADATA_VERSION).setFeatureLevel(metadata.level()));
        if (elr > 0) {
            records.add(new FeatureLevelRecord().setName(ELR_VERSION).setFeatureLevel(elr));
        }
        return new Decision<>(records, image.apply(records).features());
    }

    static String dependency(short elr) {
        return ELR_VERSION + " could not be set to " + elr + " because it depends on metadata.version level 23";
    }

    private static void check(String name, short level) {
        VersionRange range = SUPPORTED.get(name);
        if (range == null) {
            throw new ApiException(
                    ErrorCode.INVALID_UPDATE_VERSION,
                    "Feature " + name + " is not there yet. Supported: " + SUPPORTED.keySet() + ".");
        }
        if (!range.contains(level)) {
            throw new ApiException(
                    ErrorCode.INVALID_UPDATE_VERSION,
                    "Level " + level + " of feature " + name + " is not supported. Choose one from " + range.min()
                            + " to " + range.max() + ".");
        }
    }
}
