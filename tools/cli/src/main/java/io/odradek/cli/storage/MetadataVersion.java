package io.odradek.cli.storage;

import io.odradek.cli.CommandException;
import java.util.Comparator;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * A level of the feature {@code metadata.version} and the release that brought it (KIP-778).
 *
 * @param level what the metadata log says
 * @param name the release, such as {@code 4.0-IV3}
 */
record MetadataVersion(short level, String name) {
    static final String FEATURE = "metadata.version";

    private static final Pattern RELEASE = Pattern.compile("(\\d+\\.\\d+)(\\.\\d+)?(-IV\\d+)?");

    /** Every level in order, from the oldest that can be formatted. */
    static final List<MetadataVersion> ALL = List.of(
            of(7, "3.3-IV3"),
            of(8, "3.4-IV0"),
            of(9, "3.5-IV0"),
            of(10, "3.5-IV1"),
            of(11, "3.5-IV2"),
            of(12, "3.6-IV0"),
            of(13, "3.6-IV1"),
            of(14, "3.6-IV2"),
            of(15, "3.7-IV0"),
            of(16, "3.7-IV1"),
            of(17, "3.7-IV2"),
            of(18, "3.7-IV3"),
            of(19, "3.7-IV4"),
            of(20, "3.8-IV0"),
            of(21, "3.9-IV0"),
            of(22, "4.0-IV0"),
            of(23, "4.0-IV1"),
            of(24, "4.0-IV2"),
            of(25, "4.0-IV3"),
            of(26, "4.1-IV0"),
            of(27, "4.1-IV1"),
            of(28, "4.2-IV0"),
            of(29, "4.2-IV1"),
            of(30, "4.3-IV0"),
            of(31, "4.4-IV0"),
            of(32, "4.4-IV1"),
            of(33, "4.4-IV2"));

    /** What a directory is formatted with unless another is asked for. */
    static final MetadataVersion LATEST = ALL.getLast();

    private static MetadataVersion of(int level, String name) {
        return new MetadataVersion((short) level, name);
    }

    /**
     * The version of a release: {@code 4.0-IV1}, or {@code 4.0} or {@code 4.0.2} for the last one of 4.0.
     *
     * @throws CommandException if there is none
     */
    static MetadataVersion ofRelease(String release) {
        Matcher matcher = RELEASE.matcher(release.strip());
        if (matcher.matches()) {
            String train = matcher.group(1);
            String step = matcher.group(3);
            String wanted = step == null ? train + "-" : train + step;
            var found = ALL.stream()
                    .filter(version -> step == null ? version.name.startsWith(wanted) : version.name.equals(wanted))
                    .max(Comparator.comparingInt(MetadataVersion::level));
            if (found.isPresent()) {
                return found.get();
            }
        }
        throw new CommandException("Unknown metadata.version '" + release + "'. Supported metadata.version are: "
                + String.join(", ", ALL.stream().map(MetadataVersion::name).toList()));
    }

    /**
     * The version with a level.
     *
     * @throws CommandException if there is none
     */
    static MetadataVersion ofLevel(int level) {
        return ALL.stream()
                .filter(version -> version.level == level)
                .findFirst()
                .orElseThrow(() -> new CommandException("No MetadataVersion with feature level " + level
                        + ". Valid feature levels are from " + ALL.getFirst().level + " to " + LATEST.level + "."));
    }
}
