package io.odradek.benchmarks.report;

import io.odradek.benchmarks.stats.Summary;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/** Lays a {@link Comparison} out as a table: medians, and ratios to the baseline with their smallest and largest. Pure. */
public final class ComparisonTable {
    private static final String NOTHING = "-";
    private static final int WORD_COLUMNS = 2;

    private ComparisonTable() {}

    /** One row for each scenario and measure; a scenario is named in its first row only. */
    public static Table of(Comparison comparison) {
        List<String> header = new ArrayList<>(List.of("scenario", "measure"));
        for (String broker : comparison.brokers()) {
            header.add(broker);
            if (!broker.equals(comparison.brokers().getFirst())) {
                header.add("ratio (min..max)");
            }
        }
        List<List<String>> rows = new ArrayList<>();
        String previous = "";
        for (Comparison.Row row : comparison.rows()) {
            rows.add(cells(row, comparison.brokers(), row.scenario().equals(previous) ? "" : row.scenario()));
            previous = row.scenario();
        }
        return new Table(header, rows, WORD_COLUMNS);
    }

    private static List<String> cells(Comparison.Row row, List<String> brokers, String scenario) {
        List<String> cells = new ArrayList<>();
        cells.add(scenario);
        cells.add("%s, %s".formatted(row.measure().title(), row.measure().unit()));
        for (String broker : brokers) {
            Optional<Comparison.Cell> cell = row.cell(broker);
            cells.add(cell.map(c -> Numbers.text(c.values().median())).orElse(NOTHING));
            if (!broker.equals(brokers.getFirst())) {
                cells.add(cell.flatMap(Comparison.Cell::ratio)
                        .map(ComparisonTable::ratio)
                        .orElse(NOTHING));
            }
        }
        return cells;
    }

    private static String ratio(Summary ratio) {
        return "%s (%s..%s)"
                .formatted(Numbers.text(ratio.median()), Numbers.text(ratio.min()), Numbers.text(ratio.max()));
    }
}
