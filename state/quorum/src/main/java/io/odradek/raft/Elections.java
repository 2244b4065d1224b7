package io.odradek.raft;

import io.odradek.protocol.ErrorCode;
import io.odradek.protocol.message.VoteRequest;
import io.odradek.protocol.message.VoteResponse;
import io.odradek.raft.Lanes.Lane;
import io.odradek.raft.Role.Candidate;
import io.odradek.raft.Role.Follower;
import io.odradek.raft.Role.Leading;
import io.odradek.raft.Role.Prospective;
import io.odradek.raft.Role.Resigned;
import io.odradek.raft.Role.Unattached;
import java.util.List;
import java.util.OptionalInt;

/** Voting (KIP-595), with the vote that binds nobody before it (KIP-996). */
final class Elections {
    private final Core core;

    Elections(Core core) {
        this.core = core;
    }

    // --- Being asked

    /** Neither side need be a voter by our log: the candidate may know newer voters. */
    void vote(Inbound inbound, VoteRequest request) {
        core.answer(inbound.token(), decide(inbound.listener(), request));
    }

    private VoteResponse decide(String listener, VoteRequest request) {
        if (!Checks.isOurCluster(core, request.clusterId())) {
            return Replies.voteError(ErrorCode.INCONSISTENT_CLUSTER_ID);
        }
        List<VoteRequest.PartitionData> partitions = request.topics().stream()
                .filter(topic -> topic.topicName().equals(Replies.TOPIC))
                .flatMap(topic -> topic.partitions().stream())
                .toList();
        if (request.topics().size() != 1
                || partitions.size() != 1
                || partitions.getFirst().partitionIndex() != 0) {
            return Replies.voteError(ErrorCode.INVALID_REQUEST);
        }
        VoteRequest.PartitionData asked = partitions.getFirst();
        if (asked.lastOffset() < 0
                || asked.lastOffsetEpoch() < 0
                || asked.replicaEpoch() < asked.lastOffsetEpoch()
                || (!asked.preVote() && asked.replicaEpoch() == asked.lastOffsetEpoch())) {
            return Replies.vote(core, listener, ErrorCode.INVALID_REQUEST, false);
        }
        if (asked.replicaEpoch() < core.epoch()) {
            return Replies.vote(core, listener, ErrorCode.FENCED_LEADER_EPOCH, false);
        }
        if (asked.replicaEpoch() > core.epoch()) {
            core.becomeUnattached(asked.replicaEpoch(), OptionalInt.empty());
        }
        if (!Checks.isMeant(core, request.voterId(), asked.voterDirectoryId())) {
            return Replies.vote(core, listener, ErrorCode.INVALID_VOTER_KEY, false);
        }
        ReplicaKey candidate = new ReplicaKey(asked.replicaId(), asked.replicaDirectoryId());
        boolean upToDate = core.log.isUpToDate(asked.lastOffsetEpoch(), asked.lastOffset());
        boolean granted = asked.preVote() ? preVote(upToDate) : grants(candidate, upToDate);
        if (granted && !asked.preVote() && core.role().voted().isEmpty()) {
            core.vote(candidate);
        }
        return Replies.vote(core, listener, ErrorCode.NONE, granted);
    }

    private boolean preVote(boolean upToDate) {
        return switch (core.role()) {
            case Leading _ -> false;
            case Follower follower -> upToDate && !follower.hasFetched();
            case Unattached _, Prospective _, Candidate _, Resigned _ -> upToDate;
        };
    }

    private boolean grants(ReplicaKey candidate, boolean upToDate) {
        Role role = core.role();
        return switch (role) {
            case Leading _, Follower _, Candidate _, Resigned _ -> false;
            case Unattached _, Prospective _ ->
                role.voted().isPresent()
                        ? role.voted().get().matches(candidate)
                        : role.leaderId().isEmpty() && upToDate;
        };
    }

    // --- Asking

    /** Returns whether the role has changed, so that there may be more to do. */
    boolean poll(Prospective role) {
        VoterSet voters = core.log.voters();
        if (role.votes().areWon(voters)) {
            core.becomeCandidate();
            return true;
        }
        if (role.votes().areLost(voters) || core.now() >= role.electionDeadlineMs()) {
            core.standBack();
            return true;
        }
        core.wakeAt(role.electionDeadlineMs());
        ask(role.votes(), true);
        return false;
    }

    /** One that has lost waits its time out: who asks again at once only disturbs. */
    boolean poll(Candidate role) {
        if (role.votes().areWon(core.log.voters())) {
            return true; // the caller begins the epoch
        }
        if (core.now() >= role.electionDeadlineMs()) {
            core.becomeProspective();
            return true;
        }
        core.wakeAt(role.electionDeadlineMs());
        ask(role.votes(), false);
        return false;
    }

    private void ask(Votes votes, boolean preVote) {
        for (Voter voter : core.log.voters().voters()) {
            if (voter.id() != core.selfId() && !votes.isRecorded(voter.id())) {
                core.destination(voter)
                        .ifPresent(to -> core.send(to, Lane.CONTROL, Requests.vote(core, voter.key(), preVote)));
            }
        }
    }

    void voted(int from, VoteRequest request, VoteResponse response) {
        boolean preVote = isPreVote(request);
        if (response.errorCode() == ErrorCode.UNSUPPORTED_VERSION.code() && preVote) {
            if (core.role() instanceof Prospective) {
                core.becomeCandidate(); // it knows nothing of PreVote: ask as it understands
            }
            return;
        }
        if (response.errorCode() != ErrorCode.NONE.code()
                || response.topics().size() != 1
                || response.topics().getFirst().partitions().size() != 1) {
            core.lanes.rest(from, Lane.CONTROL, core.now());
            return;
        }
        VoteResponse.PartitionData vote =
                response.topics().getFirst().partitions().getFirst();
        Endpoints endpoints = Checks.endpoints(
                core,
                response.nodeEndpoints(),
                VoteResponse.NodeEndpoint::nodeId,
                vote.leaderId(),
                at -> Endpoints.of(core.config.listener(), at.host(), at.port()));
        if (core.learn(Checks.leader(vote.leaderId()), vote.leaderEpoch(), endpoints)
                || vote.leaderEpoch() != core.epoch()) {
            return;
        }
        if (vote.errorCode() != ErrorCode.NONE.code() && vote.errorCode() != ErrorCode.INVALID_VOTER_KEY.code()) {
            core.lanes.rest(from, Lane.CONTROL, core.now());
            return;
        }
        if (preVote && core.role() instanceof Prospective role) {
            core.update(role.with(role.votes().with(from, vote.voteGranted())));
        } else if (!preVote && core.role() instanceof Candidate role) {
            core.update(role.with(role.votes().with(from, vote.voteGranted())));
        }
    }

    private static boolean isPreVote(VoteRequest request) {
        return request.topics().getFirst().partitions().getFirst().preVote();
    }
}
