package io.odradek.interop.cluster;

import io.odradek.interop.broker.Brokers;
import io.odradek.interop.broker.ClusterUnderTest;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Random;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/**
 * Three nodes in processes of their own, one of which (or all) is killed or stands still under load. The tests share the cluster, as
 * a machine has enough to do with one; each has its own topic and group. The moments of {@link
 * #killsOfAnyNodeOneAfterTheOther_loseNothing} are drawn from {@code -Dinterop.cluster.seed}.
 */
@Tag("slow")
@Timeout(value = 2, unit = TimeUnit.MINUTES)
class ClusterFaultTest {
    private static final int PARTITIONS = 6;
    private static final int ROUNDS = Integer.getInteger("interop.cluster.rounds", 6);
    private static final long SEED = Long.getLong("interop.cluster.seed", 4_711);

    /** Far more than it takes, as the machine may be busy; the baseline notices a death only after a session of 9 s. */
    private static final Duration LIMIT = Duration.ofSeconds(Brokers.isKafka() ? 40 : 15);

    private static final Duration LIMIT_WITHOUT_MAJORITY = Duration.ofSeconds(60);
    private static final Duration STANDSTILL = Duration.ofSeconds(3);

    @TempDir
    private static Path clusterFolder;

    private static ClusterUnderTest cluster;

    @TempDir
    private Path folder;

    @BeforeAll
    static void format() {
        cluster = Brokers.createCluster(clusterFolder);
    }

    @AfterAll
    static void end() {
        if (cluster != null) {
            cluster.close();
        }
    }

    @BeforeEach
    @AfterEach
    void startAll() {
        cluster.startAll();
    }

    @Test
    void killOfAPartitionsLeader_losesNothing() throws Exception {
        trial("leader-killed", PARTITIONS).survive(view -> killAndStart(leaderBesideController(view, "leader-killed")));
    }

    @Test
    void killOfAFollower_losesNothing() throws Exception {
        trial("follower-killed", 1).survive(view -> killAndStart(followerBesideController(view, "follower-killed")));
    }

    @Test
    void killOfTheActiveController_losesNothing() throws Exception {
        trial("controller-killed", PARTITIONS).survive(view -> killAndStart(view.controller()));
    }

    @Test
    void killOfAGroupsCoordinator_losesNoCommit() throws Exception {
        Trial trial = trial("coordinator-killed", PARTITIONS);
        trial.survive(view -> killAndStart(view.coordinator(trial.group())));
    }

    @Test
    void standstillOfAPartitionsLeader_losesNothing() throws Exception {
        trial("leader-paused", PARTITIONS).survive(view -> standStill(leaderBesideController(view, "leader-paused")));
    }

    @Test
    void standstillOfTheActiveController_losesNothing() throws Exception {
        trial("controller-paused", PARTITIONS).survive(view -> standStill(view.controller()));
    }

    @Test
    void killOfAllNodesAtOnce_losesNothing() throws Exception {
        new Trial(cluster, folder, "all-killed", PARTITIONS, LIMIT_WITHOUT_MAJORITY).survive(_ -> {
            cluster.killAll();
            cluster.startAll();
        });
    }

    /** The next is killed as soon as the one before answers: it may not have caught up yet. */
    @Test
    @Timeout(value = 4, unit = TimeUnit.MINUTES)
    void killsOfAnyNodeOneAfterTheOther_loseNothing() throws Exception {
        Random random = new Random(SEED);
        System.out.println(ROUNDS + " rounds, seed " + SEED);
        new Trial(cluster, folder, "any-killed", PARTITIONS, LIMIT_WITHOUT_MAJORITY).survive(_ -> {
            for (int round = 0; round < ROUNDS; round++) {
                int node = 1 + random.nextInt(cluster.ids().size());
                cluster.kill(node);
                TimeUnit.MILLISECONDS.sleep(random.nextInt(2_000));
                cluster.start(node);
            }
        });
    }

    private Trial trial(String name, int partitions) {
        return new Trial(cluster, folder, name, partitions, LIMIT);
    }

    /** A partition's leader that is not the active controller too. */
    private static int leaderBesideController(ClusterView view, String topic) throws InterruptedException {
        int controller = view.controller();
        for (int p = 0; p < PARTITIONS; p++) {
            int leader = view.leader(topic, p);
            if (leader != controller) {
                return leader;
            }
        }
        throw new AssertionError("node " + controller + " leads every partition");
    }

    private static int followerBesideController(ClusterView view, String topic) throws InterruptedException {
        int controller = view.controller();
        return view.followers(topic, 0).stream()
                .filter(id -> id != controller)
                .findFirst()
                .orElseThrow();
    }

    private static void killAndStart(int node) throws InterruptedException {
        cluster.kill(node);
        // Long enough for others to take over: what is measured is their doing, not a quick start.
        TimeUnit.SECONDS.sleep(3);
        cluster.start(node);
    }

    private static void standStill(int node) throws InterruptedException {
        cluster.pause(node);
        try {
            TimeUnit.MILLISECONDS.sleep(STANDSTILL.toMillis());
        } finally {
            cluster.resume(node);
        }
    }
}
