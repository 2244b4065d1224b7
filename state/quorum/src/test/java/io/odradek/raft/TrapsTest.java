package io.odradek.raft;

import static org.assertj.core.api.Assertions.assertThat;

import io.odradek.base.Uuid;
import io.odradek.protocol.ErrorCode;
import io.odradek.protocol.MemoryRecords;
import io.odradek.protocol.message.AddRaftVoterRequest;
import io.odradek.protocol.message.AddRaftVoterResponse;
import io.odradek.protocol.message.DescribeQuorumRequest;
import io.odradek.protocol.message.DescribeQuorumResponse;
import io.odradek.protocol.message.FetchRequest;
import io.odradek.protocol.message.FetchResponse;
import io.odradek.protocol.message.RemoveRaftVoterRequest;
import io.odradek.protocol.message.RemoveRaftVoterResponse;
import io.odradek.protocol.message.VoteRequest;
import io.odradek.protocol.message.VoteResponse;
import io.odradek.protocol.record.BatchEdits;
import io.odradek.raft.TestNode.Packet;
import java.nio.ByteBuffer;
import java.util.List;
import org.junit.jupiter.api.Test;

/** Situations in which Apache Kafka's quorum once went wrong, by their tickets. */
class TrapsTest {
    private static FetchRequest fetch(int id, int epoch, long offset, int lastEpoch, long knownHighWatermark) {
        return new FetchRequest()
                .setClusterId(Quorums.CLUSTER)
                .setReplicaState(new FetchRequest.ReplicaState().setReplicaId(id))
                .setMaxWaitMs(500)
                .setTopics(List.of(new FetchRequest.FetchTopic()
                        .setTopicId(Uuid.ONE)
                        .setPartitions(List.of(new FetchRequest.FetchPartition()
                                .setCurrentLeaderEpoch(epoch)
                                .setFetchOffset(offset)
                                .setLastFetchedEpoch(lastEpoch)
                                .setPartitionMaxBytes(1 << 20)
                                .setReplicaDirectoryId(Quorums.directory(id))
                                .setHighWatermark(knownHighWatermark)))));
    }

    private static VoteRequest vote(int candidate, int epoch, long end, int lastEpoch, boolean preVote) {
        return new VoteRequest()
                .setClusterId(Quorums.CLUSTER)
                .setTopics(List.of(new VoteRequest.TopicData()
                        .setTopicName(Replies.TOPIC)
                        .setPartitions(List.of(new VoteRequest.PartitionData()
                                .setReplicaEpoch(epoch)
                                .setReplicaId(candidate)
                                .setReplicaDirectoryId(Quorums.directory(candidate))
                                .setLastOffset(end)
                                .setLastOffsetEpoch(lastEpoch)
                                .setPreVote(preVote)))));
    }

    private static boolean granted(VoteResponse response) {
        return response.topics().getFirst().partitions().getFirst().voteGranted();
    }

    private static RemoveRaftVoterRequest remove(int id) {
        return new RemoveRaftVoterRequest()
                .setClusterId(Quorums.CLUSTER)
                .setVoterId(id)
                .setVoterDirectoryId(Quorums.directory(id));
    }

    private static AddRaftVoterRequest add(int id) {
        return new AddRaftVoterRequest()
                .setClusterId(Quorums.CLUSTER)
                .setTimeoutMs(1000)
                .setVoterId(id)
                .setVoterDirectoryId(Quorums.directory(id))
                .setListeners(List.of(new AddRaftVoterRequest.Listener()
                        .setName(TestNode.LISTENER)
                        .setHost("host" + id)
                        .setPort(9093)));
    }

    @Test
    void kafka15489ALeaderCutOffFromTheMajorityResigns() {
        TestCluster cluster = TestCluster.ofStatic(1, 2, 3).startAll();
        int old = cluster.awaitLeader();
        int epoch = cluster.replica(old).epoch();
        cluster.cutOff.add(old);
        cluster.pass(3_500);
        assertThat(cluster.replica(old).leads(epoch)).isFalse();
        int next = cluster.awaitLeader();
        assertThat(next).isNotEqualTo(old);
        cluster.cutOff.clear();
        cluster.propose(next, "a");
        cluster.pass(3_000);
        assertThat(cluster.committed(old)).containsExactly("a");
    }

