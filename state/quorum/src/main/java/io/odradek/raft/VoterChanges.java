package io.odradek.raft;

import io.odradek.protocol.ErrorCode;
import io.odradek.protocol.ResponseMessage;
import io.odradek.protocol.message.AddRaftVoterRequest;
import io.odradek.protocol.message.AddRaftVoterResponse;
import io.odradek.protocol.message.ApiVersionsRequest;
import io.odradek.protocol.message.ApiVersionsResponse;
import io.odradek.protocol.message.RemoveRaftVoterRequest;
import io.odradek.protocol.message.RemoveRaftVoterResponse;
import io.odradek.raft.Endpoints.Endpoint;
import io.odradek.raft.Lanes.Lane;
import io.odradek.raft.LeaderState.Kind;
import io.odradek.raft.LeaderState.VoterChange;
import io.odradek.raft.LeaderState.VoterChange.Appended;
import io.odradek.raft.LeaderState.VoterChange.Asking;
import io.odradek.raft.Role.Leading;
import java.nio.ByteBuffer;
import java.util.Optional;
import java.util.OptionalLong;

/** A leader's changes of the voter set, one at a time (KIP-853, KIP-1186), and the step from a static to a dynamic quorum. */
final class VoterChanges {
    static final String KRAFT_VERSION_FEATURE = "kraft.version";

    /** Beyond it a replica that was caught up once is not taken to be so still. */
    private static final long CAUGHT_UP_MS = 3_600_000L;

    private static final String SOFTWARE = "odradek";

    private final Core core;
    private final Leadership leadership;

    VoterChanges(Core core, Leadership leadership) {
        this.core = core;
        this.leadership = leadership;
    }

    /** Why a change is refused. */
    private record Refusal(ErrorCode error, String detail) {}

    // --- Add

    void add(Inbound inbound, AddRaftVoterRequest request) {
        ReplicaKey key = new ReplicaKey(request.voterId(), request.voterDirectoryId());
        Endpoints endpoints = new Endpoints(request.listeners().stream()
                .map(at -> new Endpoint(at.name(), at.host(), at.port()))
                .toList());
        Optional<Refusal> refusal = checkOurs(request.clusterId())
                .or(() -> checkNew(key, endpoints))
                .or(this::checkFree)
                .or(this::checkDynamic)
                .or(this::checkSettled)
                .or(() -> core.log.voters().find(key.id()).isPresent()
                        ? refuse(ErrorCode.DUPLICATE_VOTER, "node " + key.id() + " is a voter already; remove it first")
                        : Optional.empty());
        if (refusal.isPresent() || !(core.role() instanceof Leading leading)) {
            answer(Kind.ADD, inbound.token(), refusal.orElseGet(VoterChanges::notLeader));
            return;
        }
        leading.state().change = Optional.of(new Asking(
                OptionalLong.of(inbound.token()),
                core.now() + Math.max(0, request.timeoutMs()),
                new Voter(key, endpoints, SupportedVersions.STATIC_ONLY),
                request.ackWhenCommitted(),
                false));
    }

    private Optional<Refusal> checkNew(ReplicaKey key, Endpoints endpoints) {
        if (key.id() < 0 || key.directoryId().isZero()) {
            return refuse(ErrorCode.INVALID_REQUEST, "a voter is named by its node id and the id of its directory");
        }
        return endpoints.at(core.config.listener()).isPresent()
                ? Optional.empty()
                : refuse(
                        ErrorCode.INVALID_REQUEST,
                        "node " + key.id() + " has no endpoint for the listener " + core.config.listener()
                                + ", on which the voters reach each other");
    }

