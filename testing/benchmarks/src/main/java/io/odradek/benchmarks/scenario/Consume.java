package io.odradek.benchmarks.scenario;

import io.odradek.benchmarks.broker.Node;
import io.odradek.benchmarks.load.Batches;
import io.odradek.benchmarks.load.Load;
import io.odradek.benchmarks.load.Topic;
import io.odradek.benchmarks.report.Measure;
import io.odradek.protocol.compress.CompressionType;
import java.io.IOException;
import java.util.List;
import java.util.Map;

/**
 * Fetches what was just produced, from the page cache, as fast as it comes.
 *
 * @param name its name
 * @param recordBytes length of each record's value
 */
public record Consume(String name, int recordBytes) implements Scenario {
    @Override
    public String about() {
        return "fetch records of %d B from the page cache, as fast as they come".formatted(recordBytes);
    }

    @Override
    public Map<Measure, Double> run(Trial trial) throws IOException, InterruptedException {
        try (Node node = Node.formatted(trial.workspace(), trial.product())) {
            trial.start(node);
            Topic topic = trial.createTopic(node, name, trial.shape().partitions());
            Load load = new Load(node.address(), topic, trial.shape());
            load.produce(
                    Batches.fill(
                            recordBytes, trial.shape().batchBytes(), CompressionType.NONE, System.currentTimeMillis()),
                    trial.sizes().storedBytes());
            List<Long> endOffsets = trial.endOffsets(node, topic);
            load.consume(endOffsets, trial.sizes().warmupBytes());
            Meter meter = Meter.start(node);
            return meter.stop(load.consume(endOffsets, trial.sizes().bytes()));
        }
    }
}
