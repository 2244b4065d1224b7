package io.odradek.benchmarks;

import static org.assertj.core.api.Assertions.assertThat;

import io.odradek.benchmarks.report.Measure;
import io.odradek.benchmarks.report.Observation;
import io.odradek.benchmarks.report.ObservationFile;
import java.io.IOException;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import picocli.CommandLine;

class CommandLineTest {
    private static final int USAGE = 2;

    private final StringWriter errors = new StringWriter();

    private int execute(String... arguments) {
        return Main.commandLine().setErr(new PrintWriter(errors)).execute(arguments);
    }

    @Test
    void anUnknownBrokerIsRefusedWithThoseThatAreKnown() {
        assertThat(execute("measure", "--broker", "nope")).isEqualTo(USAGE);
        assertThat(errors.toString()).contains("no broker 'nope'", "odradek-buffered");
    }

    @Test
    void aFolderWithoutAProductIsRefused(@TempDir Path empty) {
        assertThat(execute("measure", "--broker", "odradek", "--odradek-home", empty.toString()))
                .isEqualTo(USAGE);
        assertThat(errors.toString()).contains("--odradek-home", "kafka-server-start.sh");
    }

    @Test
    void loadsThatCannotBeAreRefused(@TempDir Path home) throws IOException {
        Files.createFile(Files.createDirectory(home.resolve("bin")).resolve("kafka-server-start.sh"));
        String[] valid = {"measure", "--broker", "odradek", "--odradek-home", home.toString()};

        assertThat(execute(with(valid, "--scenario", "nope"))).isEqualTo(USAGE);
        assertThat(execute(with(valid, "--rounds", "0"))).isEqualTo(USAGE);
        assertThat(execute(with(valid, "--acks", "0"))).isEqualTo(USAGE);
        assertThat(execute(with(valid, "--connections", "5"))).isEqualTo(USAGE);
        assertThat(execute(with(valid, "--quick", "--full"))).isEqualTo(USAGE);
        assertThat(errors.toString())
                .contains("no scenario [nope]", "--rounds must be", "acks", "multiple of connections", "exclusive");
    }

    private static String[] with(String[] first, String... more) {
        return Stream.of(first, more).flatMap(Arrays::stream).toArray(String[]::new);
    }

    @Test
    void reportsJoinSeveralRunsAndUpdateThePage(@TempDir Path folder) throws IOException {
        Path first = folder.resolve("first.tsv");
        Path second = folder.resolve("second.tsv");
        ObservationFile.write(first, List.of(new Observation("start", 1, "Kafka", Measure.START_TIME, 4)));
        ObservationFile.write(second, List.of(new Observation("start", 1, "Odradek", Measure.START_TIME, 1)));
        Path docs = Files.createDirectory(folder.resolve("docs"));
        Files.writeString(
                docs.resolve("benchmarks.md"),
                "# Page\n<!-- figures: begin, written by testing/benchmarks/run -->\n<!-- figures: end -->\n");

        int status = execute(
                "report", first.toString(), second.toString(), "--update-docs", docs.toString(), "--remark", "Today.");

        assertThat(status).isEqualTo(CommandLine.ExitCode.OK);
        assertThat(docs.resolve("benchmarks.md")).content().contains("# Page", "Today.", "| 0.25 (0.25..0.25) |");
        assertThat(docs.resolve("benchmarks.svg")).content().startsWith("<svg");
    }
}
