package io.odradek.quorum;

import io.odradek.base.InvariantViolation;
import io.odradek.base.Time;
import io.odradek.protocol.ApiException;
import io.odradek.protocol.ErrorCode;
import io.odradek.protocol.RequestMessage;
import io.odradek.protocol.ResponseMessage;
import io.odradek.protocol.record.RecordBatchView;
import io.odradek.protocol.record.RecordBatches;
import io.odradek.raft.Effects;
import io.odradek.raft.Endpoints;
import io.odradek.raft.Inbound;
import io.odradek.raft.LogWork;
import io.odradek.raft.Now;
import io.odradek.raft.Outbound;
import io.odradek.raft.RaftReplica;
import io.odradek.raft.SnapshotId;
import io.odradek.raft.VoterHistory;
import io.odradek.raft.VoterSet;
import io.odradek.storage.PartitionLog;
import io.odradek.storage.disk.DiskFullException;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.List;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.Executor;
import java.util.function.Consumer;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The metadata log as one replica of a KRaft quorum has it, a single voter included: gives a {@link RaftReplica} a disk, a network and
 * time. A batch is committed when a majority of the voters has it on disk; syncs gather: however many appends came while one sync
 * ran, the next makes them all durable.
 *
 * <p>Any thread. Each step of the replica and what it asks for happen under one lock; futures complete and callbacks run outside it.
 * When a write or sync has failed, this node neither leads nor votes until it is started again; a full disk it waits out.
 */
public final class KraftMetadataLog implements MetadataLog {
    private static final Logger LOG = LoggerFactory.getLogger(KraftMetadataLog.class);

    /** How long to wait for space. */
    private static final long SPACE_MS = 1_000L;

    private final KraftSpec spec;
    private final Time time;
    private final Executor callbacks;
    private final Executor steps;
    private final Executor diskTasks;
    private final QuorumTimer timer;
    private final QuorumWire wire;
    private final KraftLogOpener.Opened opened;
    private final PartitionLog log;
    private final QuorumDisk disk;
    private final RaftReplica replica; // guarded by this, as all that follows
    private final Delivery delivery;
    private final SnapshotWriter snapshots;
    private final SyncLoop syncs;
    private final Deque<OwnAppend> own = new ArrayDeque<>();
    private final Deque<Effects> stuck = new ArrayDeque<>();
    private final OpenRequests open;
    private final NextTick nextTick;
    private Optional<ApiException> appendError = Optional.empty();
    private boolean closed;
    private volatile @Nullable IOException failure;
    private final CompletableFuture<IOException> failed = new CompletableFuture<>();
    private volatile LeaderAndEpoch leader = LeaderAndEpoch.NONE;

    private KraftMetadataLog(KraftSpec spec, KraftLogOpener.Opened opened, KraftSeams seams) {
        this.spec = spec;
        this.time = spec.time();
        this.opened = opened;
        this.log = opened.log();
        this.callbacks = seams.callbacks();
        this.steps = seams.steps();
        this.diskTasks = seams.diskTasks();
        this.timer = seams.timer();
        this.wire = new QuorumWire(seams.peers(), spec.raft(), steps);
        this.disk = new QuorumDisk(spec, opened);
        this.replica = new RaftReplica(spec.raft(), opened.recovered(), opened.state(), seams.random());
        this.delivery = new Delivery(new Committed(), nodeId(), seams.callbacks());
        this.snapshots = new SnapshotWriter(spec, opened);
        this.open = new OpenRequests(disk);
        this.nextTick = new NextTick(time, timer, steps, this::tick);
        this.syncs = new SyncLoop(log, opened.recoveryPoints(), diskTasks, timer, new SyncLoop.Listener() {
            @Override
            public void durable() {
                step(() -> replica.durable(now(), log.durableOffset()));
            }

            @Override
            public void failed(IOException cause) {
                giveUp(cause);
            }
        });
    }

