package io.odradek.storage;

import static org.assertj.core.api.Assertions.assertThat;

import io.odradek.storage.disk.CrashTrials;
import io.odradek.storage.disk.SimulatedDisk;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

/** A power failure after every operation on the disk, during random work with rolls, transactions, cuts and retention. */
class PartitionLogCrashTest {
    @Test
    void nothingThatWasSyncedIsMissingAndAppendsGoOn() throws Exception {
        assertThat(crashEverywhere(1, 3, 40)).isGreaterThan(100);
    }

    @Test
    @Tag("slow")
    void theSameHoldsForManySeedsAndLongerWork() throws Exception {
        crashEverywhere(100, 30, 60);
    }

    private static long crashEverywhere(long firstSeed, int seeds, int steps) throws Exception {
        long crashes = 0;
        for (long seed = firstSeed; seed < firstSeed + seeds; seed++) {
            long operations = run(seed, steps, Long.MAX_VALUE);
            for (long point = 0; point < operations; point++) {
                run(seed, steps, point);
                crashes++;
            }
        }
        return crashes;
    }

    private static long run(long seed, int steps, long crashAfter) throws Exception {
        SimulatedDisk disk = new SimulatedDisk(seed * 31 + Math.min(crashAfter, 1_000_000));
        LogFixture fixture = new LogFixture(disk);
        CrashTrials.makeDurableFolder(disk, fixture.folder);
        LogWorkload workload = new LogWorkload(seed, fixture);
        if (crashAfter != Long.MAX_VALUE) {
            disk.crashAfter(crashAfter);
        }
        try {
            workload.run(steps);
        } catch (Exception e) {
            if (!disk.hasCrashed()) {
                throw new AssertionError("seed " + seed + " failed without a crash", e);
            }
        }
        long operations = disk.operations();
        try {
            fixture.disk = disk.crash();
            workload.checkSurvivor();
        } catch (Exception | AssertionError e) {
            throw new AssertionError("seed " + seed + ", crash after " + crashAfter + " operations", e);
        }
        return operations;
    }
}