    /** What the new node can run. */
    void apiVersions(int from, ApiVersionsResponse response) {
        if (!(core.role() instanceof Leading leading)
                || !(leading.state().change.orElse(null) instanceof Asking asking)
                || asking.voter().id() != from) {
            return;
        }
        LeaderState state = leading.state();
        if (response.errorCode() != ErrorCode.NONE.code()) {
            unreachable(from);
            return;
        }
        Optional<SupportedVersions> versions = response.supportedFeatures().stream()
                .filter(feature -> feature.name().equals(KRAFT_VERSION_FEATURE))
                .map(feature -> new SupportedVersions(feature.minVersion(), feature.maxVersion()))
                .findFirst();
        int level = core.log.history().kraftVersion();
        if (versions.isEmpty() || !versions.get().covers(level)) {
            give(
                    state,
                    new Refusal(
                            ErrorCode.INVALID_REQUEST,
                            "node " + from + " does not run kraft.version " + level + "; upgrade it first"));
            return;
        }
        if (!isCaughtUp(state, asking.voter().key())) {
            give(
                    state,
                    new Refusal(
                            ErrorCode.REQUEST_TIMED_OUT,
                            "replica " + asking.voter().key()
                                    + " has not caught up with the metadata log; start it as a controller and try again"));
            return;
        }
        Voter voter = new Voter(asking.voter().key(), asking.voter().endpoints(), versions.get());
        VoterSet voters = core.log.voters().with(voter);
        append(
                state,
                new Appended(
                        Kind.ADD,
                        asking.token(),
                        core.log.endOffset() + 1,
                        asking.deadlineMs(),
                        asking.ackWhenCommitted()),
                ControlRecordBatches.voters(core.wallMs(), voters));
    }

    /** The new node does not answer. */
    void unreachable(int from) {
        if (core.role() instanceof Leading leading
                && leading.state().change.orElse(null) instanceof Asking asking
                && asking.voter().id() == from) {
            give(
                    leading.state(),
                    new Refusal(
                            ErrorCode.REQUEST_TIMED_OUT,
                            "node " + from + " did not say what it runs; is it reachable?"));
        }
    }

    private boolean isCaughtUp(LeaderState state, ReplicaKey key) {
        Progress progress = state.observers.getOrDefault(key, Progress.NONE);
        return progress.lastCaughtUpMs() >= 0 && progress.lastFetchMs() > core.now() - CAUGHT_UP_MS;
    }

    // --- Remove

    void remove(Inbound inbound, RemoveRaftVoterRequest request) {
        ReplicaKey key = new ReplicaKey(request.voterId(), request.voterDirectoryId());
        VoterSet voters = core.log.voters();
        Optional<Refusal> refusal = checkOurs(request.clusterId())
                .or(() -> key.id() < 0 || key.directoryId().isZero()
                        ? refuse(
                                ErrorCode.INVALID_REQUEST,
                                "a voter is named by its node id and the id of its directory")
                        : Optional.empty())
                .or(this::checkFree)
                .or(this::checkDynamic)
                .or(this::checkSettled)
                .or(() -> voters.size() > 1 && voters.contains(key)
                        ? Optional.empty()
                        : refuse(
                                ErrorCode.VOTER_NOT_FOUND,
                                voters.contains(key)
                                        ? "replica " + key + " is the only voter; add another first"
                                        : "replica " + key + " is no voter"));
        if (refusal.isPresent() || !(core.role() instanceof Leading leading)) {
            answer(Kind.REMOVE, inbound.token(), refusal.orElseGet(VoterChanges::notLeader));
            return;
        }
        append(
                leading.state(),
                new Appended(
                        Kind.REMOVE,
                        OptionalLong.of(inbound.token()),
                        core.log.endOffset() + 1,
                        core.now() + core.timing().requestTimeoutMs(),
                        true),
                ControlRecordBatches.voters(core.wallMs(), voters.without(key.id())));
    }

    // --- Upgrade