    /**
     * Opens the log, made if missing; torn tails are cut, everything else is verified.
     *
     * @throws IOException if the disk fails or is full, or what was on disk is damaged; the message says what to do
     */
    public static KraftMetadataLog open(KraftSpec spec, KraftSeams seams) throws IOException {
        return new KraftMetadataLog(spec, new KraftLogOpener(spec).open(), seams);
    }

    private int nodeId() {
        return spec.raft().self().id();
    }

    private Now now() {
        return new Now(time.monotonicMillis(), time.wallMillis());
    }

    // --- Steps

    @Override
    public void start(Listener listener) {
        delivery.start(listener);
        step(() -> replica.start(now()));
    }

    /** Lets the replica take a step and does what it asks for. While it waits for space, or has failed, it hears nothing. */
    private void step(Supplier<Effects> action) {
        List<Runnable> after = new ArrayList<>();
        synchronized (this) {
            if (!closed && failure == null && stuck.isEmpty()) {
                carryOut(action.get(), after);
            }
        }
        after.forEach(Runnable::run);
    }

    private void carryOut(Effects first, List<Runnable> after) {
        stuck.add(first);
        try {
            carryOutAll(after);
        } catch (DiskFullException e) {
            LOG.warn("the quorum's state waits for space: {}", e.getMessage());
            timer.after(SPACE_MS, () -> steps.execute(this::goOn));
        } catch (IOException e) {
            fail(e, after);
        } catch (InvariantViolation e) {
            fail(new IOException("the replica of the metadata log found what cannot be: " + e.getMessage(), e), after);
        }
        noteLeader(after);
        syncs.wake();
        after.add(delivery::wake);
    }

    /** A state that could not be saved is the first to be done, and nothing of a step leaves before all of it is. */
    private void carryOutAll(List<Runnable> after) throws IOException {
        while (!stuck.isEmpty()) {
            Effects effects = stuck.element();
            if (effects.save().isPresent()) {
                disk.save(effects.save().get(), replica.voters());
            }
            stuck.remove();
            if (effects.work().isPresent()) {
                stuck.add(perform(effects.work().get()));
            }
            effects.requests().forEach(request -> after.add(() -> send(request)));
            effects.answers().forEach(answer -> after.add(open.answer(answer)));
            nextTick.at(effects.nextTickMs());
        }
    }

    private void goOn() {
        List<Runnable> after = new ArrayList<>();
        synchronized (this) {
            if (!closed && failure == null && !stuck.isEmpty()) {
                carryOut(stuck.remove(), after);
            }
        }
        after.forEach(Runnable::run);
    }

    private Effects perform(LogWork work) throws IOException {
        try {
            if (work instanceof LogWork.Append append && replica.leads(replica.epoch())) {
                disk.appendOwn(append, replica.epoch());
            } else {
                Optional<VoterHistory> installed = disk.perform(work, replica.epoch());
                if (installed.isPresent()) {
                    return replica.installed(now(), installed.get());
                }
            }
            return replica.workDone(now());
        } catch (ApiException e) {
            if (log.hasFailed()) {
                throw new IOException(e.getMessage(), e);
            }
            appendError = Optional.of(e);
            return replica.workFailed(now());
        } catch (IOException e) {
            boolean download = work instanceof LogWork.BeginDownload || work instanceof LogWork.WriteDownload;
            if (!download || log.hasFailed()) {
                throw new IOException(e.getMessage(), e); // a full disk too: it has stopped half-way
            }
            LOG.warn("a snapshot of the leader's was not taken over: {}", e.getMessage());
            disk.closeDownload();
            return replica.workFailed(now());
        }
    }

    private void tick() {
        synchronized (this) {
            nextTick.taken();
        }
        step(() -> replica.tick(now()));
    }

