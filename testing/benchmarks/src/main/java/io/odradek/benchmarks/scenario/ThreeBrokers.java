package io.odradek.benchmarks.scenario;

import io.odradek.benchmarks.broker.Cluster;
import io.odradek.benchmarks.broker.Node;
import io.odradek.benchmarks.load.Await;
import io.odradek.benchmarks.load.ClusterAdmin;
import io.odradek.benchmarks.load.ClusterLoad;
import io.odradek.benchmarks.proc.ProcessSampler;
import io.odradek.benchmarks.report.Measure;
import io.odradek.benchmarks.stats.Latencies;
import java.io.IOException;
import java.time.Duration;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;

/**
 * A cluster of three brokers and controllers with three replicas of everything: at rest, with a topic of many partitions, under load,
 * and when the leader of some partitions is killed or stands still. Processor time and memory are those of all three together.
 *
 * @param name its name
 */
public record ThreeBrokers(String name) implements Scenario {
    private static final int BROKERS = 3;
    private static final int PARTITIONS = 12;
    private static final int MANY_PARTITIONS = 1_000;
    private static final int VALUE_BYTES = 1_024;
    private static final int STEADY_PER_SECOND = 1_000;
    private static final int LINGER_MS = 5;
    private static final long STANDSTILL_MS = 3_000;

    /** Longer than the session of 9 s that Kafka's brokers have. */
    private static final long LOOK_MS = 15_000;

    private static final Duration LIMIT = Duration.ofMinutes(3);

    @Override
    public String about() {
        return "three brokers, three replicas, acks=all: load, %,d new partitions, a leader that is killed or stands still"
                .formatted(MANY_PARTITIONS);
    }

    @Override
    public Map<Measure, Double> run(Trial trial) throws IOException, InterruptedException {
        Map<Measure, Double> measured = new EnumMap<>(Measure.class);
        try (Cluster cluster = Cluster.formatted(trial.workspace(), trial.product(), BROKERS)) {
            cluster.start();
            try (ClusterAdmin admin = new ClusterAdmin(cluster.bootstrap())) {
                await("three brokers", cluster, () -> admin.requireBrokers(BROKERS));
                rest(cluster, trial, measured);
                load(cluster, admin, trial, measured);
                fail(cluster, admin, measured);
                create(cluster, admin, measured);
            }
        }
        return measured;
    }

    private static void rest(Cluster cluster, Trial trial, Map<Measure, Double> measured)
            throws IOException, InterruptedException {
        int seconds = trial.sizes().idleSeconds();
        TimeUnit.SECONDS.sleep(seconds);
        double before = cluster.cpuSeconds();
        TimeUnit.SECONDS.sleep(seconds);
        measured.put(Measure.IDLE_CPU, (cluster.cpuSeconds() - before) / seconds * 100);
        measured.put(Measure.IDLE_MEMORY, cluster.residentBytes() / Meter.BYTES_PER_MB);
    }

    private static void create(Cluster cluster, ClusterAdmin admin, Map<Measure, Double> measured)
            throws IOException, InterruptedException {
        long begin = System.nanoTime();
        admin.createTopic("many", MANY_PARTITIONS);
        await("the new partitions", cluster, () -> admin.requireServed("many", MANY_PARTITIONS));
        measured.put(Measure.CREATE_TIME, Trial.secondsSince(begin));
    }

    private static void load(Cluster cluster, ClusterAdmin admin, Trial trial, Map<Measure, Double> measured)
            throws IOException, InterruptedException {
        createServed(cluster, admin, "load");
        long bytes = trial.sizes().bytes();
        try (ClusterLoad load = new ClusterLoad(cluster.bootstrap(), "load", PARTITIONS, VALUE_BYTES, LINGER_MS)) {
            load.produce(trial.sizes().warmupBytes());
            ProcessSampler sampler = new ProcessSampler();
            long self = ProcessHandle.current().pid();
            double brokersBefore = cluster.cpuSeconds();
            double generatorBefore = sampler.cpuSeconds(self);
            double seconds = load.produce(bytes);
            measured.put(Measure.THROUGHPUT, bytes / Meter.BYTES_PER_MB / seconds);
            measured.put(Measure.BROKER_CPU, (cluster.cpuSeconds() - brokersBefore) / (bytes / 1e9));
            measured.put(Measure.GENERATOR_CPU, (sampler.cpuSeconds(self) - generatorBefore) / (bytes / 1e9));
        }
        try (ClusterLoad load = new ClusterLoad(cluster.bootstrap(), "load", PARTITIONS, VALUE_BYTES, 0)) {
            Latencies latencies =
                    load.produceSteadily(STEADY_PER_SECOND, trial.sizes().latencySeconds());
            measured.put(Measure.P50, latencies.percentileMs(50));
            measured.put(Measure.P99, latencies.percentileMs(99));
            measured.put(Measure.P999, latencies.percentileMs(99.9));
        }
        measured.put(Measure.LOADED_MEMORY, cluster.residentBytes() / Meter.BYTES_PER_MB);
    }

    private static void fail(Cluster cluster, ClusterAdmin admin, Map<Measure, Double> measured)
            throws IOException, InterruptedException {
        createServed(cluster, admin, "fail");
        try (ClusterLoad load = new ClusterLoad(cluster.bootstrap(), "fail", PARTITIONS, 100, 0)) {
            load.trickle(2_000);
            List<Integer> leaders = inSync(cluster, admin);
            int victim = leaderBeside(admin.controller(), leaders);
            load.measure();
            cluster.node(victim).kill();
            load.trickle(LOOK_MS);
            measured.put(Measure.KILL_SILENCE, longest(load, leaders, victim));

            cluster.node(victim).start();
            leaders = inSync(cluster, admin);
            victim = leaderBeside(admin.controller(), leaders);
            Node paused = cluster.node(victim);
            load.measure();
            paused.pause();
            try {
                load.trickle(STANDSTILL_MS);
            } finally {
                paused.resume();
            }
            load.trickle(LOOK_MS);
            measured.put(Measure.PAUSE_SILENCE, longest(load, leaders, victim));
        }
    }

    /** Over the partitions that the victim led. */
    private static double longest(ClusterLoad load, List<Integer> leaders, int victim) throws IOException {
        double longest = 0;
        for (int p = 0; p < leaders.size(); p++) {
            if (leaders.get(p) == victim) {
                longest = Math.max(longest, load.longestSilenceMs(p));
            }
        }
        return longest;
    }

    /** A leader that is not the active controller too: the brokers' failover is what is measured. */
    private static int leaderBeside(int controller, List<Integer> leaders) throws IOException {
        return leaders.stream()
                .filter(leader -> leader != controller)
                .findFirst()
                .orElseThrow(() -> new IOException("only the controller leads"));
    }

    private static void createServed(Cluster cluster, ClusterAdmin admin, String topic)
            throws IOException, InterruptedException {
        admin.createTopic(topic, PARTITIONS);
        await("leaders", cluster, () -> admin.requireServed(topic, PARTITIONS));
    }

    private static List<Integer> inSync(Cluster cluster, ClusterAdmin admin) throws IOException, InterruptedException {
        return Await.first("replicas in sync", LIMIT, cluster::checkRunning, () -> admin.leadersInSync("fail"));
    }

    private static void await(String what, Cluster cluster, Question question)
            throws IOException, InterruptedException {
        Await.first(what, LIMIT, cluster::checkRunning, () -> {
            question.ask();
            return true;
        });
    }

    private interface Question {
        void ask() throws IOException;
    }
}
