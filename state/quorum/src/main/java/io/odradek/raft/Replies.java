package io.odradek.raft;

import io.odradek.base.Uuid;
import io.odradek.protocol.ErrorCode;
import io.odradek.protocol.message.BeginQuorumEpochResponse;
import io.odradek.protocol.message.EndQuorumEpochResponse;
import io.odradek.protocol.message.FetchResponse;
import io.odradek.protocol.message.FetchSnapshotResponse;
import io.odradek.protocol.message.UpdateRaftVoterResponse;
import io.odradek.protocol.message.VoteResponse;
import io.odradek.raft.Endpoints.Endpoint;
import java.util.List;
import java.util.Optional;

/** Answers to the quorum's requests: each names epoch, leader and where the leader is, as the replica knows them now. */
final class Replies {
    static final String TOPIC = "__cluster_metadata";
    static final Uuid TOPIC_ID = Uuid.ONE;

    private Replies() {}

    static int leaderId(Core core) {
        return core.role().leaderId().orElse(-1);
    }

    static Optional<Endpoint> leaderAt(Core core, String listener) {
        return core.role().leaderEndpoints().at(listener);
    }

    static VoteResponse vote(Core core, String listener, ErrorCode error, boolean granted) {
        VoteResponse.PartitionData partition = new VoteResponse.PartitionData()
                .setPartitionIndex(0)
                .setErrorCode(error.code())
                .setLeaderId(leaderId(core))
                .setLeaderEpoch(core.epoch())
                .setVoteGranted(granted);
        VoteResponse response = new VoteResponse()
                .setTopics(
                        List.of(new VoteResponse.TopicData().setTopicName(TOPIC).setPartitions(List.of(partition))));
        leaderAt(core, listener)
                .ifPresent(at -> response.setNodeEndpoints(List.of(new VoteResponse.NodeEndpoint()
                        .setNodeId(leaderId(core))
                        .setHost(at.host())
                        .setPort(at.port()))));
        return response;
    }

    static VoteResponse voteError(ErrorCode error) {
        return new VoteResponse().setErrorCode(error.code());
    }

    static BeginQuorumEpochResponse begin(Core core, String listener, ErrorCode error) {
        BeginQuorumEpochResponse.PartitionData partition = new BeginQuorumEpochResponse.PartitionData()
                .setErrorCode(error.code())
                .setLeaderId(leaderId(core))
                .setLeaderEpoch(core.epoch());
        BeginQuorumEpochResponse response = new BeginQuorumEpochResponse()
                .setTopics(List.of(new BeginQuorumEpochResponse.TopicData()
                        .setTopicName(TOPIC)
                        .setPartitions(List.of(partition))));
        leaderAt(core, listener)
                .ifPresent(at -> response.setNodeEndpoints(List.of(new BeginQuorumEpochResponse.NodeEndpoint()
                        .setNodeId(leaderId(core))
                        .setHost(at.host())
                        .setPort(at.port()))));
        return response;
    }

    static BeginQuorumEpochResponse beginError(ErrorCode error) {
        return new BeginQuorumEpochResponse().setErrorCode(error.code());
    }

    static EndQuorumEpochResponse end(Core core, String listener, ErrorCode error) {
        EndQuorumEpochResponse.PartitionData partition = new EndQuorumEpochResponse.PartitionData()
                .setErrorCode(error.code())
                .setLeaderId(leaderId(core))
                .setLeaderEpoch(core.epoch());
        EndQuorumEpochResponse response = new EndQuorumEpochResponse()
                .setTopics(List.of(new EndQuorumEpochResponse.TopicData()
                        .setTopicName(TOPIC)
                        .setPartitions(List.of(partition))));
        leaderAt(core, listener)
                .ifPresent(at -> response.setNodeEndpoints(List.of(new EndQuorumEpochResponse.NodeEndpoint()
                        .setNodeId(leaderId(core))
                        .setHost(at.host())
                        .setPort(at.port()))));
        return response;
    }

    static EndQuorumEpochResponse endError(ErrorCode error) {
        return new EndQuorumEpochResponse().setErrorCode(error.code());
    }

    /** The high watermark is that of a leader which knows one, else −1. */
    static FetchResponse fetch(Core core, String listener, ErrorCode error, long highWatermark) {
        FetchResponse.PartitionData partition = new FetchResponse.PartitionData()
                .setErrorCode(error.code())
                .setHighWatermark(highWatermark)
                .setLogStartOffset(core.log.startOffset())
                .setAbortedTransactions(List.of())
                .setCurrentLeader(new FetchResponse.LeaderIdAndEpoch()
                        .setLeaderId(leaderId(core))
                        .setLeaderEpoch(core.epoch()));
        FetchResponse response = new FetchResponse()
                .setResponses(List.of(new FetchResponse.FetchableTopicResponse()
                        .setTopic(TOPIC)
                        .setTopicId(TOPIC_ID)
                        .setPartitions(List.of(partition))));
        leaderAt(core, listener)
                .ifPresent(at -> response.setNodeEndpoints(List.of(new FetchResponse.NodeEndpoint()
                        .setNodeId(leaderId(core))
                        .setHost(at.host())
                        .setPort(at.port()))));
        return response;
    }

    static FetchResponse fetchError(ErrorCode error) {
        return new FetchResponse().setErrorCode(error.code());
    }

    static FetchResponse.PartitionData partition(FetchResponse response) {
        return response.responses().getFirst().partitions().getFirst();
    }

    static FetchSnapshotResponse snapshot(Core core, String listener, ErrorCode error, SnapshotId id, long position) {
        FetchSnapshotResponse.PartitionSnapshot partition = new FetchSnapshotResponse.PartitionSnapshot()
                .setErrorCode(error.code())
                .setSnapshotId(new FetchSnapshotResponse.SnapshotId()
                        .setEndOffset(id.endOffset())
                        .setEpoch(id.epoch()))
                .setPosition(position)
                .setCurrentLeader(new FetchSnapshotResponse.LeaderIdAndEpoch()
                        .setLeaderId(leaderId(core))
                        .setLeaderEpoch(core.epoch()));
        FetchSnapshotResponse response = new FetchSnapshotResponse()
                .setTopics(List.of(
                        new FetchSnapshotResponse.TopicSnapshot().setName(TOPIC).setPartitions(List.of(partition))));
        leaderAt(core, listener)
                .ifPresent(at -> response.setNodeEndpoints(List.of(new FetchSnapshotResponse.NodeEndpoint()
                        .setNodeId(leaderId(core))
                        .setHost(at.host())
                        .setPort(at.port()))));
        return response;
    }

    static FetchSnapshotResponse snapshotError(ErrorCode error) {
        return new FetchSnapshotResponse().setErrorCode(error.code());
    }

    static UpdateRaftVoterResponse update(Core core, String listener, ErrorCode error) {
        UpdateRaftVoterResponse.CurrentLeader leader = new UpdateRaftVoterResponse.CurrentLeader()
                .setLeaderId(leaderId(core))
                .setLeaderEpoch(core.epoch());
        leaderAt(core, listener).ifPresent(at -> leader.setHost(at.host()).setPort(at.port()));
        return new UpdateRaftVoterResponse().setErrorCode(error.code()).setCurrentLeader(leader);
    }
}