    @Test
    void kafka16144ASoleVoterLeadsForEver() {
        TestCluster cluster = TestCluster.ofStatic(1).startAll();
        assertThat(cluster.nowMs).isZero();
        cluster.settle();
        int epoch = cluster.replica(1).establishedEpoch().orElseThrow();
        cluster.pass(60_000);
        assertThat(cluster.replica(1).leads(epoch)).isTrue();
    }

    @Test
    void kafka10527WhoLedAnEpochNeitherLeadsNorVotesInItAfterARestart() {
        TestCluster cluster = TestCluster.ofStatic(1, 2, 3).startAll();
        int leader = cluster.awaitLeader();
        int epoch = cluster.replica(leader).epoch();
        cluster.slowDisks.add(leader);
        cluster.propose(leader, "lost");
        cluster.crash(leader);
        cluster.packets.clear();
        cluster.start(leader);
        int other = leader % 3 + 1;
        VoteResponse answer = cluster.ask(leader, vote(other, epoch, 100, epoch - 1, false), VoteResponse.class);
        assertThat(granted(answer)).isFalse();
        assertThat(cluster.replica(leader).leads(epoch)).isFalse();
        assertThat(cluster.replica(leader).leaderId()).isEmpty();
        cluster.slowDisks.clear();
        cluster.pass(10_000);
        assertThat(cluster.replica(cluster.awaitLeader()).epoch()).isGreaterThan(epoch);
    }

    @Test
    void kafka15100DivergenceIsToldAtOnceAndAnExpiredFetchIsAnswered() {
        TestCluster cluster = TestCluster.ofStatic(1).startAll();
        cluster.settle();
        cluster.propose(1, "a");
        cluster.settle();
        FetchResponse diverging = cluster.ask(1, fetch(9, 1, 7, 1, Long.MAX_VALUE), FetchResponse.class);
        assertThat(Replies.partition(diverging).divergingEpoch().endOffset()).isEqualTo(2);
        int before = cluster.node(1).answersToTools.size();
        cluster.run(1, node -> node.ask(cluster.nowMs, fetch(9, 1, 2, 1, Long.MAX_VALUE)));
        assertThat(cluster.node(1).answersToTools).hasSize(before);
        cluster.pass(500);
        assertThat(cluster.node(1).answersToTools).hasSize(before + 1);
        FetchResponse expired = (FetchResponse) cluster.node(1).answersToTools.getLast();
        assertThat(Replies.partition(expired).errorCode()).isZero();
        assertThat(Replies.partition(expired).highWatermark()).isEqualTo(2);
    }

    @Test
    void kafka10677NothingWaitsForALeaderThatIsNoneAnyMore() {
        TestCluster cluster = TestCluster.ofDynamic(1, 2, 3).startAll();
        int leader = cluster.awaitLeader();
        cluster.addObserver(4, 1, 2, 3);
        cluster.pass(1_000);
        TestNode node = cluster.node(leader);
        int epoch = cluster.replica(leader).epoch();
        cluster.run(
                leader,
                asked -> asked.ask(
                        cluster.nowMs, fetch(9, epoch, cluster.replica(leader).logEndOffset(), epoch, Long.MAX_VALUE)));
        cluster.cutOff.add(4);
        cluster.run(leader, asked -> asked.ask(cluster.nowMs, add(4)));
        int before = node.answersToTools.size();
        // An epoch without a leader.
        cluster.run(leader, asked -> asked.ask(cluster.nowMs, vote(9, epoch + 7, 0, 0, false)));
        assertThat(node.answersToTools).hasSize(before + 3);
        assertThat(node.answersToTools.stream().skip(before).filter(answer -> answer instanceof AddRaftVoterResponse))
                .singleElement()
                .satisfies(answer -> assertThat(((AddRaftVoterResponse) answer).errorCode())
                        .isEqualTo(ErrorCode.NOT_LEADER_OR_FOLLOWER.code()));
        assertThat(node.answersToTools.stream().skip(before).filter(answer -> answer instanceof FetchResponse))
                .singleElement()
                .satisfies(answer -> assertThat(
                                Replies.partition((FetchResponse) answer).errorCode())
                        .isEqualTo(ErrorCode.NOT_LEADER_OR_FOLLOWER.code()));
    }

