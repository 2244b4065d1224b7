package io.odradek.quorum;

import io.odradek.protocol.record.RecordBatchView;
import io.odradek.raft.ControlRecordBatches;
import io.odradek.raft.VoterSet;
import io.odradek.storage.disk.Disk;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Iterator;
import java.util.List;

/**
 * Files of metadata records in Kafka's snapshot format (KIP-630): the snapshots of the metadata log, and the
 * {@code bootstrap.checkpoint} that {@code kafka-storage.sh format} leaves for the first start.
 *
 * <p>Stateless.
 */
public final class Checkpoints {
    /** The file with which a freshly formatted metadata directory starts. */
    public static final String BOOTSTRAP_FILE_NAME = "bootstrap.checkpoint";

    static final String PART_SUFFIX = ".part";

    private Checkpoints() {}

    /**
     * The data batches of a file, without header, footer and other control batches.
     *
     * @throws java.nio.file.NoSuchFileException if there is no such file
     * @throws IOException if it cannot be read, or is damaged
     */
    public static List<ByteBuffer> readDataBatches(Disk disk, Path path) throws IOException {
        CheckpointFile.verify(disk, path);
        List<ByteBuffer> batches = new ArrayList<>();
        try (CheckpointFile file = new CheckpointFile(disk, path)) {
            while (file.hasNext()) {
                RecordBatchView batch = file.next();
                if (!batch.isControl()) {
                    batches.add(batch.slice());
                }
            }
        }
        return batches;
    }

    /**
     * Writes a file; it is there, as a whole and durable, when this returns.
     *
     * @param timestamp append time of the last batch that it stands for, ms
     * @param epoch leader epoch of that batch; 0 for a bootstrap file
     * @param batches of version 2 with offsets from 0; they are changed
     */
    public static void write(Disk disk, Path target, long timestamp, int epoch, Iterator<ByteBuffer> batches)
            throws IOException {
        ByteBuffer header = ControlRecordBatches.snapshotHeader(timestamp, 0, VoterSet.EMPTY);
        CheckpointWriter.write(disk, target, timestamp, epoch, header, batches);
    }
}
