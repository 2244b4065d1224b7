package io.odradek.raft;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

class QuorumSimulationTest {
    @Test
    void whateverHappensCommittedIsCommittedAndAHealedQuorumGoesOn() {
        run(0, Integer.getInteger("raft.seeds", 150));
    }

    @Tag("slow")
    @Test
    void theSameForThousandsOfSeeds() {
        run(1_000_000, 4_000);
    }

    @Test
    void aSeedReplays() {
        QuorumSimulation first = new QuorumSimulation(42);
        first.run();
        QuorumSimulation second = new QuorumSimulation(42);
        second.run();
        assertThat(second.handled()).isEqualTo(first.handled()).isGreaterThan(500);
    }

    private static void run(long from, int count) {
        long before = System.nanoTime();
        long handled = 0;
        for (long seed = from; seed < from + count; seed++) {
            QuorumSimulation simulation = new QuorumSimulation(seed);
            try {
                simulation.run();
            } catch (RuntimeException | AssertionError e) {
                throw new AssertionError("seed " + seed + ": " + e.getMessage(), e);
            }
            handled += simulation.handled();
        }
        long ms = (System.nanoTime() - before) / 1_000_000;
        System.out.println(count + " seeds, " + handled + " events, " + ms + " ms");
    }
}