    @Test
    void kafka17608ALeaderThatIsRemovedLeadsToTheCommitAndResigns() {
        TestCluster cluster = TestCluster.ofDynamic(1, 2, 3).startAll();
        int leader = cluster.awaitLeader();
        int epoch = cluster.replica(leader).epoch();
        cluster.run(leader, node -> node.ask(cluster.nowMs, remove(leader)));
        assertThat(cluster.replica(leader).leads(epoch)).isTrue();
        cluster.settle();
        assertThat(cluster.replica(leader).leads(epoch)).isFalse();
        RemoveRaftVoterResponse answer =
                (RemoveRaftVoterResponse) cluster.node(leader).answersToTools.getLast();
        assertThat(answer.errorCode()).isZero();
        cluster.pass(5_000);
        int next = cluster.awaitLeader();
        assertThat(next).isNotEqualTo(leader);
        assertThat(cluster.replica(next).voters().contains(Quorums.key(leader))).isFalse();
    }

    @Test
    void kafka17332AControllerThatIsNoVoterSyncsBeforeItFetchesOn() {
        TestCluster cluster = TestCluster.ofDynamic(1).startAll();
        cluster.settle();
        cluster.slowDisks.add(4);
        cluster.addObserver(4, 1);
        cluster.settle();
        assertThat(cluster.node(4).disk.endOffset).isEqualTo(3);
        DescribeQuorumResponse before = describe(cluster);
        assertThat(before.topics().getFirst().partitions().getFirst().observers())
                .singleElement()
                .satisfies(observer -> assertThat(observer.logEndOffset()).isZero());
        cluster.slowDisks.clear();
        cluster.settle();
        assertThat(describe(cluster)
                        .topics()
                        .getFirst()
                        .partitions()
                        .getFirst()
                        .observers()
                        .getFirst()
                        .logEndOffset())
                .isEqualTo(3);
    }

    private static DescribeQuorumResponse describe(TestCluster cluster) {
        return cluster.ask(
                1,
                new DescribeQuorumRequest()
                        .setTopics(List.of(new DescribeQuorumRequest.TopicData()
                                .setTopicName(Replies.TOPIC)
                                .setPartitions(List.of(new DescribeQuorumRequest.PartitionData())))),
                DescribeQuorumResponse.class);
    }

    private static RaftConfig joining(int id, int... bootstrap) {
        RaftConfig config = Quorums.config(id, VoterSet.EMPTY, bootstrap);
        return new RaftConfig(
                config.clusterId(),
                config.self(),
                config.listener(),
                config.endpoints(),
                config.staticVoters(),
                config.bootstrapServers(),
                true,
                config.timing(),
                config.fetchMaxBytes());
    }

    @Test
    void kip1186AControllerJoinsByItselfAndAnEmptyDiskReplacesItsFormerOne() {
        TestCluster cluster = TestCluster.ofDynamic(1).startAll();
        cluster.settle();
        cluster.addObserver(joining(2, 1));
        cluster.addObserver(joining(3, 1));
        cluster.pass(20_000);
        assertThat(cluster.replica(1).voters().size()).isEqualTo(3);
        // Node 3 comes back with another, empty disk.
        cluster.crash(3);
        RaftConfig before = joining(3, 1);
        ReplicaKey fresh = new ReplicaKey(3, new Uuid(8, 3));
        cluster.addObserver(new RaftConfig(
                before.clusterId(),
                fresh,
                before.listener(),
                before.endpoints(),
                before.staticVoters(),
                before.bootstrapServers(),
                true,
                before.timing(),
                before.fetchMaxBytes()));
        cluster.pass(20_000);
        int leader = cluster.awaitLeader();
        assertThat(cluster.replica(leader).voters().contains(fresh)).isTrue();
        assertThat(cluster.replica(leader).voters().size()).isEqualTo(3);
    }

