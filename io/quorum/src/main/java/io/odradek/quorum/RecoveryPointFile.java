package io.odradek.quorum;

import io.odradek.base.TopicPartition;
import io.odradek.storage.OffsetCheckpoint;
import io.odradek.storage.PartitionLog;
import java.io.IOException;
import java.util.Map;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Where it is written down up to which offset the metadata log is on disk: a start checks only what lies beyond, and refuses a log
 * that ends before it. Any thread.
 */
final class RecoveryPointFile {
    private static final Logger LOG = LoggerFactory.getLogger(RecoveryPointFile.class);

    /** The one partition. */
    static final TopicPartition PARTITION = new TopicPartition("__cluster_metadata", 0);

    private final OffsetCheckpoint checkpoint;

    RecoveryPointFile(KraftSpec spec) {
        checkpoint = new OffsetCheckpoint(spec.disk(), spec.folder(), OffsetCheckpoint.RECOVERY_POINTS);
    }

    /** The offset written last; 0 if there is none that could be read. */
    synchronized long read() {
        try {
            return checkpoint.read().getOrDefault(PARTITION, 0L);
        } catch (IOException e) {
            LOG.warn("the metadata log is recovered from its beginning: {}", e.getMessage());
            return 0L;
        }
    }

    /** Writes what is on disk now. */
    synchronized void write(PartitionLog log) throws IOException {
        checkpoint.write(Map.of(PARTITION, log.durableOffset()));
    }

    /** A change of the log that may take back what is on disk. */
    interface Cut {
        void run() throws IOException;
    }

    /** Lowers the point before the log is cut to end at the offset, so that it never lies behind the log's end. */
    synchronized void cut(PartitionLog log, long offset, Cut cut) throws IOException {
        checkpoint.write(Map.of(PARTITION, Math.min(offset, log.durableOffset())));
        cut.run();
    }
}
