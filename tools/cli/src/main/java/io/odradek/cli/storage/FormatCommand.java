package io.odradek.cli.storage;

import io.odradek.base.Uuid;
import io.odradek.base.UuidSource;
import io.odradek.cli.CommandException;
import io.odradek.cli.storage.InitialQuorum.InitialControllers;
import io.odradek.cli.storage.InitialQuorum.NoInitialControllers;
import io.odradek.cli.storage.InitialQuorum.Standalone;
import io.odradek.metadata.config.BrokerConfig;
import io.odradek.protocol.metadata.MetadataRecord;
import io.odradek.storage.AtomicFile;
import io.odradek.storage.MetaProperties;
import io.odradek.storage.disk.Disk;
import java.io.IOException;
import java.io.PrintStream;
import java.nio.ByteBuffer;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.IntFunction;

/**
 * {@code kafka-storage.sh format}: makes the log directories of a node ready for their first start. Each gets a
 * {@code meta.properties} and a {@code bootstrap.checkpoint}, the metadata directory the first voters too if they are given.
 */
final class FormatCommand {
    /** Credentials are kept in records that came with 3.5-IV2 (KIP-900). */
    private static final int LEVEL_OF_SCRAM = 11;

    private final Disk disk;
    private final IntFunction<byte[]> random;
    private final PrintStream out;
    private final PrintStream err;

    /** @param random returns as many random bytes as it is asked for */
    FormatCommand(Disk disk, IntFunction<byte[]> random, PrintStream out, PrintStream err) {
        this.disk = disk;
        this.random = random;
        this.out = out;
        this.err = err;
    }

    /**
     * Formats what is not formatted.
     *
     * @param nowMs wall clock, for the records' timestamps
     * @throws CommandException if options and configuration do not fit, or a directory is formatted already
     * @throws IOException if a directory cannot be written
     */
    void run(BrokerConfig config, FormatOptions options, long nowMs) throws IOException {
        if (options.clusterId().isBlank()) {
            throw new CommandException("The cluster id must not be empty. kafka-storage.sh random-uuid makes one.");
        }
        checkQuorum(config, options.quorum());
        List<ScramArgument> credentials = options.scram().stream()
                .map(argument -> ScramArgument.parse(argument, random))
                .toList();
        Map<String, Short> asked = FeatureLevels.parse(options.features());
        FeatureLevels levels = FeatureLevels.of(options.release(), asked);
        checkKraftVersion(config, options.quorum(), asked);
        checkScram(levels, credentials);
        NodeFolders folders = NodeFolders.look(disk, config);
        folders.unusable()
                .forEach((folder, why) -> err.println(
                        "I/O error trying to read log directory " + folder + ": it " + why + ". Ignoring..."));
        checkFormatted(config, options, folders);
        List<Path> toFormat = folders.toFormat();
        if (toFormat.isEmpty()) {
            if (folders.formatted().isEmpty()) {
                throw new CommandException("No available log directories to format.");
            }
            out.println("All of the log directories are already formatted.");
            return;
        }
        write(config, options, levels, credentials, toFormat, nowMs);
    }

    private static void checkQuorum(BrokerConfig config, Optional<InitialQuorum> quorum) {
        boolean fixedVoters = !config.quorum().voters().isEmpty();
        if (quorum.isEmpty()) {
            if (config.isController()
                    && !fixedVoters
                    && !config.quorum().bootstrapServers().isEmpty()) {
                throw new CommandException("Because controller.quorum.voters is not set on this controller, you must"
                        + " specify one of the following: --standalone, --initial-controllers, or"
                        + " --no-initial-controllers.");
            }
            return;
        }
        if (fixedVoters && !(quorum.get() instanceof NoInitialControllers)) {
            throw new CommandException("You cannot specify controller.quorum.voters and format the node with"
                    + " --initial-controllers or --standalone. If you want to use dynamic quorum, please remove"
                    + " controller.quorum.voters and specify controller.quorum.bootstrap.servers instead.");
        }
        if (quorum.get() instanceof Standalone && !config.isController()) {
            throw new CommandException("You can only use --standalone on a controller.");
        }
    }

    /** Whom the quorum begins with, if the command line says so. */
    private Optional<InitialControllers> first(BrokerConfig config, Optional<InitialQuorum> quorum) {
        return quorum.flatMap(asked -> switch (asked) {
            case Standalone _ -> Optional.of(InitialQuorum.standalone(config, newId()));
            case InitialControllers controllers -> Optional.of(controllers);
            case NoInitialControllers _ -> Optional.empty();
        });
    }

