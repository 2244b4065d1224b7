package io.odradek.benchmarks.report;

import io.odradek.benchmarks.stats.Summary;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/**
 * All observations side by side. The first broker is the baseline that the others are divided by. Immutable.
 *
 * @param brokers names of the brokers, baseline first
 * @param rows one row for each scenario and measure, in the order they were first observed
 */
public record Comparison(List<String> brokers, List<Row> rows) {
    public Comparison {
        brokers = List.copyOf(brokers);
        rows = List.copyOf(rows);
    }

    /**
     * One measure of one scenario.
     *
     * @param scenario name of the scenario
     * @param measure what was measured
     * @param cells the broker's values; a broker that was not measured is missing
     */
    public record Row(String scenario, Measure measure, Map<String, Cell> cells) {
        public Row {
            cells = Map.copyOf(cells);
        }

        /** What is known of a broker, if anything. */
        public Optional<Cell> cell(String broker) {
            return Optional.ofNullable(cells.get(broker));
        }
    }

    /**
     * One broker's share of a row.
     *
     * @param values all rounds together
     * @param ratio to the baseline of the same round; empty for the baseline itself or where it was not measured or is zero
     */
    public record Cell(Summary values, Optional<Summary> ratio) {}

    private record Key(String scenario, Measure measure) {}

    /** Groups the observations; a value observed twice in a round counts as the later one. */
    public static Comparison of(List<Observation> observations) {
        Set<String> brokers = new LinkedHashSet<>();
        Map<Key, Map<String, Map<Integer, Double>>> grouped = new LinkedHashMap<>();
        for (Observation one : observations) {
            brokers.add(one.broker());
            grouped.computeIfAbsent(new Key(one.scenario(), one.measure()), _ -> new LinkedHashMap<>())
                    .computeIfAbsent(one.broker(), _ -> new LinkedHashMap<>())
                    .put(one.round(), one.value());
        }
        List<String> names = List.copyOf(brokers);
        List<Row> rows = new ArrayList<>();
        grouped.forEach((key, byBroker) -> rows.add(row(key, byBroker, names)));
        return new Comparison(names, rows);
    }

    private static Row row(Key key, Map<String, Map<Integer, Double>> byBroker, List<String> names) {
        Map<Integer, Double> baseline = byBroker.getOrDefault(names.getFirst(), Map.of());
        Map<String, Cell> cells = new LinkedHashMap<>();
        byBroker.forEach((broker, rounds) -> {
            boolean isBaseline = broker.equals(names.getFirst());
            cells.put(
                    broker,
                    new Cell(Summary.of(rounds.values()), isBaseline ? Optional.empty() : ratio(rounds, baseline)));
        });
        return new Row(key.scenario(), key.measure(), cells);
    }

    private static Optional<Summary> ratio(Map<Integer, Double> rounds, Map<Integer, Double> baseline) {
        List<Double> ratios = new ArrayList<>();
        rounds.forEach((round, value) -> {
            double divisor = baseline.getOrDefault(round, 0.0);
            if (divisor > 0) {
                ratios.add(value / divisor);
            }
        });
        return ratios.isEmpty() ? Optional.empty() : Optional.of(Summary.of(ratios));
    }
}
