package io.odradek.metadata.controller;

import io.odradek.metadata.config.BrokerConfig;
import io.odradek.metadata.image.ClusterImage;
import io.odradek.metadata.image.ConfigResource;
import io.odradek.metadata.image.PartitionImage;
import io.odradek.metadata.image.ResourceType;
import io.odradek.metadata.image.VersionRange;
import io.odradek.protocol.ApiException;
import io.odradek.protocol.ErrorCode;
import io.odradek.protocol.message.UpdateFeaturesRequest.FeatureUpdateKey;
import io.odradek.protocol.metadata.ClearElrRecord;
import io.odradek.protocol.metadata.ConfigRecord;
import io.odradek.protocol.metadata.FeatureLevelRecord;
import io.odradek.protocol.metadata.MetadataRecord;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.SortedMap;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/** One UpdateFeatures request (KIP-584, KIP-778): all of it or nothing. One thread. */
final class FeatureUpdates {
    private static final byte UPGRADE = 1;
    private static final byte SAFE_DOWNGRADE = 2;
    private static final byte UNSAFE_DOWNGRADE = 3;
    private static final String MIN_ISR = "min.insync.replicas";

    private final ClusterImage image;
    private final BrokerConfig config;
    private final QuorumFacts quorum;
    private final SortedMap<String, Short> levels;
    private final List<MetadataRecord> records = new ArrayList<>();

    FeatureUpdates(ClusterImage image, BrokerConfig config, QuorumFacts quorum) {
        this.image = image;
        this.config = config;
        this.quorum = quorum;
        this.levels = new TreeMap<>(image.features());
    }

    /** @throws ApiException INVALID_UPDATE_VERSION if one of them cannot be */
    List<MetadataRecord> records(List<FeatureUpdateKey> updates) {
        for (FeatureUpdateKey update : updates) {
            if (!update.feature().equals(QuorumFacts.KRAFT_VERSION)) {
                update(update.feature(), update.maxVersionLevel(), type(update));
            }
        }
        checkDependencies();
        return records;
    }

    private static byte type(FeatureUpdateKey update) {
        return update.allowDowngrade() ? SAFE_DOWNGRADE : update.upgradeType();
    }

    private void update(String feature, short level, byte type) {
        short present = image.features().getOrDefault(feature, (short) 0);
        if (type < UPGRADE || type > UNSAFE_DOWNGRADE) {
            throw invalid(feature, level, "The controller does not support the given upgrade type.");
        }
        if (level < 0) {
            throw invalid(feature, level, "A feature version cannot be less than 0.");
        }
        reasonNotSupported(feature, level).ifPresent(reason -> {
            throw invalid(feature, level, reason);
        });
        if (level < present && type == UPGRADE) {
            throw invalid(
                    feature,
                    level,
                    "Can't downgrade the version of this feature without setting the upgrade type to either safe or unsafe downgrade.");
        }
        if (level > present && type != UPGRADE) {
            throw invalid(feature, level, "Can't downgrade to a newer version.");
        }
        if (feature.equals(FeatureDecider.METADATA_VERSION)) {
            checkMetadataVersion(new MetadataLevel(present), level, type);
        }
        if (level != present) {
            levels.put(feature, level);
            records.add(new FeatureLevelRecord().setName(feature).setFeatureLevel(level));
            if (feature.equals(FeatureDecider.ELR_VERSION)) {
                eligibleLeaderReplicas(level > 0);
            }
        }
    }

    private static void checkMetadataVersion(MetadataLevel present, short level, byte type) {
        if (level < present.level() && present.losesRecordsAt(level)) {
            throw new ApiException(
                    ErrorCode.INVALID_UPDATE_VERSION,
                    "Unsupported metadata.version downgrade from " + present.level() + " to " + level + ". "
                            + (type == UNSAFE_DOWNGRADE
                                    ? "Unsafe metadata downgrade is not supported in this version."
                                    : "Refusing to perform the requested downgrade because it might delete metadata information."));
        }
    }

