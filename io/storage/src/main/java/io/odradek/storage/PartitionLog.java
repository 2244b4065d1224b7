package io.odradek.storage;

import io.odradek.base.Time;
import io.odradek.base.TopicPartition;
import io.odradek.base.Uuid;
import io.odradek.protocol.ApiException;
import io.odradek.protocol.ErrorCode;
import io.odradek.storage.disk.Disk;
import io.odradek.storage.disk.DiskFullException;
import io.odradek.storage.log.LogAppender;
import io.odradek.storage.log.LogLoader;
import io.odradek.storage.log.LogReader;
import io.odradek.storage.log.LogRetention;
import io.odradek.storage.log.LogSite;
import io.odradek.storage.log.LogState;
import io.odradek.storage.log.LogSync;
import io.odradek.storage.log.LogTruncation;
import io.odradek.storage.log.SegmentCheck;
import io.odradek.storage.log.TimestampSearch;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.SortedMap;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The log of one partition: a folder in Kafka's layout, to which batches are appended and from which they are read by
 * offset.
 *
 * <p>Any thread. Appends follow one another; a sync does not hold them up; reads take no lock. After a failed write or
 * sync other than a full disk the log takes no more appends, since what is on disk is unknown; reads go on.
 */
public final class PartitionLog implements AutoCloseable {
    private static final Logger LOG = LoggerFactory.getLogger(PartitionLog.class);

    private final Uuid topicId;
    private final LogState state;
    private final LogListener listener;
    private final LogAppender appender;
    private final LogReader reader;
    private final TimestampSearch search;
    private final LogSync syncer;
    private final LogRetention retention;
    private final LogTruncation truncation;

    private PartitionLog(LogState state, Uuid topicId, LogListener listener) {
        this.topicId = topicId;
        this.state = state;
        this.listener = listener;
        appender = new LogAppender(state);
        reader = new LogReader(state);
        search = new TimestampSearch(state);
        syncer = new LogSync(state);
        retention = new LogRetention(state);
        truncation = new LogTruncation(state, retention);
    }

    /**
     * Opens the log, makes its folder if it is missing, and recovers what a crash left. The name of a new folder is made
     * durable by the caller.
     *
     * @param topicId written to {@code partition.metadata} if that is missing; {@link Uuid#ZERO} for none
     * @throws IOException if the disk fails or the folder belongs to another topic id
     */
    public static PartitionLog open(
            Disk disk,
            Path folder,
            TopicPartition topicPartition,
            Uuid topicId,
            LogConfig config,
            Time time,
            RecoveryPoint from,
            LogListener listener)
            throws IOException {
        LogState state = LogLoader.load(new LogSite(disk, folder, topicPartition, time), config, from);
        Uuid onDisk = PartitionMetadata.ensure(disk, folder, topicId);
        return new PartitionLog(state, onDisk, listener);
    }

    public TopicPartition topicPartition() {
        return state.topicPartition();
    }

    /** The id in {@code partition.metadata}; {@link Uuid#ZERO} if there is none. */
    public Uuid topicId() {
        return topicId;
    }

    public Path folder() {
        return state.folder();
    }

    public LogConfig config() {
        return state.config();
    }

    /** Takes effect from the next append, roll or retention on. */
    public void reconfigure(LogConfig config) {
        state.reconfigure(config);
    }

    /**
     * Appends what a producer or coordinator sent, as its partition's leader. Offsets, leader epoch and, if the topic has
     * {@code LogAppendTime}, the timestamp are written into the bytes. The batches are complete and validated; from a
     * producer with an id it is one.
     *
     * @param batches position to limit; the position is moved to the limit
     * @throws ApiException OUT_OF_ORDER_SEQUENCE_NUMBER, INVALID_PRODUCER_EPOCH, INVALID_TXN_STATE,
     *     TRANSACTION_COORDINATOR_FENCED, RECORD_LIST_TOO_LARGE (larger than {@code segment.bytes}); KAFKA_STORAGE_ERROR
     *     if the disk is full, in which case later appends may succeed, or has failed, in which case they do not
     */
    public AppendResult appendAsLeader(ByteBuffer batches, int leaderEpoch, AppendOrigin origin) {
        return appended(() -> appender.appendAsLeader(batches, leaderEpoch, origin));
    }

    /**
     * Appends what the leader has: offsets and epochs stay and must continue the log. Checksums are verified. A batch
     * that the buffer cuts off is left out, and so is all from the first batch on that is of a newer epoch than the one that
     * is followed (KAFKA-18723). A log without records that gets a batch around its start takes the batch whole.
     *
     * @param maxEpoch the leader epoch that is followed
     * @throws io.odradek.protocol.CorruptRecordsException if a batch is damaged
     * @throws ApiException CORRUPT_MESSAGE if offsets do not continue the log; KAFKA_STORAGE_ERROR as for a leader
     */
    public AppendResult appendAsFollower(ByteBuffer batches, int maxEpoch) {
        return appended(() -> {
            int complete = LogAppender.checkCopied(batches, maxEpoch);
            OptionalLong start = truncation.beginWith(batches, complete);
            AppendResult result = appender.appendAsFollower(batches, complete);
            if (start.isPresent()) {
                retention.moveStartTo(start.getAsLong());
            }
            return result;
        });
    }

