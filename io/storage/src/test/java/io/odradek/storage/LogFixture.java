package io.odradek.storage;

import static java.nio.charset.StandardCharsets.UTF_8;

import io.odradek.base.TopicPartition;
import io.odradek.base.Uuid;
import io.odradek.protocol.record.BatchHeader;
import io.odradek.protocol.record.ControlRecordType;
import io.odradek.protocol.record.ControlRecords;
import io.odradek.protocol.record.EndTransactionMarker;
import io.odradek.protocol.record.RecordBatchBuilder;
import io.odradek.storage.disk.Disk;
import io.odradek.storage.disk.SimulatedDisk;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.file.Path;

/** A log on a disk, and batches for it. */
public final class LogFixture {
    static final TopicPartition PARTITION = new TopicPartition("topic", 0);

    public Disk disk;
    public Path folder = Path.of("/data/topic-0");
    public final ManualTime time = new ManualTime();
    public LogConfig config = LogConfig.defaults();
    public LogListener listener = LogListener.NONE;

    public LogFixture() {
        this(new SimulatedDisk(1));
    }

    public LogFixture(Disk disk) {
        this.disk = disk;
    }

    /** Opens an empty folder or one that crashed, of which nothing is known but that it was written here. */
    public PartitionLog open() throws IOException {
        return open(new RecoveryPoint(0L, 0L, false, true));
    }

    public PartitionLog openClean(long logStartOffset) throws IOException {
        return open(new RecoveryPoint(0L, logStartOffset, true));
    }

    public PartitionLog open(RecoveryPoint from) throws IOException {
        return PartitionLog.open(disk, folder, PARTITION, Uuid.ONE, config, time, from, listener);
    }

    /** Appends a batch of the values at the fixture's time; epoch 0. */
    public AppendResult append(PartitionLog log, String... values) {
        return log.appendAsLeader(TestBatches.batch(time.wallMillis(), values), 0, AppendOrigin.CLIENT);
    }

    static ByteBuffer idempotent(long timestamp, long producerId, int epoch, int sequence, String... values) {
        return values(RecordBatchBuilder.create().producer(producerId, (short) epoch, sequence), timestamp, values);
    }

    static ByteBuffer transactional(long timestamp, long producerId, int epoch, int sequence, String... values) {
        return values(
                RecordBatchBuilder.create()
                        .producer(producerId, (short) epoch, sequence)
                        .transactional(),
                timestamp,
                values);
    }

    static ByteBuffer marker(long timestamp, long producerId, int epoch, boolean commit, int coordinatorEpoch) {
        ControlRecordType type = commit ? ControlRecordType.COMMIT : ControlRecordType.ABORT;
        return ControlRecords.endTransactionBatch(
                timestamp, producerId, (short) epoch, new EndTransactionMarker(type, coordinatorEpoch));
    }

    private static ByteBuffer values(RecordBatchBuilder builder, long timestamp, String... values) {
        for (String value : values) {
            builder.append(timestamp, null, ByteBuffer.wrap(value.getBytes(UTF_8)));
        }
        return builder.build();
    }

    /** The bytes of a read, whose file is let go. */
    static ByteBuffer bytes(LogRead read) throws IOException {
        if (read.records() instanceof FileRecords records) {
            try (records) {
                return records.readFully();
            }
        }
        return ByteBuffer.allocate(0);
    }

    /** Base offset of the first batch that a read from {@code offset} returns. */
    static long firstBaseOffset(PartitionLog log, long offset) throws IOException {
        return BatchHeader.baseOffset(bytes(log.read(offset, 1, Long.MAX_VALUE, true)), 0);
    }
}
