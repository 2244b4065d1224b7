package io.odradek.interop.cluster;

import io.odradek.interop.broker.Brokers;
import io.odradek.interop.broker.ClusterUnderTest;
import java.nio.file.Path;
import java.time.Duration;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** Three nodes, each in a network namespace of its own, one of which is cut off for a while, one way or both. */
@Tag("slow")
@Timeout(value = 3, unit = TimeUnit.MINUTES)
class NetworkCutTest {
    private static final int PARTITIONS = 6;
    private static final int NODES = 3;

    /** Several times what it takes to notice. */
    private static final Duration CUT = Duration.ofSeconds(8);

    /** The cut, what TCP waits before it tries again once it is over, and the patience with a busy machine. */
    private static final Duration LIMIT = Duration.ofSeconds(40);

    @TempDir
    private static Path clusterFolder;

    private static Namespaces network;
    private static ClusterUnderTest cluster;

    @TempDir
    private Path folder;

    @BeforeAll
    static void start() {
        network = Namespaces.create(NODES);
        cluster = Brokers.createCluster(clusterFolder, network);
        cluster.startAll();
    }

    @AfterAll
    static void end() {
        if (cluster != null) {
            cluster.close();
        }
        if (network != null) {
            network.close();
        }
    }

    /** The former leader goes on to be seen by clients, and to see them: it must not acknowledge what its followers lack. */
    @Test
    void aLeaderThatOnlyClientsSee_losesNothing() throws Exception {
        trial("leader-parted").survive(view -> during(() -> network.part(view.leader("leader-parted", 0))));
    }

    @Test
    void aControllerThatOnlyClientsSee_losesNothing() throws Exception {
        trial("controller-parted").survive(view -> during(() -> network.part(view.controller())));
    }

    @Test
    void aLeaderThatNobodyHears_losesNothing() throws Exception {
        trial("leader-muted").survive(view -> during(() -> network.mute(view.leader("leader-muted", 0))));
    }

    @Test
    void aControllerThatHearsNobody_losesNothing() throws Exception {
        trial("controller-deafened").survive(view -> during(() -> network.deafen(view.controller())));
    }

    private Trial trial(String name) {
        return new Trial(cluster, folder, name, PARTITIONS, LIMIT);
    }

    private static void during(Cut cut) throws InterruptedException {
        try {
            cut.make();
            TimeUnit.MILLISECONDS.sleep(CUT.toMillis());
        } finally {
            network.heal();
        }
    }

    private interface Cut {
        void make() throws InterruptedException;
    }
}