    private Optional<String> reasonNotSupported(String feature, short level) {
        Optional<String> local =
                reason("Local controller " + config.nodeId(), FeatureDecider.SUPPORTED, feature, level);
        if (local.isPresent()) {
            return local;
        }
        for (var broker : image.nodes().brokers().values()) {
            Optional<String> reason = reason("Broker " + broker.id(), broker.features(), feature, level);
            if (reason.isPresent()) {
                return reason;
            }
        }
        if (!MetadataLevel.of(image).controllerRegistration()) {
            return Optional.empty();
        }
        for (int member : quorum.members()) {
            if (member != config.nodeId() && !image.nodes().controllers().containsKey(member)) {
                return Optional.of("controller " + member + " has not registered, and may not support this feature");
            }
        }
        for (var controller : image.nodes().controllers().values()) {
            Optional<String> reason = reason("Controller " + controller.id(), controller.features(), feature, level);
            if (reason.isPresent()) {
                return reason;
            }
        }
        return Optional.empty();
    }

    /** Level 0 stands for a feature that is off, which whoever does not know the feature has. */
    private static Optional<String> reason(
            String who, Map<String, VersionRange> supported, String feature, short level) {
        VersionRange range = supported.get(feature);
        if (range == null) {
            boolean off = level == 0 && FeatureDecider.SUPPORTED.containsKey(feature);
            return off ? Optional.empty() : Optional.of(who + " does not support this feature.");
        }
        return range.contains(level)
                ? Optional.empty()
                : Optional.of(who + " only supports versions " + range.min() + "-" + range.max());
    }

    private void checkDependencies() {
        short metadata = levels.getOrDefault(FeatureDecider.METADATA_VERSION, MetadataLevel.MINIMUM);
        short elr = levels.getOrDefault(FeatureDecider.ELR_VERSION, (short) 0);
        if (elr > 0 && !new MetadataLevel(metadata).eligibleLeaderReplicas()) {
            throw new ApiException(ErrorCode.INVALID_UPDATE_VERSION, FeatureDecider.dependency(elr));
        }
    }

    /**
     * With eligible leader replicas, leaders and controller have to agree on {@code min.insync.replicas}: what this node's file
     * says becomes the cluster's, and what was set for single brokers goes.
     */
    private void eligibleLeaderReplicas(boolean on) {
        if (!on) {
            long without = image.topics()
                    .all()
                    .flatMap(topic -> topic.partitions().stream())
                    .filter(partition -> partition.isr().isEmpty())
                    .count();
            if (without > 0) {
                throw invalid(
                        FeatureDecider.ELR_VERSION,
                        (short) 0,
                        without
                                + " partition(s) have no in-sync replica, only eligible leader replicas. Start their brokers first.");
            }
            if (image.topics()
                    .all()
                    .flatMap(topic -> topic.partitions().stream())
                    .anyMatch(FeatureUpdates::hasElr)) {
                records.add(new ClearElrRecord());
            }
            return;
        }
        boolean clusterWide = image.configs().of(ConfigResource.allBrokers()).containsKey(MIN_ISR);
        String inFile = config.fromFile().get(MIN_ISR);
        if (!clusterWide && inFile != null) {
            records.add(minIsr("", inFile));
        }
        image.configs()
                .ofType(ResourceType.BROKER)
                .filter(resource -> !resource.name().isEmpty())
                .filter(resource -> image.configs().of(resource).containsKey(MIN_ISR))
                .forEach(resource -> records.add(minIsr(resource.name(), null)));
    }

    private static boolean hasElr(PartitionImage partition) {
        return !partition.elr().isEmpty() || !partition.lastKnownElr().isEmpty();
    }

    private static ConfigRecord minIsr(String broker, @Nullable String value) {
        return new ConfigRecord()
                .setResourceType(ResourceType.BROKER.id())
                .setResourceName(broker)
                .setName(MIN_ISR)
                .setValue(value);
    }

    private static ApiException invalid(String feature, short level, String reason) {
        return new ApiException(
                ErrorCode.INVALID_UPDATE_VERSION,
                "Invalid update version " + level + " for feature " + feature + ". " + reason);
    }
}
