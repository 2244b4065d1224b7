package io.odradek.raft;

import io.odradek.protocol.CorruptRecordsException;
import io.odradek.protocol.ErrorCode;
import io.odradek.protocol.MalformedMessageException;
import io.odradek.protocol.MemoryRecords;
import io.odradek.protocol.message.FetchResponse;
import io.odradek.protocol.message.FetchSnapshotResponse;
import io.odradek.protocol.record.BatchCursor;
import io.odradek.protocol.record.RecordBatchView;
import io.odradek.raft.Core.Proposal;
import io.odradek.raft.Core.Purpose;
import io.odradek.raft.Lanes.Lane;
import io.odradek.raft.Role.Download;
import io.odradek.raft.Role.Follower;
import java.nio.ByteBuffer;
import java.util.Optional;
import java.util.OptionalInt;

/** What comes back from the leader: records, the point where the logs part, or the snapshot to begin with. */
final class Pulled {
    private final Core core;

    Pulled(Core core) {
        this.core = core;
    }

    void fetched(int from, FetchResponse response) {
        if (response.errorCode() != ErrorCode.NONE.code()
                || response.responses().size() != 1
                || response.responses().getFirst().partitions().size() != 1) {
            core.lanes.rest(from, Lane.FETCH, core.now());
            return;
        }
        FetchResponse.PartitionData partition = Replies.partition(response);
        int leaderId = partition.currentLeader().leaderId();
        int epoch = partition.currentLeader().leaderEpoch();
        Endpoints endpoints = Checks.endpoints(
                core,
                response.nodeEndpoints(),
                FetchResponse.NodeEndpoint::nodeId,
                leaderId,
                at -> Endpoints.of(core.config.listener(), at.host(), at.port()));
        if (core.learn(Checks.leader(leaderId), epoch, endpoints)) {
            return; // ask that leader
        }
        if (!(core.role() instanceof Follower follower)
                || partition.errorCode() != ErrorCode.NONE.code()
                || epoch != follower.epoch()
                || leaderId != follower.leader()) {
            core.lanes.rest(from, Lane.FETCH, core.now());
            return;
        }
        heard(follower);
        if (partition.divergingEpoch().epoch() >= 0
                && partition.divergingEpoch().endOffset() >= 0) {
            truncate(
                    partition.divergingEpoch().epoch(),
                    partition.divergingEpoch().endOffset());
        } else if (partition.snapshotId().epoch() >= 0 && partition.snapshotId().endOffset() >= 0) {
            download(
                    from,
                    new SnapshotId(
                            partition.snapshotId().endOffset(),
                            partition.snapshotId().epoch()));
        } else {
            append(from, partition);
            core.log.heardCommitted(partition.highWatermark());
            core.log.raiseHighWatermark(partition.highWatermark()); // as far as the log reaches already
        }
    }

    private void heard(Follower follower) {
        core.silentLeader = OptionalInt.empty();
        core.update(follower.heardAt(core.fetchDeadline(follower.leader())));
    }

    private void truncate(int epoch, long endOffset) {
        long common = core.log.endCommonWith(epoch, endOffset);
        core.log.truncateTo(common);
        core.work(new LogWork.Truncate(common));
    }

    private void append(int from, FetchResponse.PartitionData partition) {
        if (!(partition.records() instanceof MemoryRecords records) || records.sizeInBytes() == 0) {
            return;
        }
        ByteBuffer bytes = records.buffer();
        Taken taken = take(bytes);
        if (taken.bytes == 0) {
            core.lanes.rest(from, Lane.FETCH, core.now()); // nothing that fits: ask again
            return;
        }
        core.proposal = Optional.of(
                new Proposal(Purpose.FETCHED, taken.end, taken.epochs, taken.voters, partition.highWatermark()));
        core.work(new LogWork.Append(bytes.slice(bytes.position(), taken.bytes), core.log.endOffset(), taken.end));
    }

    /** The front part of what came that is whole, undamaged, of no later epoch and continues the log (KAFKA-18723). */
    private static final class Taken {
        int bytes;
        long end;
        EpochHistory epochs;
        VoterHistory voters;

        Taken(ReplicaLog log) {
            end = log.endOffset();
            epochs = log.epochs();
            voters = log.history();
        }
    }

