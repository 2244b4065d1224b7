package io.odradek.raft;

import io.odradek.protocol.message.AddRaftVoterRequest;
import io.odradek.protocol.message.BeginQuorumEpochRequest;
import io.odradek.protocol.message.EndQuorumEpochRequest;
import io.odradek.protocol.message.FetchRequest;
import io.odradek.protocol.message.FetchSnapshotRequest;
import io.odradek.protocol.message.RemoveRaftVoterRequest;
import io.odradek.protocol.message.UpdateRaftVoterRequest;
import io.odradek.protocol.message.VoteRequest;
import io.odradek.raft.Role.Download;
import io.odradek.raft.Role.Follower;
import java.util.List;

/** The quorum's requests, as this replica sends them. */
final class Requests {
    private Requests() {}

    static VoteRequest vote(Core core, ReplicaKey voter, boolean preVote) {
        VoteRequest.PartitionData partition = new VoteRequest.PartitionData()
                .setPartitionIndex(0)
                .setReplicaEpoch(core.epoch())
                .setReplicaId(core.selfId())
                .setReplicaDirectoryId(core.config.self().directoryId())
                .setVoterDirectoryId(voter.directoryId())
                .setLastOffsetEpoch(core.log.lastEpoch())
                .setLastOffset(core.log.endOffset())
                .setPreVote(preVote);
        return new VoteRequest()
                .setClusterId(core.config.clusterId())
                .setVoterId(voter.id())
                .setTopics(List.of(
                        new VoteRequest.TopicData().setTopicName(Replies.TOPIC).setPartitions(List.of(partition))));
    }

    static BeginQuorumEpochRequest begin(Core core, ReplicaKey voter) {
        BeginQuorumEpochRequest.PartitionData partition = new BeginQuorumEpochRequest.PartitionData()
                .setPartitionIndex(0)
                .setVoterDirectoryId(voter.directoryId())
                .setLeaderId(core.selfId())
                .setLeaderEpoch(core.epoch());
        return new BeginQuorumEpochRequest()
                .setClusterId(core.config.clusterId())
                .setVoterId(voter.id())
                .setTopics(List.of(new BeginQuorumEpochRequest.TopicData()
                        .setTopicName(Replies.TOPIC)
                        .setPartitions(List.of(partition))))
                .setLeaderEndpoints(core.config.endpoints().all().stream()
                        .map(at -> new BeginQuorumEpochRequest.LeaderEndpoint()
                                .setName(at.listener())
                                .setHost(at.host())
                                .setPort(at.port()))
                        .toList());
    }

    static EndQuorumEpochRequest end(Core core, List<ReplicaKey> successors) {
        EndQuorumEpochRequest.PartitionData partition = new EndQuorumEpochRequest.PartitionData()
                .setPartitionIndex(0)
                .setLeaderId(core.selfId())
                .setLeaderEpoch(core.epoch())
                .setPreferredSuccessors(successors.stream().map(ReplicaKey::id).toList())
                .setPreferredCandidates(successors.stream()
                        .map(key -> new EndQuorumEpochRequest.ReplicaInfo()
                                .setCandidateId(key.id())
                                .setCandidateDirectoryId(key.directoryId()))
                        .toList());
        return new EndQuorumEpochRequest()
                .setClusterId(core.config.clusterId())
                .setTopics(List.of(new EndQuorumEpochRequest.TopicData()
                        .setTopicName(Replies.TOPIC)
                        .setPartitions(List.of(partition))))
                .setLeaderEndpoints(core.config.endpoints().all().stream()
                        .map(at -> new EndQuorumEpochRequest.LeaderEndpoint()
                                .setName(at.listener())
                                .setHost(at.host())
                                .setPort(at.port()))
                        .toList());
    }

    /** A leader that has not answered yet shall do so at once, so that it is known to be alive. */
    static FetchRequest fetch(Core core) {
        boolean isKnown = core.role() instanceof Follower follower && follower.hasFetched();
        FetchRequest.FetchPartition partition = new FetchRequest.FetchPartition()
                .setPartition(0)
                .setCurrentLeaderEpoch(core.epoch())
                .setFetchOffset(core.log.endOffset())
                .setLastFetchedEpoch(core.log.lastEpoch())
                .setPartitionMaxBytes(core.config.fetchMaxBytes())
                .setReplicaDirectoryId(core.config.self().directoryId())
                .setHighWatermark(core.log.highWatermark());
        return new FetchRequest()
                .setClusterId(core.config.clusterId())
                .setReplicaState(new FetchRequest.ReplicaState().setReplicaId(core.selfId()))
                .setMaxWaitMs(isKnown ? core.timing().fetchMaxWaitMs() : 0)
                .setMaxBytes(core.config.fetchMaxBytes())
                .setTopics(List.of(new FetchRequest.FetchTopic()
                        .setTopic(Replies.TOPIC)
                        .setTopicId(Replies.TOPIC_ID)
                        .setPartitions(List.of(partition))));
    }

    static FetchSnapshotRequest snapshot(Core core, Download download) {
        FetchSnapshotRequest.PartitionSnapshot partition = new FetchSnapshotRequest.PartitionSnapshot()
                .setPartition(0)
                .setCurrentLeaderEpoch(core.epoch())
                .setSnapshotId(new FetchSnapshotRequest.SnapshotId()
                        .setEndOffset(download.id().endOffset())
                        .setEpoch(download.id().epoch()))
                .setPosition(download.position())
                .setReplicaDirectoryId(core.config.self().directoryId());
        return new FetchSnapshotRequest()
                .setClusterId(core.config.clusterId())
                .setReplicaId(core.selfId())
                .setMaxBytes(core.config.fetchMaxBytes())
                .setTopics(List.of(new FetchSnapshotRequest.TopicSnapshot()
                        .setName(Replies.TOPIC)
                        .setPartitions(List.of(partition))));
    }

    static UpdateRaftVoterRequest update(Core core) {
        SupportedVersions versions = SupportedVersions.OURS;
        return new UpdateRaftVoterRequest()
                .setClusterId(core.config.clusterId())
                .setCurrentLeaderEpoch(core.epoch())
                .setVoterId(core.selfId())
                .setVoterDirectoryId(core.config.self().directoryId())
                .setListeners(core.config.endpoints().all().stream()
                        .map(at -> new UpdateRaftVoterRequest.Listener()
                                .setName(at.listener())
                                .setHost(at.host())
                                .setPort(at.port()))
                        .toList())
                .setKRaftVersionFeature(new UpdateRaftVoterRequest.KRaftVersionFeature()
                        .setMinSupportedVersion(versions.min())
                        .setMaxSupportedVersion(versions.max()));
    }

    static AddRaftVoterRequest add(Core core) {
        return new AddRaftVoterRequest()
                .setClusterId(core.config.clusterId())
                .setTimeoutMs(core.timing().requestTimeoutMs())
                .setVoterId(core.selfId())
                .setVoterDirectoryId(core.config.self().directoryId())
                .setListeners(core.config.endpoints().all().stream()
                        .map(at -> new AddRaftVoterRequest.Listener()
                                .setName(at.listener())
                                .setHost(at.host())
                                .setPort(at.port()))
                        .toList())
                .setAckWhenCommitted(false);
    }

    static RemoveRaftVoterRequest remove(Core core, ReplicaKey voter) {
        return new RemoveRaftVoterRequest()
                .setClusterId(core.config.clusterId())
                .setVoterId(voter.id())
                .setVoterDirectoryId(voter.directoryId());
    }
}
