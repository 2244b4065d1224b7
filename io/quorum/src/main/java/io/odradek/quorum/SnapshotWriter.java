package io.odradek.quorum;

import io.odradek.raft.SnapshotId;
import io.odradek.raft.VoterHistory;
import io.odradek.raft.VoterSet;
import io.odradek.storage.PartitionLog;
import java.io.IOException;
import java.io.UncheckedIOException;

/** Writes snapshots and lets go of what they stand for. Any thread, one snapshot at a time. */
final class SnapshotWriter {
    private final KraftSpec spec;
    private final PartitionLog log;
    private final SnapshotStore snapshots;
    private final RecoveryPointFile recoveryPoints;
    private boolean closed;

    SnapshotWriter(KraftSpec spec, KraftLogOpener.Opened opened) {
        this.spec = spec;
        this.log = opened.log();
        this.snapshots = opened.snapshots();
        this.recoveryPoints = opened.recoveryPoints();
    }

    /** Returns whether it was written: one that is not newer than the last is left out. */
    synchronized boolean write(SnapshotId id, VoterHistory voters, SnapshotSource source) {
        long last = snapshots.newest().map(SnapshotId::endOffset).orElse(0L);
        if (closed || id.endOffset() <= last) {
            return false;
        }
        try {
            snapshots.write(
                    id,
                    spec.time().wallMillis(),
                    voters.kraftVersionBefore(id.endOffset()),
                    voters.votersBefore(id.endOffset()).orElse(VoterSet.EMPTY),
                    source.batches());
            snapshots.deleteOld();
            recoveryPoints.write(log);
            log.deleteRecordsBefore(snapshots.deletableUpTo());
            log.applyRetention(Math.min(log.durableOffset(), id.endOffset()));
            log.removeDeleted(false);
            return true;
        } catch (IOException e) {
            // The log still has everything: a snapshot that was not written costs nothing but a longer replay.
            throw new UncheckedIOException("the snapshot up to " + id.endOffset() + " was not written", e);
        }
    }

    /** Runs the last step when no snapshot is being written; none is written afterwards. */
    synchronized void close(Runnable last) {
        closed = true;
        last.run();
    }
}
