package io.odradek.cli.storage;

import io.odradek.cli.UsageException;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import joptsimple.OptionException;
import joptsimple.OptionParser;
import joptsimple.OptionSet;

/** The options behind a command of {@code kafka-storage.sh}. Immutable. */
final class StorageCommandLine {
    private static final String ADD_SCRAM = "add-scram";
    private static final String CLUSTER_ID = "cluster-id";
    private static final String CONFIG = "config";
    private static final String FEATURE = "feature";
    private static final String HELP = "help";
    private static final String IGNORE_FORMATTED = "ignore-formatted";
    private static final String INITIAL_CONTROLLERS = "initial-controllers";
    private static final String NO_INITIAL_CONTROLLERS = "no-initial-controllers";
    private static final String RELEASE_VERSION = "release-version";
    private static final String STANDALONE = "standalone";

    private final OptionSet options;

    private StorageCommandLine(OptionSet options) {
        this.options = options;
    }

    /**
     * Reads the options of a command.
     *
     * @throws UsageException if the command has no such option, or its argument is missing
     */
    static StorageCommandLine parse(String command, List<String> arguments) {
        boolean format = command.equals("format");
        OptionParser parser = new OptionParser();
        parser.acceptsAll(List.of("h", HELP));
        if (format || command.equals("info")) {
            parser.acceptsAll(List.of("c", CONFIG)).withRequiredArg();
        }
        if (format || command.equals("version-mapping")) {
            parser.acceptsAll(List.of("r", RELEASE_VERSION)).withRequiredArg();
        }
        if (format || command.equals("feature-dependencies")) {
            parser.acceptsAll(List.of("f", FEATURE)).withRequiredArg();
        }
        if (format) {
            parser.acceptsAll(List.of("t", CLUSTER_ID)).withRequiredArg();
            parser.acceptsAll(List.of("S", ADD_SCRAM)).withRequiredArg();
            parser.acceptsAll(List.of("g", IGNORE_FORMATTED));
            parser.acceptsAll(List.of("s", STANDALONE));
            parser.acceptsAll(List.of("N", NO_INITIAL_CONTROLLERS));
            parser.acceptsAll(List.of("I", INITIAL_CONTROLLERS)).withRequiredArg();
        }
        OptionSet options;
        try {
            options = parser.parse(arguments.toArray(String[]::new));
        } catch (OptionException e) {
            throw new UsageException(String.valueOf(e.getMessage()));
        }
        if (!options.nonOptionArguments().isEmpty()) {
            throw new UsageException(
                    "unrecognized arguments: '" + options.nonOptionArguments().getFirst() + "'");
        }
        return new StorageCommandLine(options);
    }

    boolean wantsHelp() {
        return options.has(HELP);
    }

    /** The path of the configuration. */
    String config() {
        return required(CONFIG, "c");
    }

    Optional<String> release() {
        return optional(RELEASE_VERSION);
    }

    /** At least one {@code name=level}. */
    List<String> features() {
        required(FEATURE, "f");
        return several(FEATURE);
    }

    /** What {@code format} was asked for. */
    FormatOptions format() {
        return new FormatOptions(
                required(CLUSTER_ID, "t"),
                options.has(IGNORE_FORMATTED),
                quorum(),
                release(),
                several(FEATURE),
                several(ADD_SCRAM));
    }

    private Optional<InitialQuorum> quorum() {
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
        return optional(INITIAL_CONTROLLERS).map(InitialQuorum.InitialControllers::parse);
    }

    private String required(String name, String letter) {
        return optional(name)
                .orElseThrow(() -> new UsageException("argument --" + name + "/-" + letter + " is required"));
    }

    /** The value of an option; the last one, if it was given several times. */
    private Optional<String> optional(String name) {
        List<String> values = several(name);
        return values.isEmpty() ? Optional.empty() : Optional.of(values.getLast());
    }

    private List<String> several(String name) {
        return options.valuesOf(name).stream().map(String::valueOf).toList();
    }
}
