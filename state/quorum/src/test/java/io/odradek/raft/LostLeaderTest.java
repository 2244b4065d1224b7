package io.odradek.raft;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import org.junit.jupiter.api.Test;

/** How long a quorum is without a leader, and what is no reason to be. Times are those of {@link RaftTiming#DEFAULT}. */
class LostLeaderTest {
    private final TestCluster cluster = TestCluster.ofStatic(1, 2, 3).startAll();
    private final int leader = cluster.awaitLeader();
    private final int epoch = cluster.replica(leader).epoch();
    private final List<Integer> followers =
            List.of(1, 2, 3).stream().filter(id -> id != leader).toList();

    private void assertTheLeaderKeepsLeading() {
        assertThat(cluster.replica(leader).leads(epoch)).isTrue();
        assertThat(followers).allSatisfy(id -> {
            assertThat(cluster.replica(id).epoch()).isEqualTo(epoch);
            assertThat(cluster.replica(id).roleName()).isEqualTo("follower");
        });
    }

    @Test
    void aKilledLeaderIsReplacedAsSoonAsItsConnectionsBreak() {
        cluster.pass(1_000);
        cluster.kill(leader);
        cluster.pass(200);
        int next = cluster.leader().orElseThrow().id();
        assertThat(cluster.replica(next).epoch()).isEqualTo(epoch + 1);
        assertThat(cluster.replica(next).silentPredecessor()).hasValue(leader);
    }

    @Test
    void aHangingLeaderIsReplacedAfterTheFetchTimeoutWithoutASplitVote() {
        cluster.pass(1_000);
        cluster.cutOff.add(leader);
        cluster.pass(RaftTiming.DEFAULT.fetchTimeoutMs() + 200);
        int next = cluster.leader().orElseThrow().id();
        assertThat(cluster.replica(next).epoch()).isEqualTo(epoch + 1);
        assertThat(cluster.replica(next).silentPredecessor()).hasValue(leader);
    }

    @Test
    void aLeaderThatHandsOverIsNotSilent() {
        cluster.run(leader, node -> node.stop(cluster.nowMs));
        cluster.pass(200);
        int next = cluster.leader().orElseThrow().id();
        assertThat(next).isNotEqualTo(leader);
        assertThat(cluster.replica(next).silentPredecessor()).isEmpty();
    }

    @Test
    void connectionsThatBreakAgainAndAgainTakeNothingFromALivingLeader() {
        for (int i = 0; i < 50; i++) {
            followers.forEach(id -> cluster.breakConnections(id, leader));
            cluster.pass(100);
            assertTheLeaderKeepsLeading();
        }
    }

    @Test
    void aFollowerThatCannotReachTheLeaderAsksTheOthersNowAndThenAndNeverGetsTheirVote() {
        int cut = followers.getFirst();
        cluster.refuses = (from, to) -> from == cut && to == leader;
        cluster.breakConnections(cut, leader);
        int stood = 0;
        for (int i = 0; i < 1_000; i++) {
            boolean stands = cluster.replica(cut).roleName().equals("prospective");
            cluster.pass(10);
            stood += !stands && cluster.replica(cut).roleName().equals("prospective") ? 1 : 0;
            assertThat(cluster.replica(leader).leads(epoch)).isTrue();
            assertThat(cluster.replica(cut).epoch()).isEqualTo(epoch);
        }
        assertThat(stood).isLessThan(20);
        cluster.refuses = (_, _) -> false;
        cluster.pass(1_000);
        assertTheLeaderKeepsLeading();
    }

    @Test
    void theTimeThatAFollowersDiskTakesIsNotTheLeadersFault() {
        cluster.slowDisks.addAll(followers);
        cluster.propose(leader, "a");
        cluster.pass(900);
        cluster.slowDisks.clear();
        cluster.pass(2_000);
        assertTheLeaderKeepsLeading();
        assertThat(cluster.committed(followers.getFirst())).containsExactly("a");
    }
}