    @Test
    void kafka19850AControllerThatWasRemovedDoesNotJoinAgainByItself() {
        TestCluster cluster = TestCluster.ofDynamic(1).startAll();
        cluster.settle();
        cluster.addObserver(joining(2, 1));
        cluster.pass(10_000);
        assertThat(cluster.replica(1).voters().size()).isEqualTo(2);
        int leader = cluster.awaitLeader();
        cluster.run(leader, node -> node.ask(cluster.nowMs, remove(2)));
        cluster.pass(20_000);
        assertThat(cluster.replica(cluster.awaitLeader()).voters().contains(Quorums.key(2)))
                .isFalse();
    }

    @Test
    void kafka20895AfterALeaderHasAnnouncedItsEndThePreVotesOfOthersAreGranted() {
        TestCluster cluster = TestCluster.ofStatic(1, 2, 3, 4, 5).startAll();
        int leader = cluster.awaitLeader();
        int epoch = cluster.replica(leader).epoch();
        int follower = leader % 5 + 1;
        int candidate = follower % 5 + 1;
        VoteRequest preVote = vote(candidate, epoch, 1, epoch, true);
        assertThat(granted(cluster.ask(follower, preVote, VoteResponse.class))).isFalse();
        cluster.run(leader, node -> node.resign(cluster.nowMs));
        for (Packet packet : List.copyOf(cluster.packets)) {
            if (packet.to() == follower) {
                cluster.packets.remove(packet);
                cluster.deliver(packet);
            }
        }
        assertThat(granted(cluster.ask(follower, preVote, VoteResponse.class))).isTrue();
    }

    @Test
    void kafka20514AnObserverGoesToTheLeaderItIsTold() {
        TestCluster cluster = TestCluster.ofStatic(1, 2, 3).startAll();
        int leader = cluster.awaitLeader();
        int other = leader % 3 + 1;
        cluster.addObserver(4, other);
        cluster.settle();
        assertThat(cluster.replica(4).leaderId()).hasValue(leader);
        cluster.propose(leader, "a");
        cluster.pass(1_000);
        assertThat(cluster.committed(4)).containsExactly("a");
    }

    @Test
    void kafka18723WhatIsTornOrOfALaterEpochIsNotAppended() {
        TestCluster cluster = TestCluster.ofStatic(1, 2, 3).startAll();
        int leader = cluster.awaitLeader();
        int follower = leader % 3 + 1;
        cluster.packets.clear();
        cluster.pass(2_500);
        cluster.propose(leader, "good");
        for (Packet packet : List.copyOf(cluster.packets)) {
            if (packet instanceof Packet.Reply reply
                    && packet.to() == follower
                    && reply.message() instanceof FetchResponse fetched
                    && Replies.partition(fetched).records() instanceof MemoryRecords records) {
                ByteBuffer torn = ByteBuffer.allocate(2 * records.sizeInBytes() - 3);
                ByteBuffer later = TestDisk.value("later");
                torn.put(records.buffer());
                BatchEdits.assign(later, 0, cluster.replica(leader).logEndOffset(), 99);
                torn.put(later.slice(0, Math.min(later.remaining(), torn.remaining())))
                        .flip();
                Replies.partition(fetched).setRecords(new MemoryRecords(torn));
            }
        }
        cluster.pass(2_000);
        assertThat(cluster.node(follower).disk.batches)
                .allSatisfy(batch -> assertThat(batch.epoch())
                        .isEqualTo(cluster.replica(leader).epoch()));
        assertThat(cluster.committed(follower)).containsExactly("good");
    }

    @Test
    void kafka18028WithoutInitialControllersANodeWaitsAsObserver() {
        TestCluster cluster = new TestCluster();
        TestNode node = cluster.addObserver(5, 1);
        cluster.pass(30_000);
        assertThat(node.get().roleName()).isEqualTo("unattached");
        assertThat(node.get().epoch()).isZero();
        assertThat(node.get().voterHistory().kraftVersion()).isZero();
    }