    /** From the voters of the configuration to those in the log. There is no way back. */
    void upgrade(long token, int level) {
        int current = core.log.history().kraftVersion();
        Optional<Refusal> refusal = checkLeader()
                .or(() -> level >= current && SupportedVersions.OURS.covers(level)
                        ? Optional.empty()
                        : refuse(
                                ErrorCode.INVALID_UPDATE_VERSION,
                                "kraft.version is " + current + " and can be raised to " + SupportedVersions.OURS.max()
                                        + ", not set to " + level))
                .or(this::checkFree)
                .or(() -> level == current ? Optional.empty() : checkKnown(level));
        if (refusal.isPresent() || !(core.role() instanceof Leading leading)) {
            answer(Kind.UPGRADE, token, refusal.orElseGet(VoterChanges::notLeader));
        } else if (level == current) {
            answer(Kind.UPGRADE, token, new Refusal(ErrorCode.NONE, ""));
        } else {
            append(
                    leading.state(),
                    new Appended(
                            Kind.UPGRADE,
                            OptionalLong.of(token),
                            core.log.endOffset() + 2,
                            core.now() + core.timing().requestTimeoutMs(),
                            true),
                    ControlRecordBatches.upgrade(core.wallMs(), level, known(leading.state())));
        }
    }

    private Optional<Refusal> checkKnown(int level) {
        if (!(core.role() instanceof Leading leading)) {
            return Optional.of(notLeader());
        }
        return known(leading.state()).voters().stream()
                .filter(voter ->
                        voter.key().directoryId().isZero() || !voter.versions().covers(level))
                .findFirst()
                .map(voter -> new Refusal(
                        ErrorCode.INVALID_UPDATE_VERSION,
                        "voter " + voter.id() + " has not said that it runs kraft.version " + level
                                + "; start it with a release that does"));
    }

    /** The voters, as they and this node describe themselves. */
    private VoterSet known(LeaderState state) {
        VoterSet voters = core.log.voters();
        for (Voter voter : voters.voters()) {
            voters = voters.with(
                    voter.id() == core.selfId() ? core.selfAsVoter() : state.told.getOrDefault(voter.id(), voter));
        }
        return voters;
    }

    // --- In common

    private void append(LeaderState state, Appended change, ByteBuffer batch) {
        state.change = Optional.of(change);
        leadership.appendVoters(state, batch);
    }

    private Optional<Refusal> checkOurs(@org.jspecify.annotations.Nullable String clusterId) {
        return Checks.isOurCluster(core, clusterId)
                ? checkLeader()
                : refuse(ErrorCode.INCONSISTENT_CLUSTER_ID, "this is cluster " + core.config.clusterId());
    }

    private Optional<Refusal> checkLeader() {
        return core.role() instanceof Leading ? Optional.empty() : Optional.of(notLeader());
    }

    private static Refusal notLeader() {
        return new Refusal(ErrorCode.NOT_LEADER_OR_FOLLOWER, "this node does not lead the metadata quorum");
    }

    private Optional<Refusal> checkFree() {
        if (!(core.role() instanceof Leading leading)) {
            return Optional.of(notLeader());
        }
        LeaderState state = leading.state();
        if (state.change.isPresent() || state.update.isPresent() || core.outstanding.isPresent()) {
            return refuse(ErrorCode.REQUEST_TIMED_OUT, "another change of the voters is under way; try again");
        }
        return state.established
                ? Optional.empty()
                : refuse(ErrorCode.REQUEST_TIMED_OUT, "the leader is new and has committed nothing yet; try again");
    }

    private Optional<Refusal> checkDynamic() {
        return core.log.history().kraftVersion() > 0
                ? Optional.empty()
                : refuse(
                        ErrorCode.UNSUPPORTED_VERSION,
                        "the voters are those of controller.quorum.voters; raise kraft.version to 1 first");
    }

    private Optional<Refusal> checkSettled() {
        return core.log.history().votersOffset() < core.log.highWatermark()
                ? Optional.empty()
                : refuse(ErrorCode.REQUEST_TIMED_OUT, "the last change of the voters is not committed yet; try again");
    }

    private static Optional<Refusal> refuse(ErrorCode error, String detail) {
        return Optional.of(new Refusal(error, detail));
    }

    /** Ends the change that is under way. */
    private void give(LeaderState state, Refusal result) {
        state.change.ifPresent(change -> change.token().ifPresent(token -> answer(change.kind(), token, result)));
        state.change = Optional.empty();
    }

