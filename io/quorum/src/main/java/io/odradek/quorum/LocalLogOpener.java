package io.odradek.quorum;

import io.odradek.base.TopicPartition;
import io.odradek.base.Uuid;
import io.odradek.protocol.ApiException;
import io.odradek.raft.SnapshotId;
import io.odradek.storage.AppendOrigin;
import io.odradek.storage.Folders;
import io.odradek.storage.LogConfig;
import io.odradek.storage.LogListener;
import io.odradek.storage.OffsetCheckpoint;
import io.odradek.storage.PartitionLog;
import io.odradek.storage.RecoveryPoint;
import io.odradek.storage.disk.Disk;
import java.io.IOException;
import java.nio.file.Path;
import java.util.Map;
import java.util.Optional;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Opens the folder of a local metadata log: recovers it, verifies all of it, and begins a new epoch. One thread. */
final class LocalLogOpener {
    private static final Logger LOG = LoggerFactory.getLogger(LocalLogOpener.class);
    private static final TopicPartition PARTITION = new TopicPartition("__cluster_metadata", 0);

    private final LocalLogSpec spec;
    private final Disk disk;
    private final Path folder;

    LocalLogOpener(LocalLogSpec spec) {
        this.spec = spec;
        this.disk = spec.disk();
        this.folder = spec.folder();
    }

    /**
     * What was found, with the new epoch begun.
     *
     * @param replayEnd the log's end before the epoch's first batch: up to here it is to be replayed
     */
    record Opened(
            PartitionLog log,
            SnapshotStore snapshots,
            Optional<SnapshotId> snapshot,
            long replayEnd,
            int epoch,
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
        SnapshotStore snapshots = new SnapshotStore(disk, folder);
        Optional<SnapshotId> snapshot = snapshots.newestValid();
        PartitionLog log = openLog();
        try {
            fit(log, snapshots, snapshot);
            long replayEnd = log.logEndOffset();
            LogWalk.walk(log, snapshot.map(SnapshotId::endOffset).orElse(0L), replayEnd, _ -> {});
            int epoch = beginEpoch(log, snapshot);
            return new Opened(log, snapshots, snapshot, replayEnd, epoch, lock);
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
        long recoveryPoint = recoveryPoint();
        RecoveryPoint from = new RecoveryPoint(recoveryPoint, 0L, false, true);
        PartitionLog log =
                PartitionLog.open(disk, folder, PARTITION, Uuid.ONE, config, spec.time(), from, LogListener.NONE);
        if (log.logEndOffset() < recoveryPoint) {
            log.abandon();
            throw new IOException("the metadata log in " + folder + " ends at offset " + log.logEndOffset()
                    + ", but was on disk up to " + recoveryPoint + ": restore the folder from a backup");
        }
        return log;
    }

    private long recoveryPoint() {
        try {
            return checkpoint(disk, folder).read().getOrDefault(PARTITION, 0L);
        } catch (IOException e) {
            LOG.warn("the metadata log is recovered from its beginning: {}", e.getMessage());
            return 0L;
        }
    }

    private static OffsetCheckpoint checkpoint(Disk disk, Path folder) {
        return new OffsetCheckpoint(disk, folder, OffsetCheckpoint.RECOVERY_POINTS);
    }

    /** Writes down that everything below the offset is on disk. */
    static void writeRecoveryPoint(LocalLogSpec spec, long offset) throws IOException {
        checkpoint(spec.disk(), spec.folder()).write(Map.of(PARTITION, offset));
    }

    /** Snapshot and log must make a whole. */
    private static void fit(PartitionLog log, SnapshotStore snapshots, Optional<SnapshotId> snapshot)
            throws IOException {
        long end = snapshot.map(SnapshotId::endOffset).orElse(0L);
        if (log.logStartOffset() > end) {
            IOException gap = new IOException("the metadata log begins at offset " + log.logStartOffset()
                    + ", and no undamaged snapshot reaches so far: restore the folder " + log.folder()
                    + " from a backup");
            snapshots.damages().forEach(gap::addSuppressed);
            throw gap;
        }
        if (log.logEndOffset() < end) {
            LOG.warn(
                    "the metadata log ends at {}, before its snapshot's {}, and goes on there",
                    log.logEndOffset(),
                    end);
            log.truncateFullyAndStartAt(end);
        }
    }

    private int beginEpoch(PartitionLog log, Optional<SnapshotId> snapshot) throws IOException {
        QuorumStateFile state = new QuorumStateFile(disk, folder);
        int newest = Math.max(state.readEpoch(), log.latestLeaderEpoch());
        int epoch = Math.max(newest, snapshot.map(SnapshotId::epoch).orElse(0)) + 1;
        state.writeLeader(spec.nodeId(), epoch);
        try {
            log.assignEpochStart(epoch, log.logEndOffset());
            log.appendAsLeader(
                    ControlBatches.leaderChange(spec.time().wallMillis(), spec.nodeId()),
                    epoch,
                    AppendOrigin.COORDINATOR);
        } catch (ApiException e) {
            throw new IOException("the metadata log in " + folder + " cannot be written: " + e.getMessage(), e);
        }
        log.sync();
        return epoch;
    }
}
