package io.odradek.benchmarks.scenario;

import io.odradek.benchmarks.broker.Node;
import io.odradek.benchmarks.latency.LatencyClient;
import io.odradek.benchmarks.latency.LatencyPlan;
import io.odradek.benchmarks.latency.LatencyResult;
import io.odradek.benchmarks.load.Topic;
import io.odradek.benchmarks.report.Measure;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;

/**
 * Sends records at a fixed rate through Kafka's Java client and measures until the consumer has them.
 *
 * @param name its name
 * @param recordsPerSecond how many records are due in a second
 * @param partitions of the topic
 */
public record EndToEnd(String name, int recordsPerSecond, int partitions) implements Scenario {
    private static final int VALUE_BYTES = 200;
    private static final long SECONDS_TO_DRAIN = 240;

    @Override
    public String about() {
        return "end-to-end latency at %,d records/s of %d B to %d partitions, Java client without linger, open load"
                .formatted(recordsPerSecond, VALUE_BYTES, partitions);
    }

    @Override
    public Map<Measure, Double> run(Trial trial) throws IOException, InterruptedException {
        try (Node node = Node.formatted(trial.workspace(), trial.product())) {
            trial.start(node);
            Topic topic = trial.createTopic(node, name, partitions);
            LatencyPlan plan = new LatencyPlan(
                    node.address().getHostString() + ":" + node.address().getPort(),
                    topic.name(),
                    recordsPerSecond,
                    VALUE_BYTES,
                    trial.sizes().latencyWarmupSeconds(),
                    trial.sizes().latencySeconds());
            LatencyResult result = run(trial, plan);
            node.checkRunning();
            Map<Measure, Double> measured = new EnumMap<>(Measure.class);
            measured.put(Measure.RATE, result.deliveredPerSecond());
            measured.put(Measure.P50, result.p50Ms());
            measured.put(Measure.P99, result.p99Ms());
            measured.put(Measure.P999, result.p999Ms());
            measured.put(Measure.LOADED_MEMORY, node.residentBytes() / Meter.BYTES_PER_MB);
            return measured;
        }
    }

    private static LatencyResult run(Trial trial, LatencyPlan plan) throws IOException, InterruptedException {
        Path folder = trial.workspace().newFolder("client");
        Path output = folder.resolve("output.txt");
        List<String> command = new ArrayList<>(List.of(
                Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                "-Xms512m",
                "-Xmx512m",
                "-cp",
                System.getProperty("java.class.path"),
                LatencyClient.class.getName()));
        command.addAll(plan.arguments());
        Process client = trial.workspace().start(new ProcessBuilder(command), output);
        long limit = plan.warmupSeconds() + plan.seconds() + SECONDS_TO_DRAIN;
        if (!client.waitFor(limit, TimeUnit.SECONDS)) {
            client.destroyForcibly();
            throw new IOException("the latency client did not finish within %d s".formatted(limit));
        }
        if (client.exitValue() != 0) {
            throw new IOException("the latency client failed:\n" + Files.readString(output));
        }
        return LatencyResult.find(Files.readString(output));
    }
}
