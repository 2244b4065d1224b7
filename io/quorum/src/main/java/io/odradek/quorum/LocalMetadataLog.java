package io.odradek.quorum;

import io.odradek.base.Time;
import io.odradek.protocol.ApiException;
import io.odradek.protocol.ErrorCode;
import io.odradek.raft.SnapshotId;
import io.odradek.storage.AppendOrigin;
import io.odradek.storage.AppendResult;
import io.odradek.storage.PartitionLog;
import io.odradek.storage.disk.DiskFullException;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.Queue;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.Executor;
import java.util.concurrent.atomic.AtomicInteger;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The metadata log of a single voter: a partition's log in Kafka's layout. This node leads from the start, in an epoch of
 * its own for each start; a batch is committed when it is on disk. Syncs gather: however many appends came while one sync ran, the
 * next makes them all durable.
 *
 * <p>When a write or sync has failed, this node stops leading until it is started again.
 */
public final class LocalMetadataLog implements MetadataLog {
    private static final Logger LOG = LoggerFactory.getLogger(LocalMetadataLog.class);

    /** Appended bytes after which the recovery point is written down. */
    private static final long RECOVERY_POINT_BYTES = 1024 * 1024;

    private record Pending(long baseOffset, long endOffset, ByteBuffer batch, CompletableFuture<Long> future) {}

    private final LocalLogSpec spec;
    private final Time time;
    private final Executor callbacks;
    private final Executor diskTasks;
    private final LocalLogOpener.Opened opened;
    private final PartitionLog log;
    private final int epoch;

    private final Queue<Pending> pending = new ConcurrentLinkedQueue<>();
    private final AtomicInteger wantedSyncs = new AtomicInteger();
    private final Object snapshotLock = new Object(); // taken before this
    private final Object recoveryPointLock = new Object(); // taken last
    private volatile @Nullable Listener listener;
    private volatile LeaderAndEpoch leader;
    private volatile @Nullable IOException failure;
    private volatile boolean closed;
    private long bytesSinceRecoveryPoint; // guarded by this

    private LocalMetadataLog(LocalLogSpec spec, LocalLogOpener.Opened opened, Executor callbacks, Executor diskTasks) {
        this.spec = spec;
        this.time = spec.time();
        this.opened = opened;
        this.log = opened.log();
        this.epoch = opened.epoch();
        this.callbacks = callbacks;
        this.diskTasks = diskTasks;
        this.leader = new LeaderAndEpoch(OptionalInt.empty(), opened.epoch());
    }

    /**
     * Opens the log, made if missing; torn tails are cut, everything else is verified.
     *
     * @param callbacks runs one task at a time, in order
     * @param diskTasks runs syncs and snapshots, which block
     * @throws IOException if the disk fails or is full, or what was on disk is damaged; the message says what to do
     */
    public static LocalMetadataLog open(LocalLogSpec spec, Executor callbacks, Executor diskTasks) throws IOException {
        return new LocalMetadataLog(spec, new LocalLogOpener(spec).open(), callbacks, diskTasks);
    }

    @Override
    public void start(Listener startListener) {
        listener = startListener;
        callbacks.execute(() -> replay(startListener));
    }

    private void replay(Listener to) {
        long from = 0;
        try {
            if (opened.snapshot().isPresent()) {
                SnapshotId id = opened.snapshot().get();
                try (StoredSnapshot snapshot =
                        new StoredSnapshot(spec.disk(), opened.snapshots().path(id), id)) {
                    to.snapshot(snapshot);
                }
                from = id.endOffset();
            }
            LogWalk.walk(log, from, opened.replayEnd(), batch -> {
                if (!batch.isControl()) {
                    to.committed(batch.baseOffset(), batch.partitionLeaderEpoch(), batch.slice());
                }
            });
        } catch (IOException e) {
            fail(e);
            return;
        }
        to.caughtUp();
        leader = new LeaderAndEpoch(OptionalInt.of(spec.nodeId()), epoch);
        to.leaderChanged(leader);
        to.readyToLead(epoch);
    }

