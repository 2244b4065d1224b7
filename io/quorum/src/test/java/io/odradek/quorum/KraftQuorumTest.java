package io.odradek.quorum;

import static org.assertj.core.api.Assertions.assertThat;

import io.odradek.protocol.ErrorCode;
import io.odradek.protocol.message.AddRaftVoterRequest;
import io.odradek.protocol.message.AddRaftVoterResponse;
import io.odradek.protocol.message.DescribeQuorumRequest;
import io.odradek.protocol.message.DescribeQuorumResponse;
import io.odradek.protocol.message.RemoveRaftVoterRequest;
import io.odradek.protocol.message.RemoveRaftVoterResponse;
import io.odradek.quorum.SimulatedQuorum.Node;
import io.odradek.raft.RaftConfig;
import io.odradek.raft.VoterSet;
import io.odradek.storage.disk.SimulatedDisk;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import org.junit.jupiter.api.Test;

class KraftQuorumTest {
    private final SimulatedQuorum quorum = new SimulatedQuorum(11);

    private void startStatic(int... ids) throws IOException {
        for (int id : ids) {
            quorum.add(SimulatedQuorum.config(id, SimulatedQuorum.staticVoters(ids), true, ids), new SimulatedDisk(id))
                    .start();
        }
    }

    private static AddRaftVoterRequest add(int id) {
        return new AddRaftVoterRequest()
                .setClusterId("cluster")
                .setTimeoutMs(3_000)
                .setVoterId(id)
                .setVoterDirectoryId(SimulatedQuorum.key(id).directoryId())
                .setListeners(List.of(new AddRaftVoterRequest.Listener()
                        .setName(SimulatedQuorum.LISTENER)
                        .setHost("host" + id)
                        .setPort(9093)));
    }

    private ErrorCode addVoter(int id) {
        CompletableFuture<AddRaftVoterResponse> answer = new QuorumRequests(
                        quorum.awaitLeader().get())
                .addRaftVoter(SimulatedQuorum.LISTENER, add(id))
                .toCompletableFuture();
        quorum.runFor(3_000);
        return ErrorCode.forCode(answer.join().errorCode());
    }

    @Test
    void threeNodesAgree() throws IOException {
        startStatic(1, 2, 3);
        quorum.commit("a", "b");
        quorum.commit("c");
        quorum.runFor(1_000);
        assertThat(quorum.nodes.values())
                .allSatisfy(node -> assertThat(node.image.values).containsExactly("a", "b", "c"))
                .allSatisfy(node -> assertThat(node.image.caughtUp).isTrue());
        Node leader = quorum.awaitLeader();
        assertThat(quorum.nodes.values().stream().filter(node -> node != leader))
                .allSatisfy(node ->
                        assertThat(node.get().leaderAddress()).contains(new NodeAddress("host" + leader.id(), 9093)));
    }

    @Test
    void aKilledLeaderIsReplacedAndComesBack() throws IOException {
        startStatic(1, 2, 3);
        quorum.commit("a");
        Node leader = quorum.awaitLeader();
        leader.kill();
        quorum.commit("b");
        assertThat(quorum.awaitLeader()).isNotSameAs(leader);
        leader.start();
        quorum.runFor(3_000);
        quorum.commit("c");
        quorum.runFor(1_000);
        assertThat(leader.image.values).containsExactly("a", "b", "c");
    }

    @Test
    void aLeaderThatIsClosedHandsOverWithoutAnElectionTimeout() throws IOException {
        startStatic(1, 2, 3);
        quorum.commit("a");
        Node leader = quorum.awaitLeader();
        int epoch = leader.get().leader().epoch();
        leader.stop();
        quorum.runFor(300);
        Node next = quorum.awaitLeader();
        assertThat(next).isNotSameAs(leader);
        assertThat(next.get().leader().epoch()).isEqualTo(epoch + 1);
    }

    @Test
    void whatALeaderCouldNotCommitFailsAndGivesWay() throws IOException {
        startStatic(1, 2, 3);
        quorum.commit("a");
        Node old = quorum.awaitLeader();
        quorum.cutOff.add(old.id());
        CompletableFuture<Long> lost =
                old.get().append(old.image.readyEpoch, LogImage.batch("lost")).toCompletableFuture();
        quorum.runFor(6_000);
        assertThat(lost).isCompletedExceptionally();
        quorum.commit("b");
        quorum.cutOff.clear();
        quorum.runFor(3_000);
        quorum.commit("c");
        quorum.runFor(1_000);
        assertThat(old.image.values).containsExactly("a", "b", "c");
    }

