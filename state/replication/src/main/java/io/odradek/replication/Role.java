package io.odradek.replication;

import io.odradek.protocol.ErrorCode;
import java.util.Optional;

/**
 * One replica of one partition: what it is at the moment, with the data of that state and the ways out of it. Events come
 * in with what they need to know, a {@link Transition} comes out; nothing is changed in place.
 *
 * <p>Immutable; any thread. The owner lets one event follow another and carries out the effects between them.
 */
public sealed interface Role permits Leader, Follower, Offline {
    /** Known of a partition of which no metadata has been seen. */
    int NO_EPOCH = -1;

    /** A reader that does not name the leader epoch that it believes in. */
    int ANY_EPOCH = -1;

    ReplicaSettings settings();

    /** Below it everything is committed, as far as this replica knows. */
    long highWatermark();

    /** {@link #NO_EPOCH} before the first metadata. */
    int leaderEpoch();

    /** {@link #NO_EPOCH} before the first metadata. */
    int partitionEpoch();

    /**
     * The controller has committed a state of the partition that has this broker among its replicas. One that is older than
     * what is known changes nothing: answers to AlterPartition may overtake the metadata log.
     *
     * @param log where the replica's log stands
     * @param epochs of the log
     */
    Transition changed(PartitionState state, LogPosition log, EpochHistory epochs, Moment at);

    /** The configuration has changed. */
    Transition configured(ReplicaSettings changed, Moment at);

    /** The partition is deleted, or its replica has moved away. */
    default Transition resigned() {
        return Offline.after(this, Offline.Reason.RESIGNED);
    }

    /** The disk under the log has failed: nothing is served from here until the broker is started anew. */
    default Transition failed() {
        return Offline.after(this, Offline.Reason.DISK_FAILED);
    }

    /**
     * Whether records may be appended for clients.
     *
     * @param acksAll whether the client wants them on all in-sync replicas
     */
    Optional<Refusal> refusesWriter(boolean acksAll);

    /**
     * Whether a consumer, or anybody who asks for offsets, is served.
     *
     * @param clientEpoch the leader epoch that it believes in (KIP-320), {@link #ANY_EPOCH} if it names none
     * @param leaderOnly whether only the leader will do; a consumer that knows of KIP-392 reads from followers too
     */
    default Optional<Refusal> refusesReader(int clientEpoch, boolean leaderOnly) {
        if (clientEpoch != ANY_EPOCH && clientEpoch < leaderEpoch()) {
            return Optional.of(new Refusal(
                    ErrorCode.FENCED_LEADER_EPOCH,
                    "Leader epoch " + clientEpoch + " of {} is over, it is " + leaderEpoch() + " now"));
        }
        if (clientEpoch > leaderEpoch()) {
            return Optional.of(new Refusal(
                    ErrorCode.UNKNOWN_LEADER_EPOCH, "Leader epoch " + clientEpoch + " of {} is not known here yet"));
        }
        return refuses(leaderOnly);
    }

    /** As {@link #refusesReader} of one that names no leader epoch. */
    Optional<Refusal> refuses(boolean leaderOnly);

    /** What becomes of records that were appended here up to {@code endOffset}. */
    Ack ack(long endOffset);

    /** The refusal of one that does not lead. */
    static Refusal notLeader() {
        return new Refusal(ErrorCode.NOT_LEADER_OR_FOLLOWER, "This broker does not lead {}");
    }
}
