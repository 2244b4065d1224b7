package io.odradek.benchmarks.scenario;

import io.odradek.benchmarks.report.Measure;
import java.io.IOException;
import java.util.Map;

/** One thing that is measured, on a node of its own that it starts and removes. Immutable. */
public sealed interface Scenario permits Connect, Consume, EndToEnd, Produce, Restart, Start, ThreeBrokers {
    /** Its name on the command line and in reports. */
    String name();

    /** What it does, in half a sentence. */
    String about();

    /**
     * Runs it once.
     *
     * @return what was measured
     * @throws IOException if the broker fails, refuses a request or is too slow
     */
    Map<Measure, Double> run(Trial trial) throws IOException, InterruptedException;
}
