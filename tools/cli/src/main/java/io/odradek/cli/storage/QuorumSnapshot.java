package io.odradek.cli.storage;

import io.odradek.protocol.record.BatchEdits;
import io.odradek.raft.ControlRecordBatches;
import io.odradek.raft.SnapshotId;
import io.odradek.raft.VoterSet;
import io.odradek.storage.AtomicFile;
import io.odradek.storage.disk.Disk;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.file.Path;

/**
 * The checkpoint 0-0 in the folder of the metadata log: the first voters and kraft.version 1, and nothing else (KIP-853). The first
 * leader copies them into the log.
 */
final class QuorumSnapshot {
    /** The log's folder in {@code metadata.log.dir}. */
    static final String FOLDER = "__cluster_metadata-0";

    private static final int KRAFT_VERSION = 1;
    private static final int HEADER_RECORDS = 3;

    private QuorumSnapshot() {}

    /**
     * Writes the file, and makes its folder; both are durable when this returns.
     *
     * @param nowMs wall clock, for the records' timestamps
     */
    static void write(Disk disk, Path metadataFolder, VoterSet voters, long nowMs) throws IOException {
        Path folder = metadataFolder.resolve(FOLDER);
        disk.createDirectories(folder);
        disk.syncDirectory(metadataFolder);
        AtomicFile.write(disk, folder.resolve(SnapshotId.BOOTSTRAP.fileName()), encode(voters, nowMs));
    }

    /** The bytes of the file: header, kraft.version and voters in one batch, the footer in another. */
    static byte[] encode(VoterSet voters, long nowMs) {
        ByteBuffer header = ControlRecordBatches.snapshotHeader(nowMs, KRAFT_VERSION, voters);
        ByteBuffer footer = ControlRecordBatches.snapshotFooter(nowMs);
        BatchEdits.assign(header, header.position(), 0L, 0);
        BatchEdits.assign(footer, footer.position(), HEADER_RECORDS, 0);
        return ByteBuffer.allocate(header.remaining() + footer.remaining())
                .put(header)
                .put(footer)
                .array();
    }
}
