package io.odradek.benchmarks.report;

/**
 * One measured value. Immutable.
 *
 * @param scenario name of the scenario
 * @param round from 1; values of one round were taken directly after each other
 * @param broker what a reader calls the broker
 * @param measure what was measured
 * @param value in the measure's unit, finite
 */
public record Observation(String scenario, int round, String broker, Measure measure, double value) {
    public Observation {
        if (round < 1 || !Double.isFinite(value) || value < 0) {
            throw new IllegalArgumentException(
                    "round %d of %s on %s: %s is %s".formatted(round, scenario, broker, measure, value));
        }
    }
}
