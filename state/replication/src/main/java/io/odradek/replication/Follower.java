package io.odradek.replication;

import io.odradek.base.Invariants;
import io.odradek.protocol.ErrorCode;
import io.odradek.replication.EpochHistory.EpochEnd;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/**
 * A replica that follows a leader in one leader epoch, or waits for one. It fetches from its log's end, cuts what its leader
 * does not have, and learns the high watermark with the records.
 *
 * @param fenced whether the leader has said that this epoch is over: nothing is fetched until the metadata names the next
 */
public record Follower(ReplicaSettings settings, PartitionState state, boolean fenced, long highWatermark)
        implements Role {
    public Follower {
        Invariants.check(state.leader() != settings.self(), "who leads does not follow", state.leader());
    }

    static Transition start(Role before, PartitionState state, LogPosition log, EpochHistory epochs) {
        Follower started = new Follower(before.settings(), state, false, log.clamp(before.highWatermark()));
        List<Effect> effects = new ArrayList<>();
        if (before instanceof Leader) {
            effects.add(new Effect.AbandonWaiters());
        }
        effects.add(new Effect.InterruptReaders());
        if (epochs.latestEpoch() == EpochHistory.NONE && log.endOffset() > started.highWatermark) {
            // Records from before there were epochs: nothing tells where they part from the leader's.
            effects.add(new Effect.Truncate(started.highWatermark));
        }
        return new Transition(started, effects);
    }

    @Override
    public int leaderEpoch() {
        return state.leaderEpoch();
    }

    @Override
    public int partitionEpoch() {
        return state.partitionEpoch();
    }

    @Override
    public Transition changed(PartitionState changed, LogPosition log, EpochHistory epochs, Moment at) {
        if (changed.leaderEpoch() > leaderEpoch()) {
            return changed.leader() == settings.self()
                    ? Leader.start(this, changed, log, at)
                    : start(this, changed, log, epochs);
        }
        if (changed.partitionEpoch() <= partitionEpoch()) {
            return Transition.none(this);
        }
        Invariants.check(changed.leader() == state.leader(), "an epoch has one leader", changed.leader());
        return Transition.none(new Follower(settings, changed, fenced, highWatermark));
    }

    @Override
    public Transition configured(ReplicaSettings changed, Moment at) {
        return Transition.none(new Follower(changed, state, fenced, highWatermark));
    }

    /**
     * What to ask the leader for. Empty if there is no leader, if the leader has fenced this epoch, or while records wait for
     * the disk: an offset that is asked for tells the leader that all below is held.
     */
    public Optional<FetchPosition> nextFetch(LogPosition log, EpochHistory epochs) {
        if (state.leader() == PartitionState.NO_LEADER || fenced || log.countedOffset() < log.endOffset()) {
            return Optional.empty();
        }
        return Optional.of(new FetchPosition(log.endOffset(), leaderEpoch(), epochs.latestEpoch(), log.startOffset()));
    }

    /**
     * The leader has answered. An answer counts only if the log and the epoch are still those that were asked for. A log that
     * parts from the leader's is cut before anything else is learnt from the leader (KAFKA-14704).
     */
    public Transition answered(FetchPosition asked, FetchAnswer answer, LogPosition log, EpochHistory epochs) {
        if (!isCurrent(asked, log) || asked.lastFetchedEpoch() != epochs.latestEpoch()) {
            return Transition.none(this);
        }
        return switch (answer) {
            case FetchAnswer.Records() -> effect(new Effect.AppendFetched(leaderEpoch()));
            case FetchAnswer.Diverging(EpochEnd leaderEnd) ->
                effect(new Effect.Truncate(truncationOffset(leaderEnd, log, epochs)));
            case FetchAnswer.Failed(ErrorCode error) -> refused(error);
        };
    }

    private boolean isCurrent(FetchPosition asked, LogPosition log) {
        return !fenced && asked.leaderEpoch() == leaderEpoch() && asked.offset() == log.endOffset();
    }

    private Transition refused(ErrorCode error) {
        return switch (error) {
            case OFFSET_OUT_OF_RANGE -> effect(new Effect.AskLeaderBounds());
            case FENCED_LEADER_EPOCH -> Transition.none(new Follower(settings, state, true, highWatermark));
            default -> effect(new Effect.BackOff());
        };
    }

    /**
     * Where the logs part at the latest: the end of the leader's epoch in both logs. An epoch that this log does not have ends
     * where its own next older one does; the leader is then asked again.
     */
    private static long truncationOffset(EpochEnd leaderEnd, LogPosition log, EpochHistory epochs) {
        EpochEnd own = epochs.endOf(leaderEnd.epoch());
        if (own.epoch() == EpochHistory.NONE) {
            return Math.min(leaderEnd.endOffset(), log.endOffset());
        }
        long end = Math.min(own.endOffset(), log.endOffset());
        return own.epoch() == leaderEnd.epoch() ? Math.min(end, leaderEnd.endOffset()) : end;
    }

    /** The leader has told where its log starts and ends, after this one asked for an offset outside. */
    public Transition leaderBounds(FetchPosition asked, long leaderStart, long leaderEnd, LogPosition log) {
        if (!isCurrent(asked, log)) {
            return Transition.none(this);
        }
        if (leaderEnd < log.endOffset()) {
            return effect(new Effect.Truncate(leaderEnd));
        }
        return leaderStart > log.endOffset() ? effect(new Effect.StartOver(leaderStart)) : effect(new Effect.BackOff());
    }

    /**
     * The records of an answer, perhaps none, are in the log.
     *
     * @param leaderHighWatermark what came with them, -1 if unknown
     * @param leaderStart the leader's log start offset, -1 if unknown
     */
    public Transition replicated(LogPosition log, long leaderHighWatermark, long leaderStart) {
        long known = Math.max(highWatermark, Math.min(leaderHighWatermark, log.endOffset()));
        List<Effect> effects = new ArrayList<>();
        if (known != highWatermark) {
            effects.add(new Effect.HighWatermark(known));
        }
        if (leaderStart > log.startOffset()) {
            effects.add(new Effect.MoveStart(Math.min(leaderStart, known)));
        }
        return new Transition(new Follower(settings, state, fenced, known), effects);
    }

    /** The log was cut, or starts over. What was committed and is gone was lost by an unclean election. */
    public Transition truncated(LogPosition log) {
        long left = log.clamp(highWatermark);
        return left == highWatermark
                ? Transition.none(this)
                : new Transition(new Follower(settings, state, fenced, left), List.of(new Effect.HighWatermark(left)));
    }

    private Transition effect(Effect effect) {
        return new Transition(this, List.of(effect));
    }

    @Override
    public Optional<Refusal> refusesWriter(boolean acksAll) {
        return Optional.of(Role.notLeader());
    }

    @Override
    public Optional<Refusal> refuses(boolean leaderOnly) {
        return leaderOnly ? Optional.of(Role.notLeader()) : Optional.empty();
    }

    @Override
    public Ack ack(long endOffset) {
        return Ack.NOT_LEADER;
    }
}
