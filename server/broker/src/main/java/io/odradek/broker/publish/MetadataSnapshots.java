package io.odradek.broker.publish;

import io.odradek.base.Time;
import io.odradek.coordinator.EncodedRecord;
import io.odradek.coordinator.RecordCodec;
import io.odradek.metadata.image.ClusterImage;
import io.odradek.metadata.image.MetadataState;
import io.odradek.protocol.metadata.MetadataRecord;
import io.odradek.protocol.record.RecordBatchBuilder;
import io.odradek.quorum.MetadataLog;
import java.nio.ByteBuffer;
import java.util.Iterator;
import java.util.NoSuchElementException;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Has the metadata log replaced by a snapshot of the image when enough has been appended to it. */
public final class MetadataSnapshots {
    private static final Logger LOG = LoggerFactory.getLogger(MetadataSnapshots.class);
    private static final int BATCH_BYTES = 1024 * 1024;

    private final MetadataLog log;
    private final RecordCodec<MetadataRecord> codec;
    private final Time time;
    private final long bytesBetween;
    private long bytesSince;
    private volatile boolean running;

    public MetadataSnapshots(MetadataLog log, RecordCodec<MetadataRecord> codec, Time time, long bytesBetween) {
        this.log = log;
        this.codec = codec;
        this.time = time;
        this.bytesBetween = bytesBetween;
    }

    void loaded(long endOffset) {
        LOG.debug("Loaded the metadata snapshot up to offset {}", endOffset);
        bytesSince = 0;
    }

    /** A batch is committed and folded. A snapshot has no place for half a transaction: it waits for its end. */
    void committed(long endOffset, int bytes, MetadataState state) {
        bytesSince += bytes;
        if (bytesSince < bytesBetween || running || state.open().isPresent()) {
            return;
        }
        ClusterImage image = state.image();
        running = true;
        bytesSince = 0;
        long timestamp = time.wallMillis();
        log.snapshot(endOffset, () -> new Batches(image.records().iterator(), timestamp))
                .whenComplete((_, error) -> {
                    running = false;
                    if (error != null) {
                        LOG.error("The metadata could not be written as a snapshot; the log is kept", error);
                    }
                });
    }

    /** Records in batches of about a megabyte. */
    private final class Batches implements Iterator<ByteBuffer> {
        private final Iterator<MetadataRecord> records;
        private final long timestamp;
        private long offset;

        Batches(Iterator<MetadataRecord> records, long timestamp) {
            this.records = records;
            this.timestamp = timestamp;
        }

        @Override
        public boolean hasNext() {
            return records.hasNext();
        }

        @Override
        public ByteBuffer next() {
            if (!records.hasNext()) {
                throw new NoSuchElementException("every record of the image has been written");
            }
            RecordBatchBuilder batch = RecordBatchBuilder.create().baseOffset(offset);
            while (records.hasNext() && batch.uncompressedSize() < BATCH_BYTES) {
                EncodedRecord record = codec.encode(records.next());
                batch.append(timestamp, record.key(), record.value());
                offset++;
            }
            return batch.build();
        }
    }
}
