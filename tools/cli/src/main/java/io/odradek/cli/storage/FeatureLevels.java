package io.odradek.cli.storage;

import io.odradek.cli.CommandException;
import java.util.ArrayList;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;

/**
 * The feature levels that a cluster begins with. Immutable.
 *
 * @param metadataVersion the level of {@code metadata.version}
 * @param others every other feature by name, in order of names; level 0 where it is off
 */
record FeatureLevels(MetadataVersion metadataVersion, Map<String, Short> others) {
    FeatureLevels {
        others = Collections.unmodifiableMap(new TreeMap<>(others));
    }

    /** The levels that go with a metadata version, as far as this release has what they stand for. */
    static FeatureLevels defaultsOf(MetadataVersion version) {
        Map<String, Short> levels = new TreeMap<>();
        for (Feature feature : Feature.values()) {
            short level = feature.defaultLevel(version);
            levels.put(feature.featureName(), level <= feature.supportedLevel() ? level : feature.supportedLevel());
        }
        return new FeatureLevels(version, levels);
    }

    /**
     * The levels that a command line asks for.
     *
     * @param release as in {@code --release-version}
     * @param asked from {@code --feature name=level}
     * @throws CommandException if the two contradict each other, or name what there is not
     */
    static FeatureLevels of(Optional<String> release, Map<String, Short> asked) {
        Map<String, Short> rest = new LinkedHashMap<>(asked);
        Short askedVersion = rest.remove(MetadataVersion.FEATURE);
        if (release.isPresent() && askedVersion != null) {
            throw new CommandException(
                    "Use --release-version instead of --feature metadata.version=X to avoid ambiguity.");
        }
        MetadataVersion version;
        if (askedVersion != null) {
            version = MetadataVersion.ofLevel(askedVersion);
        } else {
            version = release.map(MetadataVersion::ofRelease).orElse(MetadataVersion.LATEST);
        }
        Map<String, Short> levels = new TreeMap<>(defaultsOf(version).others);
        rest.forEach((name, level) -> levels.put(name, checked(Feature.ofName(name), level, version)));
        return new FeatureLevels(version, levels);
    }

    private static short checked(Feature feature, short level, MetadataVersion version) {
        if (level < 0 || level > feature.highestLevel()) {
            throw new CommandException("No feature:" + feature.featureName() + " with feature level " + level
                    + ". It has the levels 0 to " + feature.highestLevel() + ".");
        }
        if (level > feature.supportedLevel()) {
            throw new CommandException("Feature " + feature.featureName() + "=" + level
                    + " is not there yet in this release. Leave it out, or ask for "
                    + feature.featureName() + "=" + feature.supportedLevel() + ".");
        }
        feature.neededVersion(level)
                .filter(needed -> version.level() < needed.level())
                .ifPresent(needed -> {
                    throw new CommandException(feature.featureName() + "=" + level + " needs metadata.version "
                            + needed.name() + " or newer; " + version.name() + " was asked for.");
                });
        return level;
    }

    /** What the metadata log begins with: {@code metadata.version}, then the others that are on, but for {@code kraft.version}. */
    Map<String, Short> forMetadataLog() {
        Map<String, Short> levels = new LinkedHashMap<>();
        levels.put(MetadataVersion.FEATURE, metadataVersion.level());
        others.forEach((name, level) -> {
            // The quorum keeps its own version, beside the metadata records (KIP-853).
            if (level > 0 && !name.equals(Feature.KRAFT.featureName())) {
                levels.put(name, level);
            }
        });
        return levels;
    }

    /**
     * Reads {@code name=level}.
     *
     * @throws CommandException if it is not
     */
    static Map<String, Short> parse(List<String> settings) {
        Map<String, Short> levels = new LinkedHashMap<>();
        List<String> twice = new ArrayList<>();
        for (String setting : settings) {
            int equals = setting.indexOf('=');
            if (equals < 0) {
                throw new CommandException("Can't parse feature=level string " + setting + ": equals sign not found.");
            }
            String name = setting.substring(0, equals).strip();
            String level = setting.substring(equals + 1).strip();
            try {
                if (levels.put(name, Short.parseShort(level)) != null) {
                    twice.add(name);
                }
            } catch (NumberFormatException e) {
                throw new CommandException(
                        "Can't parse feature=level string " + setting + ": unable to parse " + level + " as a short.");
            }
        }
        if (!twice.isEmpty()) {
            throw new CommandException("Feature " + twice.getFirst() + " was given twice.");
        }
        return levels;
    }
}
