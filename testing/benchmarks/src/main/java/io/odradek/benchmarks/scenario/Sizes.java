package io.odradek.benchmarks.scenario;

/**
 * How much work a run does. Immutable.
 *
 * @param warmupBytes sent or read before anything counts, so that both JVMs have compiled what they will
 * @param bytes sent or read that count
 * @param storedBytes what lies in the topic that is consumed
 * @param latencyWarmupSeconds open load before anything counts
 * @param latencySeconds open load that counts
 * @param restartPartitions partitions of the node that is killed
 * @param idleSeconds from the start to the reading of the idle memory
 */
public record Sizes(
        long warmupBytes,
        long bytes,
        long storedBytes,
        int latencyWarmupSeconds,
        int latencySeconds,
        int restartPartitions,
        int idleSeconds) {
    private static final long MB = 1_000_000;

    /** Under a minute for each scenario and broker; shows that everything works, no more. */
    public static Sizes quick() {
        return new Sizes(200 * MB, 400 * MB, 200 * MB, 3, 5, 50, 3);
    }

    /** Good for figures that repeat to about a tenth. */
    public static Sizes normal() {
        return new Sizes(4_000 * MB, 2_000 * MB, 1_000 * MB, 5, 15, 200, 5);
    }

    /** For figures to be published: longer, and with many partitions. */
    public static Sizes full() {
        return new Sizes(6_000 * MB, 8_000 * MB, 2_000 * MB, 10, 30, 2_000, 10);
    }
}
