package io.odradek.quorum;

import io.odradek.base.Uuid;
import io.odradek.protocol.CorruptRecordsException;
import io.odradek.raft.LogScan;
import io.odradek.raft.QuorumState;
import io.odradek.raft.RecoveredLog;
import io.odradek.raft.SnapshotId;
import io.odradek.storage.EpochEndOffset;
import io.odradek.storage.Folders;
import io.odradek.storage.LogConfig;
import io.odradek.storage.LogListener;
import io.odradek.storage.PartitionLog;
import io.odradek.storage.RecoveryPoint;
import io.odradek.storage.disk.Disk;
import java.io.IOException;
import java.nio.file.Path;
import java.util.Optional;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Opens the folder of a metadata log: recovers it, and verifies all that this node has to rely on. One thread. */
final class KraftLogOpener {
    private static final Logger LOG = LoggerFactory.getLogger(KraftLogOpener.class);

    private final KraftSpec spec;
    private final Disk disk;
    private final Path folder;
    private final RecoveryPointFile recoveryPoints;

    KraftLogOpener(KraftSpec spec) {
        this.spec = spec;
        this.disk = spec.disk();
        this.folder = spec.folder();
        this.recoveryPoints = new RecoveryPointFile(spec);
    }

    /** What was found. */
    record Opened(
            PartitionLog log,
            SnapshotStore snapshots,
            RecoveryPointFile recoveryPoints,
            QuorumState state,
            RecoveredLog recovered,
            AutoCloseable lock) {}

    Opened open() throws IOException {
        Folders.create(disk, folder);
        AutoCloseable lock = disk.lock(folder.resolve(".lock"));
        try {
            return openLocked(lock);
        } catch (IOException | RuntimeException e) {
            try {
                lock.close();
            } catch (Exception suppressed) {
                e.addSuppressed(suppressed);
            }
            throw e;
        }
    }

    private Opened openLocked(AutoCloseable lock) throws IOException {
        QuorumState state = new QuorumStateFile(disk, folder).read();
        SnapshotStore snapshots = new SnapshotStore(disk, folder);
        Optional<SnapshotId> snapshot = snapshots.newestValid();
        PartitionLog log = openLog();
        try {
            fit(log, snapshots, snapshot);
            return new Opened(log, snapshots, recoveryPoints, state, scan(log, snapshots, snapshot), lock);
        } catch (CorruptRecordsException e) {
            log.abandon();
            throw new IOException("the metadata log in " + folder + " is damaged: " + e.getMessage(), e);
        } catch (IOException | RuntimeException e) {
            log.abandon();
            throw e;
        }
    }

    private PartitionLog openLog() throws IOException {
        LogConfig config = LogConfig.builder()
                .segmentBytes(spec.segmentBytes())
                .retentionMs(-1)
                .retentionBytes(-1)
                .fileDeleteDelayMs(0)
                .build();
        long recoveryPoint = recoveryPoints.read();
        RecoveryPoint from = new RecoveryPoint(recoveryPoint, 0L, false, true);
        PartitionLog log = PartitionLog.open(
                disk, folder, RecoveryPointFile.PARTITION, Uuid.ONE, config, spec.time(), from, LogListener.NONE);
        if (log.logEndOffset() < recoveryPoint) {
            log.abandon();
            throw new IOException("the metadata log in " + folder + " ends at offset " + log.logEndOffset()
                    + ", but was on disk up to " + recoveryPoint + ": restore the folder from a backup");
        }
        return log;
    }

    /** Snapshot and log must make a whole: a snapshot that came from a leader takes the place of a log that it does not continue. */
    private void fit(PartitionLog log, SnapshotStore snapshots, Optional<SnapshotId> snapshot) throws IOException {
        long end = snapshot.map(SnapshotId::endOffset).orElse(0L);
        if (log.logStartOffset() > end) {
            IOException gap = new IOException("the metadata log begins at offset " + log.logStartOffset()
                    + ", and no undamaged snapshot reaches so far: restore the folder " + log.folder()
                    + " from a backup");
            snapshots.damages().forEach(gap::addSuppressed);
            throw gap;
        }
        if (snapshot.isPresent() && !continues(log, snapshot.get())) {
            LOG.warn(
                    "the metadata log ends at {} and goes on behind its snapshot {}",
                    log.logEndOffset(),
                    snapshot.get());
            recoveryPoints.cut(log, 0L, () -> log.truncateFullyAndStartAt(end));
        }
    }

    private static boolean continues(PartitionLog log, SnapshotId snapshot) {
        if (log.logEndOffset() < snapshot.endOffset()) {
            return false;
        }
        int epoch = log.logStartOffset() < snapshot.endOffset() ? log.leaderEpochAt(snapshot.endOffset() - 1) : -1;
        return epoch < 0 || epoch == snapshot.epoch();
    }

    private RecoveredLog scan(PartitionLog log, SnapshotStore snapshots, Optional<SnapshotId> snapshot)
            throws IOException {
        LogScan scan = new LogScan(spec.raft().staticVoters());
        if (disk.exists(snapshots.path(SnapshotId.BOOTSTRAP))) {
            scanHeader(scan, snapshots, SnapshotId.BOOTSTRAP);
        }
        if (snapshot.isPresent()) {
            scanHeader(scan, snapshots, snapshot.get());
        }
        long from = snapshot.map(SnapshotId::endOffset).orElse(0L);
        epochsBefore(log, from, scan);
        LogWalk.walk(log, from, log.logEndOffset(), scan::batch);
        // An epoch may have begun of which no record was written.
        scan.epoch(log.latestLeaderEpoch(), log.logEndOffset());
        return new RecoveredLog(
                log.logStartOffset(),
                log.logEndOffset(),
                log.durableOffset(),
                scan.epochs(),
                snapshots.ids(),
                scan.voters());
    }

    private void scanHeader(LogScan scan, SnapshotStore snapshots, SnapshotId id) throws IOException {
        try (CheckpointFile file = new CheckpointFile(disk, snapshots.path(id))) {
            scan.snapshot(id, file.next());
        }
    }

    private static void epochsBefore(PartitionLog log, long end, LogScan scan) {
        long offset = log.logStartOffset();
        while (offset < end) {
            int epoch = log.leaderEpochAt(offset);
            EpochEndOffset next = log.endOffsetForEpoch(epoch);
            scan.epoch(epoch, offset);
            if (epoch < 0 || next.endOffset() <= offset) {
                return;
            }
            offset = next.endOffset();
        }
    }
}
