package io.odradek.raft;

import io.odradek.protocol.ErrorCode;
import io.odradek.protocol.message.UpdateRaftVoterRequest;
import io.odradek.protocol.message.UpdateRaftVoterResponse;
import io.odradek.raft.Endpoints.Endpoint;
import io.odradek.raft.Lanes.Lane;
import io.odradek.raft.LeaderState.Update;
import io.odradek.raft.Role.Follower;
import io.odradek.raft.Role.Leading;
import java.util.Optional;

/** What replicas tell their leader about themselves, and how they ask to vote (KIP-853, KIP-1186). */
final class VoterUpdates {
    private final Core core;
    private final Leadership leadership;

    VoterUpdates(Core core, Leadership leadership) {
        this.core = core;
        this.leadership = leadership;
    }

    // --- The leader's side

    /** Answered when the entry is appended; in kraft.version 0 it is kept in memory. */
    void update(Inbound inbound, UpdateRaftVoterRequest request) {
        Optional<ErrorCode> done = decide(inbound, request);
        done.ifPresent(error -> core.answer(inbound.token(), Replies.update(core, inbound.listener(), error)));
    }

    private Optional<ErrorCode> decide(Inbound inbound, UpdateRaftVoterRequest request) {
        if (!Checks.isOurCluster(core, request.clusterId())) {
            return Optional.of(ErrorCode.INCONSISTENT_CLUSTER_ID);
        }
        if (request.currentLeaderEpoch() != core.epoch()) {
            return Optional.of(
                    request.currentLeaderEpoch() < core.epoch()
                            ? ErrorCode.FENCED_LEADER_EPOCH
                            : ErrorCode.UNKNOWN_LEADER_EPOCH);
        }
        if (!(core.role() instanceof Leading leading)) {
            return Optional.of(ErrorCode.NOT_LEADER_OR_FOLLOWER);
        }
        LeaderState state = leading.state();
        Voter voter = new Voter(
                new ReplicaKey(request.voterId(), request.voterDirectoryId()),
                new Endpoints(request.listeners().stream()
                        .map(at -> new Endpoint(at.name(), at.host(), at.port()))
                        .toList()),
                new SupportedVersions(
                        request.kRaftVersionFeature().minSupportedVersion(),
                        request.kRaftVersionFeature().maxSupportedVersion()));
        int level = core.log.history().kraftVersion();
        if (voter.id() < 0
                || voter.key().directoryId().isZero()
                || voter.endpoints().at(core.config.listener()).isEmpty()
                || !voter.versions().covers(level)) {
            return Optional.of(ErrorCode.INVALID_REQUEST);
        }
        if (!state.established
                || state.change.isPresent()
                || state.update.isPresent()
                || core.outstanding.isPresent()
                || core.log.history().votersOffset() >= core.log.highWatermark()) {
            return Optional.of(ErrorCode.REQUEST_TIMED_OUT);
        }
        Optional<Voter> entry =
                core.log.voters().find(voter.id()).filter(known -> known.key().matches(voter.key()));
        if (entry.isEmpty()) {
            return Optional.of(ErrorCode.VOTER_NOT_FOUND);
        }
        leadership.heard(state, voter.id());
        if (level == 0) {
            state.told.put(voter.id(), voter);
            return Optional.of(ErrorCode.NONE);
        }
        if (entry.get().equals(voter)) {
            return Optional.of(ErrorCode.NONE);
        }
        state.update = Optional.of(new Update(inbound.token(), inbound.listener()));
        leadership.appendVoters(
                state,
                ControlRecordBatches.voters(core.wallMs(), core.log.voters().with(voter)));
        return Optional.empty();
    }

    // --- The other side

    void poll(Follower role) {
        if (!core.config.mayVote() || core.isStopping || core.now() < role.nextUpdateMs()) {
            return;
        }
        Optional<Destination> leader = role.leaderEndpoints()
                .at(core.config.listener())
                .map(at -> new Destination(role.leader(), at.host(), at.port()));
        if (leader.isEmpty()) {
            return;
        }
        boolean sent = core.isVoter()
                ? !isKnown(role) && core.send(leader.get(), Lane.CONTROL, Requests.update(core))
                : joins(role) && join(leader.get());
        if (sent) {
            long nextMs = core.now() + core.timing().fetchTimeoutMs();
            core.update(role.withUpdate(nextMs, role.updated()));
            core.wakeAt(nextMs);
        }
    }

    private boolean isKnown(Follower role) {
        if (role.updated()) {
            return true;
        }
        return core.log.history().kraftVersion() > 0
                && core.log
                        .voters()
                        .find(core.selfId())
                        .filter(core.selfAsVoter()::equals)
                        .isPresent();
    }

    private boolean joins(Follower role) {
        return core.config.autoJoin()
                && !core.hasBeenVoter
                && role.hasFetched()
                && core.log.history().kraftVersion() > 0;
    }

    /** A new disk in an old node: the entry of the old one goes first. */
    private boolean join(Destination leader) {
        Optional<Voter> former = core.log.voters().find(core.selfId());
        return former.isPresent()
                ? core.send(
                        leader, Lane.CONTROL, Requests.remove(core, former.get().key()))
                : core.send(leader, Lane.CONTROL, Requests.add(core));
    }

    void updated(int from, UpdateRaftVoterResponse response) {
        UpdateRaftVoterResponse.CurrentLeader said = response.currentLeader();
        Endpoints endpoints =
                said.host().isEmpty() ? Endpoints.NONE : Endpoints.of(core.config.listener(), said.host(), said.port());
        if (core.learn(Checks.leader(said.leaderId()), said.leaderEpoch(), endpoints)
                || !(core.role() instanceof Follower follower)
                || follower.leader() != from) {
            return;
        }
        ErrorCode error = ErrorCode.forCode(response.errorCode());
        if (error == ErrorCode.NONE || error == ErrorCode.UNSUPPORTED_VERSION) {
            Follower heard = follower.heardAt(core.now() + core.timing().fetchTimeoutMs());
            // From version 1 on the entry itself says whether more is to be told.
            boolean done = core.log.history().kraftVersion() == 0 || error == ErrorCode.UNSUPPORTED_VERSION;
            core.update(heard.withUpdate(follower.nextUpdateMs(), done));
        }
    }
}