    private void send(Outbound request) {
        wire.send(request, new QuorumWire.Outcome() {
            @Override
            public void answered(ResponseMessage response) {
                step(() -> replica.answered(now(), request, response));
            }

            @Override
            public void disconnected(Throwable cause) {
                LOG.debug("{} to {}: {}", request.message().apiKey(), request.to(), cause.toString());
                step(() -> replica.disconnected(now(), request));
            }

            @Override
            public void failed(Throwable cause) {
                LOG.debug("{} to {}: {}", request.message().apiKey(), request.to(), cause.toString());
                step(() -> replica.failed(now(), request));
            }
        });
    }

    // --- Requests of other nodes

    /** Lets the replica answer one of the quorum's requests. */
    CompletionStage<ResponseMessage> receive(String listener, RequestMessage request) {
        CompletableFuture<ResponseMessage> response = new CompletableFuture<>();
        steps.execute(() -> receive(listener, request, response));
        return response;
    }

    private void receive(String listener, RequestMessage request, CompletableFuture<ResponseMessage> response) {
        List<Runnable> after = new ArrayList<>();
        synchronized (this) {
            if (closed || failure != null || !stuck.isEmpty()) {
                ApiException error = ended();
                after.add(() -> response.completeExceptionally(error));
            } else {
                carryOut(replica.receive(now(), new Inbound(open.request(response), listener, request)), after);
            }
        }
        after.forEach(Runnable::run);
    }

    // --- Appending

    @Override
    public CompletionStage<Long> append(int epoch, ByteBuffer batch) {
        CompletableFuture<Long> future;
        List<Runnable> after = new ArrayList<>();
        synchronized (this) {
            Optional<ApiException> refusal = refusal(epoch);
            future = refusal.isPresent()
                    ? CompletableFuture.failedFuture(refusal.get())
                    : appendLocked(epoch, batch.slice(), after);
        }
        after.forEach(Runnable::run);
        return future;
    }

    private Optional<ApiException> refusal(int epoch) {
        if (failure != null || !stuck.isEmpty()) {
            return Optional.of(storageError());
        }
        return closed || !leader.isLeader(nodeId()) || !replica.leads(epoch)
                ? Optional.of(new ApiException(
                        ErrorCode.NOT_CONTROLLER, "this node does not lead epoch " + epoch + " of the metadata log"))
                : Optional.empty();
    }

    private CompletableFuture<Long> appendLocked(int epoch, ByteBuffer bytes, List<Runnable> after) {
        appendError = Optional.empty();
        long baseOffset = replica.logEndOffset();
        CompletableFuture<Long> future = new CompletableFuture<>();
        long records = RecordBatches.nextOffset(bytes, 0L); // It has offsets from 0 until it is appended.
        OwnAppend append = new OwnAppend(baseOffset, baseOffset + records, epoch, bytes, future);
        own.add(append);
        carryOut(replica.append(now(), epoch, bytes.duplicate()), after);
        if (appendError.isPresent()) {
            own.remove(append);
            future.completeExceptionally(appendError.get());
        }
        syncs.appended(bytes.remaining());
        return future;
    }

    // --- Leading

    private void noteLeader(List<Runnable> after) {
        OptionalInt established = replica.establishedEpoch();
        OptionalInt other = replica.leaderId();
        boolean self = other.isPresent() && other.getAsInt() == nodeId();
        LeaderAndEpoch next = failure != null || (self && established.isEmpty())
                ? Delivery.nobody(replica.epoch())
                : new LeaderAndEpoch(other, replica.epoch());
        leader = next;
        if (!own.isEmpty() && !replica.leads(own.getLast().epoch())) {
            failOwn(
                    new ApiException(
                            ErrorCode.NOT_CONTROLLER,
                            "this node leads the metadata log no more; whether this took effect is not known"),
                    after);
        }
    }

    private void failOwn(ApiException error, List<Runnable> after) {
        List<OwnAppend> lost = List.copyOf(own);
        own.clear();
        lost.forEach(append -> after.add(() -> append.future().completeExceptionally(error)));
    }

    @Override
    public void resign(int epoch) {
        step(() -> replica.resign(now(), epoch));
    }