    private static void checkKraftVersion(
            BrokerConfig config, Optional<InitialQuorum> quorum, Map<String, Short> asked) {
        Short level = asked.get(Feature.KRAFT.featureName());
        boolean dynamic = config.quorum().voters().isEmpty()
                && (quorum.isPresent() || !config.quorum().bootstrapServers().isEmpty());
        if (level == null || dynamic == (level > 0)) {
            return;
        }
        String condition = "controller.quorum.voters is empty and one of the flags --standalone, --initial-controllers,"
                + " or --no-initial-controllers is used.";
        throw new CommandException("Cannot set kraft.version to " + level + (dynamic ? " if " : " unless ") + condition
                + " For dynamic controllers support, try "
                + (dynamic
                        ? "removing the --feature flag for kraft.version."
                        : "using one of --standalone, --initial-controllers, or --no-initial-controllers and removing"
                                + " controller.quorum.voters."));
    }

    private static void checkScram(FeatureLevels levels, List<ScramArgument> credentials) {
        MetadataVersion first = MetadataVersion.ofLevel(LEVEL_OF_SCRAM);
        if (!credentials.isEmpty() && levels.metadataVersion().level() < first.level()) {
            throw new CommandException("SCRAM is only supported in metadata.version " + first.name() + " or later.");
        }
    }

    private static void checkFormatted(BrokerConfig config, FormatOptions options, NodeFolders folders) {
        if (!folders.formatted().isEmpty() && !options.ignoreFormatted()) {
            Path first = folders.formatted().keySet().iterator().next();
            throw new CommandException(
                    "Log directory " + first + " is already formatted. Use --ignore-formatted to ignore"
                            + " this directory and format the others.");
        }
        folders.formatted().forEach((folder, properties) -> {
            Path file = folder.resolve(MetaProperties.FILE_NAME);
            if (!properties.clusterId().equals(options.clusterId())) {
                throw new CommandException("Invalid cluster.id in: " + file + ". Expected " + options.clusterId()
                        + ", but read " + properties.clusterId());
            }
            if (properties.nodeId() != config.nodeId()) {
                throw new CommandException("Invalid node.id in: " + file + ". Expected " + config.nodeId()
                        + ", but read " + properties.nodeId());
            }
        });
    }

    private void write(
            BrokerConfig config,
            FormatOptions options,
            FeatureLevels levels,
            List<ScramArgument> credentials,
            List<Path> toFormat,
            long nowMs)
            throws IOException {
        out.println("Bootstrap metadata: " + describe(levels, credentials));
        List<MetadataRecord> records = BootstrapSnapshot.records(levels, credentials);
        byte[] checkpoint = BootstrapSnapshot.encode(records, nowMs);
        Optional<InitialControllers> first = first(config, options.quorum());
        Path metadataFolder = NodeFolders.metadataFolder(config);
        List<Path> ordered = new ArrayList<>(toFormat);
        if (ordered.remove(metadataFolder)) {
            ordered.addFirst(metadataFolder);
        }
        for (Path folder : ordered) {
            Optional<InitialControllers> here = folder.equals(metadataFolder) ? first : Optional.empty();
            Optional<InitialController> self = here.flatMap(controllers -> controllers.find(config.nodeId()));
            out.println("Formatting " + kind(folder.equals(metadataFolder), here.isPresent(), self.isPresent())
                    + " directory " + folder + " with metadata.version "
                    + levels.metadataVersion().name() + ".");
            disk.createDirectories(folder);
            AtomicFile.write(disk, folder.resolve(BootstrapSnapshot.FILE_NAME), checkpoint);
            if (here.isPresent()) {
                String listener = config.listeners().controllerNames().getFirst();
                QuorumSnapshot.write(disk, folder, here.get().voters(listener), nowMs);
            }
            // Last, since it is what makes a directory count as formatted.
            Uuid directoryId = self.map(InitialController::directoryId).orElseGet(this::newId);
            new MetaProperties(options.clusterId(), config.nodeId(), directoryId).write(disk, folder);
        }
    }

    private static String kind(boolean isMetadata, boolean dynamic, boolean votes) {
        if (!isMetadata) {
            return "data";
        }
        if (!dynamic) {
            return "metadata";
        }
        return votes ? "dynamic metadata voter" : "dynamic metadata";
    }

    private Uuid newId() {
        return new UuidSource(() -> ByteBuffer.wrap(random.apply(Long.BYTES)).getLong()).next();
    }

    private static String describe(FeatureLevels levels, List<ScramArgument> credentials) {
        List<String> records = new ArrayList<>();
        levels.forMetadataLog()
                .forEach((name, level) ->
                        records.add("FeatureLevelRecord(name='" + name + "', featureLevel=" + level + ")"));
        credentials.forEach(credential -> records.add(credential.toString()));
        return "BootstrapMetadata(records=["
                + String.join(
                        ", ",
                        records.stream()
                                .map(record -> "ApiMessageAndVersion(" + record + " at version 0)")
                                .toList())
                + "], metadataVersionLevel=" + levels.metadataVersion().level() + ", source=format command)";
    }
}