    @Override
    public CompletionStage<Long> append(int appendEpoch, ByteBuffer batch) {
        if (failure != null) {
            return CompletableFuture.failedFuture(storageError());
        }
        if (closed || appendEpoch != epoch || !leader.isLeader(spec.nodeId())) {
            return CompletableFuture.failedFuture(new ApiException(
                    ErrorCode.NOT_CONTROLLER, "this node does not lead epoch " + appendEpoch + " of the metadata log"));
        }
        ByteBuffer bytes = batch.slice();
        AppendResult result;
        try {
            result = log.appendAsLeader(bytes.duplicate(), epoch, AppendOrigin.COORDINATOR);
        } catch (ApiException e) {
            if (log.hasFailed()) {
                fail(new IOException(e.getMessage(), e));
            }
            return CompletableFuture.failedFuture(e);
        }
        CompletableFuture<Long> future = new CompletableFuture<>();
        pending.add(new Pending(result.baseOffset(), result.lastOffset() + 1, bytes, future));
        if (wantedSyncs.getAndIncrement() == 0) {
            diskTasks.execute(this::sync);
        }
        return future;
    }

    /** One task at a time: the next is scheduled only when this one has taken all that were wanted. */
    private void sync() {
        int wanted = wantedSyncs.get();
        try {
            log.sync();
            completeDurable();
        } catch (DiskFullException e) {
            // The appends stay open: the next one tries again, and so does closing.
            LOG.warn("the metadata log waits for space: {}", e.getMessage());
        } catch (ApiException e) {
            if (!closed) {
                fail(new IOException(e.getMessage(), e));
            }
        } catch (IOException | RuntimeException e) {
            fail(e instanceof IOException io ? io : new IOException(e.toString(), e));
        }
        if (closed || failure != null) {
            // An append may have slipped in behind the end; nobody else would answer it.
            callbacks.execute(() -> failPending(ended()));
        }
        if (wantedSyncs.addAndGet(-wanted) > 0) {
            diskTasks.execute(this::sync);
        }
    }

    private synchronized void completeDurable() throws IOException {
        long durable = log.durableOffset();
        List<Pending> done = new ArrayList<>();
        for (Pending next = pending.peek(); next != null && next.endOffset <= durable; next = pending.peek()) {
            pending.remove();
            done.add(next);
            bytesSinceRecoveryPoint += next.batch.remaining();
        }
        if (!done.isEmpty()) {
            callbacks.execute(() -> done.forEach(this::deliver));
        }
        if (bytesSinceRecoveryPoint >= RECOVERY_POINT_BYTES) {
            writeRecoveryPoint();
            bytesSinceRecoveryPoint = 0;
        }
    }

    private void writeRecoveryPoint() throws IOException {
        synchronized (recoveryPointLock) {
            LocalLogOpener.writeRecoveryPoint(spec, log.durableOffset());
        }
    }

    private void deliver(Pending committed) {
        Listener to = listener;
        try {
            if (to != null) {
                to.committed(committed.baseOffset, epoch, committed.batch.asReadOnlyBuffer());
            }
            committed.future.complete(committed.endOffset);
        } catch (RuntimeException e) {
            // The batches behind it are committed as well, and somebody waits for each.
            LOG.error("the batch at offset {} was not taken over: {}", committed.baseOffset, e.toString(), e);
            committed.future.completeExceptionally(e);
        }
    }

    /** There is nobody else to lead: until this node is started again, nobody does. */
    @Override
    public void resign(int resignedEpoch) {
        if (resignedEpoch == epoch && leader.isLeader(spec.nodeId())) {
            fail(new IOException("the controller has resigned"));
        }
    }

    @Override
    public long endOffset() {
        return log.logEndOffset();
    }