    /** The disk cannot be relied on any more. */
    private void giveUp(IOException cause) {
        List<Runnable> after = new ArrayList<>();
        synchronized (this) {
            if (!closed) {
                fail(cause, after);
            }
        }
        after.forEach(Runnable::run);
    }

    private void fail(IOException cause, List<Runnable> after) {
        if (failure != null) {
            return;
        }
        failure = cause;
        LOG.error("the metadata log has failed, this node neither leads nor votes: {}", cause.toString(), cause);
        stuck.clear();
        // Nobody should have to find out by waiting.
        replica.stop(now()).requests().forEach(request -> after.add(() -> send(request)));
        nextTick.cancel();
        failAll(after);
        leader = Delivery.nobody(replica.epoch());
        after.add(delivery::wake);
        after.add(() -> failed.complete(cause));
    }

    /** Completes when a write or sync has failed: this node then neither leads nor votes until it is started again. */
    public CompletionStage<IOException> failed() {
        return failed.minimalCompletionStage();
    }

    private void failAll(List<Runnable> after) {
        ApiException error = ended();
        failOwn(error, after);
        after.addAll(open.failAll(error));
    }

    private ApiException ended() {
        return failure != null || !stuck.isEmpty()
                ? storageError()
                : new ApiException(
                        ErrorCode.NOT_CONTROLLER, "the node is shutting down; whether this took effect is not known");
    }

    private ApiException storageError() {
        IOException cause = failure;
        String message = cause == null
                ? "the disk under the metadata log is full; free some space"
                : "the disk under the metadata log has failed; restart the node when it is mended: "
                        + cause.getMessage();
        return new ApiException(ErrorCode.KAFKA_STORAGE_ERROR, message);
    }

    /** Raises kraft.version, in which no step back is possible (KIP-853); fails as UpdateFeatures says. */
    public CompletionStage<@Nullable Void> upgradeKRaftVersion(int level) {
        CompletableFuture<@Nullable Void> done = new CompletableFuture<>();
        List<Runnable> after = new ArrayList<>();
        synchronized (this) {
            if (closed || failure != null || !stuck.isEmpty()) {
                return CompletableFuture.failedFuture(ended());
            }
            carryOut(replica.upgrade(now(), open.command(done), level), after);
        }
        after.forEach(Runnable::run);
        return done;
    }

    // --- Snapshots

    @Override
    public CompletionStage<Void> snapshot(long upToOffset, SnapshotSource source) {
        return CompletableFuture.runAsync(() -> writeSnapshot(upToOffset, source), diskTasks);
    }

    private void writeSnapshot(long upToOffset, SnapshotSource source) {
        SnapshotId id;
        VoterHistory voters;
        synchronized (this) {
            if (closed || failure != null) {
                return;
            }
            if (upToOffset > replica.highWatermark()) {
                throw new IllegalArgumentException("a snapshot up to " + upToOffset
                        + " would hold what is not committed: " + replica.highWatermark() + " is");
            }
            id = replica.snapshotAt(upToOffset);
            voters = replica.voterHistory();
        }
        if (snapshots.write(id, voters, source)) {
            step(() -> replica.snapshotsAre(now(), opened.snapshots().ids(), log.logStartOffset()));
        }
    }

    // --- What it knows

    @Override
    public long endOffset() {
        return log.logEndOffset();
    }

    @Override
    public LeaderAndEpoch leader() {
        return leader;
    }

    @Override
    public synchronized Optional<NodeAddress> leaderAddress() {
        return leader.leaderId().isEmpty() || leader.isLeader(nodeId())
                ? Optional.empty()
                : replica.leaderEndpoints()
                        .at(spec.raft().listener())
                        .map((Endpoints.Endpoint at) -> new NodeAddress(at.host(), at.port()));
    }

    @Override
    public synchronized OptionalInt silentPredecessor() {
        return replica.silentPredecessor();
    }