    private interface Append {
        AppendResult run() throws IOException;
    }

    private AppendResult appended(Append append) {
        AppendResult result;
        try {
            result = append.run();
        } catch (IOException e) {
            listener.failed(this, e);
            throw storageError(e);
        }
        if (!result.duplicate() && result.lastOffset() >= result.baseOffset()) {
            listener.appended(this);
        }
        return result;
    }

    private ApiException storageError(IOException cause) {
        ApiException error = new ApiException(
                ErrorCode.KAFKA_STORAGE_ERROR,
                "the disk under " + topicPartition() + " failed: " + cause.getMessage()
                        + "; the log takes no more appends");
        error.initCause(cause);
        return error;
    }

    /**
     * Finds the batches from the one that contains {@code startOffset} on, within one segment. The caller closes the
     * {@link FileRecords}.
     *
     * @param maxBytes bound of the size; the last batch may be cut off there
     * @param upperBound no record at or behind this offset is returned; a batch boundary such as the high watermark
     * @param minOneBatch whether the first batch is returned whole although it is larger than {@code maxBytes}; else
     *     nothing is returned in that case
     * @throws ApiException OFFSET_OUT_OF_RANGE outside log start offset and log end offset; KAFKA_STORAGE_ERROR if closed
     * @throws IOException if the disk fails or the segment is damaged
     */
    public LogRead read(long startOffset, int maxBytes, long upperBound, boolean minOneBatch) throws IOException {
        return reader.read(startOffset, maxBytes, upperBound, minOneBatch);
    }

    /** Aborted transactions with records from {@code startOffset} to {@code upperBound}, exclusive; perhaps a few more. */
    public List<AbortedTransaction> abortedTransactions(long startOffset, long upperBound) throws IOException {
        return reader.abortedTransactions(startOffset, upperBound);
    }

    /** The first record, by offset, with this timestamp (ms) or a later one. Its offset may lie beyond the high watermark. */
    public Optional<TimestampAndOffset> offsetForTimestamp(long timestamp) throws IOException {
        return search.firstAtOrAfter(timestamp);
    }

    /** The first record that has the greatest timestamp (KIP-734). Its offset may lie beyond the high watermark. */
    public Optional<TimestampAndOffset> maxTimestamp() throws IOException {
        return search.greatest();
    }

    /** The first offset that readers may see. */
    public long logStartOffset() {
        return state.logStartOffset();
    }

    /** The offset that the next record gets. */
    public long logEndOffset() {
        return state.logEndOffset();
    }

    /** Everything below is on disk, whatever the configured durability. */
    public long durableOffset() {
        return state.durableOffset();
    }

    /** What to write into {@code recovery-point-offset-checkpoint}: everything below need not be checked after a crash. */
    public long recoveryPoint() {
        return state.durableOffset();
    }

    /**
     * The first offset of which readers of committed data must not know: it belongs to an open transaction, or to one
     * whose marker is not below the high watermark. Empty if there is none.
     */
    public OptionalLong firstUnstableOffset(long highWatermark) {
        return state.firstUnstableOffset(highWatermark);
    }

    /** The last stable offset at this high watermark. */
    public long lastStableOffset(long highWatermark) {
        OptionalLong unstable = state.firstUnstableOffset(highWatermark);
        return unstable.isPresent() ? Math.min(unstable.getAsLong(), highWatermark) : highWatermark;
    }

    /** Bytes of record batches in all segments. */
    public long sizeInBytes() throws IOException {
        return state.sizeInBytes();
    }

    /** Segments, the active one included. */
    public int segmentCount() {
        return state.segmentCount();
    }

    /** Base offset and bytes of every segment that takes no more appends. */
    public SortedMap<Long, Long> closedSegments() {
        return state.closedSegments();
    }

    /** A check of the closed segment that has this base offset; empty if there is none. The caller closes it. */
    public Optional<SegmentCheck> checkSegment(long baseOffset) throws IOException {
        return SegmentCheck.open(state, baseOffset);
    }

    /** The newest leader epoch, -1 if none is known. */
    public int latestLeaderEpoch() {
        return state.epochs().latestEpoch();
    }

    /** Where the requested epoch ended (OffsetForLeaderEpoch, KIP-101 and KIP-279). */
    public EpochEndOffset endOffsetForEpoch(int requestedEpoch) {
        return state.epochs().endOffset(requestedEpoch, state.logEndOffset());
    }

    /** The leader epoch of the batch at {@code offset}, -1 if unknown. */
    public int leaderEpochAt(long offset) {
        return state.epochs().epochAt(offset);
    }

