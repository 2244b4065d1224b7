package io.odradek.cli.storage;

import io.odradek.cli.CommandException;
import java.io.PrintStream;
import java.util.List;
import java.util.Optional;

/** {@code kafka-storage.sh version-mapping} and {@code feature-dependencies} (KIP-1022). */
final class FeatureCommands {
    private FeatureCommands() {}

    /** Prints the feature levels that go with a release. */
    static void versionMapping(Optional<String> release, PrintStream out) {
        MetadataVersion version = release.map(MetadataVersion::ofRelease).orElse(MetadataVersion.LATEST);
        out.println("metadata.version=" + version.level() + " (" + release.orElse(version.name()) + ")");
        for (Feature feature : Feature.values()) {
            out.println(feature.featureName() + "=" + feature.defaultLevel(version));
        }
    }

    /**
     * Prints what each level cannot do without.
     *
     * @param settings each {@code name=level}
     * @throws CommandException if one is malformed or not known
     */
    static void dependencies(List<String> settings, PrintStream out) {
        for (String setting : settings) {
            int equals = setting.indexOf('=');
            if (equals < 0) {
                throw new CommandException("Invalid feature format: " + setting
                        + ". Expected format: 'feature=version' (e.g. 'group.version=1')");
            }
            String name = setting.substring(0, equals);
            short level = level(setting.substring(equals + 1));
            if (name.equals(MetadataVersion.FEATURE)) {
                MetadataVersion version = MetadataVersion.ALL.stream()
                        .filter(candidate -> candidate.level() == level)
                        .findFirst()
                        .orElseThrow(() -> new CommandException("Unknown metadata.version " + level));
                out.println("metadata.version=" + level + " (" + version.name() + ") has no dependencies.");
            } else {
                dependencies(name, level, out);
            }
        }
    }

    private static void dependencies(String name, short level, PrintStream out) {
        Feature feature = Feature.find(name).orElseThrow(() -> new CommandException("Unknown feature: " + name));
        if (level < 0 || level > feature.highestLevel()) {
            throw new CommandException("Feature level " + level + " is not supported for feature " + name);
        }
        feature.neededVersion(level)
                .ifPresentOrElse(
                        needed -> {
                            out.println(name + "=" + level + " requires:");
                            out.println("    metadata.version=" + needed.level() + " (" + needed.name() + ")");
                        },
                        () -> out.println(name + "=" + level + " has no dependencies."));
    }

    private static short level(String text) {
        try {
            return Short.parseShort(text.strip());
        } catch (NumberFormatException e) {
            throw new CommandException("A feature level is a number, but '" + text + "' was given.");
        }
    }
}
