package io.odradek.quorum;

import io.odradek.network.Peer;
import io.odradek.network.PeerClient;
import io.odradek.network.PeerFailure;
import io.odradek.network.PeerRequest;
import io.odradek.network.PeerResponse;
import io.odradek.protocol.ApiKey;
import io.odradek.protocol.ErrorCode;
import io.odradek.protocol.RequestMessage;
import io.odradek.protocol.ResponseMessage;
import io.odradek.protocol.message.FetchRequest;
import io.odradek.protocol.message.FetchSnapshotRequest;
import io.odradek.protocol.message.UpdateRaftVoterRequest;
import io.odradek.protocol.message.UpdateRaftVoterResponse;
import io.odradek.protocol.message.VoteRequest;
import io.odradek.protocol.message.VoteResponse;
import io.odradek.raft.Outbound;
import io.odradek.raft.RaftConfig;
import java.util.Optional;
import java.util.concurrent.CompletionException;
import java.util.concurrent.Executor;

/** Sends the replica's requests, in versions that say what they mean. Any thread. */
final class QuorumWire {
    private static final short FETCH_WITH_REPLICA_STATE = 15;
    private static final short FETCH_WITH_EPOCHS = 12;
    private static final short VOTE_WITH_PRE_VOTE = 2;

    /** What becomes of a request. Called once, on the executor of the steps. */
    interface Outcome {
        /** The response's memory is given back when this returns. */
        void answered(ResponseMessage response);

        /** The connection broke or was refused. */
        void disconnected(Throwable cause);

        void failed(Throwable cause);
    }

    private final PeerClient peers;
    private final RaftConfig config;
    private final Executor steps;

    QuorumWire(PeerClient peers, RaftConfig config, Executor steps) {
        this.peers = peers;
        this.config = config;
        this.steps = steps;
    }

    void send(Outbound outbound, Outcome outcome) {
        boolean waitsLong =
                outbound.message() instanceof FetchRequest || outbound.message() instanceof FetchSnapshotRequest;
        Peer peer = new Peer(
                config.listener(), outbound.to().host(), outbound.to().port(), waitsLong ? "quorum-fetch" : "quorum");
        peers.send(peer, request(outbound.message()))
                .whenCompleteAsync(
                        (response, failure) -> {
                            if (failure == null) {
                                try (PeerResponse held = response) {
                                    outcome.answered(held.message());
                                }
                            } else {
                                failed(outbound.message(), failure, outcome);
                            }
                        },
                        steps);
    }

    private static void failed(RequestMessage message, Throwable failure, Outcome outcome) {
        Throwable cause =
                failure instanceof CompletionException && failure.getCause() != null ? failure.getCause() : failure;
        Optional<ResponseMessage> refused = refused(message, cause);
        if (refused.isPresent()) {
            outcome.answered(refused.get());
        } else if (cause instanceof PeerFailure.Disconnected || cause instanceof PeerFailure.NotConnected) {
            outcome.disconnected(cause);
        } else {
            outcome.failed(cause);
        }
    }

    private PeerRequest request(RequestMessage message) {
        long timeoutMs = Math.max(1, config.timing().requestTimeoutMs());
        ApiKey key = message.apiKey();
        return switch (message) {
            case FetchRequest fetch ->
                new PeerRequest(
                        key,
                        FETCH_WITH_EPOCHS,
                        key.highestStableVersion(),
                        version -> fetch(fetch, version),
                        timeoutMs);
            case VoteRequest vote
            when isPreVote(vote) -> PeerRequest.of(vote, VOTE_WITH_PRE_VOTE, key.highestStableVersion(), timeoutMs);
            default -> PeerRequest.of(message, timeoutMs);
        };
    }

    private static FetchRequest fetch(FetchRequest request, short version) {
        if (version >= FETCH_WITH_REPLICA_STATE) {
            return request;
        }
        return request.setReplicaId(request.replicaState().replicaId())
                .setReplicaState(new FetchRequest.ReplicaState());
    }

    private static boolean isPreVote(VoteRequest vote) {
        return vote.topics().getFirst().partitions().getFirst().preVote();
    }

    /** A peer that knows no version of a request answers so, as far as the quorum is concerned. */
    private static Optional<ResponseMessage> refused(RequestMessage message, Throwable cause) {
        if (!(cause instanceof PeerFailure.Unsupported)) {
            return Optional.empty();
        }
        short code = ErrorCode.UNSUPPORTED_VERSION.code();
        return switch (message) {
            case VoteRequest _ -> Optional.of(new VoteResponse().setErrorCode(code));
            case UpdateRaftVoterRequest _ -> Optional.of(new UpdateRaftVoterResponse().setErrorCode(code));
            default -> Optional.empty();
        };
    }
}