    @Override
    public Optional<NodeAddress> leaderAddress() {
        return Optional.empty();
    }

    private synchronized void fail(IOException cause) {
        if (failure != null || closed) {
            return;
        }
        failure = cause;
        leader = new LeaderAndEpoch(OptionalInt.empty(), epoch);
        LOG.error("the metadata log has failed, this node no longer leads: {}", cause.toString(), cause);
        callbacks.execute(() -> {
            failPending(ended());
            Listener to = listener;
            if (to != null) {
                to.leaderChanged(leader);
            }
        });
    }

    private ApiException ended() {
        return failure != null
                ? storageError()
                : new ApiException(
                        ErrorCode.NOT_CONTROLLER, "the node is shutting down; whether this took effect is not known");
    }

    private synchronized void failPending(ApiException error) {
        for (Pending next = pending.poll(); next != null; next = pending.poll()) {
            next.future.completeExceptionally(error);
        }
    }

    private ApiException storageError() {
        IOException cause = failure;
        return new ApiException(
                ErrorCode.KAFKA_STORAGE_ERROR,
                "the disk under the metadata log has failed; restart the node when it is mended"
                        + (cause == null ? "" : ": " + cause.getMessage()));
    }

    @Override
    public CompletionStage<Void> snapshot(long upToOffset, SnapshotSource source) {
        return CompletableFuture.runAsync(() -> writeSnapshot(upToOffset, source), diskTasks);
    }

    private void writeSnapshot(long upToOffset, SnapshotSource source) {
        synchronized (snapshotLock) {
            writeSnapshotLocked(upToOffset, source);
        }
    }

    private void writeSnapshotLocked(long upToOffset, SnapshotSource source) {
        SnapshotStore snapshots = opened.snapshots();
        long last = snapshots.newest().map(SnapshotId::endOffset).orElse(0L);
        if (closed || upToOffset <= last) {
            return;
        }
        if (upToOffset > log.durableOffset()) {
            throw new IllegalArgumentException("a snapshot up to " + upToOffset + " would hold what is not committed: "
                    + log.durableOffset() + " is");
        }
        try {
            SnapshotId id = new SnapshotId(upToOffset, Math.max(0, log.leaderEpochAt(upToOffset - 1)));
            snapshots.write(id, time.wallMillis(), source.batches());
            snapshots.deleteOld();
            writeRecoveryPoint();
            log.deleteRecordsBefore(snapshots.deletableUpTo());
            log.applyRetention(log.durableOffset());
            log.removeDeleted(false);
        } catch (IOException e) {
            // The log still has everything: a snapshot that was not written costs nothing but a longer replay.
            throw new java.io.UncheckedIOException("the snapshot up to " + upToOffset + " was not written", e);
        }
    }

    @Override
    public LeaderAndEpoch leader() {
        return leader;
    }

    @Override
    public QuorumView describe() {
        long now = time.wallMillis();
        QuorumView.Replica self =
                new QuorumView.Replica(spec.nodeId(), spec.directoryId(), log.logEndOffset(), now, now);
        return new QuorumView(leader, log.durableOffset(), List.of(self), List.of());
    }

    /** Makes everything durable; appends whose commit cannot be seen to any more fail with NOT_CONTROLLER. */
    @Override
    public void close() {
        synchronized (snapshotLock) {
            if (!closed) {
                closed = true;
                closeLog();
                callbacks.execute(() -> failPending(ended()));
                releaseLock();
            }
        }
    }

    private void closeLog() {
        try {
            log.close();
            completeDurable();
            if (failure == null) {
                writeRecoveryPoint();
            }
        } catch (IOException | RuntimeException e) {
            LOG.error("the metadata log was not closed in order: {}", e.toString(), e);
        }
    }

    private void releaseLock() {
        try {
            opened.lock().close();
        } catch (Exception e) {
            LOG.warn("the lock of the metadata log was not released in order: {}", e.getMessage(), e);
        }
    }
}
