package io.odradek.raft;

import io.odradek.base.Invariants;
import io.odradek.raft.RecoveredLog.Snapshots;
import java.util.Optional;
import java.util.OptionalLong;

/** What a replica knows of its own log: offsets, epochs, voters and snapshots, but no record. One thread. */
final class ReplicaLog {
    private long startOffset;
    private long endOffset;
    private long durableOffset;
    private long highWatermark;
    private OptionalLong knownCommitted = OptionalLong.empty();
    private EpochHistory epochs;
    private Snapshots snapshots;
    private VoterHistory voters;

    /** Whether another log, by its last fetched epoch and offset, continues from this one. */
    sealed interface Validation {
        record Valid() implements Validation {}

        record Diverging(EpochHistory.End end) implements Validation {}

        record FromSnapshot(SnapshotId id) implements Validation {}
    }

    ReplicaLog(RecoveredLog recovered) {
        startOffset = recovered.startOffset();
        endOffset = recovered.endOffset();
        durableOffset = recovered.durableOffset();
        epochs = recovered.epochs();
        snapshots = recovered.snapshots();
        voters = recovered.voters();
        highWatermark = snapshots.latest().map(SnapshotId::endOffset).orElse(0L);
        Invariants.check(
                highWatermark >= startOffset && endOffset >= highWatermark,
                "snapshot and log make a whole",
                highWatermark,
                endOffset);
    }

    private ReplicaLog(ReplicaLog other) {
        startOffset = other.startOffset;
        endOffset = other.endOffset;
        durableOffset = other.durableOffset;
        highWatermark = other.highWatermark;
        knownCommitted = other.knownCommitted;
        epochs = other.epochs;
        snapshots = other.snapshots;
        voters = other.voters;
    }

    ReplicaLog copy() {
        return new ReplicaLog(this);
    }

    long startOffset() {
        return startOffset;
    }

    long endOffset() {
        return endOffset;
    }

    long durableOffset() {
        return durableOffset;
    }

    /** Everything below is known to be committed. */
    long highWatermark() {
        return highWatermark;
    }

    EpochHistory epochs() {
        return epochs;
    }

    VoterHistory history() {
        return voters;
    }

    VoterSet voters() {
        return voters.voters();
    }

    /** Whether the newest voters lack the replica, those before had it, and it is not known whether that is committed. */
    boolean isBeingRemoved(ReplicaKey replica) {
        long offset = voters.votersOffset();
        return offset >= highWatermark
                && !voters().contains(replica)
                && voters.votersBefore(offset).orElse(voters.staticVoters()).contains(replica);
    }

    Snapshots snapshots() {
        return snapshots;
    }

    /** Epoch of the last record, or the newest that has begun behind it. */
    int lastEpoch() {
        return epochs.latestOr(snapshots.latest().map(SnapshotId::epoch).orElse(0));
    }

    /** Whether a log that ends there holds at least what this one may have committed. */
    boolean isUpToDate(int lastEpoch, long end) {
        return lastEpoch > lastEpoch() || (lastEpoch == lastEpoch() && end >= endOffset);
    }

    void beginEpoch(int epoch) {
        epochs = epochs.begin(epoch, endOffset);
    }

    /** The records up to the end are written; voters and epochs are those with them. */
    void appended(long end, EpochHistory newEpochs, VoterHistory newVoters) {
        Invariants.check(end >= endOffset, "a log grows by appends", end, endOffset);
        endOffset = end;
        epochs = newEpochs;
        voters = newVoters;
    }

    /** An append did not take place: an epoch that was to begin with it has not. */
    void notAppended() {
        epochs = epochs.truncateTo(endOffset);
    }

    void durable(long offset) {
        durableOffset = Math.max(durableOffset, Math.min(offset, endOffset));
    }

    /** The leader says how much is committed, which may be more than is here. */
    void heardCommitted(long offset) {
        if (offset >= 0) {
            knownCommitted = OptionalLong.of(Math.max(offset, knownCommitted.orElse(0L)));
        }
    }

    /** How much is committed in the quorum, as far as this replica has heard; empty until it has. */
    OptionalLong knownCommitted() {
        return knownCommitted;
    }

    /** Returns whether it moved. */
    boolean raiseHighWatermark(long offset) {
        long known = Math.min(offset, endOffset);
        boolean moved = known > highWatermark;
        highWatermark = Math.max(highWatermark, known);
        return moved;
    }

    /** Drops everything from the offset on. */
    void truncateTo(long offset) {
        Invariants.check(offset >= highWatermark, "what is committed is never truncated", offset, highWatermark);
        endOffset = offset;
        durableOffset = Math.min(durableOffset, offset);
        epochs = epochs.truncateTo(offset);
        voters = voters.truncateTo(offset);
    }

    /** The log is empty and goes on behind a snapshot that came from the leader. */
    void replacedBy(SnapshotId id, VoterHistory snapshotVoters) {
        startOffset = id.endOffset();
        endOffset = id.endOffset();
        durableOffset = id.endOffset();
        highWatermark = Math.max(highWatermark, id.endOffset());
        epochs = EpochHistory.EMPTY;
        snapshots = new Snapshots(Optional.of(id), Optional.of(id));
        voters = snapshotVoters;
    }

    /** Snapshots were written or deleted here, and the log may have lost its beginning to them. */
    void snapshotsAre(Snapshots now, long start) {
        snapshots = now;
        startOffset = start;
    }

    /** The snapshot that stands for everything below the offset. */
    SnapshotId snapshotAt(long offset) {
        int before = snapshots.latest().map(SnapshotId::epoch).orElse(0);
        int earliest = snapshots.earliest().map(SnapshotId::epoch).orElse(before);
        return new SnapshotId(offset, epochs.epochAt(offset - 1, earliest));
    }

    Validation validate(long offset, int epoch) {
        if (offset == 0 && snapshots.latest().isPresent()) {
            return new Validation.FromSnapshot(snapshots.latest().get());
        }
        if (snapshots.earliest().isPresent() && snapshots.latest().isPresent()) {
            int earliest = snapshots.earliest().get().epoch();
            boolean atStart = offset == startOffset && startOffset > 0;
            if (offset < startOffset || (atStart && epoch != earliest) || epoch < earliest) {
                return new Validation.FromSnapshot(snapshots.latest().get());
            }
        }
        if (offset == 0) {
            return new Validation.Valid();
        }
        EpochHistory.End end = epochs.endOf(epoch, endOffset);
        return end.epoch() != epoch || end.offset() < offset ? new Validation.Diverging(end) : new Validation.Valid();
    }

    /** Where this log must be cut so that it goes on as the leader's does, which ends the epoch there (KIP-595). */
    long endCommonWith(int epoch, long leaderEnd) {
        EpochHistory.End own = epochs.endOf(epoch, endOffset);
        return own.epoch() == epoch ? Math.min(own.offset(), leaderEnd) : own.offset();
    }

    @Override
    public String toString() {
        return "[" + startOffset + ".." + highWatermark + ".." + durableOffset + ".." + endOffset + ") "
                + epochs.starts() + " " + snapshots.latest() + " " + voters.changes();
    }
}
