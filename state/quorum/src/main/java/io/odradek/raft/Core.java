package io.odradek.raft;

import io.odradek.base.Invariants;
import io.odradek.protocol.RequestMessage;
import io.odradek.protocol.ResponseMessage;
import io.odradek.raft.Role.Candidate;
import io.odradek.raft.Role.Follower;
import io.odradek.raft.Role.Leading;
import io.odradek.raft.Role.Prospective;
import io.odradek.raft.Role.Resigned;
import io.odradek.raft.Role.Unattached;
import java.util.ArrayList;
import java.util.Collections;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.SortedSet;
import java.util.TreeSet;
import java.util.random.RandomGenerator;

/**
 * The state of a replica, the changes from one role to another, and what the running step asks for. Shared by the classes that
 * know the rules of one part of the protocol each. One thread.
 */
final class Core {
    final RaftConfig config;
    final ReplicaLog log;
    final Lanes lanes;
    private final RandomGenerator random;
    private Role role;
    private QuorumState saved;
    private long nextCorrelationId;
    private long nowMs;
    private long wallMs;

    /** Whether this replica was a voter in this life: one that was then removed does not join again by itself (KAFKA-19850). */
    boolean hasBeenVoter;

    /** The leader of this epoch, or of the one before it that this replica stood in, if it fell silent without a word. */
    OptionalInt silentLeader = OptionalInt.empty();

    /** Whether the node is going down: it stands for no election. */
    boolean isStopping;

    Optional<Proposal> proposal = Optional.empty();

    /** Log work that was asked for and whose end has not been reported. */
    Optional<LogWork> outstanding = Optional.empty();

    // What the running step asks for.
    private Optional<LogWork> work = Optional.empty();
    private final List<Outbound> requests = new ArrayList<>();
    private final List<Answer> answers = new ArrayList<>();
    private long nextTickMs = Long.MAX_VALUE;

    /**
     * An append that is being carried out, and what holds once it is.
     *
     * @param highWatermark what the leader said it is, −1 for a leader's own append
     */
    record Proposal(Purpose purpose, long endOffset, EpochHistory epochs, VoterHistory voters, long highWatermark) {}

    /** Why something is appended. */
    enum Purpose {
        FETCHED,
        FIRST_OF_EPOCH,
        DATA,
        VOTERS
    }

    Core(RaftConfig config, RecoveredLog recovered, QuorumState state, RandomGenerator random) {
        this.config = config;
        this.log = new ReplicaLog(recovered);
        this.lanes = new Lanes(config.timing());
        this.random = random;
        this.saved = state;
        this.role = new Unattached(state.epoch(), state.leaderId(), state.voted(), 0L);
    }

    private Core(Core other) {
        config = other.config;
        log = other.log.copy();
        lanes = other.lanes.copy();
        random = other.random;
        role = other.role instanceof Leading leading
                ? new Leading(leading.state().copy())
                : other.role;
        saved = other.saved;
        nextCorrelationId = other.nextCorrelationId;
        nowMs = other.nowMs;
        wallMs = other.wallMs;
        hasBeenVoter = other.hasBeenVoter;
        silentLeader = other.silentLeader;
        isStopping = other.isStopping;
        outstanding = other.outstanding;
        proposal = other.proposal;
    }

    Core copy() {
        return new Core(this);
    }

    void begin(Now now) {
        nowMs = Math.max(nowMs, now.ms());
        wallMs = now.wallMs();
    }

    long wallMs() {
        return wallMs;
    }

    long now() {
        return nowMs;
    }

    Role role() {
        return role;
    }

    int epoch() {
        return role.epoch();
    }

    int selfId() {
        return config.self().id();
    }

    RaftTiming timing() {
        return config.timing();
    }

    /** Whether this replica votes, by the newest voters in its log. */
    boolean isVoter() {
        return config.mayVote() && log.voters().contains(config.self());
    }

    /**
     * Whether it may try to become leader. One whose removal is not committed may: perhaps no other has the record, and then none
     * can be elected without it (Raft, section 4.2.2 of the dissertation).
     */
    boolean mayStand() {
        return !isStopping && (isVoter() || (config.mayVote() && log.isBeingRemoved(config.self())));
    }

    /** This replica, as the voters' record should have it. */
    Voter selfAsVoter() {
        return new Voter(config.self(), config.endpoints(), SupportedVersions.OURS);
    }