    /** The voters in force, with their directories, endpoints and supported levels of kraft.version. Any thread. */
    public synchronized VoterSet voters() {
        return replica.voters();
    }

    /** kraft.version: 0 while the voters are those of the configuration. Any thread. */
    public synchronized int kraftVersion() {
        return replica.voterHistory().kraftVersion();
    }

    /** What this node is in the quorum: {@code leader}, {@code follower} and so on. Any thread. */
    public synchronized String role() {
        return replica.roleName();
    }

    @Override
    public synchronized QuorumView describe() {
        return QuorumViews.of(replica, leader, time.wallMillis());
    }

    // --- The end

    /** Lets another node lead, if this one does; completes when nobody depends on this node any more. Then {@link #close} it. */
    public CompletionStage<Void> leave() {
        CompletableFuture<Void> left = new CompletableFuture<>();
        step(() -> replica.stop(now()));
        awaitLeft(left);
        return left;
    }

    private void awaitLeft(CompletableFuture<Void> left) {
        boolean may;
        synchronized (this) {
            may = closed || failure != null || replica.mayStop();
        }
        if (may) {
            left.complete(null);
        } else {
            timer.after(Math.max(1, spec.raft().timing().retryBackoffMs()), () -> awaitLeft(left));
        }
    }

    /** Makes everything durable; appends whose commit cannot be seen to any more fail with NOT_CONTROLLER. */
    @Override
    public void close() {
        List<Runnable> after = new ArrayList<>();
        snapshots.close(() -> {
            synchronized (this) {
                if (closed) {
                    return;
                }
                boolean works = failure == null && stuck.isEmpty();
                if (works) {
                    carryOut(replica.stop(now()), after);
                }
                syncs.close();
                closeLog();
                if (works) {
                    carryOut(replica.durable(now(), log.durableOffset()), after); // a sole voter has committed all
                }
                nextTick.cancel();
                closed = true;
                // Behind what is committed, which is delivered yet.
                after.add(() -> callbacks.execute(this::end));
            }
        });
        after.forEach(Runnable::run);
    }

    private void end() {
        delivery.close();
        List<Runnable> after = new ArrayList<>();
        synchronized (this) {
            failAll(after);
        }
        after.forEach(Runnable::run);
    }

    private void closeLog() {
        try {
            disk.closeDownload();
            log.close();
            if (failure == null) {
                opened.recoveryPoints().write(log);
            }
        } catch (IOException | RuntimeException e) {
            LOG.error("the metadata log was not closed in order: {}", e.toString(), e);
        }
        try {
            opened.lock().close();
        } catch (Exception e) {
            LOG.warn("the lock of the metadata log was not released in order: {}", e.getMessage(), e);
        }
    }

    /** What the delivery sees of this log. */
    private final class Committed implements Delivery.Source {
        @Override
        public Delivery.View view(long delivered) {
            synchronized (KraftMetadataLog.this) {
                while (!own.isEmpty() && own.element().endOffset() <= delivered) {
                    own.remove();
                }
                boolean next = !own.isEmpty()
                        && own.element().baseOffset() == delivered
                        && own.element().endOffset() <= replica.highWatermark();
                long until = own.isEmpty() || next
                        ? replica.highWatermark()
                        : Math.min(replica.highWatermark(), own.element().baseOffset());
                return new Delivery.View(
                        log.logStartOffset(),
                        until,
                        replica.knownCommitted(),
                        leader,
                        opened.snapshots().newest(),
                        next ? Optional.of(own.element()) : Optional.empty());
            }
        }

        @Override
        public StoredSnapshot open(SnapshotId id) throws IOException {
            return new StoredSnapshot(spec.disk(), opened.snapshots().path(id), id);
        }

        @Override
        public void walk(long from, long to, Consumer<RecordBatchView> visitor) throws IOException {
            LogWalk.walk(log, from, to, visitor);
        }

        @Override
        public void failed(IOException cause) {
            giveUp(cause);
        }
    }
}
