package io.odradek.quorum;

import io.odradek.protocol.WireReader;
import io.odradek.protocol.message.SnapshotHeaderRecord;
import io.odradek.protocol.record.RecordBatchView;
import io.odradek.protocol.record.RecordCursor;
import io.odradek.raft.SnapshotId;
import io.odradek.storage.disk.Disk;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.ByteBuffer;
import java.nio.file.Path;
import java.util.Iterator;
import java.util.NoSuchElementException;
import org.jspecify.annotations.Nullable;

/** A snapshot on disk, read as it is consumed. One thread. */
final class StoredSnapshot implements SnapshotReader, AutoCloseable {
    private static final int MAX_CONTROL_BYTES = 1024 * 1024;

    private final SnapshotId id;
    private final CheckpointFile file;
    private final long timestamp;

    StoredSnapshot(Disk disk, Path path, SnapshotId id) throws IOException {
        this.id = id;
        this.file = new CheckpointFile(disk, path);
        this.timestamp = readHeader(file.next());
    }

    private static long readHeader(RecordBatchView batch) throws IOException {
        RecordCursor records = batch.records(MAX_CONTROL_BYTES);
        ByteBuffer value = records.next() ? records.view().value() : null;
        if (value == null) {
            throw new IOException("a snapshot begins without a header");
        }
        return SnapshotHeaderRecord.read(new WireReader(value), (short) 0).lastContainedLogTimestamp();
    }

    @Override
    public long endOffset() {
        return id.endOffset();
    }

    @Override
    public int epoch() {
        return id.epoch();
    }

    @Override
    public long lastContainedLogTimestamp() {
        return timestamp;
    }

    @Override
    public Iterator<ByteBuffer> batches() {
        return new DataBatches();
    }

    private final class DataBatches implements Iterator<ByteBuffer> {
        private @Nullable ByteBuffer next;

        @Override
        public boolean hasNext() {
            while (next == null && file.hasNext()) {
                try {
                    RecordBatchView batch = file.next();
                    next = batch.isControl() ? null : batch.slice();
                } catch (IOException e) {
                    throw new UncheckedIOException(e);
                }
            }
            return next != null;
        }

        @Override
        public ByteBuffer next() {
            if (!hasNext() || next == null) {
                throw new NoSuchElementException();
            }
            ByteBuffer batch = next;
            next = null;
            return batch;
        }
    }

    @Override
    public void close() throws IOException {
        file.close();
    }
}
