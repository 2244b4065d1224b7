package io.odradek.benchmarks.scenario;

import io.odradek.benchmarks.broker.Node;
import io.odradek.benchmarks.load.Fleet;
import io.odradek.benchmarks.report.Measure;
import java.io.IOException;
import java.time.Duration;
import java.util.Map;

/**
 * Connects many clients at the same moment, twice, and takes the second time: then both JVMs run compiled code.
 *
 * @param name its name
 * @param clients how many; the limit on open files of both processes must be above it
 */
public record Connect(String name, int clients) implements Scenario {
    private static final Duration LIMIT = Duration.ofMinutes(3);

    @Override
    public String about() {
        return "connecting " + clients + " clients at once, until the last has its answer";
    }

    @Override
    public Map<Measure, Double> run(Trial trial) throws IOException, InterruptedException {
        try (Node node = Node.formatted(trial.workspace(), trial.product())) {
            trial.start(node);
            Fleet.connect(node.address(), clients, LIMIT);
            return Map.of(Measure.CONNECT_TIME, Fleet.connect(node.address(), clients, LIMIT));
        }
    }
}
