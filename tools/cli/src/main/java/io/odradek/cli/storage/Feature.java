package io.odradek.cli.storage;

import io.odradek.cli.CommandException;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.stream.Collectors;

/** The features beside {@code metadata.version} (KIP-1022), and the metadata version from which each level is the default. */
enum Feature {
    KRAFT("kraft.version", 21),
    TRANSACTION("transaction.version", 24, 24),
    GROUP("group.version", 22),
    ELIGIBLE_LEADER_REPLICAS("eligible.leader.replicas.version", 26),
    SHARE("share.version", 28, 31),
    STREAMS("streams.version", 29);

    /** Eligible leader replicas are kept in partition records that came with this level (KIP-966). */
    private static final int LEVEL_OF_ELIGIBLE_LEADER_REPLICAS = 23;

    private final String featureName;
    private final List<Integer> defaultFrom;

    Feature(String featureName, Integer... defaultFrom) {
        this.featureName = featureName;
        this.defaultFrom = List.of(defaultFrom);
    }

    String featureName() {
        return featureName;
    }

    /** The highest level there is. */
    short highestLevel() {
        return (short) defaultFrom.size();
    }

    /** The level that goes with a metadata version. */
    short defaultLevel(MetadataVersion version) {
        return (short)
                defaultFrom.stream().filter(from -> version.level() >= from).count();
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
