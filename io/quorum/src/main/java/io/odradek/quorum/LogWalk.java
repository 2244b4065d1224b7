package io.odradek.quorum;

import io.odradek.protocol.CorruptRecordsException;
import io.odradek.protocol.record.BatchCursor;
import io.odradek.protocol.record.RecordBatchView;
import io.odradek.storage.FileRecords;
import io.odradek.storage.LogRead;
import io.odradek.storage.PartitionLog;
import java.io.IOException;
import java.util.function.Consumer;

/** Goes through a range of the metadata log batch by batch, verifying everything. Stateless. */
final class LogWalk {
    private static final int READ_BYTES = 1024 * 1024;

    private LogWalk() {}

    /**
     * Hands every batch that begins at or after {@code from} and before {@code to} to the visitor.
     *
     * @throws IOException if the disk fails, a checksum does not match, or offsets or epochs do not follow each other
     */
    static void walk(PartitionLog log, long from, long to, Consumer<RecordBatchView> visitor) throws IOException {
        long next = from;
        int epoch = -1;
        try {
            while (next < to) {
                LogRead read = log.read(next, READ_BYTES, to, true);
                try (FileRecords records = (FileRecords) read.records()) {
                    BatchCursor cursor = BatchCursor.over(records.readFully());
                    long before = next;
                    while (cursor.next()) {
                        RecordBatchView batch = cursor.view();
                        check(batch, next, epoch);
                        visitor.accept(batch);
                        next = batch.nextOffset();
                        epoch = batch.partitionLeaderEpoch();
                    }
                    if (next == before) {
                        throw new IOException(damaged(next, "nothing can be read"));
                    }
                }
            }
        } catch (CorruptRecordsException e) {
            throw new IOException(damaged(next, e.getMessage()), e);
        }
    }

    private static void check(RecordBatchView batch, long expectedOffset, int lastEpoch) throws IOException {
        if (!batch.hasValidCrc()) {
            throw new IOException(damaged(expectedOffset, "a batch does not match its checksum"));
        }
        if (batch.baseOffset() != expectedOffset) {
            throw new IOException(damaged(expectedOffset, "a batch has offset " + batch.baseOffset()));
        }
        if (batch.partitionLeaderEpoch() < lastEpoch) {
            throw new IOException(
                    damaged(expectedOffset, "epoch " + batch.partitionLeaderEpoch() + " follows " + lastEpoch));
        }
    }

    private static String damaged(long offset, @org.jspecify.annotations.Nullable String what) {
        return "the metadata log is damaged at offset " + offset + ", below what was on disk: " + what
                + ". Restore the folder __cluster_metadata-0 from a backup";
    }
}
