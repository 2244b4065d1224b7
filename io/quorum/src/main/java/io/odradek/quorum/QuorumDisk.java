package io.odradek.quorum;

import io.odradek.protocol.ApiException;
import io.odradek.protocol.ErrorCode;
import io.odradek.protocol.MemoryRecords;
import io.odradek.protocol.message.FetchResponse;
import io.odradek.protocol.message.FetchSnapshotResponse;
import io.odradek.raft.Answer;
import io.odradek.raft.LogScan;
import io.odradek.raft.LogWork;
import io.odradek.raft.QuorumState;
import io.odradek.raft.SnapshotId;
import io.odradek.raft.VoterHistory;
import io.odradek.raft.VoterSet;
import io.odradek.storage.AppendOrigin;
import io.odradek.storage.FileRecords;
import io.odradek.storage.LogRead;
import io.odradek.storage.PartitionLog;
import io.odradek.storage.disk.Disk;
import io.odradek.storage.disk.Disk.OpenMode;
import io.odradek.storage.disk.DiskFile;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.util.Optional;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Does on disk what the replica asks for. The caller serialises the calls. */
final class QuorumDisk {
    private static final Logger LOG = LoggerFactory.getLogger(QuorumDisk.class);

    private final KraftSpec spec;
    private final Disk disk;
    private final PartitionLog log;
    private final SnapshotStore snapshots;
    private final RecoveryPointFile recoveryPoints;
    private final QuorumStateFile stateFile;
    private Optional<DiskFile> download = Optional.empty();

    QuorumDisk(KraftSpec spec, KraftLogOpener.Opened opened) {
        this.spec = spec;
        this.disk = spec.disk();
        this.log = opened.log();
        this.snapshots = opened.snapshots();
        this.recoveryPoints = opened.recoveryPoints();
        this.stateFile = new QuorumStateFile(disk, spec.folder());
    }

    void save(QuorumState state, VoterSet voters) throws IOException {
        stateFile.write(state, voters);
    }

    /**
     * Does a piece of log work.
     *
     * @param epoch of the replica: batches of later ones are not taken
     * @return the voters of a snapshot that has been installed
     * @throws ApiException if an append was refused: the disk is full, or the log has failed
     * @throws IOException if the disk fails
     */
    Optional<VoterHistory> perform(LogWork work, int epoch) throws IOException {
        switch (work) {
            case LogWork.Append append -> log.appendAsFollower(append.batches().duplicate(), epoch);
            case LogWork.BeginEpoch begin -> {
                log.assignEpochStart(begin.epoch(), log.logEndOffset());
                log.appendAsFollower(begin.first().batches().duplicate(), epoch);
            }
            case LogWork.Truncate truncate -> truncate(truncate.toOffset());
            case LogWork.BeginDownload begin -> beginDownload(begin.id());
            case LogWork.WriteDownload write -> {
                writeDownload(write);
                return write.last() ? Optional.of(install(write.id())) : Optional.empty();
            }
        }
        return Optional.empty();
    }

    /** As {@link #perform}, for batches that this node has made itself: no need to verify them. */
    void appendOwn(LogWork.Append append, int epoch) {
        log.appendAsLeader(append.batches().duplicate(), epoch, AppendOrigin.COORDINATOR);
    }

    private void truncate(long offset) throws IOException {
        recoveryPoints.cut(log, offset, () -> log.truncateTo(offset));
        if (log.logEndOffset() != offset) {
            throw new IOException("the metadata log was to be cut at " + offset + ", but ends at " + log.logEndOffset()
                    + ": no batch begins there");
        }
    }

    // --- Snapshots that come from the leader

    private Path part(SnapshotId id) {
        return spec.folder().resolve(id.fileName() + Checkpoints.PART_SUFFIX);
    }

    private void beginDownload(SnapshotId id) throws IOException {
        closeDownload();
        DiskFile file = disk.open(part(id), OpenMode.READ_WRITE_CREATE);
        download = Optional.of(file);
        file.truncate(0);
    }

    private void writeDownload(LogWork.WriteDownload write) throws IOException {
        DiskFile file = download.orElseThrow(() -> new IOException("no download of " + write.id() + " has begun"));
        file.write(write.bytes().duplicate(), write.position());
    }

    private VoterHistory install(SnapshotId id) throws IOException {
        DiskFile file = download.orElseThrow(() -> new IOException("no download of " + id + " has begun"));
        file.sync();
        closeDownload();
        CheckpointFile.verify(disk, part(id));
        disk.rename(part(id), snapshots.path(id));
        disk.syncDirectory(spec.folder());
        recoveryPoints.cut(log, 0L, () -> log.truncateFullyAndStartAt(id.endOffset()));
        snapshots.replacedBy(id);
        LOG.info("The metadata log goes on behind the leader's snapshot up to offset {}", id.endOffset());
        LogScan scan = new LogScan(spec.raft().staticVoters());
        try (CheckpointFile snapshot = new CheckpointFile(disk, snapshots.path(id))) {
            scan.snapshot(id, snapshot.next());
        }
        return scan.voters();
    }

    /** Gives up what is being downloaded. */
    void closeDownload() throws IOException {
        if (download.isPresent()) {
            download.get().close();
            download = Optional.empty();
        }
    }

    // --- Answers that carry bytes

    FetchResponse withRecords(Answer.WithRecords answer) {
        FetchResponse.PartitionData partition =
                answer.message().responses().getFirst().partitions().getFirst();
        try {
            partition.setRecords(read(answer.fromOffset(), answer.endOffset(), answer.maxBytes()));
        } catch (IOException | ApiException e) {
            LOG.error("the metadata log cannot be read at offset {}: {}", answer.fromOffset(), e.toString());
            partition.setErrorCode(ErrorCode.KAFKA_STORAGE_ERROR.code());
        }
        return answer.message();
    }

    private MemoryRecords read(long from, long end, int maxBytes) throws IOException {
        if (from >= end) {
            return MemoryRecords.EMPTY;
        }
        LogRead read = log.read(from, maxBytes, end, true);
        return switch (read.records()) {
            case FileRecords file -> {
                try (file) {
                    yield new MemoryRecords(file.readFully());
                }
            }
            case MemoryRecords memory -> memory;
            default -> throw new IOException("records of another kind: " + read.records());
        };
    }

    FetchSnapshotResponse withSnapshot(Answer.WithSnapshot answer) {
        FetchSnapshotResponse.PartitionSnapshot partition =
                answer.message().topics().getFirst().partitions().getFirst();
        try (DiskFile file = disk.open(snapshots.path(answer.id()), OpenMode.READ)) {
            long size = file.size();
            if (answer.position() >= size) {
                partition.setErrorCode(ErrorCode.POSITION_OUT_OF_RANGE.code());
            } else {
                ByteBuffer bytes = ByteBuffer.allocate((int) Math.min(answer.maxBytes(), size - answer.position()));
                file.read(bytes, answer.position());
                partition.setSize(size).setUnalignedRecords(new MemoryRecords(bytes.flip()));
            }
        } catch (NoSuchFileException _) {
            partition.setErrorCode(ErrorCode.SNAPSHOT_NOT_FOUND.code());
        } catch (IOException e) {
            LOG.error("the snapshot {} cannot be read: {}", answer.id(), e.toString());
            partition.setErrorCode(ErrorCode.KAFKA_STORAGE_ERROR.code());
        }
        return answer.message();
    }
}
