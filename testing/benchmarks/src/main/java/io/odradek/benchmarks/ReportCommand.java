package io.odradek.benchmarks;

import io.odradek.benchmarks.report.Observation;
import io.odradek.benchmarks.report.ObservationFile;
import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/** Draws table and picture again from raw values. */
@Command(
        name = "report",
        description = "Prints the table of runs that were measured before.",
        mixinStandardHelpOptions = true)
final class ReportCommand implements Callable<Integer> {
    @Parameters(arity = "1..*", description = "Files benchmarks.tsv; where two hold the same value, the later counts.")
    private List<Path> files = List.of();

    @Option(names = "--out", description = "Writes table, picture and raw values into this folder.")
    private @Nullable Path out;

    @Option(names = "--update-docs", description = "Puts figures and picture into this folder's benchmarks.md.")
    private @Nullable Path docs;

    @Option(names = "--remark", description = "The paragraph above the figures.", defaultValue = "")
    private String remark = "";

    @Override
    public Integer call() throws IOException {
        List<Observation> observations = new ArrayList<>();
        for (Path file : files) {
            observations.addAll(ObservationFile.read(file));
        }
        Publication publication = new Publication(observations);
        System.out.print(publication.text());
        if (out != null) {
            publication.writeTo(out);
        }
        if (docs != null) {
            publication.updateDocs(docs, remark);
        }
        return 0;
    }
}