    private Taken take(ByteBuffer bytes) {
        Taken taken = new Taken(core.log);
        int lastEpoch = core.log.lastEpoch();
        try {
            BatchCursor cursor = BatchCursor.over(bytes);
            while (cursor.next()) {
                RecordBatchView batch = cursor.view();
                int epoch = batch.partitionLeaderEpoch();
                if (batch.baseOffset() != taken.end
                        || batch.nextOffset() <= taken.end
                        || epoch > core.epoch()
                        || epoch < lastEpoch
                        || !batch.hasValidCrc()) {
                    break;
                }
                if (batch.isControl()) {
                    Optional<VoterHistory.Change> change = ControlRecordBatches.change(batch, batch.baseOffset());
                    if (change.isPresent()) {
                        taken.voters = taken.voters.with(change.get());
                    }
                }
                taken.epochs = taken.epochs.begin(epoch, batch.baseOffset());
                lastEpoch = epoch;
                taken.end = batch.nextOffset();
                taken.bytes = cursor.validEnd() - bytes.position();
            }
        } catch (CorruptRecordsException | MalformedMessageException _) {
            return taken; // what stands before it is good
        }
        return taken;
    }

    // --- Snapshots

    private void download(int from, SnapshotId id) {
        if (id.endOffset() <= core.log.highWatermark() || !(core.role() instanceof Follower follower)) {
            // What is committed here would be lost: it is not a leader of ours, or it speaks of the past.
            core.lanes.rest(from, Lane.FETCH, core.now());
            return;
        }
        core.update(follower.with(Optional.of(new Download(id, 0L))));
        core.work(new LogWork.BeginDownload(id));
    }

    void snapshotFetched(int from, FetchSnapshotResponse response) {
        if (response.errorCode() != ErrorCode.NONE.code()
                || response.topics().size() != 1
                || response.topics().getFirst().partitions().size() != 1) {
            core.lanes.rest(from, Lane.FETCH, core.now());
            return;
        }
        FetchSnapshotResponse.PartitionSnapshot piece =
                response.topics().getFirst().partitions().getFirst();
        int leaderId = piece.currentLeader().leaderId();
        int epoch = piece.currentLeader().leaderEpoch();
        Endpoints endpoints = Checks.endpoints(
                core,
                response.nodeEndpoints(),
                FetchSnapshotResponse.NodeEndpoint::nodeId,
                leaderId,
                at -> Endpoints.of(core.config.listener(), at.host(), at.port()));
        if (core.learn(Checks.leader(leaderId), epoch, endpoints)
                || !(core.role() instanceof Follower follower)
                || follower.download().isEmpty()) {
            return;
        }
        ErrorCode error = ErrorCode.forCode(piece.errorCode());
        if (error == ErrorCode.SNAPSHOT_NOT_FOUND
                || error == ErrorCode.POSITION_OUT_OF_RANGE
                || error == ErrorCode.UNKNOWN_LEADER_EPOCH) {
            core.update(follower.with(Optional.empty())); // the log tells which one there is now
            core.lanes.rest(from, Lane.FETCH, core.now());
            return;
        }
        if (error != ErrorCode.NONE || epoch != follower.epoch() || leaderId != follower.leader()) {
            core.lanes.rest(from, Lane.FETCH, core.now());
            return;
        }
        heard(follower);
        write(from, follower.download().get(), piece);
    }

    private void write(int from, Download download, FetchSnapshotResponse.PartitionSnapshot piece) {
        SnapshotId id = new SnapshotId(
                piece.snapshotId().endOffset(), piece.snapshotId().epoch());
        boolean fits = id.equals(download.id())
                && piece.position() == download.position()
                && piece.unalignedRecords() instanceof MemoryRecords records
                && piece.size() >= download.position() + records.sizeInBytes()
                && (records.sizeInBytes() > 0 || piece.size() == download.position());
        if (!fits || !(piece.unalignedRecords() instanceof MemoryRecords bytes)) {
            giveUpDownload();
            core.lanes.rest(from, Lane.FETCH, core.now());
            return;
        }
        long position = download.position() + bytes.sizeInBytes();
        if (core.role() instanceof Follower follower) {
            core.update(follower.with(Optional.of(new Download(id, position))));
        }
        core.work(new LogWork.WriteDownload(id, download.position(), bytes.buffer(), position == piece.size()));
    }

    /** Back to fetching: the leader says what to begin with. */
    void giveUpDownload() {
        if (core.role() instanceof Follower follower) {
            core.update(follower.with(Optional.empty()));
        }
    }

    /** The snapshot is there under its name, and the log goes on behind it. */
    void installed(SnapshotId id, VoterHistory voters) {
        core.log.replacedBy(id, voters);
        giveUpDownload();
    }
}
