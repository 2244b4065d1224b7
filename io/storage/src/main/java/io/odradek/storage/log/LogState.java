package io.odradek.storage.log;

import io.odradek.base.Time;
import io.odradek.base.TopicPartition;
import io.odradek.protocol.ApiException;
import io.odradek.protocol.ErrorCode;
import io.odradek.storage.LogConfig;
import io.odradek.storage.ProducerStateView;
import io.odradek.storage.disk.Disk;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.file.Path;
import java.util.List;
import java.util.OptionalLong;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.concurrent.locks.ReentrantLock;
import org.jspecify.annotations.Nullable;

/**
 * What the parts of one log share. {@link #appendLock} guards every change and is held for memory work and positional
 * writes, not for syncs, truncation apart; {@link #syncLock} is taken before it by what syncs, cuts or deletes. Readers
 * take neither: they see the volatile fields.
 */
public final class LogState {
    final Disk disk;
    final Path folder;
    final TopicPartition topicPartition;
    final Time time;
    final ReentrantLock syncLock = new ReentrantLock();
    final ReentrantLock appendLock = new ReentrantLock();
    final EpochCache epochs;
    final EpochCheckpoint epochCheckpoint;
    final ProducerStates producers;
    final SnapshotFiles snapshots;

    volatile LogConfig config;
    volatile SegmentList segments;
    volatile long logStartOffset;
    volatile long logEndOffset;
    volatile long durableOffset;
    volatile boolean closed;
    volatile @Nullable IOException failure;

    /** Whether names in the folder have changed since it was synced. */
    volatile boolean namesUnsynced;

    /** How often segments or batches were taken away, so that a sync that went on meanwhile sees it; under the sync lock. */
    int cuts;

    /** Bytes appended since producers and indexes were last made durable. */
    long bytesSinceSnapshot;

    LogState(LogSite site, LogConfig config, LoadedLog loaded) {
        disk = site.disk();
        folder = site.folder();
        topicPartition = site.topicPartition();
        time = site.time();
        epochs = loaded.epochs();
        epochCheckpoint = new EpochCheckpoint(disk, folder);
        producers = loaded.producers();
        snapshots = loaded.snapshots();
        this.config = config;
        segments = loaded.segments();
        logStartOffset = loaded.logStartOffset();
        logEndOffset = loaded.logEndOffset();
        durableOffset = loaded.durableOffset();
        namesUnsynced = !loaded.clean();
    }

    public Path folder() {
        return folder;
    }

    public TopicPartition topicPartition() {
        return topicPartition;
    }

    public LogConfig config() {
        return config;
    }

    public void reconfigure(LogConfig changed) {
        config = changed;
    }

    public EpochCache epochs() {
        return epochs;
    }

    public long logStartOffset() {
        return logStartOffset;
    }

    public long logEndOffset() {
        return logEndOffset;
    }

    public long durableOffset() {
        return durableOffset;
    }

    public int segmentCount() {
        return segments.count();
    }

    /** Sizes of all segments but the active one, by base offset. */
    public SortedMap<Long, Long> closedSegments() {
        SegmentList list = segments;
        SortedMap<Long, Long> sizes = new TreeMap<>();
        for (Segment segment : list.before(list.count() - 1)) {
            try {
                sizes.put(segment.baseOffset(), (long) segment.size());
            } catch (IOException e) {
                // Its size cannot be told: whoever checks the segment finds out why.
                sizes.put(segment.baseOffset(), 0L);
            }
        }
        return sizes;
    }

    public boolean isClosed() {
        return closed;
    }

    public boolean hasFailed() {
        return failure != null;
    }

    public OptionalLong firstUnstableOffset(long highWatermark) {
        return producers.transactions().firstUnstable(highWatermark);
    }

    public long sizeInBytes() throws IOException {
        return segments.sizeInBytes();
    }

    public List<ProducerStateView> producerViews() {
        appendLock.lock();
        try {
            return producers.views();
        } finally {
            appendLock.unlock();
        }
    }

    /** @throws ApiException KAFKA_STORAGE_ERROR if the log has failed or is closed */
    void checkUsable() {
        IOException cause = failure;
        if (cause != null) {
            throw new ApiException(
                    ErrorCode.KAFKA_STORAGE_ERROR,
                    "the log of " + topicPartition + " takes no appends since its disk failed: " + cause.getMessage());
        }
        checkOpen();
    }

    /** @throws ApiException KAFKA_STORAGE_ERROR if the log is closed */
    void checkOpen() {
        if (closed) {
            throw new ApiException(ErrorCode.KAFKA_STORAGE_ERROR, "the log of " + topicPartition + " is closed");
        }
    }

    /** Closes the active segment to appends and opens a new one at the log's end; under the append lock. */
    void roll() throws IOException {
        segments.active().seal();
        snapshotProducers(logEndOffset);
        Segment added = new Segment(disk, folder, logEndOffset, time.wallMillis());
        added.create(config);
        segments = segments.with(added);
        namesUnsynced = true;
    }

    /** Writes what is known of producers before {@code offset}, the log's end; under the append lock. */
    void snapshotProducers(long offset) throws IOException {
        ByteBuffer bytes = ProducerSnapshot.encode(producers.entries());
        snapshots.write(offset, bytes);
        namesUnsynced = true;
        bytesSinceSnapshot = 0;
    }
}
