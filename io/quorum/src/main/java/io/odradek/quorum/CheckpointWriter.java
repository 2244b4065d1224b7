package io.odradek.quorum;

import io.odradek.protocol.record.BatchCursor;
import io.odradek.protocol.record.BatchEdits;
import io.odradek.protocol.record.RecordBatchView;
import io.odradek.raft.ControlRecordBatches;
import io.odradek.storage.disk.Disk;
import io.odradek.storage.disk.Disk.OpenMode;
import io.odradek.storage.disk.DiskFile;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.file.Path;
import java.util.Iterator;

/** Writes a snapshot file: header, data, footer, with offsets from 0. One thread. */
final class CheckpointWriter {
    private final DiskFile file;
    private final int epoch;
    private long position;
    private long nextOffset;

    private CheckpointWriter(DiskFile file, int epoch) {
        this.file = file;
        this.epoch = epoch;
    }

    /** Writes the whole file under another name and gives it its own at the end; durable when this returns. */
    static void write(
            Disk disk, Path target, long timestamp, int epoch, ByteBuffer header, Iterator<ByteBuffer> batches)
            throws IOException {
        Path part = target.resolveSibling(target.getFileName() + Checkpoints.PART_SUFFIX);
        try (DiskFile file = disk.open(part, OpenMode.READ_WRITE_CREATE)) {
            file.truncate(0);
            CheckpointWriter writer = new CheckpointWriter(file, epoch);
            writer.append(header);
            while (batches.hasNext()) {
                writer.append(batches.next());
            }
            writer.append(ControlRecordBatches.snapshotFooter(timestamp));
            file.sync();
        }
        disk.rename(part, target);
        Path folder = target.getParent();
        if (folder != null) {
            disk.syncDirectory(folder);
        }
    }

    private void append(ByteBuffer batches) throws IOException {
        BatchCursor cursor = BatchCursor.over(batches);
        while (cursor.next()) {
            RecordBatchView batch = cursor.view();
            BatchEdits.assign(batches, batch.index(), nextOffset, epoch);
            nextOffset = batch.nextOffset();
        }
        int size = batches.remaining();
        file.write(batches, position);
        position += size;
    }
}