    /** Where the replica of that id is reached on the quorum's listener; empty if that is not known. */
    Optional<Destination> destination(Voter voter) {
        return voter.endpoints().at(config.listener()).map(at -> new Destination(voter.id(), at.host(), at.port()));
    }

    // --- Effects

    /** Sends, if the lane is free; returns whether it was. */
    boolean send(Destination to, Lanes.Lane lane, RequestMessage message) {
        if (!lanes.isReady(to.id(), lane)) {
            return false;
        }
        long correlationId = nextCorrelationId++;
        lanes.sent(to.id(), lane, correlationId, nowMs);
        requests.add(new Outbound(correlationId, to, message));
        return true;
    }

    void answer(long token, ResponseMessage message) {
        answers.add(new Answer.Ready(token, message));
    }

    void answer(Answer answer) {
        answers.add(answer);
    }

    void work(LogWork next) {
        Invariants.check(outstanding.isEmpty(), "one piece of log work at a time", next);
        work = Optional.of(next);
        outstanding = work;
    }

    void wakeAt(long ms) {
        nextTickMs = Math.min(nextTickMs, ms);
    }

    /** Ends the step. */
    Effects effects() {
        wakeAt(lanes.nextChangeMs());
        QuorumState state = toSave();
        Optional<QuorumState> save = state.equals(saved) ? Optional.empty() : Optional.of(state);
        saved = state;
        Effects effects = new Effects(save, work, requests, answers, nextTickMs);
        work = Optional.empty();
        requests.clear();
        answers.clear();
        nextTickMs = Long.MAX_VALUE;
        return effects;
    }

    /** One that stood or resigned is, on disk, what it was before. */
    private QuorumState toSave() {
        int kraftVersion = log.history().kraftVersion();
        return switch (role) {
            case Prospective _, Resigned _ ->
                new QuorumState(saved.epoch(), saved.leaderId(), saved.voted(), kraftVersion);
            case Unattached _, Candidate _, Follower _, Leading _ ->
                new QuorumState(role.epoch(), role.leaderId(), role.voted(), kraftVersion);
        };
    }

    // --- Roles

    /** Replaces the role by one that only differs in what has happened in it. */
    void update(Role same) {
        role = same;
    }

    private void enter(Role next) {
        Role before = role;
        lanes.clear();
        role = next;
        if (before instanceof Leading leading) {
            Leadership.end(this, leading.state());
        }
    }

    long electionDeadline() {
        int timeout = Math.max(1, timing().electionTimeoutMs());
        return nowMs + timeout + random.nextInt(timeout);
    }

    /** When a leader that has just been heard of is given up. */
    long fetchDeadline(int leaderId) {
        return nowMs + timing().fetchTimeoutMs() + turnMs(leaderId);
    }

    /** Whoever loses the leader with others asks after those with lower ids, so that they do not split the vote. */
    long turnMs(int leaderId) {
        long before = log.voters().voters().stream()
                .filter(voter -> voter.id() < selfId() && voter.id() != leaderId)
                .count();
        return before * timing().turnMs();
    }

    int chance(int bound) {
        return random.nextInt(bound);
    }

    /** A newer epoch of which no leader is known that could be reached, or the end of this one's. */
    void becomeUnattached(int epoch, OptionalInt leaderId) {
        Optional<ReplicaKey> voted = epoch == epoch() ? role.voted() : Optional.empty();
        enter(new Unattached(epoch, leaderId, voted, remainingElectionDeadline()));
    }

    /** Who keeps moving to newer epochs must not put off its own election for ever. */
    private long remainingElectionDeadline() {
        return switch (role) {
            case Unattached unattached -> unattached.electionDeadlineMs();
            case Prospective prospective -> prospective.electionDeadlineMs();
            case Candidate candidate -> candidate.electionDeadlineMs();
            case Follower _, Leading _, Resigned _ -> electionDeadline();
        };
    }

    /** Votes in its epoch; the vote is saved before it is told. */
    void vote(ReplicaKey candidate) {
        enter(new Unattached(epoch(), role.leaderId(), Optional.of(candidate), electionDeadline()));
    }

