package io.odradek.cli.cluster;

import io.odradek.base.Uuid;
import io.odradek.base.UuidSource;
import io.odradek.cli.CommandException;
import io.odradek.cli.PropertiesFile;
import io.odradek.cli.storage.StorageTool;
import io.odradek.storage.AtomicFile;
import io.odradek.storage.MetaProperties;
import io.odradek.storage.disk.Disk;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Properties;
import java.util.function.IntFunction;
import java.util.stream.Stream;

/**
 * The folder of a cluster on one machine. Its file {@code cluster.properties} says what the cluster is, so that a later start finds
 * the same nodes at the same ports; it is written before the first node is formatted and once more when all are.
 */
final class ClusterFolder {
    static final String FILE_NAME = "cluster.properties";

    private static final String CLUSTER_ID = "cluster.id";
    private static final String PORT = "port";
    private static final String DIRECTORIES = "directory.ids";
    private static final String FORMATTED = "formatted";

    private final Disk disk;
    private final IntFunction<byte[]> random;
    private final UuidSource ids;
    private final Path folder;

    /** @param random returns as many random bytes as it is asked for */
    ClusterFolder(Disk disk, IntFunction<byte[]> random, UuidSource ids, Path folder) {
        this.disk = disk;
        this.random = random;
        this.ids = ids;
        this.folder = folder;
    }

    /**
     * Makes everything ready for a start: what is not formatted is, unless it was before.
     *
     * @param nowMs wall clock
     * @throws CommandException if the folder holds something else, or a node's data are gone
     */
    ClusterPlan prepare(ClusterOptions options, long nowMs) throws IOException {
        if (disk.exists(folder.resolve(MetaProperties.FILE_NAME))) {
            throw new CommandException("The folder " + folder
                    + " holds the data of a single node. Choose another one for" + " the cluster, by --data.");
        }
        disk.createDirectories(folder);
        Path file = folder.resolve(FILE_NAME);
        boolean known = disk.exists(file);
        Properties properties = known ? PropertiesFile.read(file) : new Properties();
        ClusterPlan plan = known ? read(properties, file) : create(options);
        checkSame(options, plan);
        if (!known) {
            write(plan, false);
        }
        boolean formatted = Boolean.parseBoolean(properties.getProperty(FORMATTED));
        for (int id : plan.ids()) {
            String text = plan.properties(id, options.overrides());
            AtomicFile.write(disk, plan.config(id), text.getBytes(StandardCharsets.UTF_8));
            if (!formatted) {
                format(plan, id, nowMs);
            } else if (!disk.exists(plan.data(id).resolve(MetaProperties.FILE_NAME))) {
                throw new CommandException("The data of node " + id + " are gone: " + plan.data(id)
                        + " has no meta.properties. Put them back, or remove " + folder + " to begin anew.");
            }
        }
        if (!formatted) {
            write(plan, true);
        }
        return plan;
    }

    private ClusterPlan create(ClusterOptions options) {
        List<Uuid> directories =
                Stream.generate(ids::next).limit(options.nodes()).toList();
        int port = options.port().orElse(Math.min(ClusterPlan.DEFAULT_PORT, ClusterPlan.maxPort(options.nodes())));
        return new ClusterPlan(folder, ids.next().toString(), port, directories);
    }

    /** What the voters know of each other lies in the metadata log: neither their number nor their ports change by a start. */
    private void checkSame(ClusterOptions options, ClusterPlan plan) {
        if (options.nodes() != plan.nodes()) {
            throw new CommandException("The cluster in " + folder + " has " + plan.nodes()
                    + " nodes. Start it with --nodes " + plan.nodes() + ", or choose another folder by --data.");
        }
        if (options.port().isPresent() && options.port().get() != plan.port()) {
            throw new CommandException("The cluster in " + folder + " has the ports from " + plan.port()
                    + " on. Leave out --port, or choose another folder by --data.");
        }
    }

    private ClusterPlan read(Properties properties, Path file) {
        try {
            List<Uuid> directories = new ArrayList<>();
            for (String id : properties.getProperty(DIRECTORIES, "").split(",")) {
                directories.add(Uuid.parse(id));
            }
            String clusterId = properties.getProperty(CLUSTER_ID, "");
            return new ClusterPlan(folder, clusterId, Integer.parseInt(properties.getProperty(PORT, "")), directories);
        } catch (IllegalArgumentException e) {
            throw new CommandException("The file " + file + " makes no sense: " + e.getMessage());
        }
    }

    private void write(ClusterPlan plan, boolean formatted) throws IOException {
        Map<String, String> lines = Map.of(
                CLUSTER_ID,
                plan.clusterId(),
                PORT,
                Integer.toString(plan.port()),
                DIRECTORIES,
                String.join(",", plan.directories().stream().map(Uuid::toString).toList()),
                FORMATTED,
                Boolean.toString(formatted));
        StringBuilder text = new StringBuilder("# What `odradek start --nodes " + plan.nodes() + "` has made here.\n");
        for (String key : List.of(CLUSTER_ID, PORT, DIRECTORIES, FORMATTED)) {
            text.append(key).append('=').append(lines.get(key)).append('\n');
        }
        AtomicFile.write(disk, folder.resolve(FILE_NAME), text.toString().getBytes(StandardCharsets.UTF_8));
    }

    private void format(ClusterPlan plan, int id, long nowMs) {
        ByteArrayOutputStream said = new ByteArrayOutputStream();
        PrintStream lines = new PrintStream(said, true, StandardCharsets.UTF_8);
        List<String> arguments = List.of(
                "format",
                "--cluster-id",
                plan.clusterId(),
                "--config",
                plan.config(id).toString(),
                "--initial-controllers",
                plan.initialControllers(),
                "--ignore-formatted");
        if (new StorageTool(disk, random, lines, lines).run(arguments, nowMs) != 0) {
            throw new CommandException("Node " + id + " cannot be formatted: "
                    + said.toString(StandardCharsets.UTF_8).strip());
        }
    }
}
