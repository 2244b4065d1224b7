package io.odradek.benchmarks.stats;

import java.util.Arrays;
import java.util.Collection;

/**
 * What several rounds of one measurement say together. Immutable.
 *
 * @param median the middle value, or the mean of the two in the middle
 * @param min the smallest value
 * @param max the largest value
 * @param count how many values there were, at least one
 */
public record Summary(double median, double min, double max, int count) {
    /**
     * Summarises at least one finite value.
     *
     * @throws IllegalArgumentException if there is no value, or one that is not finite
     */
    public static Summary of(Collection<Double> values) {
        double[] sorted =
                values.stream().mapToDouble(Double::doubleValue).sorted().toArray();
        if (sorted.length == 0 || !Arrays.stream(sorted).allMatch(Double::isFinite)) {
            throw new IllegalArgumentException("a summary needs at least one value, all finite: " + values);
        }
        int middle = sorted.length / 2;
        double median = sorted.length % 2 == 1 ? sorted[middle] : (sorted[middle - 1] + sorted[middle]) / 2;
        return new Summary(median, sorted[0], sorted[sorted.length - 1], sorted.length);
    }
}