    @Test
    void kafka14145AFetchThatKnowsAnOldHighWatermarkIsAnsweredAtOnceAndOthersWhenItMoves() {
        TestCluster cluster = TestCluster.ofStatic(1).startAll();
        cluster.settle();
        cluster.propose(1, "a");
        // Up to date with the log: it waits, and hears of the commit without waiting its time out.
        int before = cluster.node(1).answersToTools.size();
        cluster.run(1, node -> node.ask(cluster.nowMs, fetch(9, 1, 2, 1, 1)));
        assertThat(cluster.node(1).answersToTools).hasSize(before);
        cluster.settle();
        assertThat(cluster.node(1).answersToTools).hasSize(before + 1);
        FetchResponse moved = cluster.ask(1, fetch(9, 1, 2, 1, 1), FetchResponse.class);
        assertThat(Replies.partition(moved).highWatermark()).isEqualTo(2);
    }

    @Test
    void oursTheLeadersOwnLogCountsOnlyWhenItIsOnDisk() {
        TestCluster cluster = TestCluster.ofStatic(1, 2, 3).startAll();
        int leader = cluster.awaitLeader();
        int other = leader % 3 + 1;
        int cut = other % 3 + 1;
        cluster.cutOff.add(cut);
        cluster.slowDisks.add(leader);
        cluster.propose(leader, "a");
        cluster.pass(600);
        assertThat(cluster.node(other).disk.durableOffset).isEqualTo(2);
        assertThat(cluster.replica(leader).highWatermark()).isEqualTo(1);
        cluster.slowDisks.clear();
        cluster.settle();
        assertThat(cluster.replica(leader).highWatermark()).isEqualTo(2);
    }

    @Test
    void requestsOfAnotherClusterChangeNothing() {
        TestCluster cluster = TestCluster.ofStatic(1, 2, 3).startAll();
        int leader = cluster.awaitLeader();
        VoteRequest foreign = vote(2, 99, 100, 98, false).setClusterId("another");
        VoteResponse answer = cluster.ask(leader, foreign, VoteResponse.class);
        assertThat(answer.errorCode()).isEqualTo(ErrorCode.INCONSISTENT_CLUSTER_ID.code());
        assertThat(cluster.replica(leader).leads(cluster.replica(leader).epoch()))
                .isTrue();
    }

    @Test
    void membershipErrorsComeInTheirOrder() {
        TestCluster cluster = TestCluster.ofDynamic(1).startAll();
        assertThat(cluster.ask(1, add(2).setClusterId("x"), AddRaftVoterResponse.class)
                        .errorCode())
                .isEqualTo(ErrorCode.INCONSISTENT_CLUSTER_ID.code());
        assertThat(cluster.ask(1, add(2).setListeners(List.of()), AddRaftVoterResponse.class)
                        .errorCode())
                .isEqualTo(ErrorCode.INVALID_REQUEST.code());
        // Nothing is committed yet.
        assertThat(cluster.ask(1, add(2), AddRaftVoterResponse.class).errorCode())
                .isEqualTo(ErrorCode.REQUEST_TIMED_OUT.code());
        cluster.settle();
        assertThat(cluster.ask(1, add(1), AddRaftVoterResponse.class).errorCode())
                .isEqualTo(ErrorCode.DUPLICATE_VOTER.code());
        assertThat(cluster.ask(1, remove(1), RemoveRaftVoterResponse.class).errorCode())
                .isEqualTo(ErrorCode.VOTER_NOT_FOUND.code());
        assertThat(cluster.ask(1, remove(2), RemoveRaftVoterResponse.class).errorCode())
                .isEqualTo(ErrorCode.VOTER_NOT_FOUND.code());
        // It answers what it runs, but has fetched nothing.
        cluster.addObserver(2, 1);
        cluster.packets.clear();
        cluster.run(1, node -> node.ask(cluster.nowMs, add(2)));
        cluster.settle();
        assertThat(((AddRaftVoterResponse) cluster.node(1).answersToTools.getLast()).errorCode())
                .isEqualTo(ErrorCode.REQUEST_TIMED_OUT.code());
        TestCluster fixed = TestCluster.ofStatic(1).startAll();
        fixed.settle();
        assertThat(fixed.ask(1, add(2), AddRaftVoterResponse.class).errorCode())
                .isEqualTo(ErrorCode.UNSUPPORTED_VERSION.code());
    }
}
