package io.odradek.benchmarks.scenario;

import io.odradek.benchmarks.broker.Node;
import io.odradek.benchmarks.load.Batches;
import io.odradek.benchmarks.load.Load;
import io.odradek.benchmarks.load.Topic;
import io.odradek.benchmarks.report.Measure;
import io.odradek.protocol.compress.CompressionType;
import java.io.IOException;
import java.util.Map;

/**
 * Produces as fast as the broker acknowledges.
 *
 * @param name its name
 * @param recordBytes length of each record's value
 * @param compression codec of the batches
 */
public record Produce(String name, int recordBytes, CompressionType compression) implements Scenario {
    @Override
    public String about() {
        return "produce records of %d B, compression %s, as fast as they are acknowledged"
                .formatted(recordBytes, compression.configName());
    }

    @Override
    public Map<Measure, Double> run(Trial trial) throws IOException, InterruptedException {
        try (Node node = Node.formatted(trial.workspace(), trial.product())) {
            trial.start(node);
            Topic topic = trial.createTopic(node, name, trial.shape().partitions());
            Load load = new Load(node.address(), topic, trial.shape());
            Batches.Prepared batch = batch(trial);
            load.produce(batch, trial.sizes().warmupBytes());
            Meter meter = Meter.start(node);
            return meter.stop(load.produce(batch, trial.sizes().bytes()));
        }
    }

    private Batches.Prepared batch(Trial trial) {
        return Batches.fill(recordBytes, trial.shape().batchBytes(), compression, System.currentTimeMillis());
    }
}
