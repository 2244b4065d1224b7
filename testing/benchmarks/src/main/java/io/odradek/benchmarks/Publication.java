package io.odradek.benchmarks;

import io.odradek.benchmarks.report.Comparison;
import io.odradek.benchmarks.report.ComparisonChart;
import io.odradek.benchmarks.report.ComparisonTable;
import io.odradek.benchmarks.report.DocsPage;
import io.odradek.benchmarks.report.Observation;
import io.odradek.benchmarks.report.ObservationFile;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;

/** Writes what was measured as raw values, table and picture. One thread. */
final class Publication {
    private static final String TITLE = "Odradek and Apache Kafka side by side";

    private final List<Observation> observations;
    private final Comparison comparison;

    Publication(List<Observation> observations) {
        this.observations = List.copyOf(observations);
        this.comparison = Comparison.of(observations);
    }

    /** The table for a terminal. */
    String text() {
        return ComparisonTable.of(comparison).text();
    }

    /** Replaces {@code benchmarks.tsv}, {@code .txt}, {@code .md} and {@code .svg} in a folder. */
    void writeTo(Path folder) throws IOException {
        Files.createDirectories(folder);
        ObservationFile.write(folder.resolve("benchmarks.tsv"), observations);
        Files.writeString(folder.resolve("benchmarks.txt"), text());
        Files.writeString(
                folder.resolve("benchmarks.md"), ComparisonTable.of(comparison).markdown());
        writePicture(folder);
    }

    /**
     * Puts the picture beside the documentation and the table into its page {@code benchmarks.md}.
     *
     * @param remark a paragraph above the table: when, where, how
     */
    void updateDocs(Path docs, String remark) throws IOException {
        Path page = docs.resolve("benchmarks.md");
        String figures = remark + "\n\n" + ComparisonTable.of(comparison).markdown();
        Files.writeString(page, DocsPage.withFigures(Files.readString(page), figures));
        writePicture(docs);
    }

    private void writePicture(Path folder) throws IOException {
        Files.writeString(folder.resolve("benchmarks.svg"), ComparisonChart.of(TITLE, comparison));
    }
}