    @Test
    void aSoleVoterGrowsToThreeAndLosesNothing() throws IOException {
        Node first = quorum.add(
                        SimulatedQuorum.config(1, SimulatedQuorum.staticVoters(1), true, 1), new SimulatedDisk(1))
                .start();
        quorum.commit("a");
        quorum.commit("b");
        CompletableFuture<Void> upgrade = first.get().upgradeKRaftVersion(1).toCompletableFuture();
        quorum.runFor(1_000);
        assertThat(upgrade).isCompletedWithValue(null);
        assertThat(first.get().kraftVersion()).isEqualTo(1);
        for (int id : new int[] {2, 3}) {
            quorum.add(SimulatedQuorum.config(id, VoterSet.EMPTY, true, 1), new SimulatedDisk(id))
                    .start();
            quorum.runFor(2_000);
            assertThat(addVoter(id)).isEqualTo(ErrorCode.NONE);
        }
        assertThat(first.get().voters().size()).isEqualTo(3);
        quorum.commit("c");
        first.kill();
        quorum.commit("d");
        quorum.runFor(1_000);
        assertThat(quorum.nodes.get(2).image.values).containsExactly("a", "b", "c", "d");
        assertThat(quorum.nodes.get(3).image.values).containsExactly("a", "b", "c", "d");
        // The first of them can go for good.
        CompletableFuture<RemoveRaftVoterResponse> removed = new QuorumRequests(
                        quorum.awaitLeader().get())
                .removeRaftVoter(
                        SimulatedQuorum.LISTENER,
                        new RemoveRaftVoterRequest()
                                .setClusterId("cluster")
                                .setVoterId(1)
                                .setVoterDirectoryId(SimulatedQuorum.key(1).directoryId()))
                .toCompletableFuture();
        quorum.runFor(2_000);
        assertThat(removed.join().errorCode()).isZero();
        assertThat(quorum.awaitLeader().get().voters().size()).isEqualTo(2);
    }

    @Test
    void aBrokerFollowsFromASnapshot() throws IOException {
        startStatic(1, 2, 3);
        for (int i = 0; i < 150; i++) {
            quorum.commit("value " + i);
            if (i == 60 || i == 120) {
                for (Node node : quorum.nodes.values()) {
                    node.get().snapshot(node.image.nextOffset, node.image.source());
                }
                quorum.runFor(200);
            }
        }
        Node leader = quorum.awaitLeader();
        assertThat(leader.disk.list(SimulatedQuorum.DIRECTORY.resolve("__cluster_metadata-0")))
                .doesNotContain("00000000000000000000.log");
        Node broker = quorum.add(
                        SimulatedQuorum.config(9, SimulatedQuorum.staticVoters(1, 2, 3), false, 1, 2, 3),
                        new SimulatedDisk(9))
                .start();
        quorum.runFor(2_000);
        assertThat(broker.image.events.getFirst()).startsWith("leader");
        assertThat(broker.image.events).anyMatch(event -> event.startsWith("snapshot"));
        assertThat(broker.image.values).isEqualTo(leader.image.values).hasSize(150);
        assertThat(broker.image.caughtUp).isTrue();
        // And again from its own disk.
        broker.stop();
        quorum.commit("last");
        broker.start();
        quorum.runFor(2_000);
        assertThat(broker.image.values).hasSize(151).endsWith("last");
    }

    @Test
    void describeQuorumNamesVotersAndObservers() throws IOException {
        startStatic(1, 2, 3);
        quorum.add(
                        SimulatedQuorum.config(9, SimulatedQuorum.staticVoters(1, 2, 3), false, 1, 2, 3),
                        new SimulatedDisk(9))
                .start();
        quorum.commit("a");
        quorum.runFor(2_000);
        Node leader = quorum.awaitLeader();
        CompletableFuture<DescribeQuorumResponse> answer = new QuorumRequests(leader.get())
                .describeQuorum(
                        SimulatedQuorum.LISTENER,
                        new DescribeQuorumRequest()
                                .setTopics(List.of(new DescribeQuorumRequest.TopicData()
                                        .setTopicName("__cluster_metadata")
                                        .setPartitions(List.of(new DescribeQuorumRequest.PartitionData())))))
                .toCompletableFuture();
        quorum.runFor(100);
        var partition = answer.join().topics().getFirst().partitions().getFirst();
        assertThat(partition.leaderId()).isEqualTo(leader.id());
        assertThat(partition.currentVoters())
                .extracting(DescribeQuorumResponse.ReplicaState::replicaId)
                .containsExactly(1, 2, 3);
        assertThat(partition.observers())
                .extracting(DescribeQuorumResponse.ReplicaState::replicaId)
                .containsExactly(9);
        assertThat(leader.get().describe().observers()).hasSize(1);
        assertThat(answer.join().nodes()).hasSize(3);
    }

    @Test
    void theSameSeedGivesTheSameLog() throws IOException {
        List<List<String>> runs = new ArrayList<>();
        for (int i = 0; i < 2; i++) {
            SimulatedQuorum again = new SimulatedQuorum(5);
            int[] ids = {1, 2, 3};
            for (int id : ids) {
                RaftConfig config = SimulatedQuorum.config(id, SimulatedQuorum.staticVoters(ids), true, ids);
                again.add(config, new SimulatedDisk(id)).start();
            }
            again.commit("a");
            again.awaitLeader().kill();
            again.commit("b");
            again.runFor(500);
            runs.add(again.nodes.values().stream()
                    .flatMap(node -> node.image.events.stream())
                    .toList());
        }
        assertThat(runs.get(0)).isEqualTo(runs.get(1)).isNotEmpty();
    }
}
