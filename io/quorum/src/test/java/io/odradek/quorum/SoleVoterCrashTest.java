package io.odradek.quorum;

import static org.assertj.core.api.Assertions.assertThat;

import io.odradek.storage.disk.CrashTrials;
import io.odradek.storage.disk.SimulatedDisk;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

/** Power failures after every single operation on the disk: what was reported committed is there, nothing else is invented. */
@Tag("slow")
class SoleVoterCrashTest {
    @Test
    void everyCommittedAppendIsThereInOrder() throws Exception {
        int points = CrashTrials.everywhere(25, Life::new);
        assertThat(points).isGreaterThan(100);
    }

    @Test
    void theSameHoldsWhenThePowerFailsAgainDuringRecovery() throws Exception {
        CrashTrials.everywhere(10, SecondLife::new);
    }

    private static class Life implements CrashTrials.Scenario {
        final List<String> appended = new ArrayList<>();
        final List<String> committed = new ArrayList<>();

        @Override
        public void run(SimulatedDisk disk) throws Exception {
            LogNode node = LogNode.start(disk);
            appendAll(node, 3, 1);
            appendAll(node, 20, 4);
            node.snapshot();
            appendAll(node, 6, 3);
            node.log.close();
            node.run();
            LogNode again = LogNode.start(disk);
            appendAll(again, 20, 5);
            again.snapshot();
            appendAll(again, 4, 4);
            again.snapshot();
            again.run();
            again.log.close();
        }

        /** Appends, letting the node run after every {@code pipelined} appends. */
        private void appendAll(LogNode node, int count, int pipelined) {
            for (int i = 0; i < count; i++) {
                String first = "v" + appended.size();
                String second = "v" + (appended.size() + 1);
                appended.add(first);
                appended.add(second);
                node.append(first, second).thenAccept(_ -> committed.addAll(List.of(first, second)));
                if (i % pipelined == pipelined - 1) {
                    node.run();
                }
            }
            node.run();
        }

        @Override
        public void check(SimulatedDisk survivor, boolean completed) throws Exception {
            LogNode node = LogNode.start(survivor);
            assertThat(committed).isEqualTo(appended.subList(0, committed.size()));
            assertThat(node.image).hasSizeBetween(committed.size(), appended.size());
            assertThat(node.image).isEqualTo(appended.subList(0, node.image.size()));
            if (completed) {
                assertThat(node.image).isEqualTo(appended);
            }
            List<String> before = List.copyOf(node.image);
            node.append("more");
            node.run();
            node.log.close();
            List<String> after = LogNode.start(survivor).image;
            assertThat(after.subList(0, before.size())).isEqualTo(before);
            assertThat(after).hasSize(before.size() + 1).endsWith("more");
        }
    }

    private static final class SecondLife extends Life {
        @Override
        public void prepare(SimulatedDisk disk) throws Exception {
            disk.crashAfter(150);
            try {
                super.run(disk);
            } catch (Exception e) {
                assertThat(disk.hasCrashed()).isTrue();
            }
            disk.restart();
        }

        @Override
        public void run(SimulatedDisk disk) throws Exception {
            LogNode.start(disk).log.close();
        }

        @Override
        public void check(SimulatedDisk survivor, boolean completed) throws Exception {
            super.check(survivor, false);
        }
    }
}
