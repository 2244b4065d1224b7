package io.odradek.benchmarks;

import io.odradek.benchmarks.broker.Product;
import io.odradek.benchmarks.broker.Workspace;
import io.odradek.benchmarks.load.LoadShape;
import io.odradek.benchmarks.report.Observation;
import io.odradek.benchmarks.scenario.Scenario;
import io.odradek.benchmarks.scenario.Scenarios;
import io.odradek.benchmarks.scenario.Sizes;
import java.io.IOException;
import java.nio.file.Path;
import java.time.LocalDate;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.ArgGroup;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Spec;

/** Measures. */
@Command(
        name = "measure",
        description = "Starts the brokers in turn, drives the same load and reports ratios.",
        mixinStandardHelpOptions = true)
final class MeasureCommand implements Callable<Integer> {
    private static final int FAILED = 1;

    @Spec
    private CommandSpec spec = CommandSpec.create();

    @Mixin
    private ProductOptions products = new ProductOptions();

    @Mixin
    private LoadOptions load = new LoadOptions();

    @Option(names = "--scenario", split = ",", description = "Names, see 'list'. Default: all.")
    private List<String> scenarios = List.of();

    @Option(names = "--rounds", defaultValue = "3", description = "How often. Default: ${DEFAULT-VALUE}.")
    private int rounds;

    @ArgGroup
    private Length length = new Length();

    @Option(
            names = "--work-dir",
            defaultValue = "${sys:odradek.benchmarks.work:-target/benchmarks-work}",
            description = "Disk to work on: a folder is made there, and removed at the end. Default: ${DEFAULT-VALUE}.")
    private Path workDir = Path.of(".");

    @Option(
            names = "--out",
            defaultValue = "${sys:odradek.benchmarks.out:-target/benchmarks}",
            description = "Folder for raw values, tables and picture. Default: ${DEFAULT-VALUE}.")
    private Path out = Path.of(".");

    @Option(names = "--update-docs", description = "Puts figures and picture into this folder's benchmarks.md.")
    private @Nullable Path docs;

    /** How long everything takes. */
    static final class Length {
        @Option(names = "--quick", description = "Little work: shows that everything runs.")
        private boolean quick;

        @Option(names = "--full", description = "Much work: for figures to be published.")
        private boolean full;

        Sizes sizes() {
            if (quick) {
                return Sizes.quick();
            }
            return full ? Sizes.full() : Sizes.normal();
        }
    }

    @Override
    public Integer call() throws IOException, InterruptedException {
        List<Product> chosen;
        List<Scenario> wanted;
        LoadShape shape;
        try {
            chosen = products.products();
            wanted = Scenarios.named(scenarios);
            shape = load.shape();
            if (rounds < 1) {
                throw new IllegalArgumentException("--rounds must be at least 1");
            }
        } catch (IllegalArgumentException e) {
            throw new ParameterException(spec.commandLine(), e.getMessage(), e);
        }
        List<Observation> observations = new ArrayList<>();
        List<String> failures;
        String machine;
        try (Workspace workspace = Workspace.in(workDir)) {
            machine = Machine.describe(workDir);
            SideBySide run = new SideBySide(workspace, length.sizes(), shape, System.err);
            run.run(wanted, chosen, rounds, measured -> {
                observations.addAll(measured);
                // After each trial, so that a run that is broken off leaves what it has.
                new Publication(observations).writeTo(out);
            });
            failures = run.failures();
        }
        report(observations, machine);
        failures.forEach(failure -> System.err.println("not measured: " + failure));
        return failures.isEmpty() ? 0 : FAILED;
    }

    private void report(List<Observation> observations, String machine) throws IOException {
        Publication publication = new Publication(observations);
        System.out.print(publication.text());
        if (docs != null) {
            publication.updateDocs(docs, "%s, %d rounds: %s".formatted(LocalDate.now(ZoneOffset.UTC), rounds, machine));
        }
    }
}
