package io.odradek.cli.storage;

import io.odradek.metadata.config.BrokerConfig;
import io.odradek.storage.MetaProperties;
import io.odradek.storage.disk.Disk;
import java.io.PrintStream;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;

/** {@code kafka-storage.sh info}: shows how the log directories of a node are formatted. */
final class InfoCommand {
    private InfoCommand() {}

    /** Returns the exit code: 0 if every directory is formatted, and all for the same cluster and node. */
    static int run(Disk disk, BrokerConfig config, PrintStream out) {
        NodeFolders folders = NodeFolders.look(disk, config);
        List<Path> found = folders.all().stream()
                .filter(folder -> folders.formatted().containsKey(folder)
                        || folders.unformatted().contains(folder))
                .toList();
        List<String> problems = problems(folders, config);
        if (!found.isEmpty()) {
            out.println(found.size() == 1 ? "Found log directory:" : "Found log directories:");
            found.forEach(folder -> out.println("  " + folder));
            out.println();
        }
        folders.formatted().values().stream().findFirst().ifPresent(properties -> {
            out.println("Found metadata: " + describe(properties));
            out.println();
        });
        if (!problems.isEmpty()) {
            out.println(problems.size() == 1 ? "Found problem:" : "Found problems:");
            problems.forEach(problem -> out.println("  " + problem));
            out.println();
        }
        return problems.isEmpty() ? 0 : 1;
    }

    private static List<String> problems(NodeFolders folders, BrokerConfig config) {
        List<String> problems = new ArrayList<>();
        for (Path folder : folders.all()) {
            MetaProperties properties = folders.formatted().get(folder);
            if (folders.missing().contains(folder)) {
                problems.add(folder + " does not exist");
            } else if (folders.unusable().containsKey(folder)) {
                problems.add(folder + " " + folders.unusable().get(folder));
            } else if (folders.unformatted().contains(folder)) {
                problems.add(folder + " is not formatted.");
            } else if (properties != null && properties.nodeId() != config.nodeId()) {
                problems.add(folder + " belongs to node " + properties.nodeId() + ", but the configuration is of node "
                        + config.nodeId());
            }
        }
        List<String> clusters = folders.formatted().values().stream()
                .map(MetaProperties::clusterId)
                .distinct()
                .toList();
        if (clusters.size() > 1) {
            problems.add("The directories belong to several clusters: " + String.join(", ", clusters));
        }
        return problems;
    }

    private static String describe(MetaProperties properties) {
        return "{cluster.id=" + properties.clusterId() + ", directory.id=" + properties.directoryId() + ", node.id="
                + properties.nodeId() + ", version=1}";
    }
}
