package io.odradek.replication;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.odradek.base.InvariantViolation;
import java.util.HashMap;
import java.util.Map;
import java.util.Random;
import java.util.Set;
import org.junit.jupiter.api.Test;

class LeaderStateTest {
    @Test
    void aLoneLeaderMovesTheHighWatermarkWithItsOwnLog() {
        LeaderState leader = new LeaderState(1, 0, Set.of(1), 0);
        assertThat(leader.localProgress(5)).isTrue();
        assertThat(leader.highWatermark()).isEqualTo(5);
        assertThat(leader.localProgress(5)).isFalse();
    }

    @Test
    void theHighWatermarkWaitsForEveryInSyncReplica() {
        LeaderState leader = new LeaderState(1, 3, Set.of(1, 2, 3), 10);
        leader.localProgress(20);
        leader.followerProgress(2, 15);
        assertThat(leader.highWatermark()).isEqualTo(10);
        assertThat(leader.followerProgress(3, 12)).isTrue();
        assertThat(leader.highWatermark()).isEqualTo(12);
    }

    @Test
    void aReplicaOutsideTheIsrDoesNotCount() {
        LeaderState leader = new LeaderState(1, 0, Set.of(1), 0);
        leader.followerProgress(2, 3);
        leader.localProgress(9);
        assertThat(leader.highWatermark()).isEqualTo(9);
    }

    @Test
    void shrinkingTheIsrReleasesTheHighWatermark() {
        LeaderState leader = new LeaderState(1, 0, Set.of(1, 2), 0);
        leader.localProgress(9);
        leader.followerProgress(2, 4);
        assertThat(leader.changeInSyncReplicas(Set.of(1))).isTrue();
        assertThat(leader.highWatermark()).isEqualTo(9);
    }

    @Test
    void aLeaderOutsideItsIsrIsRefused() {
        assertThatThrownBy(() -> new LeaderState(1, 0, Set.of(2), 0)).isInstanceOf(InvariantViolation.class);
    }

    @Test
    void theHighWatermarkNeverGoesBackAndNeverPassesAnInSyncReplica() {
        for (long seed = 0; seed < 500; seed++) {
            Random random = new Random(seed);
            LeaderState leader = new LeaderState(0, 0, Set.of(0, 1, 2), 0);
            Map<Integer, Long> model = new HashMap<>();
            long before = 0;
            for (int step = 0; step < 200; step++) {
                int replica = random.nextInt(3);
                long offset = model.getOrDefault(replica, 0L) + random.nextInt(4);
                model.put(replica, offset);
                if (replica == 0) {
                    leader.localProgress(offset);
                } else {
                    leader.followerProgress(replica, offset);
                }
                long slowest = Math.min(
                        model.getOrDefault(0, 0L), Math.min(model.getOrDefault(1, 0L), model.getOrDefault(2, 0L)));
                assertThat(leader.highWatermark())
                        .as("seed %d step %d", seed, step)
                        .isBetween(before, slowest)
                        .isEqualTo(slowest);
                before = leader.highWatermark();
            }
        }
    }
}
