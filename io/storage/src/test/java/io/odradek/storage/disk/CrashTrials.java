package io.odradek.storage.disk;

import java.io.IOException;
import java.util.concurrent.Callable;

/** Runs a scenario again and again, with a power failure after every single operation on the disk. */
public final class CrashTrials {
    private CrashTrials() {}

    /** What is tried. A fresh one is used for each trial. */
    public interface Scenario {
        /** What happens before the part in which crashes occur. */
        default void prepare(SimulatedDisk disk) throws Exception {}

        /** Ends with any exception once the disk has crashed. */
        void run(SimulatedDisk disk) throws Exception;

        /** Looks at what is left. {@code completed} says whether {@link #run} came to its end. */
        void check(SimulatedDisk survivor, boolean completed) throws Exception;
    }

    /** Tries every point of failure with the given number of seeds, and once without one; returns the number of points. */
    public static int everywhere(int seeds, Callable<Scenario> scenarios) throws Exception {
        int point = 0;
        boolean reached = true;
        while (reached) {
            reached = false;
            for (long seed = 0; seed < seeds; seed++) {
                try {
                    reached |= trial(seed, point, scenarios.call());
                } catch (Exception | AssertionError e) {
                    throw new AssertionError("seed " + seed + ", crash after " + point + " operations", e);
                }
            }
            point++;
        }
        return point;
    }

    /** @return whether the crash came before the end of the scenario */
    private static boolean trial(long seed, int point, Scenario scenario) throws Exception {
        SimulatedDisk disk = new SimulatedDisk(seed);
        scenario.prepare(disk);
        disk.crashAfter(point);
        boolean completed = false;
        try {
            scenario.run(disk);
            completed = !disk.hasCrashed();
        } catch (Exception e) {
            if (!disk.hasCrashed()) {
                throw e;
            }
        }
        scenario.check(disk.crash(), completed);
        return !completed;
    }

    /** Makes a folder whose name survives. */
    public static void makeDurableFolder(SimulatedDisk disk, java.nio.file.Path folder) throws IOException {
        disk.createDirectories(folder);
        for (java.nio.file.Path parent = folder.getParent(); parent != null; parent = parent.getParent()) {
            disk.syncDirectory(parent);
        }
    }
}
