package io.odradek.quorum;

import io.odradek.protocol.RequestMessage;
import io.odradek.protocol.ResponseMessage;
import io.odradek.protocol.message.AddRaftVoterRequest;
import io.odradek.protocol.message.AddRaftVoterResponse;
import io.odradek.protocol.message.BeginQuorumEpochRequest;
import io.odradek.protocol.message.BeginQuorumEpochResponse;
import io.odradek.protocol.message.DescribeQuorumRequest;
import io.odradek.protocol.message.DescribeQuorumResponse;
import io.odradek.protocol.message.EndQuorumEpochRequest;
import io.odradek.protocol.message.EndQuorumEpochResponse;
import io.odradek.protocol.message.FetchRequest;
import io.odradek.protocol.message.FetchResponse;
import io.odradek.protocol.message.FetchSnapshotRequest;
import io.odradek.protocol.message.FetchSnapshotResponse;
import io.odradek.protocol.message.RemoveRaftVoterRequest;
import io.odradek.protocol.message.RemoveRaftVoterResponse;
import io.odradek.protocol.message.UpdateRaftVoterRequest;
import io.odradek.protocol.message.UpdateRaftVoterResponse;
import io.odradek.protocol.message.VoteRequest;
import io.odradek.protocol.message.VoteResponse;
import java.util.concurrent.CompletionStage;

/**
 * The quorum's requests, as handlers hand them on. {@code listener} is the name of the listener that a request came in on: leaders are
 * named by their endpoints of that listener. Stages complete on a thread of the metadata log's; they fail with an {@link
 * io.odradek.protocol.ApiException} while this node cannot take part: its disk has failed or is full (KAFKA_STORAGE_ERROR), or it is
 * shutting down (NOT_CONTROLLER). Who asks must be allowed CLUSTER_ACTION on the cluster, for AddRaftVoter and RemoveRaftVoter ALTER,
 * for DescribeQuorum DESCRIBE; that is the handlers' to check. Any thread.
 */
public final class QuorumRequests {
    private final KraftMetadataLog log;

    public QuorumRequests(KraftMetadataLog log) {
        this.log = log;
    }

    public CompletionStage<VoteResponse> vote(String listener, VoteRequest request) {
        return receive(listener, request, VoteResponse.class);
    }

    public CompletionStage<BeginQuorumEpochResponse> beginQuorumEpoch(
            String listener, BeginQuorumEpochRequest request) {
        return receive(listener, request, BeginQuorumEpochResponse.class);
    }

    public CompletionStage<EndQuorumEpochResponse> endQuorumEpoch(String listener, EndQuorumEpochRequest request) {
        return receive(listener, request, EndQuorumEpochResponse.class);
    }

    /** A Fetch whose one topic is {@code __cluster_metadata}. It may wait as long as it says. */
    public CompletionStage<FetchResponse> fetch(String listener, FetchRequest request) {
        return receive(listener, request, FetchResponse.class);
    }

    public CompletionStage<FetchSnapshotResponse> fetchSnapshot(String listener, FetchSnapshotRequest request) {
        return receive(listener, request, FetchSnapshotResponse.class);
    }

    public CompletionStage<DescribeQuorumResponse> describeQuorum(String listener, DescribeQuorumRequest request) {
        return receive(listener, request, DescribeQuorumResponse.class);
    }

    public CompletionStage<AddRaftVoterResponse> addRaftVoter(String listener, AddRaftVoterRequest request) {
        return receive(listener, request, AddRaftVoterResponse.class);
    }

    public CompletionStage<RemoveRaftVoterResponse> removeRaftVoter(String listener, RemoveRaftVoterRequest request) {
        return receive(listener, request, RemoveRaftVoterResponse.class);
    }

    public CompletionStage<UpdateRaftVoterResponse> updateRaftVoter(String listener, UpdateRaftVoterRequest request) {
        return receive(listener, request, UpdateRaftVoterResponse.class);
    }

    private <R extends ResponseMessage> CompletionStage<R> receive(
            String listener, RequestMessage request, Class<R> type) {
        return log.receive(listener, request).thenApply(type::cast);
    }
}
