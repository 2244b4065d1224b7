package io.odradek.benchmarks.scenario;

import io.odradek.benchmarks.broker.Node;
import io.odradek.benchmarks.load.Load;
import io.odradek.benchmarks.proc.ProcessSampler;
import io.odradek.benchmarks.report.Measure;
import io.odradek.benchmarks.stats.Latencies;
import java.io.IOException;
import java.util.EnumMap;
import java.util.Map;

/** Reads the processor time of broker and load generator around a load. Not thread-safe. */
final class Meter {
    static final double BYTES_PER_MB = 1e6;

    private static final double BYTES_PER_GB = 1e9;

    private final Node node;
    private final ProcessSampler sampler = new ProcessSampler();
    private final double brokerBefore;
    private final double generatorBefore;

    private Meter(Node node) throws IOException {
        this.node = node;
        this.brokerBefore = node.cpuSeconds();
        this.generatorBefore = own();
    }

    /** Begins now. */
    static Meter start(Node node) throws IOException {
        return new Meter(node);
    }

    /** What the load came to, now that it is done. */
    Map<Measure, Double> stop(Load.Done done) throws IOException {
        double gb = done.bytes() / BYTES_PER_GB;
        Latencies latencies = done.outcome().latencies();
        Map<Measure, Double> measured = new EnumMap<>(Measure.class);
        measured.put(Measure.BROKER_CPU, (node.cpuSeconds() - brokerBefore) / gb);
        measured.put(Measure.GENERATOR_CPU, (own() - generatorBefore) / gb);
        measured.put(
                Measure.THROUGHPUT, done.bytes() / BYTES_PER_MB / done.outcome().seconds());
        measured.put(Measure.P50, latencies.percentileMs(50));
        measured.put(Measure.P99, latencies.percentileMs(99));
        measured.put(Measure.P999, latencies.percentileMs(99.9));
        measured.put(Measure.LOADED_MEMORY, node.residentBytes() / BYTES_PER_MB);
        return measured;
    }

    private double own() throws IOException {
        return sampler.cpuSeconds(ProcessHandle.current().pid());
    }
}
