package io.odradek.simulation;

import java.util.Locale;
import java.util.logging.Level;
import java.util.logging.Logger;

/**
 * {@code odradek simulate [--seed N] [--seeds COUNT] [--verbose]}: runs stories one after the other. Prints seeds per
 * second; the first that fails ends it, with its seed and the last things that happened.
 */
public final class Simulate {
    private static final Logger ODRADEK = Logger.getLogger("io.odradek");
    private static final long REPORT_NANOS = 10_000_000_000L;
    private static final int USAGE_ERROR = 2;

    private Simulate() {}

    public static void main(String[] arguments) {
        long seed = 1;
        long seeds = 1;
        boolean verbose = false;
        for (int i = 0; i < arguments.length; i++) {
            boolean hasValue = i + 1 < arguments.length;
            switch (arguments[i]) {
                case "--seed" -> seed = hasValue ? Long.parseLong(arguments[++i]) : usage();
                case "--seeds" -> seeds = hasValue ? Long.parseLong(arguments[++i]) : usage();
                case "--verbose" -> verbose = true;
                default -> usage();
            }
        }
        ODRADEK.setLevel(verbose ? Level.INFO : Level.OFF);
        System.exit(run(seed, seeds, verbose) ? 0 : 1);
    }

    private static long usage() {
        System.err.println("usage: odradek simulate [--seed N] [--seeds COUNT] [--verbose]");
        System.exit(USAGE_ERROR);
        return 0;
    }

    private static boolean run(long first, long seeds, boolean verbose) {
        long begun = System.nanoTime();
        long reported = begun;
        long virtualMillis = 0;
        long events = 0;
        for (long seed = first; seed < first + seeds; seed++) {
            Simulation simulation = new Simulation(seed);
            try {
                Simulation.Result result = simulation.run();
                virtualMillis += result.virtualMillis();
                events += result.events();
                if (verbose || seeds == 1) {
                    System.out.println((verbose ? simulation.trace() + "\n" : "") + describe(result));
                }
            } catch (RuntimeException | Error e) {
                System.out.println(simulation.trace());
                System.out.println("seed " + seed + " failed: " + e);
                if (!(e instanceof History.Violation)) {
                    e.printStackTrace(System.out);
                }
                System.out.println("replay: ./odradek simulate --seed " + seed + " --verbose");
                return false;
            }
            long now = System.nanoTime();
            if (seeds > 1 && (now - reported > REPORT_NANOS || seed == first + seeds - 1)) {
                reported = now;
                double seconds = (now - begun) / 1e9;
                long done = seed - first + 1;
                System.out.printf(
                        Locale.ROOT,
                        "%d seeds, %.1f seeds/s, %.0f virtual seconds per second, %.0f events/s%n",
                        done,
                        done / seconds,
                        virtualMillis / 1e3 / seconds,
                        events / seconds);
            }
        }
        return true;
    }

    private static String describe(Simulation.Result result) {
        return String.format(
                Locale.ROOT,
                "seed %d: hash %016x, %d events in %.1f virtual seconds, %d faults, %d records acknowledged, %d read",
                result.seed(),
                result.hash(),
                result.events(),
                result.virtualMillis() / 1e3,
                result.faults(),
                result.acknowledged(),
                result.read());
    }
}