    private void answer(Kind kind, long token, Refusal result) {
        answer(core, kind, token, result.error(), result.detail());
    }

    private static void answer(Core core, Kind kind, long token, ErrorCode error, String detail) {
        @org.jspecify.annotations.Nullable String text = error == ErrorCode.NONE ? null : detail;
        ResponseMessage response = switch (kind) {
            case ADD -> new AddRaftVoterResponse().setErrorCode(error.code()).setErrorMessage(text);
            case REMOVE ->
                new RemoveRaftVoterResponse().setErrorCode(error.code()).setErrorMessage(text);
            case UPGRADE -> null;
        };
        core.answer(response == null ? new Answer.Outcome(token, error, detail) : new Answer.Ready(token, response));
    }

    /** The record of a change is in the log, though not committed. */
    void appended(LeaderState state) {
        if (state.change.orElse(null) instanceof Appended change && !change.ackWhenCommitted()) {
            change.token().ifPresent(token -> answer(change.kind(), token, new Refusal(ErrorCode.NONE, "")));
            state.change = Optional.of(
                    new Appended(change.kind(), OptionalLong.empty(), change.endOffset(), change.deadlineMs(), true));
        }
        state.update.ifPresent(
                update -> core.answer(update.token(), Replies.update(core, update.listener(), ErrorCode.NONE)));
        state.update = Optional.empty();
    }

    void notAppended(LeaderState state) {
        give(
                state,
                new Refusal(ErrorCode.KAFKA_STORAGE_ERROR, "the leader could not write its log; its own log says why"));
        state.update.ifPresent(update ->
                core.answer(update.token(), Replies.update(core, update.listener(), ErrorCode.KAFKA_STORAGE_ERROR)));
        state.update = Optional.empty();
    }

    /** Returns whether the role has changed. */
    boolean poll(LeaderState state) {
        VoterChange change = state.change.orElse(null);
        if (change instanceof Appended appended
                && core.outstanding.isEmpty()
                && core.log.highWatermark() >= appended.endOffset()) {
            give(state, new Refusal(ErrorCode.NONE, ""));
        } else if (change != null && core.now() >= change.deadlineMs()) {
            give(
                    state,
                    new Refusal(
                            ErrorCode.REQUEST_TIMED_OUT,
                            change instanceof Appended
                                    ? "the change is in the log, but no majority has confirmed it yet"
                                    : "the new voter did not say in time what it runs"));
        } else if (change != null) {
            core.wakeAt(change.deadlineMs());
            if (change instanceof Asking asking && !asking.asked()) {
                ask(state, asking);
            }
        }
        // One that was removed leads until that is committed (KAFKA-17608).
        boolean removed = core.log.history().namesVoters() && !core.log.voters().contains(core.config.self());
        if (removed && state.established && core.log.history().votersOffset() < core.log.highWatermark()) {
            core.resign(state);
            return true;
        }
        return false;
    }

    private void ask(LeaderState state, Asking asking) {
        ApiVersionsRequest question =
                new ApiVersionsRequest().setClientSoftwareName(SOFTWARE).setClientSoftwareVersion("1");
        boolean sent = core.destination(asking.voter())
                .map(to -> core.send(to, Lane.CONTROL, question))
                .orElse(false);
        if (sent) {
            state.change = Optional.of(
                    new Asking(asking.token(), asking.deadlineMs(), asking.voter(), asking.ackWhenCommitted(), true));
        }
    }

    /** Leading is over: nobody may wait for what this leader began. */
    static void end(Core core, LeaderState state) {
        state.change.ifPresent(change -> change.token()
                .ifPresent(token -> answer(
                        core,
                        change.kind(),
                        token,
                        ErrorCode.NOT_LEADER_OR_FOLLOWER,
                        "this node leads the metadata quorum no more; whether the change takes effect is not known")));
        state.update.ifPresent(update ->
                core.answer(update.token(), Replies.update(core, update.listener(), ErrorCode.NOT_LEADER_OR_FOLLOWER)));
        state.change = Optional.empty();
        state.update = Optional.empty();
    }
}
