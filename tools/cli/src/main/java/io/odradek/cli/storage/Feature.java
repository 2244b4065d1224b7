package io.odradek.cli.storage;

import io.odradek.cli.CommandException;
import io.odradek.metadata.controller.FeatureDecider;
import io.odradek.metadata.image.VersionRange;
import java.util.Arrays;
import java.util.Optional;
import java.util.stream.Collectors;

/** The features beside {@code metadata.version} (KIP-1022), and the metadata version from which each level is the default. */
enum Feature {
    KRAFT("kraft.version", 21, Feature.NEVER),
    TRANSACTION("transaction.version", 24, 24),
    GROUP("group.version", 22, Feature.NEVER),
    ELIGIBLE_LEADER_REPLICAS("eligible.leader.replicas.version", 26, Feature.NEVER),
    SHARE("share.version", 28, 31),
    STREAMS("streams.version", 29, Feature.NEVER);

    /** Eligible leader replicas are kept in partition records that came with this level (KIP-966). */
    private static final int LEVEL_OF_ELIGIBLE_LEADER_REPLICAS = 23;

    private static final int NEVER = Integer.MAX_VALUE;

    private final String featureName;
    private final int firstLevelFrom;
    private final int secondLevelFrom;

    Feature(String featureName, int firstLevelFrom, int secondLevelFrom) {
        this.featureName = featureName;
        this.firstLevelFrom = firstLevelFrom;
        this.secondLevelFrom = secondLevelFrom;
    }

    String featureName() {
        return featureName;
    }

    /** The highest level that Kafka has. */
    short highestLevel() {
        return (short) (secondLevelFrom == NEVER ? 1 : 2);
    }

    /** The level that goes with a metadata version in Kafka. */
    short defaultLevel(MetadataVersion version) {
        if (version.level() >= secondLevelFrom) {
            return 2;
        }
        return (short) (version.level() >= firstLevelFrom ? 1 : 0);
    }

    /** The highest level that this release can run with; 0 if it lacks what the feature stands for. */
    short supportedLevel() {
        if (this == KRAFT) {
            // Tells how a quorum finds its members; no metadata record depends on it.
            return highestLevel();
        }
        VersionRange supported = FeatureDecider.SUPPORTED.get(featureName);
        return supported == null ? 0 : supported.max();
    }

    /** The metadata version that a level cannot do without, if any. */
    Optional<MetadataVersion> neededVersion(int level) {
        return this == ELIGIBLE_LEADER_REPLICAS && level > 0
                ? Optional.of(MetadataVersion.ofLevel(LEVEL_OF_ELIGIBLE_LEADER_REPLICAS))
                : Optional.empty();
    }

    /** The feature of a name, if there is one. */
    static Optional<Feature> find(String name) {
        return Arrays.stream(values())
                .filter(feature -> feature.featureName.equals(name))
                .findFirst();
    }

    /**
     * The feature of a name.
     *
     * @throws CommandException if there is none
     */
    static Feature ofName(String name) {
        return find(name)
                .orElseThrow(() -> new CommandException("Unsupported feature: " + name
                        + ". Supported features are: "
                        + Arrays.stream(values())
                                .map(Feature::featureName)
                                .sorted()
                                .collect(Collectors.joining(", "))));
    }
}
