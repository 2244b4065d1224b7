package io.odradek.cli.storage;

import io.odradek.base.UuidSource;
import io.odradek.cli.CommandException;
import io.odradek.cli.PropertiesFile;
import io.odradek.cli.UsageException;
import io.odradek.metadata.config.BrokerConfig;
import io.odradek.metadata.config.BrokerConfigLoader;
import io.odradek.storage.disk.Disk;
import io.odradek.storage.disk.RealDisk;
import java.io.IOException;
import java.io.PrintStream;
import java.nio.ByteBuffer;
import java.nio.file.Path;
import java.security.SecureRandom;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.IntFunction;
import joptsimple.OptionException;
import joptsimple.OptionParser;
import joptsimple.OptionSet;
import org.apache.kafka.common.config.ConfigException;

/** {@code kafka-storage.sh}, with the options, printed lines and exit codes of Kafka's. */
public final class StorageTool {
    private static final String CONFIG = "config";
    private static final String CLUSTER_ID = "cluster-id";
    private static final String FEATURE = "feature";
    private static final String RELEASE_VERSION = "release-version";
    private static final String STANDALONE = "standalone";
    private static final String NO_INITIAL_CONTROLLERS = "no-initial-controllers";
    private static final String INITIAL_CONTROLLERS = "initial-controllers";

    private final Disk disk;
    private final IntFunction<byte[]> random;
    private final PrintStream out;
    private final PrintStream err;

    StorageTool(Disk disk, IntFunction<byte[]> random, PrintStream out, PrintStream err) {
        this.disk = disk;
        this.random = random;
        this.out = out;
        this.err = err;
    }

    /** Ends the process with 0, or with 1 and a sentence on standard error. */
    public static void main(String[] arguments) {
        SecureRandom secureRandom = new SecureRandom();
        IntFunction<byte[]> random = size -> {
            byte[] bytes = new byte[size];
            secureRandom.nextBytes(bytes);
            return bytes;
        };
        System.exit(new StorageTool(new RealDisk(), random, System.out, System.err)
                .run(List.of(arguments), System.currentTimeMillis()));
    }

    /** Returns the exit code. */
    int run(List<String> arguments, long nowMs) {
        String command = arguments.isEmpty() ? "" : arguments.getFirst();
        try {
            return dispatch(command, arguments, nowMs);
        } catch (UsageException e) {
            err.print(StorageUsage.usage(command));
            err.println("kafka-storage: error: " + e.getMessage());
        } catch (CommandException | ConfigException e) {
            err.println(e.getMessage());
        } catch (IOException e) {
            err.println("The log directories cannot be written: " + e.getMessage());
        }
        return 1;
    }

    private int dispatch(String command, List<String> arguments, long nowMs) throws IOException {
        if (command.equals("-h") || command.equals("--help")) {
            out.print(StorageUsage.TOOL_HELP);
            return 0;
        }
        if (command.isEmpty()) {
            throw new UsageException("too few arguments");
        }
        if (!StorageUsage.knows(command)) {
            throw new UsageException("invalid choice: '" + command
                    + "' (choose from 'info', 'format', 'version-mapping', 'feature-dependencies', 'random-uuid')");
        }
        OptionSet options = parse(command, arguments.subList(1, arguments.size()));
        if (options.has("help")) {
            out.print(StorageUsage.help(command));
            return 0;
        }
        switch (command) {
            case "info":
                return InfoCommand.run(disk, config(options), out);
            case "format":
                required(options, CLUSTER_ID, "t");
                new FormatCommand(disk, random, out, err).run(config(options), formatOptions(options), nowMs);
                return 0;
            case "version-mapping":
                FeatureCommands.versionMapping(optional(options, RELEASE_VERSION), out);
                return 0;
            case "feature-dependencies":
                required(options, FEATURE, "f");
                FeatureCommands.dependencies(several(options, FEATURE), out);
                return 0;
            default:
                out.println(new UuidSource(
                                () -> ByteBuffer.wrap(random.apply(Long.BYTES)).getLong())
                        .next());
                return 0;
        }
    }

    private static OptionSet parse(String command, List<String> arguments) {
        OptionParser parser = new OptionParser();
        parser.acceptsAll(List.of("h", "help"));
        if (command.equals("info") || command.equals("format")) {
            parser.acceptsAll(List.of("c", CONFIG)).withRequiredArg();
        }
        if (command.equals("format")) {
            parser.acceptsAll(List.of("t", CLUSTER_ID)).withRequiredArg();
            parser.acceptsAll(List.of("S", "add-scram")).withRequiredArg();
            parser.acceptsAll(List.of("g", "ignore-formatted"));
            parser.acceptsAll(List.of("s", STANDALONE));
            parser.acceptsAll(List.of("N", NO_INITIAL_CONTROLLERS));
            parser.acceptsAll(List.of("I", INITIAL_CONTROLLERS)).withRequiredArg();
        }
        if (command.equals("format") || command.equals("version-mapping")) {
            parser.acceptsAll(List.of("r", RELEASE_VERSION)).withRequiredArg();
        }
        if (command.equals("format") || command.equals("feature-dependencies")) {
            parser.acceptsAll(List.of("f", FEATURE)).withRequiredArg();
        }
        try {
            OptionSet options = parser.parse(arguments.toArray(String[]::new));
            if (!options.nonOptionArguments().isEmpty()) {
                throw new UsageException("unrecognized arguments: '"
                        + options.nonOptionArguments().getFirst() + "'");
            }
            return options;
        } catch (OptionException e) {
            throw new UsageException(String.valueOf(e.getMessage()));
        }
    }

    private static BrokerConfig config(OptionSet options) {
        required(options, CONFIG, "c");
        Path file = Path.of(optional(options, CONFIG).orElseThrow());
        return BrokerConfigLoader.load(PropertiesFile.read(file), Map.of()).config();
    }

    private static FormatOptions formatOptions(OptionSet options) {
        return new FormatOptions(
                optional(options, CLUSTER_ID).orElseThrow(),
                options.has("ignore-formatted"),
                quorum(options),
                optional(options, RELEASE_VERSION),
                several(options, FEATURE),
                several(options, "add-scram"));
    }

    private static Optional<InitialQuorum> quorum(OptionSet options) {
        List<String> given = new ArrayList<>(List.of(STANDALONE, NO_INITIAL_CONTROLLERS, INITIAL_CONTROLLERS));
        given.removeIf(name -> !options.has(name));
        if (given.size() > 1) {
            throw new UsageException("argument --" + given.get(1) + ": not allowed with argument --" + given.get(0));
        }
        if (options.has(STANDALONE)) {
            return Optional.of(new InitialQuorum.Standalone());
        }
        if (options.has(NO_INITIAL_CONTROLLERS)) {
            return Optional.of(new InitialQuorum.NoInitialControllers());
        }
        return optional(options, INITIAL_CONTROLLERS).map(InitialQuorum::parse);
    }

    private static void required(OptionSet options, String name, String letter) {
        if (!options.has(name)) {
            throw new UsageException("argument --" + name + "/-" + letter + " is required");
        }
    }

    /** The value of an option; the last one, if it was given several times. */
    private static Optional<String> optional(OptionSet options, String name) {
        List<String> values = several(options, name);
        return values.isEmpty() ? Optional.empty() : Optional.of(values.getLast());
    }

    private static List<String> several(OptionSet options, String name) {
        return options.valuesOf(name).stream().map(String::valueOf).toList();
    }
}
