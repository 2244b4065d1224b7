package io.odradek.raft;

import io.odradek.protocol.ErrorCode;
import io.odradek.protocol.message.DescribeQuorumRequest;
import io.odradek.protocol.message.DescribeQuorumResponse;
import io.odradek.raft.RaftReplica.ReplicaProgress;
import io.odradek.raft.Role.Leading;
import java.util.List;
import java.util.Map;

/** DescribeQuorum (KIP-595, KIP-836, KIP-853): only the leader knows. */
final class QuorumDescription {
    /** Observers that were silent for longer are not named. */
    private static final long OBSERVER_MS = 300_000L;

    private final Core core;

    QuorumDescription(Core core) {
        this.core = core;
    }

    void describe(Inbound inbound, DescribeQuorumRequest request) {
        boolean asksForMetadata = request.topics().size() == 1
                && request.topics().getFirst().topicName().equals(Replies.TOPIC)
                && request.topics().getFirst().partitions().size() == 1
                && request.topics().getFirst().partitions().getFirst().partitionIndex() == 0;
        if (!asksForMetadata) {
            core.answer(inbound.token(), unknown(request));
        } else if (core.role() instanceof Leading leading) {
            core.answer(inbound.token(), describe(leading.state()));
        } else {
            core.answer(
                    inbound.token(),
                    new DescribeQuorumResponse()
                            .setErrorCode(ErrorCode.NOT_LEADER_OR_FOLLOWER.code())
                            .setErrorMessage(ErrorCode.NOT_LEADER_OR_FOLLOWER.defaultMessage()));
        }
    }

    private static DescribeQuorumResponse unknown(DescribeQuorumRequest request) {
        ErrorCode error = ErrorCode.UNKNOWN_TOPIC_OR_PARTITION;
        return new DescribeQuorumResponse()
                .setErrorMessage(null)
                .setTopics(request.topics().stream()
                        .map(topic -> new DescribeQuorumResponse.TopicData()
                                .setTopicName(topic.topicName())
                                .setPartitions(topic.partitions().stream()
                                        .map(partition -> new DescribeQuorumResponse.PartitionData()
                                                .setPartitionIndex(partition.partitionIndex())
                                                .setErrorCode(error.code())
                                                .setErrorMessage(error.defaultMessage()))
                                        .toList()))
                        .toList());
    }

    private DescribeQuorumResponse describe(LeaderState state) {
        VoterSet voters = core.log.voters();
        DescribeQuorumResponse.PartitionData partition = new DescribeQuorumResponse.PartitionData()
                .setPartitionIndex(0)
                .setErrorMessage(null)
                .setLeaderId(core.selfId())
                .setLeaderEpoch(state.epoch)
                .setHighWatermark(state.established ? core.log.highWatermark() : -1L)
                .setCurrentVoters(voters.voters().stream()
                        .map(voter -> voter(state, voter))
                        .toList())
                .setObservers(observers(state));
        return new DescribeQuorumResponse()
                .setErrorMessage(null)
                .setTopics(List.of(new DescribeQuorumResponse.TopicData()
                        .setTopicName(Replies.TOPIC)
                        .setPartitions(List.of(partition))))
                .setNodes(voters.voters().stream()
                        .map(voter -> node(state, voter))
                        .toList());
    }

    private DescribeQuorumResponse.ReplicaState voter(LeaderState state, Voter voter) {
        if (voter.id() == core.selfId()) {
            return new DescribeQuorumResponse.ReplicaState()
                    .setReplicaId(voter.id())
                    .setReplicaDirectoryId(core.config.self().directoryId())
                    .setLogEndOffset(core.log.endOffset())
                    .setLastFetchTimestamp(core.wallMs())
                    .setLastCaughtUpTimestamp(core.wallMs());
        }
        Voter told = state.told.getOrDefault(voter.id(), voter);
        return replica(told.key(), state.voters.getOrDefault(voter.id(), Progress.NONE));
    }

    private List<DescribeQuorumResponse.ReplicaState> observers(LeaderState state) {
        return state.observers.entrySet().stream()
                .filter(entry -> entry.getValue().lastFetchMs() > core.now() - OBSERVER_MS)
                .map((Map.Entry<ReplicaKey, Progress> entry) -> replica(entry.getKey(), entry.getValue()))
                .toList();
    }

    private DescribeQuorumResponse.ReplicaState replica(ReplicaKey key, Progress progress) {
        return new DescribeQuorumResponse.ReplicaState()
                .setReplicaId(key.id())
                .setReplicaDirectoryId(key.directoryId())
                .setLogEndOffset(progress.endOffset())
                .setLastFetchTimestamp(wall(progress.lastFetchMs()))
                .setLastCaughtUpTimestamp(wall(progress.lastCaughtUpMs()));
    }

    private long wall(long ms) {
        return ms < 0 ? -1L : core.wallMs() - (core.now() - ms);
    }

    List<ReplicaProgress> voters() {
        return core.log.voters().voters().stream()
                .map(voter -> {
                    if (voter.id() == core.selfId()) {
                        return new ReplicaProgress(core.config.self(), core.log.endOffset(), 0, 0);
                    }
                    return core.role() instanceof Leading leading
                            ? progress(
                                    leading.state()
                                            .told
                                            .getOrDefault(voter.id(), voter)
                                            .key(),
                                    leading.state().voters.getOrDefault(voter.id(), Progress.NONE))
                            : progress(voter.key(), Progress.NONE);
                })
                .toList();
    }

    List<ReplicaProgress> observers() {
        return core.role() instanceof Leading leading
                ? leading.state().observers.entrySet().stream()
                        .filter(entry -> entry.getValue().lastFetchMs() > core.now() - OBSERVER_MS)
                        .map(entry -> progress(entry.getKey(), entry.getValue()))
                        .toList()
                : List.of();
    }

    private ReplicaProgress progress(ReplicaKey key, Progress progress) {
        return new ReplicaProgress(
                key, progress.endOffset(), since(progress.lastFetchMs()), since(progress.lastCaughtUpMs()));
    }

    private long since(long ms) {
        return ms < 0 ? -1L : core.now() - ms;
    }

    private DescribeQuorumResponse.Node node(LeaderState state, Voter voter) {
        Endpoints endpoints = voter.id() == core.selfId()
                ? core.config.endpoints()
                : state.told.getOrDefault(voter.id(), voter).endpoints();
        return new DescribeQuorumResponse.Node()
                .setNodeId(voter.id())
                .setListeners(endpoints.all().stream()
                        .map(at -> new DescribeQuorumResponse.Listener()
                                .setName(at.listener())
                                .setHost(at.host())
                                .setPort(at.port()))
                        .toList());
    }
}
