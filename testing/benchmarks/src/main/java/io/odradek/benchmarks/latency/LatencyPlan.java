package io.odradek.benchmarks.latency;

import java.util.List;

/**
 * What the latency client does; travels to its process as command-line arguments. Immutable.
 *
 * @param bootstrap host and port of the broker
 * @param topic an existing topic
 * @param recordsPerSecond how many records are due in a second
 * @param valueBytes length of each record's value
 * @param warmupSeconds how long records are sent before any counts
 * @param seconds how long records are sent that count
 */
public record LatencyPlan(
        String bootstrap, String topic, int recordsPerSecond, int valueBytes, int warmupSeconds, int seconds) {
    private static final int ARGUMENTS = 6;

    public LatencyPlan {
        if (recordsPerSecond < 1 || valueBytes < Stamp.BYTES || warmupSeconds < 0 || seconds < 1) {
            throw new IllegalArgumentException("%d records/s of %d bytes for %d + %d s is no plan"
                    .formatted(recordsPerSecond, valueBytes, warmupSeconds, seconds));
        }
    }

    /** The plan as arguments. */
    public List<String> arguments() {
        return List.of(
                bootstrap,
                topic,
                Integer.toString(recordsPerSecond),
                Integer.toString(valueBytes),
                Integer.toString(warmupSeconds),
                Integer.toString(seconds));
    }

    /**
     * Reads what {@link #arguments} gave.
     *
     * @throws IllegalArgumentException if it is anything else
     */
    public static LatencyPlan of(String... arguments) {
        if (arguments.length != ARGUMENTS) {
            throw new IllegalArgumentException("%d arguments instead of %d".formatted(arguments.length, ARGUMENTS));
        }
        return new LatencyPlan(
                arguments[0],
                arguments[1],
                Integer.parseInt(arguments[2]),
                Integer.parseInt(arguments[3]),
                Integer.parseInt(arguments[4]),
                Integer.parseInt(arguments[5]));
    }

    /** How many records are sent before any counts. */
    public long warmupRecords() {
        return (long) recordsPerSecond * warmupSeconds;
    }

    /** How many records are sent in all. */
    public long allRecords() {
        return warmupRecords() + (long) recordsPerSecond * seconds;
    }
}
