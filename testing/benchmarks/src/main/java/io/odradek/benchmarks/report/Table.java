package io.odradek.benchmarks.report;

import java.util.ArrayList;
import java.util.List;
import java.util.stream.Collectors;
import java.util.stream.IntStream;

/**
 * A table of text, for a terminal and for Markdown. Immutable.
 *
 * @param header the column titles
 * @param rows each as long as the header
 * @param leftAligned how many columns from the left hold words; the rest hold figures and are aligned right
 */
public record Table(List<String> header, List<List<String>> rows, int leftAligned) {
    public Table {
        header = List.copyOf(header);
        rows = rows.stream().map(List::copyOf).toList();
        for (List<String> row : rows) {
            if (row.size() != header.size()) {
                throw new IllegalArgumentException(
                        "a row has %d cells, the header %d: %s".formatted(row.size(), header.size(), row));
            }
        }
    }

    /** Lines of equal width for a terminal, each ended by a newline. */
    public String text() {
        List<List<String>> all = new ArrayList<>();
        all.add(header);
        all.addAll(rows);
        int[] widths = IntStream.range(0, header.size())
                .map(column -> all.stream()
                        .mapToInt(row -> row.get(column).length())
                        .max()
                        .orElse(0))
                .toArray();
        List<String> rule = IntStream.of(widths).mapToObj("-"::repeat).toList();
        all.add(1, rule);
        return all.stream().map(row -> line(row, widths)).collect(Collectors.joining());
    }

    private String line(List<String> row, int[] widths) {
        String line = IntStream.range(0, row.size())
                .mapToObj(column -> {
                    String blanks = " ".repeat(widths[column] - row.get(column).length());
                    return column < leftAligned ? row.get(column) + blanks : blanks + row.get(column);
                })
                .collect(Collectors.joining("  "));
        return line.stripTrailing() + "\n";
    }

    /** The same as a Markdown table; a bar in a cell is escaped. */
    public String markdown() {
        String rule = IntStream.range(0, header.size())
                .mapToObj(column -> column < leftAligned ? " --- " : " ---: ")
                .collect(Collectors.joining("|", "|", "|\n"));
        return markdownLine(header)
                + rule
                + rows.stream().map(Table::markdownLine).collect(Collectors.joining());
    }

    private static String markdownLine(List<String> row) {
        return row.stream()
                .map(cell -> " " + cell.replace("|", "\\|") + " ")
                .collect(Collectors.joining("|", "|", "|\n"));
    }
}
