package io.odradek.benchmarks.report;

import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;

/**
 * Draws a {@link Comparison} as a picture: one group of bars for each measure, each group on a scale of its own, since
 * the units differ. Readable on light and dark pages. Pure.
 */
public final class ComparisonChart {
    private static final int WIDTH = 860;
    private static final int MARGIN = 24;
    private static final int LABEL_WIDTH = 230;
    private static final int BARS_LEFT = MARGIN + LABEL_WIDTH;
    private static final int LONGEST_BAR = 400;
    private static final int BAR = 12;
    private static final int BAR_STEP = 16;
    private static final int ROW_GAP = 10;
    private static final int GROUP_HEADING = 30;
    private static final int COLOURS = 4;

    private final Comparison comparison;
    private final List<Comparison.Row> rows;
    private final Svg svg = new Svg();

    private ComparisonChart(Comparison comparison) {
        this.comparison = comparison;
        this.rows = drawn(comparison.rows());
    }

    /** The picture as an SVG document. */
    public static String of(String title, Comparison comparison) {
        return new ComparisonChart(comparison).draw(title);
    }

    /** The headline measures: where a broker is driven to saturation its latency only mirrors the throughput. */
    private static List<Comparison.Row> drawn(List<Comparison.Row> all) {
        Set<String> saturating = all.stream()
                .filter(row -> row.measure() == Measure.THROUGHPUT)
                .map(Comparison.Row::scenario)
                .collect(Collectors.toSet());
        return all.stream()
                .filter(row -> switch (row.measure()) {
                    case BROKER_CPU,
                            THROUGHPUT,
                            CONNECT_TIME,
                            START_TIME,
                            RESTART_TIME,
                            IDLE_CPU,
                            CREATE_TIME,
                            KILL_SILENCE,
                            PAUSE_SILENCE,
                            IDLE_MEMORY -> true;
                    case P50, P99 -> !saturating.contains(row.scenario());
                    case P999, RATE, LOADED_MEMORY, GENERATOR_CPU -> false;
                })
                .toList();
    }

    private String draw(String title) {
        int y = MARGIN + 12;
        svg.text("title", MARGIN, y, title);
        y += 22;
        svg.text(
                "faint",
                MARGIN,
                y,
                "Medians. The bars of a group share a scale; \u00d7 is the ratio to " + baseline() + ".");
        y = legend(y + 22);
        String scenario = "";
        for (Comparison.Row row : rows) {
            if (!row.scenario().equals(scenario)) {
                scenario = row.scenario();
                svg.rule(MARGIN, WIDTH - MARGIN, y);
                svg.text("group", MARGIN, y + 20, scenario);
                y += GROUP_HEADING;
            }
            y = bars(row, y);
        }
        return svg.document(title, WIDTH, y + MARGIN - ROW_GAP);
    }

    private String baseline() {
        return comparison.brokers().isEmpty() ? "nothing" : comparison.brokers().getFirst();
    }

    private int legend(int y) {
        int x = MARGIN;
        for (int i = 0; i < comparison.brokers().size(); i++) {
            String name = comparison.brokers().get(i);
            svg.rectangle(colour(i), x, y - 10, 12, 12);
            svg.text("", x + 18, y, name);
            x += 36 + 8 * name.length();
        }
        return y + 16;
    }

    private int bars(Comparison.Row row, int top) {
        svg.text("", MARGIN, top + BAR - 1, row.measure().title());
        svg.text("faint", MARGIN, top + BAR + 14, row.measure().unit() + better(row.measure()));
        double longest = row.cells().values().stream()
                .mapToDouble(cell -> cell.values().median())
                .max()
                .orElse(0);
        int y = top;
        for (int i = 0; i < comparison.brokers().size(); i++) {
            Optional<Comparison.Cell> cell = row.cell(comparison.brokers().get(i));
            double length =
                    longest == 0 ? 0 : cell.map(c -> c.values().median()).orElse(0.0) / longest * LONGEST_BAR;
            svg.rectangle(colour(i), BARS_LEFT, y, Math.max(length, 1), BAR);
            svg.text(
                    "faint",
                    BARS_LEFT + length + 6,
                    y + BAR - 1,
                    cell.map(ComparisonChart::label).orElse("not measured"));
            y += BAR_STEP;
        }
        return Math.max(y, top + 2 * BAR_STEP) + ROW_GAP;
    }

    private static String label(Comparison.Cell cell) {
        String value = Numbers.text(cell.values().median());
        return cell.ratio()
                .map(ratio -> "%s  (\u00d7 %s)".formatted(value, Numbers.text(ratio.median())))
                .orElse(value);
    }

    private static String better(Measure measure) {
        return switch (measure.better()) {
            case LOWER -> ", lower is better";
            case HIGHER -> ", higher is better";
            case NEITHER -> "";
        };
    }

    private static String colour(int broker) {
        return "b" + broker % COLOURS;
    }
}
