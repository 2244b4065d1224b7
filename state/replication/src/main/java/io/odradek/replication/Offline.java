package io.odradek.replication;

import io.odradek.protocol.ErrorCode;
import java.util.List;
import java.util.Optional;

/**
 * A replica that serves nobody.
 *
 * @param highWatermark what was known last, or read from the checkpoint
 */
public record Offline(ReplicaSettings settings, Reason reason, int leaderEpoch, int partitionEpoch, long highWatermark)
        implements Role {
    /** Why a replica is not served. */
    public enum Reason {
        /** No metadata has been seen yet. */
        STARTING,
        /** The partition is deleted, or its replica has moved away. */
        RESIGNED,
        /** The disk under the log has failed. */
        DISK_FAILED
    }

    /**
     * A log that was opened at the start of the broker.
     *
     * @param checkpointed its high watermark in {@code replication-offset-checkpoint}, 0 if there is none
     */
    public static Offline starting(ReplicaSettings settings, long checkpointed, LogPosition log) {
        return new Offline(settings, Reason.STARTING, NO_EPOCH, NO_EPOCH, log.clamp(checkpointed));
    }

    static Transition after(Role role, Reason reason) {
        if (role instanceof Offline offline && offline.reason != Reason.STARTING) {
            return Transition.none(role);
        }
        return new Transition(
                new Offline(role.settings(), reason, role.leaderEpoch(), role.partitionEpoch(), role.highWatermark()),
                List.of(new Effect.AbandonWaiters(), new Effect.InterruptReaders()));
    }

    /** A disk that has failed stays failed, whatever the metadata says; a replica that moved away may come back. */
    @Override
    public Transition changed(PartitionState state, LogPosition log, EpochHistory epochs, Moment at) {
        boolean ignored = switch (reason) {
            case DISK_FAILED -> true;
            case STARTING, RESIGNED -> state.partitionEpoch() < partitionEpoch;
        };
        if (ignored) {
            return Transition.none(this);
        }
        return state.leader() == settings.self()
                ? Leader.start(this, state, log, at)
                : Follower.start(this, state, log, epochs);
    }

    @Override
    public Transition configured(ReplicaSettings changed, Moment at) {
        return Transition.none(new Offline(changed, reason, leaderEpoch, partitionEpoch, highWatermark));
    }

    @Override
    public Optional<Refusal> refusesWriter(boolean acksAll) {
        return refuses(true);
    }

    /** Whoever asks is told to look elsewhere, whatever epoch it believes in. */
    @Override
    public Optional<Refusal> refusesReader(int clientEpoch, boolean leaderOnly) {
        return refuses(leaderOnly);
    }

    @Override
    public Optional<Refusal> refuses(boolean leaderOnly) {
        return Optional.of(
                switch (reason) {
                    case STARTING, RESIGNED -> Role.notLeader();
                    case DISK_FAILED ->
                        new Refusal(ErrorCode.KAFKA_STORAGE_ERROR, "The log directory of {} is offline");
                });
    }

    @Override
    public Ack ack(long endOffset) {
        return Ack.NOT_LEADER;
    }
}