    void becomeFollower(int epoch, int leaderId, Endpoints endpoints) {
        Optional<ReplicaKey> voted = epoch == epoch() ? role.voted() : Optional.empty();
        if (epoch > epoch()) {
            silentLeader = OptionalInt.empty();
        }
        enter(new Follower(
                epoch, leaderId, endpoints, voted, fetchDeadline(leaderId), false, Optional.empty(), nowMs, false));
    }

    void becomeProspective() {
        enter(new Prospective(
                epoch(),
                role.leaderId(),
                role.leaderEndpoints(),
                role.voted(),
                Votes.of(selfId()),
                electionDeadline()));
    }

    /** An election came to nothing: back to what is known of this epoch. */
    void standBack() {
        Endpoints endpoints = role.leaderEndpoints();
        if (role.leaderId().isPresent() && !endpoints.isEmpty()) {
            becomeFollower(epoch(), role.leaderId().getAsInt(), endpoints);
        } else {
            enter(new Unattached(epoch(), role.leaderId(), role.voted(), electionDeadline()));
        }
    }

    void becomeCandidate() {
        enter(new Candidate(epoch() + 1, config.self(), Votes.of(selfId()), electionDeadline()));
    }

    void becomeLeader(LeaderState state) {
        enter(new Leading(state));
    }

    /** Ends leading; the most advanced voters are told first. */
    void resign(LeaderState state) {
        SortedSet<Integer> unaware = Collections.unmodifiableSortedSet(new TreeSet<>(state.voters.keySet()));
        List<ReplicaKey> successors = log.voters().voters().stream()
                .filter(voter -> voter.id() != selfId())
                .sorted(Comparator.comparingLong((Voter voter) -> -endOffset(state, voter))
                        .thenComparingInt(Voter::id))
                .map(Voter::key)
                .toList();
        enter(new Resigned(state.epoch, selfId(), unaware, successors, electionDeadline()));
    }

    private static long endOffset(LeaderState state, Voter voter) {
        return state.voters.getOrDefault(voter.id(), Progress.NONE).endOffset();
    }

    QuorumState saved() {
        return saved;
    }

    /** Goes on where the life before ended: voted for itself, and does not know who else did. */
    void resumeCandidate() {
        enter(new Candidate(epoch(), config.self(), Votes.of(selfId()), electionDeadline()));
    }

    /** Goes on where the life before ended. */
    void resume(OptionalInt leaderId) {
        Endpoints endpoints = leaderId.isEmpty()
                ? Endpoints.NONE
                : log.voters().find(leaderId.getAsInt()).map(Voter::endpoints).orElse(Endpoints.NONE);
        if (leaderId.isPresent() && !endpoints.isEmpty()) {
            becomeFollower(epoch(), leaderId.getAsInt(), endpoints);
        } else {
            enter(new Unattached(epoch(), leaderId, role.voted(), electionDeadline()));
        }
    }

    /** Led the epoch in an earlier life: it must neither lead nor vote in it again (KAFKA-10527). */
    void becomeResigned() {
        SortedSet<Integer> none = Collections.unmodifiableSortedSet(new TreeSet<>());
        enter(new Resigned(epoch(), selfId(), none, List.of(), electionDeadline()));
    }

    /** A resigned leader's time is over: the next epoch, so that its answers no longer name itself. */
    void leaveResigned() {
        enter(new Unattached(epoch() + 1, OptionalInt.empty(), Optional.empty(), electionDeadline()));
    }

    /** Takes in what another node knows of leader and epoch; returns whether that changed anything. */
    boolean learn(OptionalInt leaderId, int epoch, Endpoints endpoints) {
        boolean other = leaderId.isPresent() && leaderId.getAsInt() != selfId();
        boolean reachable = other && !endpoints.isEmpty();
        if (epoch > epoch()) {
            if (reachable) {
                becomeFollower(epoch, leaderId.getAsInt(), endpoints);
            } else {
                becomeUnattached(epoch, other ? leaderId : OptionalInt.empty());
            }
            return true;
        }
        if (epoch < epoch() || !reachable) {
            return false;
        }
        boolean unknown = role.leaderId().isEmpty()
                || (role.leaderId().getAsInt() == leaderId.getAsInt()
                        && role.leaderEndpoints().all().size() < endpoints.all().size());
        if (unknown) {
            becomeFollower(epoch, leaderId.getAsInt(), endpoints);
            return true;
        }
        return false;
    }
}
