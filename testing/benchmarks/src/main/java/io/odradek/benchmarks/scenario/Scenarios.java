package io.odradek.benchmarks.scenario;

import io.odradek.protocol.compress.CompressionType;
import java.util.ArrayList;
import java.util.List;

/** All scenarios, in the order in which they run and are reported. */
public final class Scenarios {
    private static final int SMALL = 100;
    private static final int LARGE = 1_024;
    private static final int FEW = 6;
    private static final int MANY = 100;

    private static final List<Scenario> ALL = List.of(
            new Produce("produce-100b", SMALL, CompressionType.NONE),
            new Produce("produce-1k", LARGE, CompressionType.NONE),
            new Produce("produce-100b-lz4", SMALL, CompressionType.LZ4),
            new Consume("consume-100b", SMALL),
            new Consume("consume-1k", LARGE),
            new EndToEnd("latency-1000", 1_000, FEW),
            new EndToEnd("latency-50000", 50_000, FEW),
            new EndToEnd("latency-6000-100p", 6_000, MANY),
            new Connect("connect-4000", 4_000),
            new Start("start"),
            new Restart("restart"),
            new ThreeBrokers("three-brokers"));

    private Scenarios() {}

    /** Every scenario. */
    public static List<Scenario> all() {
        return ALL;
    }

    /**
     * The scenarios of these names in their own order, or all if there is no name.
     *
     * @throws IllegalArgumentException if a name is unknown, with the names that are known
     */
    public static List<Scenario> named(List<String> names) {
        List<String> unknown = new ArrayList<>(names);
        ALL.forEach(scenario -> unknown.removeIf(scenario.name()::equals));
        if (!unknown.isEmpty()) {
            throw new IllegalArgumentException("no scenario %s; there are %s"
                    .formatted(unknown, ALL.stream().map(Scenario::name).toList()));
        }
        return names.isEmpty()
                ? ALL
                : ALL.stream()
                        .filter(scenario -> names.contains(scenario.name()))
                        .toList();
    }
}
