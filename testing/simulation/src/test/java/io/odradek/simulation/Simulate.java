package io.odradek.simulation;

import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.OptionalLong;
import java.util.logging.Level;
import java.util.logging.Logger;

/**
 * {@code odradek simulate [--seed N] [--seeds COUNT] [--nodes N] [--threads N] [--verbose]}: runs stories, each on one thread.
 * Without {@code --nodes} odd seeds have one node, even seeds three. Prints seeds per second; the first that fails ends it, with its seed and the last things that happened.
 */
public final class Simulate {
    private static final Logger ODRADEK = Logger.getLogger("io.odradek");
    private static final long REPORT_NANOS = 10_000_000_000L;
    private static final int USAGE_ERROR = 2;

    private Simulate() {}

    public static void main(String[] arguments) {
        long seed = 1;
        long seeds = 1;
        int nodes = 0;
        boolean verbose = false;
        int threads = Runtime.getRuntime().availableProcessors();
        for (int i = 0; i < arguments.length; i++) {
            boolean hasValue = i + 1 < arguments.length;
            switch (arguments[i]) {
                case "--seed" -> seed = hasValue ? Long.parseLong(arguments[++i]) : usage();
                case "--seeds" -> seeds = hasValue ? Long.parseLong(arguments[++i]) : usage();
                case "--nodes" -> nodes = Math.toIntExact(hasValue ? Long.parseLong(arguments[++i]) : usage());
                case "--threads" -> threads = Math.toIntExact(hasValue ? Long.parseLong(arguments[++i]) : usage());
                case "--verbose" -> verbose = true;
                default -> usage();
            }
        }
        ODRADEK.setLevel(verbose ? Level.INFO : Level.OFF);
        System.exit(run(new Progress(seed, seeds, nodes, verbose), threads) ? 0 : 1);
    }

    private static long usage() {
        System.err.println("usage: odradek simulate [--seed N] [--seeds COUNT] [--nodes N] [--threads N] [--verbose]");
        System.exit(USAGE_ERROR);
        return 0;
    }

    private static boolean run(Progress progress, int threads) {
        List<Thread> workers = new ArrayList<>();
        for (int i = 0; i < Math.min(threads, progress.seeds); i++) {
            workers.add(Thread.ofPlatform().name("simulation-" + i).start(() -> work(progress)));
        }
        try {
            for (Thread worker : workers) {
                worker.join();
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            return false;
        }
        return !progress.failed();
    }

    /** Tells one story after the other; stories share nothing. */
    private static void work(Progress progress) {
        OptionalLong next = progress.next();
        while (next.isPresent()) {
            Simulation simulation = progress.story(next.getAsLong());
            try {
                progress.ended(simulation.run(), simulation);
            } catch (RuntimeException | Error e) {
                progress.failed(next.getAsLong(), simulation, e);
            }
            next = progress.next();
        }
    }

    /** What is still to be told, and what came of the rest. Any thread. */
    private static final class Progress {
        private final long first;
        private final long seeds;
        private final int nodes;
        private final boolean verbose;
        private final long begun = System.nanoTime();
        private long reported = begun;
        private long given;
        private long done;
        private long virtualMillis;
        private long events;
        private boolean failed;

        /** @param nodes 0: as the seed has it */
        Progress(long first, long seeds, int nodes, boolean verbose) {
            this.first = first;
            this.seeds = seeds;
            this.nodes = nodes;
            this.verbose = verbose;
        }

        Simulation story(long seed) {
            return nodes == 0 ? Simulation.of(seed) : new Simulation(seed, nodes);
        }

        synchronized OptionalLong next() {
            return failed || given == seeds ? OptionalLong.empty() : OptionalLong.of(first + given++);
        }

        synchronized boolean failed() {
            return failed;
        }

        synchronized void ended(Simulation.Result result, Simulation simulation) {
            done++;
            virtualMillis += result.virtualMillis();
            events += result.events();
            if (verbose) {
                System.out.println(simulation.trace());
            }
            if (verbose || seeds == 1) {
                System.out.println(describe(result));
            }
            long now = System.nanoTime();
            if (seeds > 1 && (now - reported > REPORT_NANOS || done == seeds)) {
                reported = now;
                double seconds = (now - begun) / 1e9;
                System.out.printf(
                        Locale.ROOT,
                        "%d seeds, %.1f seeds/s, %.0f virtual seconds per second, %.0f events/s%n",
                        done,
                        done / seconds,
                        virtualMillis / 1e3 / seconds,
                        events / seconds);
            }
        }

        synchronized void failed(long seed, Simulation simulation, Throwable cause) {
            failed = true;
            System.out.println(simulation.trace());
            System.out.println("seed " + seed + " failed: " + cause);
            if (!(cause instanceof History.Violation)) {
                cause.printStackTrace(System.out);
            }
            System.out.println("replay: ./odradek simulate --seed " + seed + " --nodes "
                    + simulation.nodes().size() + " --verbose");
        }
    }

    private static String describe(Simulation.Result result) {
        return String.format(
                Locale.ROOT,
                "seed %d, nodes %d: hash %016x, %d events in %.1f virtual seconds, %d faults, %d records acknowledged, %d read",
                result.seed(),
                result.nodes(),
                result.hash(),
                result.events(),
                result.virtualMillis() / 1e3,
                result.faults(),
                result.acknowledged(),
                result.read());
    }
}
