package io.odradek.benchmarks.scenario;

import io.odradek.benchmarks.broker.Node;
import io.odradek.benchmarks.load.Batches;
import io.odradek.benchmarks.load.Load;
import io.odradek.benchmarks.load.LoadShape;
import io.odradek.benchmarks.load.Topic;
import io.odradek.benchmarks.report.Measure;
import io.odradek.protocol.compress.CompressionType;
import java.io.IOException;
import java.util.List;
import java.util.Map;

/**
 * Produces to many partitions, kills the broker with {@code kill -9}, starts it again, and waits until every partition
 * has a leader that knows all acknowledged records.
 *
 * @param name its name
 */
public record Restart(String name) implements Scenario {
    private static final int RECORD_BYTES = 100;
    private static final int BATCH_BYTES = 1_000;
    private static final int REQUESTS = 20;
    private static final int IN_FLIGHT = 1;

    @Override
    public String about() {
        return "restart after kill -9 of a node with many partitions, until all serve what was acknowledged";
    }

    @Override
    public Map<Measure, Double> run(Trial trial) throws IOException, InterruptedException {
        int partitions = trial.sizes().restartPartitions();
        try (Node node = Node.formatted(trial.workspace(), trial.product())) {
            trial.start(node);
            Topic topic = trial.createTopic(node, name, partitions);
            LoadShape shape = new LoadShape(
                    1, IN_FLIGHT, partitions, BATCH_BYTES, trial.shape().acks());
            Batches.Prepared batch =
                    Batches.fill(RECORD_BYTES, BATCH_BYTES, CompressionType.NONE, System.currentTimeMillis());
            new Load(node.address(), topic, shape).produce(batch, (long) batch.unpackedBytes() * partitions * REQUESTS);
            List<Long> acknowledged = trial.endOffsets(node, topic);
            node.kill();

            long begin = System.nanoTime();
            node.start();
            trial.awaitEndOffsets(node, topic, acknowledged);
            double seconds = Trial.secondsSince(begin);
            return Map.of(Measure.RESTART_TIME, seconds);
        }
    }
}
