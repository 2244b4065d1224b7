package io.odradek.replication;

import io.odradek.base.Invariants;
import io.odradek.protocol.ErrorCode;
import io.odradek.replication.InSyncReplicas.Expanding;
import io.odradek.replication.InSyncReplicas.Settled;
import io.odradek.replication.InSyncReplicas.Shrinking;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.OptionalLong;

/**
 * A replica that leads its partition in one leader epoch. It knows how far each follower has come, and from that the high
 * watermark: the offset below which every record is held by its own log, by the maximal ISR, and by followers that are
 * about to join it. The high watermark stands still while the ISR is under {@code min.insync.replicas}, and never goes
 * back.
 *
 * @param state as committed by the controller; its ISR is {@code isr.committed()}
 * @param epochStartOffset where the leader epoch began
 * @param followers one for each other replica, in the order of the replicas
 * @param log where its log stood when it was last told
 */
public record Leader(
        ReplicaSettings settings,
        PartitionState state,
        long epochStartOffset,
        InSyncReplicas isr,
        List<FollowerProgress> followers,
        LogPosition log,
        long highWatermark)
        implements Role {
    /** How long a request to the controller may linger in buffers after its sender has given it up. */
    static final long LATE_REQUEST_MS = 60_000;

    public Leader {
        Invariants.check(state.leader() == settings.self(), "a leader leads", state.leader(), settings.self());
        Invariants.check(state.isr().contains(settings.self()), "a leader is in sync with itself", state.isr());
        Invariants.check(
                highWatermark <= log.endOffset(), "what is committed is there", highWatermark, log.endOffset());
        followers = List.copyOf(followers);
    }

    static Transition start(Role before, PartitionState state, LogPosition log, Moment at) {
        Leader started = new Leader(
                before.settings(),
                state,
                log.endOffset(),
                new Settled(state.isr()),
                followersOf(before.settings().self(), state, List.of(), true, at),
                log,
                log.clamp(before.highWatermark()));
        List<Effect> effects = new ArrayList<>();
        effects.add(new Effect.AssignEpochStart(state.leaderEpoch(), log.endOffset()));
        effects.add(new Effect.InterruptReaders());
        Leader advanced = started.advanced(at);
        if (advanced.highWatermark != before.highWatermark()) {
            effects.add(new Effect.HighWatermark(advanced.highWatermark));
        }
        return new Transition(advanced, effects);
    }

    /** Those that are known keep their progress: a change of the metadata must not make a follower start over. */
    private static List<FollowerProgress> followersOf(
            int self, PartitionState state, List<FollowerProgress> known, boolean newEpoch, Moment at) {
        List<FollowerProgress> followers = new ArrayList<>();
        for (int replica : state.replicas()) {
            if (replica != self) {
                followers.add(known.stream()
                        .filter(follower -> follower.replica() == replica)
                        .findFirst()
                        .orElseGet(() -> FollowerProgress.initial(
                                replica, newEpoch && state.isr().contains(replica), at.nowMs())));
            }
        }
        return followers;
    }

    @Override
    public int leaderEpoch() {
        return state.leaderEpoch();
    }

    @Override
    public int partitionEpoch() {
        return state.partitionEpoch();
    }

    /** What is known of a follower; empty if the broker has no replica. */
    public Optional<FollowerProgress> follower(int replica) {
        for (FollowerProgress follower : followers) {
            if (follower.replica() == replica) {
                return Optional.of(follower);
            }
        }
        return Optional.empty();
    }

    /** {@code min.insync.replicas}, but no more than there are replicas. */
    public int effectiveMinInSyncReplicas() {
        return Math.min(settings.minInSyncReplicas(), state.replicas().size());
    }

    /** Whether the high watermark has come to where the epoch began: before, an older leader may have been further. */
    public boolean knowsHighWatermark() {
        return highWatermark >= epochStartOffset;
    }

    @Override
    public Transition changed(PartitionState changed, LogPosition position, EpochHistory epochs, Moment at) {
        if (changed.leaderEpoch() > leaderEpoch()) {
            return changed.leader() == settings.self()
                    ? start(this, changed, position, at)
                    : Follower.start(this, changed, position, epochs);
        }
        return changed.partitionEpoch() > partitionEpoch() ? committed(changed, at) : Transition.none(this);
    }

    private Transition committed(PartitionState changed, Moment at) {
        Invariants.check(changed.leader() == settings.self(), "an epoch has one leader", changed.leader());
        List<FollowerProgress> known = followers.stream()
                .map(follower -> state.isr().contains(follower.replica())
                                && !changed.isr().contains(follower.replica())
                        ? follower.putOut()
                        : follower)
                .toList();
        return advance(
                new Leader(
                        settings,
                        changed,
                        epochStartOffset,
                        new Settled(changed.isr()),
                        followersOf(settings.self(), changed, known, false, at),
                        log,
                        highWatermark),
                at);
    }

    @Override
    public Transition configured(ReplicaSettings changed, Moment at) {
        return advance(new Leader(changed, state, epochStartOffset, isr, followers, log, highWatermark), at);
    }

    /** The own log has grown, more of it counts, or its start has moved. */
    public Transition progressed(LogPosition position, Moment at) {
        return advance(new Leader(settings, state, epochStartOffset, isr, followers, position, highWatermark), at);
    }

    /**
     * Whether a follower may fetch.
     *
     * @param brokerEpoch of its registration, {@link FollowerProgress#ANY_BROKER_EPOCH} if it did not tell
     */
    public Optional<Refusal> refusesReplica(int replica, long brokerEpoch, Moment at) {
        Optional<FollowerProgress> known = follower(replica);
        if (known.isEmpty()) {
            // It may know of a reassignment that has not come here yet: it tries again.
            return Optional.of(
                    new Refusal(ErrorCode.UNKNOWN_LEADER_EPOCH, "Broker " + replica + " has no replica of {} yet"));
        }
        OptionalLong active = at.brokers().activeEpoch(replica);
        boolean stale = brokerEpoch != FollowerProgress.ANY_BROKER_EPOCH
                && (brokerEpoch < known.get().brokerEpoch()
                        || (active.isPresent() && brokerEpoch < active.getAsLong()));
        return stale
                ? Optional.of(new Refusal(
                        ErrorCode.NOT_LEADER_OR_FOLLOWER,
                        "The fetch of {} is from an earlier registration of broker " + replica))
                : Optional.empty();
    }

    /** A follower has fetched, and nothing was wrong with what it believes to have; {@link #refusesReplica} was asked. */
    public Transition fetched(FollowerFetch fetch, Moment at) {
        List<FollowerProgress> moved = new ArrayList<>(followers.size());
        for (FollowerProgress follower : followers) {
            moved.add(
                    follower.replica() == fetch.replica()
                            ? follower.fetched(fetch, fetch.leaderEnd(), at.nowMs())
                            : follower);
        }
        Leader told = new Leader(settings, state, epochStartOffset, isr, moved, log, highWatermark);
        return told.mayLetIn(fetch.replica(), at)
                ? propose(
                        new Leader(
                                settings,
                                state,
                                epochStartOffset,
                                new Expanding(isr.committed(), fetch.replica(), OptionalLong.empty()),
                                moved,
                                log,
                                highWatermark),
                        at)
                : advance(told, at);
    }

    /** It has all that is committed, and all from before this epoch; and it is the one that the controller would let in. */
    private boolean mayLetIn(int replica, Moment at) {
        if (isr.isPending() || isr.committed().contains(replica)) {
            return false;
        }
        return follower(replica)
                .filter(follower -> follower.endOffset() >= Math.max(highWatermark, epochStartOffset))
                .filter(follower -> follower.isEligible(at.brokers()))
                .isPresent();
    }

    /** Looks for followers that have fallen behind. Called every half of {@code replica.lag.time.max.ms}. */
    public Transition checkLag(Moment at) {
        if (isr.isPending()) {
            return Transition.none(this);
        }
        List<Integer> behind = followers.stream()
                .filter(follower -> isr.committed().contains(follower.replica()))
                .filter(follower -> !follower.isCaughtUp(log.endOffset(), at.nowMs(), settings.lagTimeMaxMs()))
                .map(FollowerProgress::replica)
                .toList();
        return behind.isEmpty() ? Transition.none(this) : propose(withIsr(new Shrinking(isr.committed(), behind)), at);
    }

    /**
     * An AlterPartition was answered. Answers to what was overtaken by the metadata change nothing. Where the controller knows
     * better than this leader, the change stays pending until the metadata says what holds.
     */
    public Transition answered(IsrProposal sent, IsrAnswer answer, Moment at) {
        boolean current =
                isr.isPending() && sent.leaderEpoch() == leaderEpoch() && sent.partitionEpoch() == partitionEpoch();
        return switch (answer) {
            case IsrAnswer.Committed committed -> taken(committed, current, at);
            case IsrAnswer.Refused refused -> current ? refused(refused.error(), at) : Transition.none(this);
            case IsrAnswer.Lost() -> current ? propose(withIsr(givenUp(at)), at) : Transition.none(this);
        };
    }

    private Transition taken(IsrAnswer.Committed answer, boolean current, Moment at) {
        boolean usable = answer.leaderEpoch() == leaderEpoch()
                && state.replicas().containsAll(answer.isr())
                && answer.isr().contains(settings.self());
        if (usable && answer.partitionEpoch() > partitionEpoch()) {
            return committed(state.withIsr(answer.isr(), answer.partitionEpoch()), at);
        }
        if (usable && current && answer.partitionEpoch() == partitionEpoch()) {
            return advance(withIsr(new Settled(isr.committed())), at);
        }
        return Transition.none(this);
    }

    private Transition refused(ErrorCode error, Moment at) {
        return switch (error) {
            // This attempt certainly came to nothing.
            case OPERATION_NOT_ATTEMPTED, INELIGIBLE_REPLICA ->
                mayYetBeLetIn(at) ? propose(this, at) : advance(withIsr(new Settled(isr.committed())), at);
            // The partition has changed, or is gone: the metadata will tell.
            case UNKNOWN_TOPIC_OR_PARTITION,
                    UNKNOWN_TOPIC_ID,
                    FENCED_LEADER_EPOCH,
                    INVALID_REQUEST,
                    INVALID_UPDATE_VERSION,
                    NEW_LEADER_ELECTED -> Transition.none(this);
            default -> propose(this, at);
        };
    }

    private InSyncReplicas givenUp(Moment at) {
        return switch (isr) {
            case Expanding expanding ->
                new Expanding(expanding.committed(), expanding.added(), OptionalLong.of(at.nowMs()));
            case Settled _, Shrinking _ -> isr;
        };
    }

    /**
     * Whether an earlier attempt, one that was given up, may still come to the controller and be taken there although a later
     * one was refused. Not to wait for the newcomer would then acknowledge records that an in-sync replica does not have. (A
     * late shrinking does no harm: who is put out is still waited for.)
     */
    private boolean mayYetBeLetIn(Moment at) {
        return isr instanceof Expanding expanding
                && expanding.lost().isPresent()
                && at.nowMs() - expanding.lost().getAsLong() <= LATE_REQUEST_MS;
    }

    /** What awaits the controller's answer. */
    public Optional<IsrProposal> pendingProposal(Moment at) {
        return isr.isPending() ? Optional.of(proposal(at)) : Optional.empty();
    }

    private Leader withIsr(InSyncReplicas changed) {
        return new Leader(settings, state, epochStartOffset, changed, followers, log, highWatermark);
    }

    private Transition propose(Leader changed, Moment at) {
        Transition advanced = advance(changed, at);
        List<Effect> effects = new ArrayList<>(advanced.effects());
        effects.add(new Effect.Propose(changed.proposal(at)));
        return new Transition(advanced.role(), effects);
    }

    private IsrProposal proposal(Moment at) {
        List<IsrProposal.Member> members = new ArrayList<>();
        for (int replica : isr.proposed()) {
            long brokerEpoch = replica == settings.self()
                    ? at.brokers().activeEpoch(replica).orElse(FollowerProgress.ANY_BROKER_EPOCH)
                    : follower(replica).map(FollowerProgress::brokerEpoch).orElse(FollowerProgress.ANY_BROKER_EPOCH);
            members.add(new IsrProposal.Member(replica, brokerEpoch));
        }
        return new IsrProposal(leaderEpoch(), partitionEpoch(), members);
    }

    private Transition advance(Leader changed, Moment at) {
        Leader advanced = changed.advanced(at);
        return advanced.highWatermark == highWatermark
                ? Transition.none(advanced)
                : new Transition(advanced, List.of(new Effect.HighWatermark(advanced.highWatermark)));
    }

    private Leader advanced(Moment at) {
        if (isr.committed().size() < effectiveMinInSyncReplicas()) {
            return this;
        }
        long slowest = log.countedOffset();
        for (FollowerProgress follower : followers) {
            if (follower.endOffset() < slowest && counts(follower, at)) {
                slowest = follower.endOffset();
            }
        }
        return slowest <= highWatermark
                ? this
                : new Leader(settings, state, epochStartOffset, isr, followers, log, slowest);
    }

    /** A follower that could join the ISR any moment is waited for: else it would never come up with a busy leader. */
    private boolean counts(FollowerProgress follower, Moment at) {
        return isr.maximal().contains(follower.replica())
                || (follower.isCaughtUp(log.endOffset(), at.nowMs(), settings.lagTimeMaxMs())
                        && follower.isEligible(at.brokers()));
    }

    @Override
    public Optional<Refusal> refusesWriter(boolean acksAll) {
        int inSync = isr.committed().size();
        if (acksAll && inSync < effectiveMinInSyncReplicas()) {
            return Optional.of(new Refusal(
                    ErrorCode.NOT_ENOUGH_REPLICAS,
                    "The size of the current ISR is " + inSync + " for partition {}, which is less than the "
                            + effectiveMinInSyncReplicas() + " that min.insync.replicas asks for"));
        }
        return Optional.empty();
    }

    @Override
    public Optional<Refusal> refuses(boolean leaderOnly) {
        return Optional.empty();
    }

    @Override
    public Ack ack(long endOffset) {
        if (highWatermark < endOffset) {
            return Ack.WAIT;
        }
        return isr.maximal().size() < effectiveMinInSyncReplicas() ? Ack.NOT_ENOUGH_REPLICAS : Ack.COMMITTED;
    }
}
