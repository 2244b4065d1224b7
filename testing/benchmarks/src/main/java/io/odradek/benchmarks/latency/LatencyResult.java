package io.odradek.benchmarks.latency;

import java.util.Locale;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * What the latency client found; travels from its process as one line of text. Immutable.
 *
 * @param p50Ms median, in milliseconds
 * @param p99Ms 99th percentile, in milliseconds
 * @param p999Ms 99.9th percentile, in milliseconds
 * @param deliveredPerSecond records that counted, over the time from the first that was due to the last that came
 */
public record LatencyResult(double p50Ms, double p99Ms, double p999Ms, double deliveredPerSecond) {
    private static final Pattern LINE =
            Pattern.compile("^latency p50=(\\S+) p99=(\\S+) p999=(\\S+) rate=(\\S+)$", Pattern.MULTILINE);

    /** The line. */
    public String line() {
        return String.format(
                Locale.ROOT, "latency p50=%.3f p99=%.3f p999=%.3f rate=%.1f", p50Ms, p99Ms, p999Ms, deliveredPerSecond);
    }

    /**
     * Finds the line in what the process printed.
     *
     * @throws IllegalArgumentException if there is none
     */
    public static LatencyResult find(String output) {
        Matcher line = LINE.matcher(output);
        if (!line.find()) {
            throw new IllegalArgumentException("the latency client reported nothing:\n" + output);
        }
        return new LatencyResult(
                Double.parseDouble(line.group(1)),
                Double.parseDouble(line.group(2)),
                Double.parseDouble(line.group(3)),
                Double.parseDouble(line.group(4)));
    }
}
