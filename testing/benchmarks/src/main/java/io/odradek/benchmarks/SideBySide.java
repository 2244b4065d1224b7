package io.odradek.benchmarks;

import io.odradek.benchmarks.broker.Product;
import io.odradek.benchmarks.broker.Workspace;
import io.odradek.benchmarks.load.LoadShape;
import io.odradek.benchmarks.report.Observation;
import io.odradek.benchmarks.scenario.Scenario;
import io.odradek.benchmarks.scenario.Sizes;
import io.odradek.benchmarks.scenario.Trial;
import io.odradek.protocol.CorruptRecordsException;
import io.odradek.protocol.MalformedMessageException;
import java.io.IOException;
import java.io.PrintStream;
import java.util.ArrayList;
import java.util.List;

/**
 * Runs scenarios against products in turn (A B A B ...), so that a machine that slows down or speeds up does so for all of
 * them. One thread.
 */
final class SideBySide {
    private final Workspace workspace;
    private final Sizes sizes;
    private final LoadShape shape;
    private final PrintStream progress;
    private final List<String> failures = new ArrayList<>();

    SideBySide(Workspace workspace, Sizes sizes, LoadShape shape, PrintStream progress) {
        this.workspace = workspace;
        this.sizes = sizes;
        this.shape = shape;
        this.progress = progress;
    }

    /** Where the values of a trial go. */
    interface Sink {
        /** Takes them as soon as the trial is done. */
        void accept(List<Observation> observations) throws IOException;
    }

    /**
     * Runs everything. A trial that fails does not end the run.
     *
     * @throws IOException if the disk cannot be written or {@code sink} fails
     */
    void run(List<Scenario> scenarios, List<? extends Product> products, int rounds, Sink sink)
            throws InterruptedException, IOException {
        for (Scenario scenario : scenarios) {
            progress.printf("%s: %s%n", scenario.name(), scenario.about());
            for (int round = 1; round <= rounds; round++) {
                for (Product product : products) {
                    workspace.settleDisk();
                    sink.accept(trial(scenario, product, round));
                }
            }
        }
    }

    private List<Observation> trial(Scenario scenario, Product product, int round) throws InterruptedException {
        List<Observation> observations = new ArrayList<>();
        progress.printf("  round %d, %s%n", round, product.title());
        try {
            scenario.run(new Trial(workspace, product, sizes, shape)).forEach((measure, value) -> {
                progress.printf("    %-34s %12.3f %s%n", measure.title(), value, measure.unit());
                observations.add(new Observation(scenario.name(), round, product.title(), measure, value));
            });
        } catch (IOException | MalformedMessageException | CorruptRecordsException e) {
            failures.add("%s, round %d, %s: %s".formatted(scenario.name(), round, product.title(), e.getMessage()));
            progress.printf("    failed: %s%n", e);
        }
        return observations;
    }

    /** What went wrong, one line for each trial that failed. */
    List<String> failures() {
        return List.copyOf(failures);
    }
}
