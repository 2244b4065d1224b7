package io.odradek.cli.cluster;

import io.odradek.cli.UsageException;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import joptsimple.OptionException;
import joptsimple.OptionParser;
import joptsimple.OptionSet;

/**
 * The options of {@code odradek start --nodes N}. Immutable.
 *
 * @param nodes from 1 to {@link #MAX_NODES}
 * @param data the folder for everything; empty for the usual one
 * @param port the first broker's; empty for the one of before, or 9092
 * @param overrides keys of {@code server.properties}, for every node
 */
record ClusterOptions(int nodes, Optional<Path> data, Optional<Integer> port, Map<String, String> overrides) {
    static final int MAX_NODES = 9;

    /** Each node has a value of its own for these. */
    private static final List<String> CHOSEN = List.of(
            "node.id",
            "broker.id",
            "process.roles",
            "listeners",
            "advertised.listeners",
            "inter.broker.listener.name",
            "controller.listener.names",
            "controller.quorum.bootstrap.servers",
            "controller.quorum.voters",
            "log.dirs",
            "log.dir",
            "metadata.log.dir");

    /**
     * Reads the options.
     *
     * @throws UsageException if there is no such option, or a value is out of its range
     */
    static ClusterOptions parse(List<String> arguments) {
        OptionParser parser = new OptionParser();
        parser.accepts("nodes").withRequiredArg();
        parser.accepts("data").withRequiredArg();
        parser.accepts("port").withRequiredArg();
        parser.accepts("override").withRequiredArg();
        OptionSet given;
        try {
            given = parser.parse(arguments.toArray(String[]::new));
        } catch (OptionException e) {
            throw new UsageException(String.valueOf(e.getMessage()));
        }
        if (!given.nonOptionArguments().isEmpty()) {
            throw new UsageException(
                    "unrecognized arguments: '" + given.nonOptionArguments().getFirst() + "'");
        }
        int nodes = last(given, "nodes")
                .map(value -> number("nodes", value, 1, MAX_NODES))
                .orElseThrow(() -> new UsageException("--nodes N is missing"));
        return new ClusterOptions(
                nodes,
                last(given, "data").map(Path::of),
                last(given, "port").map(value -> number("port", value, 1, ClusterPlan.maxPort(nodes))),
                overrides(given));
    }

    private static Map<String, String> overrides(OptionSet given) {
        Map<String, String> overrides = new LinkedHashMap<>();
        for (Object each : given.valuesOf("override")) {
            String[] keyAndValue = each.toString().split("=", 2);
            String key = keyAndValue[0].strip();
            if (keyAndValue.length < 2) {
                throw new UsageException("--override " + each + " is not KEY=VALUE");
            }
            if (CHOSEN.contains(key)) {
                throw new UsageException("--override " + key + ": --nodes chooses it for each node. To choose it"
                        + " yourself, write a server.properties for each node and start it with"
                        + " bin/kafka-server-start.sh");
            }
            overrides.put(key, keyAndValue[1].strip());
        }
        return overrides;
    }

    private static Optional<String> last(OptionSet given, String name) {
        List<?> values = given.valuesOf(name);
        return values.isEmpty()
                ? Optional.empty()
                : Optional.of(values.getLast().toString());
    }

    private static int number(String option, String text, int min, int max) {
        try {
            int value = Integer.parseInt(text.strip());
            if (value >= min && value <= max) {
                return value;
            }
        } catch (NumberFormatException _) {
            // said below
        }
        throw new UsageException("--" + option + " must be a number from " + min + " to " + max + ", not " + text);
    }
}
