package io.odradek.raft;

import io.odradek.protocol.record.RecordBatchView;
import io.odradek.raft.VoterHistory.Change;
import java.util.Optional;

/** Gathers what a replica must know of its log from the newest snapshot and the batches, in this order, at a start. One thread. */
public final class LogScan {
    private EpochHistory epochs = EpochHistory.EMPTY;
    private VoterHistory voters;
    private long behindSnapshot;

    /** @param staticVoters of the configuration */
    public LogScan(VoterSet staticVoters) {
        voters = VoterHistory.of(staticVoters);
    }

    /**
     * Takes in the first batch of the newest snapshot, or of the bootstrap checkpoint if there is no snapshot.
     *
     * @throws io.odradek.protocol.CorruptRecordsException if it is malformed
     */
    public void snapshot(SnapshotId id, RecordBatchView header) {
        Optional<Change> change = ControlRecordBatches.change(header, id.endOffset() - 1);
        if (change.isPresent()) {
            voters = voters.with(change.get());
        }
        behindSnapshot = id.endOffset();
    }

    /** Takes in that an epoch begins at the offset; nothing happens if it or a later one has begun. */
    public void epoch(int epoch, long startOffset) {
        epochs = epochs.begin(epoch, startOffset);
    }

    /**
     * Takes in the next batch of the log.
     *
     * @throws io.odradek.protocol.CorruptRecordsException if it is a malformed control batch
     */
    public void batch(RecordBatchView batch) {
        epochs = epochs.begin(batch.partitionLeaderEpoch(), batch.baseOffset());
        if (batch.isControl() && batch.baseOffset() >= behindSnapshot) {
            Optional<Change> change = ControlRecordBatches.change(batch, batch.baseOffset());
            if (change.isPresent()) {
                voters = voters.with(change.get());
            }
        }
    }

    public EpochHistory epochs() {
        return epochs;
    }

    public VoterHistory voters() {
        return voters;
    }
}
