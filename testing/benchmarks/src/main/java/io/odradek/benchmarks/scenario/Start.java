package io.odradek.benchmarks.scenario;

import io.odradek.benchmarks.broker.Node;
import io.odradek.benchmarks.report.Measure;
import java.io.IOException;
import java.util.EnumMap;
import java.util.Map;
import java.util.concurrent.TimeUnit;

/**
 * Starts a formatted, empty node twice, and takes the second start: then programs and libraries lie in the page cache for
 * either broker. Waits, and reads the memory of a broker that has done nothing yet.
 *
 * @param name its name
 */
public record Start(String name) implements Scenario {
    @Override
    public String about() {
        return "start of an empty node to the first answered Metadata request, and its idle memory";
    }

    @Override
    public Map<Measure, Double> run(Trial trial) throws IOException, InterruptedException {
        try (Node node = Node.formatted(trial.workspace(), trial.product())) {
            trial.start(node);
            node.stop();
            Map<Measure, Double> measured = new EnumMap<>(Measure.class);
            measured.put(Measure.START_TIME, trial.start(node));
            TimeUnit.SECONDS.sleep(trial.sizes().idleSeconds());
            measured.put(Measure.IDLE_MEMORY, node.residentBytes() / Meter.BYTES_PER_MB);
            return measured;
        }
    }
}