    /** Notes that an epoch begins, as a new leader does before its first append. Durable with the next sync. */
    public void assignEpochStart(int epoch, long startOffset) {
        state.epochs().assign(epoch, startOffset);
    }

    /**
     * Returns when all that was appended before the call is durable.
     *
     * @throws ApiException KAFKA_STORAGE_ERROR if the log has failed or is closed
     * @throws IOException if the disk fails; but for a full disk the log has then failed
     */
    public void sync() throws IOException {
        boolean grown;
        try {
            grown = syncer.sync();
        } catch (DiskFullException e) {
            throw e;
        } catch (IOException e) {
            listener.failed(this, e);
            throw e;
        }
        if (grown) {
            listener.durable(this);
        }
    }

    /**
     * Begins what {@link #sync} does. The log may be appended to, cut and closed meanwhile. With the real disk it waits
     * within the call.
     *
     * @return completes with whether everything appended before the call is durable now; false if there was nothing to
     *     do, or if the log was cut meanwhile; exceptionally with what {@link #sync} throws
     */
    public CompletionStage<Boolean> beginSync() {
        CompletableFuture<Boolean> synced = new CompletableFuture<>();
        var _ = syncer.begin().whenComplete((outcome, failure) -> {
            if (failure != null) {
                if (failure instanceof IOException e && !(e instanceof DiskFullException)) {
                    listener.failed(this, e);
                }
                synced.completeExceptionally(failure);
                return;
            }
            if (outcome == LogSync.Outcome.GROWN) {
                listener.durable(this);
            }
            synced.complete(outcome == LogSync.Outcome.GROWN || outcome == LogSync.Outcome.SYNCED);
        });
        return synced;
    }

    /** Whether {@link #sync} would have something to do. */
    public boolean needsSync() {
        return syncer.isNeeded();
    }

    /** Whether {@code flush.messages} or {@code flush.ms} ask for a sync. */
    public boolean isFlushDue() {
        return syncer.isDue();
    }

    /**
     * Moves the log start offset up (DeleteRecords). Segments that lie below go with the next {@link #applyRetention}.
     *
     * @param offset at most the high watermark
     * @return whether it moved
     */
    public boolean deleteRecordsBefore(long offset) {
        return retention.moveStartTo(offset);
    }

    /**
     * Removes segments by time, size and log start offset, as far as they lie below the high watermark.
     *
     * @return how many
     */
    public int applyRetention(long highWatermark) throws IOException {
        try {
            return retention.apply(highWatermark);
        } finally {
            announceDeletion();
        }
    }

    /**
     * Deletes the files of removed segments after {@code file.delete.delay.ms}, once nobody reads from them; returns how
     * many. What cannot be deleted stays to be tried again.
     *
     * @param atOnce whether the delay does not count, as on a full disk
     */
    public int removeDeleted(boolean atOnce) throws IOException {
        return retention.deleteFiles(atOnce);
    }

    /** Nanoseconds until {@link #removeDeleted} has something to do, 0 or less if it is due; empty if nothing waits. */
    public OptionalLong nanosToDeletion() {
        return retention.nanosToDeletion();
    }

    private void announceDeletion() {
        if (retention.nanosToDeletion().isPresent()) {
            listener.segmentsRemoved(this);
        }
    }

    /** Rolls the active segment if it is older than {@code segment.ms} though nothing is appended. */
    public boolean rollIfDue() throws IOException {
        return retention.rollIfDue();
    }

    /** Forgets producers of which nothing was appended for {@code producer.id.expiration.ms}, whatever their records' timestamps. */
    public void expireProducers() {
        retention.expireProducers();
    }

    /**
     * Drops the batch that contains {@code offset} and all behind it, with epochs and producers; epochs without records at the
     * end go too. Durable on return.
     */
    public void truncateTo(long offset) throws IOException {
        truncation.truncateTo(offset);
        announceDeletion();
    }

    /** Drops everything; the log goes on, empty, at {@code offset}. Durable on return. */
    public void truncateFullyAndStartAt(long offset) throws IOException {
        truncation.truncateFullyAndStartAt(offset);
        announceDeletion();
    }

    /** The producers that the log knows (DescribeProducers, KIP-664). */
    public List<ProducerStateView> activeProducers() {
        return state.producerViews();
    }

    /** Whether it was closed or given up: what fails from then on says nothing about its disk. */
    public boolean isClosed() {
        return state.isClosed();
    }

    /** Whether a write or sync has failed, so that the log takes no appends. */
    public boolean hasFailed() {
        return state.hasFailed();
    }

    /** Makes everything durable, with indexes and producers, so that the next start checks nothing; closes the files. */
    @Override
    public void close() throws IOException {
        syncer.close();
    }

    /** Closes the files, as soon as nobody reads from them, and writes nothing: the folder is given up. */
    public void abandon() {
        try {
            syncer.abandon();
        } catch (IOException e) {
            LOG.warn("a file of {} could not be closed: {}", topicPartition(), e.toString());
        }
    }
}
