package io.odradek.quorum;

import io.odradek.protocol.CorruptRecordsException;
import io.odradek.protocol.record.BatchLayout;
import io.odradek.protocol.record.ControlRecordType;
import io.odradek.protocol.record.ControlRecords;
import io.odradek.protocol.record.RecordBatchView;
import io.odradek.protocol.record.RecordCursor;
import io.odradek.storage.disk.Disk;
import io.odradek.storage.disk.Disk.OpenMode;
import io.odradek.storage.disk.DiskFile;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.file.Path;

/** Reads a snapshot file batch by batch. One thread. */
final class CheckpointFile implements AutoCloseable {
    /** Bytes that one batch may have; Kafka's largest is 8 MiB. */
    private static final int MAX_BATCH_BYTES = 64 * 1024 * 1024;

    private static final int MAX_CONTROL_BYTES = 1024 * 1024;

    private final Path path;
    private final DiskFile file;
    private final long size;
    private final RecordBatchView view = new RecordBatchView();
    private long position;
    private long nextOffset;

    CheckpointFile(Disk disk, Path path) throws IOException {
        this.path = path;
        this.file = disk.open(path, OpenMode.READ);
        this.size = file.size();
    }

    boolean hasNext() {
        return position < size;
    }

    /**
     * The next batch, its checksum verified. The view is valid until the next call.
     *
     * @throws IOException if the file ends within it, or it is damaged
     */
    RecordBatchView next() throws IOException {
        ByteBuffer head = ByteBuffer.allocate(BatchLayout.LOG_OVERHEAD);
        if (file.read(head, position) < BatchLayout.LOG_OVERHEAD) {
            throw damaged("it ends within a batch");
        }
        long bytes = BatchLayout.LOG_OVERHEAD + (long) head.getInt(Long.BYTES);
        if (bytes < BatchLayout.HEADER_SIZE || bytes > MAX_BATCH_BYTES || bytes > size - position) {
            throw damaged("a batch announces " + bytes + " bytes");
        }
        ByteBuffer batch = ByteBuffer.allocate((int) bytes);
        if (file.read(batch, position) < bytes) {
            throw damaged("it ends within a batch");
        }
        batch.flip();
        view.wrap(batch, 0);
        if (view.magic() != BatchLayout.MAGIC_V2 || !view.hasValidCrc()) {
            throw damaged("a batch does not match its checksum");
        }
        if (view.baseOffset() != nextOffset) {
            throw damaged("a batch has offset " + view.baseOffset() + " where " + nextOffset + " follows");
        }
        nextOffset = view.nextOffset();
        position += bytes;
        return view;
    }

    /** The kind of a control batch's first record. */
    static ControlRecordType controlType(RecordBatchView batch) {
        RecordCursor records = batch.records(MAX_CONTROL_BYTES);
        return records.next() ? ControlRecords.type(records.view()) : ControlRecordType.UNKNOWN;
    }

    /**
     * Reads the whole file: a snapshot begins with a header and ends with a footer.
     *
     * @throws IOException if it does not, or anything in it is damaged
     */
    static void verify(Disk disk, Path path) throws IOException {
        try (CheckpointFile file = new CheckpointFile(disk, path)) {
            ControlRecordType first = ControlRecordType.UNKNOWN;
            ControlRecordType last = ControlRecordType.UNKNOWN;
            boolean begun = false;
            while (file.hasNext()) {
                RecordBatchView batch = file.next();
                last = batch.isControl() ? controlType(batch) : ControlRecordType.UNKNOWN;
                first = begun ? first : last;
                begun = true;
            }
            if (first != ControlRecordType.SNAPSHOT_HEADER || last != ControlRecordType.SNAPSHOT_FOOTER) {
                throw file.damaged("header or footer is missing");
            }
        } catch (CorruptRecordsException e) {
            throw new IOException("the snapshot " + path + " is damaged: " + e.getMessage(), e);
        }
    }

    private IOException damaged(String what) {
        return new IOException("the snapshot " + path + " is damaged at byte " + position + ": " + what);
    }

    @Override
    public void close() throws IOException {
        file.close();
    }
}
