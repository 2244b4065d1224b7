package io.odradek.benchmarks.report;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.odradek.benchmarks.stats.Summary;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class ReportTest {
    private static final List<Observation> OBSERVATIONS = List.of(
            new Observation("produce", 1, "Kafka", Measure.BROKER_CPU, 8),
            new Observation("produce", 1, "Odradek", Measure.BROKER_CPU, 2),
            new Observation("produce", 2, "Kafka", Measure.BROKER_CPU, 10),
            new Observation("produce", 2, "Odradek", Measure.BROKER_CPU, 1),
            new Observation("produce", 1, "Kafka", Measure.THROUGHPUT, 123.4),
            new Observation("start", 1, "Odradek", Measure.START_TIME, 0.4));

    @Test
    void ratiosPairValuesOfTheSameRound() {
        Comparison.Cell odradek =
                Comparison.of(OBSERVATIONS).rows().getFirst().cell("Odradek").orElseThrow();

        assertThat(odradek.values()).isEqualTo(new Summary(1.5, 1, 2, 2));
        assertThat(odradek.ratio().orElseThrow().min()).isEqualTo(0.1);
        assertThat(odradek.ratio().orElseThrow().max()).isEqualTo(0.25);
    }

    @Test
    void theBaselineAndWhatItLacksHaveNoRatio() {
        Comparison comparison = Comparison.of(OBSERVATIONS);

        assertThat(comparison.rows().getFirst().cell("Kafka").orElseThrow().ratio())
                .isEmpty();
        assertThat(comparison.rows().get(2).cell("Odradek").orElseThrow().ratio())
                .isEqualTo(Optional.empty());
        assertThat(comparison.rows().get(1).cell("Odradek")).isEmpty();
    }

    @Test
    void tableForATerminalIsAligned() {
        assertThat(ComparisonTable.of(Comparison.of(OBSERVATIONS)).text()).isEqualTo("""
                scenario  measure                     Kafka  Odradek   ratio (min..max)
                --------  --------------------------  -----  -------  -----------------
                produce   broker CPU, CPU-s/GB         9.00     1.50  0.18 (0.10..0.25)
                          throughput, MB/s              123        -                  -
                start     start to first Metadata, s      -     0.40                  -
                """);
    }

    @Test
    void tableForMarkdownEscapesBars() {
        Table table = new Table(List.of("a", "b"), List.of(List.of("x|y", "1")), 1);

        assertThat(table.markdown()).isEqualTo("""
                | a | b |
                | --- | ---: |
                | x\\|y | 1 |
                """);
    }

    @Test
    void tableRefusesARowOfAnotherLength() {
        assertThatThrownBy(() -> new Table(List.of("a", "b"), List.of(List.of("1")), 1))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageContaining("1 cells, the header 2");
    }

    @Test
    void figuresHaveThreeDigitsInEveryLocale() {
        assertThat(List.of(0.0, 0.0123, 0.123, 1.234, 9.996, 12.34, 99.96, 1234.5))
                .map(Numbers::text)
                .containsExactly("0.00", "0.012", "0.12", "1.23", "10.0", "12.3", "100", "1,235");
    }

    @Test
    void observationsSurviveTheirFile(@TempDir Path folder) throws IOException {
        Path file = folder.resolve("observations.tsv");

        ObservationFile.write(file, OBSERVATIONS);

        assertThat(ObservationFile.read(file)).isEqualTo(OBSERVATIONS);
    }

    @Test
    void aDamagedFileOfObservationsIsRefused(@TempDir Path folder) throws IOException {
        Path file = folder.resolve("observations.tsv");
        ObservationFile.write(file, OBSERVATIONS);
        Files.writeString(file, Files.readString(file).replace("BROKER_CPU", "BREW"));

        assertThatThrownBy(() -> ObservationFile.read(file))
                .isInstanceOf(IOException.class)
                .hasMessageContaining("not an observation");
    }

    @Test
    void docsPageKeepsWhatStandsAroundTheFigures() {
        String page = "# Title\n" + DocsPage.BEGIN + "\nold\n" + DocsPage.END + "\nnotes\n";

        assertThat(DocsPage.withFigures(page, "new\n"))
                .isEqualTo("# Title\n" + DocsPage.BEGIN + "\n\nnew\n\n" + DocsPage.END + "\nnotes\n");
        assertThatThrownBy(() -> DocsPage.withFigures("no marks", "new")).isInstanceOf(IllegalArgumentException.class);
    }
}
