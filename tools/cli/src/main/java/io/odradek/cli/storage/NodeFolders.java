package io.odradek.cli.storage;

import io.odradek.metadata.config.BrokerConfig;
import io.odradek.storage.MetaProperties;
import io.odradek.storage.disk.Disk;
import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.TreeSet;

/**
 * What the log directories of a node hold, each in one of four states. Immutable.
 *
 * @param all every directory of the configuration, in order of paths
 * @param formatted those with a {@code meta.properties}, and what it says
 * @param unformatted those that are there, empty of it
 * @param missing those that are not there
 * @param unusable those that cannot be used, and why
 */
record NodeFolders(
        List<Path> all,
        Map<Path, MetaProperties> formatted,
        List<Path> unformatted,
        List<Path> missing,
        Map<Path, String> unusable) {

    /** Looks at the directories that a configuration names. */
    static NodeFolders look(Disk disk, BrokerConfig config) {
        TreeSet<Path> all = new TreeSet<>();
        config.logDirs()
                .forEach(folder -> all.add(Path.of(folder).toAbsolutePath().normalize()));
        all.add(metadataFolder(config));
        Map<Path, MetaProperties> formatted = new TreeMap<>();
        List<Path> unformatted = new ArrayList<>();
        List<Path> missing = new ArrayList<>();
        Map<Path, String> unusable = new TreeMap<>();
        for (Path folder : all) {
            try {
                if (!disk.exists(folder)) {
                    missing.add(folder);
                } else if (!disk.isDirectory(folder)) {
                    unusable.put(folder, "is not a directory");
                } else {
                    MetaProperties.read(disk, folder)
                            .ifPresentOrElse(
                                    properties -> formatted.put(folder, properties), () -> unformatted.add(folder));
                }
            } catch (IOException e) {
                unusable.put(folder, "cannot be read: " + e.getMessage());
            }
        }
        return new NodeFolders(List.copyOf(all), formatted, unformatted, missing, unusable);
    }

    /** The directory of the metadata log. */
    static Path metadataFolder(BrokerConfig config) {
        return Path.of(config.metadataLogDir()).toAbsolutePath().normalize();
    }

    /** Those that formatting would write into, in order of paths. */
    List<Path> toFormat() {
        return all.stream()
                .filter(folder -> unformatted.contains(folder) || missing.contains(folder))
                .toList();
    }
}
