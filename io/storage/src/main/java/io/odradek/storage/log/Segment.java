package io.odradek.storage.log;

import io.odradek.protocol.record.BatchHeader;
import io.odradek.storage.LogConfig;
import io.odradek.storage.disk.Disk;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.file.Path;
import java.util.Optional;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * A stretch of a log: batches from {@link #baseOffset} on, with indexes that say where they are. Files are opened when
 * they are first needed, so that a log of many segments opens fast.
 *
 * <p>Appends, truncation and rolling under the log's append lock; lookups from any thread.
 */
public final class Segment {
    private static final Logger LOG = LoggerFactory.getLogger(Segment.class);
    private static final TimestampOffset NO_TIMESTAMP = new TimestampOffset(-1L, -1L);

    private final long baseOffset;
    private final Path folder;
    private final long createdMs;
    private final SegmentFile log;
    private final OffsetIndex offsets;
    private final TimeIndex times;
    private final TransactionIndex aborted;
    private final RecentBatches recent = new RecentBatches();
    private final SegmentIndexer indexer;
    private boolean checked;
    private long firstTimestamp = Long.MIN_VALUE;

    Segment(Disk disk, Path folder, long baseOffset, long createdMs) {
        this.baseOffset = baseOffset;
        this.folder = folder;
        this.createdMs = createdMs;
        log = new SegmentFile(disk, path(LogFiles.LOG));
        offsets = new OffsetIndex(disk, path(LogFiles.INDEX), baseOffset);
        times = new TimeIndex(disk, path(LogFiles.TIME_INDEX), baseOffset);
        aborted = new TransactionIndex(disk, path(LogFiles.TXN_INDEX));
        indexer = new SegmentIndexer(baseOffset, offsets, times);
    }

    private Path path(String suffix) {
        return folder.resolve(LogFiles.name(baseOffset, suffix));
    }

    /** Makes the files of a new segment; indexes that a deleted one of the same name left behind are emptied. */
    void create(LogConfig config) throws IOException {
        log.create(config.preallocate() ? config.segmentBytes() : 0);
        offsets.entries().truncate(0);
        times.entries().truncate(0);
        aborted.truncateTo(baseOffset);
        indexer.startAt(NO_TIMESTAMP);
        recent.startAt(baseOffset, log.size());
        checked = true;
    }

    /** Makes a segment from disk ready to be read at its end and appended to; {@code nextOffset} follows its last batch. */
    void continueAt(long nextOffset) throws IOException {
        ensureIndexes();
        maxTimestamp();
        recent.startAt(nextOffset, log.size());
    }

    public long baseOffset() {
        return baseOffset;
    }

    /** Wall time, ms, at which the segment was made or opened. */
    long createdMs() {
        return createdMs;
    }

    SegmentFile log() {
        return log;
    }

    OffsetIndex offsets() {
        return offsets;
    }

    TimeIndex times() {
        return times;
    }

    TransactionIndex aborted() {
        return aborted;
    }

    SegmentIndexer indexer() {
        return indexer;
    }

    /** Bytes of batches. */
    public int size() throws IOException {
        return log.size();
    }

    /**
     * Writes batches, whose offsets are set and continue the segment, and indexes them. If that fails the segment is as it
     * was before, unless cutting the file fails too.
     */
    void append(ByteBuffer batches, int indexIntervalBytes) throws IOException {
        int from = batches.position();
        int start = log.size();
        SegmentIndexer.Mark mark = indexer.mark();
        try {
            log.write(batches);
            batches.position(from);
            for (int at = from; at < batches.limit(); at += BatchHeader.sizeInBytes(batches, at)) {
                indexer.add(batches, at, start + at - from, indexIntervalBytes);
                recent.add(
                        BatchHeader.baseOffset(batches, at),
                        BatchHeader.lastOffset(batches, at),
                        start + at - from,
                        BatchHeader.sizeInBytes(batches, at));
            }
        } catch (IOException e) {
            batches.position(from);
            recent.clear();
            undo(mark, BatchHeader.baseOffset(batches, from), e);
            throw e;
        }
        if (firstTimestamp == Long.MIN_VALUE && start == 0) {
            firstTimestamp = BatchHeader.maxTimestamp(batches, from);
        }
        log.publish(batches.limit() - from);
    }

    private void undo(SegmentIndexer.Mark mark, long firstOffset, IOException cause) {
        try {
            log.cutUnpublished();
            indexer.resetTo(mark, firstOffset);
        } catch (IOException e) {
            cause.addSuppressed(e);
        }
    }

    /** Whether a batch of so many bytes with this last offset and timestamp has to go to a new segment. */
    boolean mustRoll(LogConfig config, int bytes, long lastOffset, long maxTimestamp, long nowMs) throws IOException {
        int size = log.size();
        return size > config.segmentBytes() - (long) bytes
                || lastOffset - baseOffset > Integer.MAX_VALUE
                || (size > 0 && isDue(config, maxTimestamp, nowMs))
                || offsets.isFull(config.segmentIndexBytes())
                || times.isFull(config.segmentIndexBytes());
    }

    /** Whether the segment spans more time than it may, judged by records' timestamps where they have any. */
    boolean isDue(LogConfig config, long maxTimestamp, long nowMs) throws IOException {
        if (firstTimestamp == Long.MIN_VALUE) {
            firstTimestamp = readFirstTimestamp();
        }
        long waited = firstTimestamp >= 0 ? maxTimestamp - firstTimestamp : nowMs - createdMs;
        return waited > config.segmentMs() - jitter(config);
    }

    /** The same for a segment at each start, and spread over the segments of a broker. */
    private long jitter(LogConfig config) {
        long most = Math.min(config.segmentJitterMs(), config.segmentMs());
        if (most <= 0) {
            return 0L;
        }
        long mixed = (folder.hashCode() * 31L + baseOffset) * 0x9E3779B97F4A7C15L;
        return Math.floorMod(mixed ^ (mixed >>> 32), most);
    }

    private long readFirstTimestamp() throws IOException {
        HeaderScanner scanner = scan(0, HeaderScanner.SMALL_BLOCK);
        return scanner.next() ? BatchHeader.maxTimestamp(scanner.header(), scanner.at()) : -1L;
    }

    /** A walk over the headers from the batch at {@code position} to the segment's end. */
    HeaderScanner scan(int position, int blockBytes) throws IOException {
        return new HeaderScanner(log.opened(), position, log.size(), blockBytes);
    }

    /** Position of the first batch that ends at or behind {@code offset}; the size if there is none. */
    int positionOf(long offset) throws IOException {
        int known = recent.positionOf(offset);
        if (known >= 0) {
            return known;
        }
        ensureIndexes();
        OffsetPosition near = offsets.lookup(offset);
        HeaderScanner scanner = scan(near.position(), HeaderScanner.SMALL_BLOCK);
        while (scanner.next()) {
            if (scanner.lastOffset() >= offset) {
                return scanner.position();
            }
        }
        if (!scanner.stopReason().isEmpty()) {
            throw damaged(scanner);
        }
        return scanner.position();
    }

    IOException damaged(HeaderScanner scanner) {
        return new IOException(log.path() + " is damaged at byte " + scanner.position() + ": " + scanner.stopReason());
    }

    /** Builds missing or nonsensical indexes of a segment that is used for the first time. */
    synchronized void ensureIndexes() throws IOException {
        if (checked) {
            return;
        }
        if (!indexer.isPlausible(log.size()) || !timesMatchLog()) {
            LOG.warn("the indexes of {} are missing or damaged and are built anew", log.path());
            rebuildIndexes();
        }
        checked = true;
    }

    /** Whether the batch that the last time entry names is there and has its timestamp. */
    private boolean timesMatchLog() throws IOException {
        Optional<TimestampOffset> last = times.last();
        if (last.isEmpty()) {
            return true;
        }
        HeaderScanner scanner = scan(offsets.lookup(last.get().offset()).position(), HeaderScanner.SMALL_BLOCK);
        while (scanner.next()) {
            if (scanner.lastOffset() >= last.get().offset()) {
                return scanner.baseOffset() <= last.get().offset()
                        && BatchHeader.maxTimestamp(scanner.header(), scanner.at())
                                == last.get().timestamp();
            }
        }
        return false;
    }

    private void rebuildIndexes() throws IOException {
        indexer.clear();
        HeaderScanner scanner = scan(0, HeaderScanner.LARGE_BLOCK);
        while (scanner.next()) {
            indexer.add(
                    scanner.header(),
                    scanner.at(),
                    scanner.position(),
                    LogConfig.defaults().indexIntervalBytes());
        }
        if (!scanner.stopReason().isEmpty()) {
            LOG.error("{} is damaged at byte {}: {}", log.path(), scanner.position(), scanner.stopReason());
        }
        indexer.finish();
    }

    /** Tells that the indexes have just been checked or built. */
    synchronized void indexesChecked() {
        checked = true;
    }

    /** Greatest timestamp of the batches with the last offset of the first batch that has it; -1 if there is none. */
    TimestampOffset maxTimestamp() throws IOException {
        Optional<TimestampOffset> known = indexer.maxTimestamp();
        return known.isPresent() ? known.get() : loadMaxTimestamp();
    }

    private synchronized TimestampOffset loadMaxTimestamp() throws IOException {
        ensureIndexes();
        Optional<TimestampOffset> last = times.last();
        if (last.isEmpty() && log.size() > 0) {
            rebuildIndexes();
        } else if (indexer.maxTimestamp().isEmpty()) {
            indexer.startAt(last.orElse(NO_TIMESTAMP));
        }
        return indexer.maxTimestamp().orElse(NO_TIMESTAMP);
    }

    /**
     * Cuts off the batch that contains {@code offset} and all that follow.
     *
     * @return offset after the last batch that is left
     */
    long truncateTo(long offset) throws IOException {
        int position = positionOf(offset);
        recent.clear();
        offsets.truncateTo(offset);
        times.truncateTo(offset);
        aborted.truncateTo(offset);
        log.truncate(position);
        TimestampOffset max = times.lastUpTo(offset).orElse(NO_TIMESTAMP);
        indexer.startAt(max);
        HeaderScanner scanner = scan(offsets.lookup(max.offset()).position(), HeaderScanner.LARGE_BLOCK);
        long next = baseOffset;
        while (scanner.next()) {
            indexer.noteTimestamp(BatchHeader.maxTimestamp(scanner.header(), scanner.at()), scanner.lastOffset());
            next = scanner.lastOffset() + 1;
        }
        if (position == 0) {
            firstTimestamp = Long.MIN_VALUE;
        }
        recent.startAt(next, position);
        return next;
    }

    /** Writes the indexes of a segment that takes no more batches. */
    void seal() throws IOException {
        ensureIndexes();
        maxTimestamp();
        indexer.finish();
        log.releaseReserved();
        offsets.entries().seal();
        times.entries().seal();
        recent.clear();
    }

    /** Makes offset and time index durable. */
    void syncIndexes() throws IOException {
        offsets.entries().sync();
        times.entries().sync();
    }

    /** Adds {@code .deleted} to the names of the files. */
    void markDeleted() throws IOException {
        log.rename(path(LogFiles.LOG + LogFiles.DELETED));
        offsets.entries().rename(path(LogFiles.INDEX + LogFiles.DELETED));
        times.entries().rename(path(LogFiles.TIME_INDEX + LogFiles.DELETED));
        aborted.rename(path(LogFiles.TXN_INDEX + LogFiles.DELETED));
        closeIndexes();
        log.release();
    }

    /** Adds {@code suffix} to the name of the batches' file and deletes the indexes, which can be made of it again. */
    void setAside(String suffix) throws IOException {
        log.rename(path(LogFiles.LOG + suffix));
        offsets.entries().delete();
        times.entries().delete();
        aborted.delete();
        log.release();
    }

    /** Deletes the files of a segment that was marked deleted. */
    void deleteFiles() throws IOException {
        log.delete();
        offsets.entries().delete();
        times.entries().delete();
        aborted.delete();
    }

    /** Closes the files; {@link #seal} or {@link #syncIndexes} first, or what is in memory is lost. */
    void close() throws IOException {
        closeIndexes();
        log.release();
    }

    private void closeIndexes() throws IOException {
        offsets.entries().close();
        times.entries().close();
        aborted.close();
    }
}
