package io.odradek.quorum;

import static org.assertj.core.api.Assertions.assertThat;

import io.odradek.quorum.SimulatedQuorum.Node;
import io.odradek.storage.disk.SimulatedDisk;
import java.io.IOException;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.SplittableRandom;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

/** Three metadata logs on simulated disks, while the power fails and the network parts: what was acknowledged is there, once, in order. */
class KraftFaultsTest {
    private static final int[] IDS = {1, 2, 3};

    /** One run: what was appended and what was acknowledged. */
    private static final class Run {
        final SimulatedQuorum quorum;
        final List<String> acknowledged = new ArrayList<>();
        private int appended;

        Run(long seed, SimulatedDisk first) throws IOException {
            quorum = new SimulatedQuorum(seed);
            for (int id : IDS) {
                quorum.add(
                        SimulatedQuorum.config(id, SimulatedQuorum.staticVoters(IDS), true, IDS),
                        id == 1 ? first : new SimulatedDisk(seed * 10 + id));
            }
        }

        /** Starts the nodes that are down, unless the power fails again. */
        void startAll() {
            for (Node node : quorum.nodes.values()) {
                if (node.log.isEmpty()) {
                    try {
                        node.start();
                    } catch (IOException | RuntimeException e) {
                        if (!node.disk.hasCrashed()) {
                            throw new AssertionError("node " + node.id() + " does not start", e);
                        }
                        node.kill();
                    }
                }
            }
        }

        /** Time passes; who has lost its power is down from then on. */
        void run(long ms) {
            for (long passed = 0; passed < ms; passed += 10) {
                quorum.runFor(10);
                for (Node node : quorum.nodes.values()) {
                    if (node.disk.hasCrashed()) {
                        node.kill();
                    }
                }
            }
        }

        void append(int count) {
            for (Node node : quorum.nodes.values()) {
                if (node.log.isPresent() && node.get().leader().isLeader(node.id()) && node.image.readyEpoch >= 0) {
                    for (int i = 0; i < count; i++) {
                        String value = "v" + appended++;
                        var _ = node.get()
                                .append(node.image.readyEpoch, LogImage.batch(value))
                                .thenAccept(_ -> acknowledged.add(value));
                    }
                }
            }
        }

        void snapshot(int id) {
            Node node = quorum.nodes.get(id);
            if (node.log.isPresent()) {
                var _ = node.get()
                        .snapshot(node.image.nextOffset, node.image.source())
                        .exceptionally(_ -> null);
            }
        }

        void check() throws IOException {
            quorum.cutOff.clear();
            startAll();
            startAll();
            quorum.runFor(10_000);
            quorum.commit("last");
            quorum.runFor(2_000);
            List<String> image = quorum.awaitLeader().image.values;
            assertThat(quorum.nodes.values())
                    .allSatisfy(node -> assertThat(node.image.values).isEqualTo(image));
            Set<String> once = new HashSet<>(image);
            assertThat(once).hasSameSizeAs(image);
            List<String> found = new ArrayList<>(image);
            found.retainAll(new HashSet<>(acknowledged));
            assertThat(found).isEqualTo(acknowledged);
        }
    }

    /** A life with elections, appends, snapshots and a follower that comes back after the log has lost its beginning. */
    private static void live(Run run) {
        run.startAll();
        run.run(4_000);
        for (int round = 0; round < 4; round++) {
            run.append(25);
            run.run(300);
            run.snapshot(1 + round % 3);
            run.snapshot(1);
            run.run(100);
            if (round == 1) {
                run.quorum.nodes.get(3).kill();
            } else if (round == 3) {
                run.startAll();
            }
            run.run(1_500);
        }
        run.startAll();
        run.run(1_500);
        run.append(5);
        run.run(1_000);
    }

    private static int everywhere(int seeds, int step) throws Exception {
        int point = 0;
        boolean reached = true;
        while (reached) {
            reached = false;
            for (long seed = 0; seed < seeds; seed++) {
                SimulatedDisk disk = new SimulatedDisk(seed);
                disk.crashAfter(point);
                try {
                    Run run = new Run(seed, disk);
                    live(run);
                    if (disk.hasCrashed()) {
                        reached = true;
                    } else {
                        disk.crashAfter(Integer.MAX_VALUE); // what is checked is what the life has left
                    }
                    run.check();
                } catch (Exception | AssertionError e) {
                    throw new AssertionError("seed " + seed + ", the power of node 1 fails after " + point, e);
                }
            }
            point += step;
        }
        return point;
    }

    @Test
    void nothingIsLostWhereverThePowerOfANodeFails() throws Exception {
        assertThat(everywhere(1, 23)).isGreaterThan(200);
    }

    @Tag("slow")
    @Test
    void norAfterAnySingleOperation() throws Exception {
        assertThat(everywhere(2, 1)).isGreaterThan(200);
    }

    @Test
    void nothingIsLostByKillsAndPartitions() throws Exception {
        for (long seed = 100; seed < 115; seed++) {
            try {
                faults(seed);
            } catch (Exception | AssertionError e) {
                throw new AssertionError("seed " + seed, e);
            }
        }
    }

    private static void faults(long seed) throws IOException {
        SplittableRandom random = new SplittableRandom(seed);
        Run run = new Run(seed, new SimulatedDisk(seed));
        run.startAll();
        for (int i = 0; i < 40; i++) {
            int id = 1 + random.nextInt(3);
            switch (random.nextInt(7)) {
                case 0 -> run.quorum.nodes.get(id).kill();
                case 1 -> run.startAll();
                case 2 -> run.quorum.cutOff.add(id);
                case 3 -> run.quorum.cutOff.clear();
                case 4 -> run.snapshot(id);
                case 5 -> run.quorum.nodes.get(id).stop();
                case 6 -> run.append(1 + random.nextInt(20));
                default -> throw new IllegalStateException();
            }
            run.append(random.nextInt(3));
            run.run(random.nextInt(1_200));
        }
        run.check();
    }
}
