package io.odradek.coordinator;

import static org.assertj.core.api.Assertions.assertThat;

import io.odradek.base.Time;
import io.odradek.base.Uuid;
import io.odradek.quorum.KraftMetadataLog;
import io.odradek.quorum.KraftSeams;
import io.odradek.quorum.KraftSpec;
import io.odradek.quorum.LeaderAndEpoch;
import io.odradek.quorum.MetadataLog;
import io.odradek.quorum.SnapshotReader;
import io.odradek.raft.Endpoints;
import io.odradek.raft.RaftConfig;
import io.odradek.raft.ReplicaKey;
import io.odradek.storage.ManualTime;
import io.odradek.storage.disk.CrashTrials;
import io.odradek.storage.disk.Disk;
import io.odradek.storage.disk.SimulatedDisk;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.Map;
import java.util.SplittableRandom;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

/** A coordinator over the local metadata log, as the controller is, with power failures after every operation on the disk. */
@Tag("slow")
class MetadataLogCrashTest {
    @Test
    void whatWasRepliedIsThereAfterThePowerFailed() throws Exception {
        int points = CrashTrials.everywhere(25, Life::new);
        assertThat(points).isGreaterThan(50);
    }

    private static final class Life implements CrashTrials.Scenario {
        private final Map<String, Integer> replied = new HashMap<>();
        private final Map<String, Integer> asked = new HashMap<>();

        @Override
        public void run(SimulatedDisk disk) throws Exception {
            Controller controller = new Controller(disk);
            for (int round = 0; round < 6; round++) {
                for (int i = 0; i < 4; i++) {
                    add(controller, "n" + i % 3);
                }
                controller.run();
            }
            controller.log.close();
        }

        private void add(Controller controller, String name) {
            asked.merge(name, 1, Integer::sum);
            controller
                    .runtime
                    .submit(Ledger.add(name, 1))
                    .thenAccept(balance -> replied.merge(name, balance, Math::max));
        }

        @Override
        public void check(SimulatedDisk survivor, boolean completed) throws Exception {
            Controller controller = new Controller(survivor);
            CompletableFuture<Map<String, Integer>> read =
                    controller.runtime.submit(Ledger.read()).toCompletableFuture();
            controller.run();
            assertThat(read).isCompleted();
            Map<String, Integer> found = read.join();
            replied.forEach((name, balance) -> assertThat(found.get(name)).isGreaterThanOrEqualTo(balance));
            found.forEach((name, balance) -> assertThat(balance).isLessThanOrEqualTo(asked.get(name)));
            if (completed) {
                assertThat(found).isEqualTo(asked);
            }
        }
    }

    /** What the server does: log and runtime on one executor, the committed image is where a term begins. */
    private static final class Controller implements MetadataLog.Listener {
        private final ManualExecutor serial = new ManualExecutor();
        private final ManualExecutor diskTasks = new ManualExecutor();
        private final BatchReplay<Map<String, Integer>, Ledger.Balance> committed =
                new BatchReplay<>(Ledger.MACHINE, Ledger.CODEC);
        private final KraftMetadataLog log;
        private final CoordinatorRuntime<Map<String, Integer>, Ledger.Balance> runtime;

        Controller(Disk disk) throws IOException {
            Time time = new ManualTime();
            runtime = new CoordinatorRuntime<>(Ledger.SPEC, serial, new ManualTimers(), time);
            RaftConfig raft = RaftConfig.soleVoter(
                    "cluster",
                    new ReplicaKey(1, new Uuid(1, 1)),
                    "CONTROLLER",
                    Endpoints.of("CONTROLLER", "localhost", 9093));
            log = KraftMetadataLog.open(
                    new KraftSpec(disk, Path.of("/meta"), raft, 1_000, time),
                    new KraftSeams(
                            serial, diskTasks, diskTasks, new NoPeers(), (_, _) -> () -> {}, new SplittableRandom(1)));
            log.start(this);
            run();
        }

        void run() {
            for (int i = 0; i < 20; i++) {
                serial.runAll();
                diskTasks.runAll();
            }
        }

        @Override
        public void snapshot(SnapshotReader reader) {
            throw new AssertionError("no snapshot was written");
        }

        @Override
        public void committed(long baseOffset, int epoch, ByteBuffer batch) {
            committed.replay(batch);
        }

        @Override
        public void caughtUp() {}

        @Override
        public void leaderChanged(LeaderAndEpoch leader) {
            if (!leader.isLeader(1)) {
                runtime.deactivate();
            }
        }

        @Override
        public void readyToLead(int epoch) {
            CoordinatorLog appends = new CoordinatorLog() {
                @Override
                public CompletionStage<Long> append(ByteBuffer batch) {
                    return log.append(epoch, batch);
                }

                @Override
                public int maxBatchBytes() {
                    return 1_000_000;
                }
            };
            runtime.activate(appends, () -> CompletableFuture.completedFuture(committed.state()));
        }
    }
}
