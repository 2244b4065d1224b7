package io.odradek.broker.partition;

import io.odradek.base.TopicPartition;
import io.odradek.base.Uuid;
import io.odradek.protocol.ApiException;
import io.odradek.protocol.CorruptRecordsException;
import io.odradek.protocol.ErrorCode;
import io.odradek.replication.Ack;
import io.odradek.replication.Effect;
import io.odradek.replication.EpochHistory;
import io.odradek.replication.FetchAnswer;
import io.odradek.replication.FetchPosition;
import io.odradek.replication.Follower;
import io.odradek.replication.FollowerFetch;
import io.odradek.replication.IsrAnswer;
import io.odradek.replication.IsrProposal;
import io.odradek.replication.Leader;
import io.odradek.replication.LogPosition;
import io.odradek.replication.Moment;
import io.odradek.replication.Offline;
import io.odradek.replication.PartitionState;
import io.odradek.replication.Refusal;
import io.odradek.replication.ReplicaSettings;
import io.odradek.replication.Role;
import io.odradek.replication.Transition;
import io.odradek.storage.AppendOrigin;
import io.odradek.storage.AppendResult;
import io.odradek.storage.Durability;
import io.odradek.storage.LogConfig;
import io.odradek.storage.PartitionLog;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.locks.ReentrantLock;
import java.util.function.BiConsumer;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * A partition that this broker holds a replica of. It hosts the replica's {@link Role}, which decides, and carries out on the
 * log what is decided; and it keeps those who wait: for acknowledgements, and for more to read.
 *
 * <p>Any thread. One lock lets one event follow another: an append excludes a resignation, and progress is judged in the role
 * that made it. Those who wait are called without the lock. The role is immutable, so that readers see it as it was at one
 * moment without any lock.
 */
public final class Partition {
    private static final Logger LOG = LoggerFactory.getLogger(Partition.class);

    private final PartitionLog log;
    private final EpochHistory epochs;
    private final ReplicaContext context;
    private final Readers readers = new Readers();
    private final ReentrantLock lock = new ReentrantLock();
    private final AckWaiters waiters = new AckWaiters(); // guarded by lock
    private final ReadableBytes uncommitted = new ReadableBytes(); // guarded by lock
    private long term; // guarded by lock; ends with each leadership
    private volatile Role role;
    private volatile boolean failing;
    private volatile TopicSettings settings;

    /** @param highWatermark the one of the checkpoint, 0 if there is none */
    public Partition(PartitionLog log, TopicSettings settings, ReplicaContext context, long highWatermark) {
        this.log = log;
        this.epochs = new LogEpochs(log);
        this.context = context;
        this.settings = settings;
        this.role = Offline.starting(replicaSettings(settings), highWatermark, position());
    }

    public TopicPartition topicPartition() {
        return log.topicPartition();
    }

    public Uuid topicId() {
        return log.topicId();
    }

    public PartitionLog log() {
        return log;
    }

    /** The leader epochs of the log. */
    public EpochHistory epochs() {
        return epochs;
    }

    public TopicSettings settings() {
        return settings;
    }

    /** The replica as it is now. */
    public Role role() {
        return role;
    }

    /** The offset below which records are committed and may be read, as far as this replica knows. */
    public long highWatermark() {
        return role.highWatermark();
    }

    /** The offset below which a read_committed reader may read: below every transaction that is still open. */
    public long lastStableOffset() {
        return log.lastStableOffset(role.highWatermark());
    }

    // ---- events

    /** An event for the replica; the second argument takes what is to be called once the lock is free. */
    private void exclusively(BiConsumer<Role, List<Runnable>> event) {
        List<Runnable> news = new ArrayList<>(2);
        lock.lock();
        try {
            event.accept(role, news);
        } finally {
            lock.unlock();
            tell(news);
        }
    }

    private void tell(List<Runnable> news) {
        news.forEach(Runnable::run);
        failIfAsked();
    }

    private void on(RoleEvent event) {
        exclusively((current, news) -> take(event.apply(current), news));
    }

    private interface RoleEvent {
        Transition apply(Role role);
    }

    private ReplicaSettings replicaSettings(TopicSettings topic) {
        return new ReplicaSettings(context.self(), topic.minInSyncReplicas(), context.lagTimeMaxMs());
    }

    private Moment moment() {
        return new Moment(context.time().monotonicMillis(), context.brokers());
    }

    /** What grows on its own is read before what bounds it. */
    private LogPosition position() {
        long start = log.logStartOffset();
        long counted = counted();
        return new LogPosition(start, log.logEndOffset(), Math.max(start, counted));
    }

    private long counted() {
        return log.config().durability() == Durability.FSYNC ? log.durableOffset() : log.logEndOffset();
    }

    /** Takes over a changed configuration. */
    public void configure(LogConfig config, TopicSettings changed) {
        log.reconfigure(config);
        settings = changed;
        on(current -> current.configured(replicaSettings(changed), moment()));
        progressed();
    }

    /** The controller has committed a state of the partition that has this broker among its replicas. */
    public void changed(PartitionState state) {
        on(current -> current.changed(state, position(), epochs, moment()));
        progressed();
        context.outlet().fetchable(this);
    }

    /** This broker has no replica any more. */
    public void resign() {
        on(Role::resigned);
        context.outlet().fetchable(this);
    }

    /**
     * The disk under the log has failed: nobody is served from here any more. May be called by one that holds this partition or
     * another one; it then takes effect when that is let go.
     */
    public void fail() {
        failing = true;
        failIfAsked();
    }

    private void failIfAsked() {
        while (failing && !hasFailed() && !lock.isHeldByCurrentThread() && lock.tryLock()) {
            List<Runnable> news = new ArrayList<>();
            try {
                take(role.failed(), news);
            } finally {
                lock.unlock();
            }
            news.forEach(Runnable::run);
            context.outlet().fetchable(this);
        }
    }

    private boolean hasFailed() {
        return role instanceof Offline offline && offline.reason() != Offline.Reason.STARTING;
    }

    /** More of the log is on disk, or its start has moved. */
    public void progressed() {
        exclusively((current, news) -> {
            waiters.held(counted(), news);
            switch (current) {
                case Leader leader -> take(leader.progressed(position(), moment()), news);
                case Follower _ -> news.add(() -> context.outlet().fetchable(this));
                case Offline _ -> {
                    // It counts when it is served.
                }
            }
        });
    }

    /** Looks for followers that have fallen behind; every half of {@code replica.lag.time.max.ms}. */
    public void checkLag() {
        if (role instanceof Leader) {
            on(current -> current instanceof Leader leader ? leader.checkLag(moment()) : stays(current));
        }
    }

    /** An AlterPartition was answered, or its fate is unknown. */
    public void answered(IsrProposal sent, IsrAnswer answer) {
        on(current -> current instanceof Leader leader ? leader.answered(sent, answer, moment()) : stays(current));
    }

    private static Transition stays(Role role) {
        return new Transition(role, List.of());
    }

    /** Carries a decision out. */
    private FetchOutcome take(Transition transition, List<Runnable> news) {
        role = transition.role();
        FetchOutcome outcome = FetchOutcome.GO_ON;
        for (Effect effect : transition.effects()) {
            switch (effect) {
                case Effect.HighWatermark(long offset) -> committed(offset, news);
                case Effect.AssignEpochStart(int epoch, long offset) -> log.assignEpochStart(epoch, offset);
                case Effect.Propose(IsrProposal proposal) ->
                    news.add(() -> context.outlet().propose(this, proposal));
                case Effect.AbandonWaiters() -> {
                    term++;
                    waiters.abandon(news);
                }
                case Effect.InterruptReaders() -> news.add(() -> readers.interrupted(this));
                case Effect.Truncate(long offset) -> cut(offset, false, news);
                case Effect.StartOver(long offset) -> cut(offset, true, news);
                case Effect.MoveStart(long offset) -> {
                    var _ = log.deleteRecordsBefore(offset);
                }
                case Effect.AskLeaderBounds() -> outcome = FetchOutcome.ASK_LEADER_BOUNDS;
                case Effect.BackOff() -> outcome = FetchOutcome.BACK_OFF;
                case Effect.AppendFetched(int _) ->
                    throw new IllegalStateException("records are appended where they are");
            }
        }
        return outcome;
    }

    private void committed(long offset, List<Runnable> news) {
        waiters.committed(role, news);
        long bytes = uncommitted.takeUpTo(offset);
        if (!readers.isEmpty()) {
            // There is more to read, though the size of it may not be known.
            news.add(() -> readers.readable(this, FetchWaiter.Reader.CONSUMER, Math.max(1, bytes)));
        }
    }

    private void cut(long offset, boolean entirely, List<Runnable> news) {
        if (offset < role.highWatermark()) {
            LOG.warn(
                    "{} is cut at offset {} although all below {} was committed: its leader, elected uncleanly, does not"
                            + " have it",
                    topicPartition(),
                    offset,
                    role.highWatermark());
        } else {
            LOG.info("{} ends at offset {} and is cut at {}", topicPartition(), log.logEndOffset(), offset);
        }
        try {
            if (entirely) {
                context.cuts().truncateFullyAndStartAt(log, offset);
            } else {
                context.cuts().truncateTo(log, offset);
            }
        } catch (IOException e) {
            throw new ApiException(
                    ErrorCode.KAFKA_STORAGE_ERROR, topicPartition() + " could not be cut: " + e.getMessage());
        }
        uncommitted.clear();
        take(((Follower) role).truncated(position()), news);
    }

    // ---- writing

    /**
     * The epoch led in.
     *
     * @throws ApiException NOT_LEADER_OR_FOLLOWER if this broker does not lead the partition, KAFKA_STORAGE_ERROR if
     *     its disk has failed
     */
    public int requireLeader() {
        Role current = role;
        refuse(current.refuses(true));
        return current.leaderEpoch();
    }

    /**
     * Says whether an append would be refused, before anything is spent on it.
     *
     * @throws ApiException as {@link #append}
     */
    public void requireWriter(boolean acksAll) {
        refuse(role.refusesWriter(acksAll));
    }

    private void refuse(Optional<Refusal> refusal) {
        if (refusal.isPresent()) {
            Refusal why = refusal.get();
            throw new ApiException(why.error(), why.message(topicPartition()));
        }
    }

    /**
     * Appends the batches of one produce request for this partition. Offsets and the leader epoch are written into the
     * buffer.
     *
     * @param acksAll whether they are refused while fewer than {@code min.insync.replicas} are in sync
     * @throws ApiException if the producer state forbids it; NOT_ENOUGH_REPLICAS; or as {@link #requireLeader()}
     */
    public Appended append(ByteBuffer batches, AppendOrigin origin, boolean acksAll) {
        List<Runnable> news = new ArrayList<>(2);
        lock.lock();
        try {
            refuse(role.refusesWriter(acksAll));
            int bytes = batches.remaining();
            AppendResult result = log.appendAsLeader(batches, role.leaderEpoch(), origin);
            if (!result.duplicate()) {
                grown(result.lastOffset() + 1, bytes, news);
                take(((Leader) role).progressed(position(), moment()), news);
            }
            return new Appended(result, term);
        } finally {
            lock.unlock();
            tell(news);
        }
    }

    private void grown(long endOffset, int bytes, List<Runnable> news) {
        uncommitted.add(endOffset, bytes);
        if (!readers.isEmpty()) {
            news.add(() -> readers.readable(this, FetchWaiter.Reader.REPLICA, bytes));
        }
    }

    /**
     * Calls the waiter when what was appended is acknowledged, or when that has become impossible here.
     *
     * @param acksAll whether by all in-sync replicas; otherwise this replica's own log counts, by its durability
     */
    public void await(Appended appended, boolean acksAll, AckWaiter waiter) {
        exclusively((current, news) -> {
            long end = appended.endOffset();
            Ack ack;
            if (appended.term() != term) {
                ack = Ack.NOT_LEADER;
            } else if (acksAll) {
                ack = current.ack(end);
            } else {
                ack = counted() >= end ? Ack.COMMITTED : Ack.WAIT;
            }
            if (ack == Ack.WAIT) {
                waiters.add(acksAll, end, waiter);
            } else {
                news.add(() -> waiter.done(ack));
            }
        });
    }

    // ---- reading

    /**
     * Checks what a reader believes in (KIP-320).
     *
     * @param clientEpoch the leader epoch, -1 if the client names none
     * @param leaderOnly whether a follower would not do
     * @throws ApiException FENCED_LEADER_EPOCH if the client is behind, UNKNOWN_LEADER_EPOCH if it is ahead, or as
     *     {@link #requireLeader()}
     */
    public void requireReader(int clientEpoch, boolean leaderOnly) {
        refuse(role.refusesReader(clientEpoch, leaderOnly));
    }

    /** Whether a leader that is new knows the high watermark already; a follower always tells what it knows. */
    public boolean knowsHighWatermark() {
        return !(role instanceof Leader leader) || leader.knowsHighWatermark();
    }

    /** Tells the waiter of everything that becomes readable from now on, until removed. */
    public void addReader(FetchWaiter waiter, FetchWaiter.Reader reader) {
        readers.add(waiter, reader);
    }

    public void removeReader(FetchWaiter waiter) {
        readers.remove(waiter);
    }

    /**
     * Checks a follower's fetch before the log is read for it.
     *
     * @param brokerEpoch of its registration, -1 if it does not tell
     * @throws ApiException as {@link #requireReader}; UNKNOWN_LEADER_EPOCH if the broker has no replica;
     *     NOT_LEADER_OR_FOLLOWER if it has registered anew since
     */
    public void requireReplica(int replica, long brokerEpoch, int clientEpoch) {
        refuse(refusesReplica(role, replica, brokerEpoch, clientEpoch));
    }

    private Optional<Refusal> refusesReplica(Role current, int replica, long brokerEpoch, int clientEpoch) {
        return current.refusesReader(clientEpoch, true)
                .or(() -> ((Leader) current).refusesReplica(replica, brokerEpoch, moment()));
    }

    /**
     * The log was read for a follower: it has all below the offset that it asked for. What was checked before is checked again
     * under the lock, since the progress counts for the epoch that is led in now.
     *
     * @throws ApiException as {@link #requireReplica}
     */
    public void fetched(FollowerFetch fetch, int clientEpoch) {
        exclusively((current, news) -> {
            refuse(refusesReplica(current, fetch.replica(), fetch.brokerEpoch(), clientEpoch));
            take(((Leader) current).fetched(fetch, moment()), news);
        });
    }

    // ---- following

    /** What to ask the leader for; empty while there is nothing to ask, or nobody. */
    public Optional<FetchPosition> nextFetch() {
        lock.lock();
        try {
            return role instanceof Follower follower ? follower.nextFetch(position(), epochs) : Optional.empty();
        } finally {
            lock.unlock();
        }
    }

    /** Whether records wait for the disk before the next can be asked for. */
    public boolean isSyncing() {
        return counted() < log.logEndOffset();
    }

    /**
     * The leader has answered a fetch. Writes to the log, and may wait for the disk where that must be cut.
     *
     * @throws ApiException KAFKA_STORAGE_ERROR if the disk fails
     */
    public FetchOutcome answered(FetchPosition asked, FetchAnswer answer, FetchedRecords records) {
        return following((follower, news) -> {
            Transition decided = follower.answered(asked, answer, position(), epochs);
            Optional<Effect.AppendFetched> append = decided.effects().stream()
                    .filter(Effect.AppendFetched.class::isInstance)
                    .map(Effect.AppendFetched.class::cast)
                    .findFirst();
            return append.isPresent()
                    ? replicate(follower, records, append.get().maxEpoch(), news)
                    : take(decided, news);
        });
    }

    /** The leader has told where its log starts and ends. As {@link #answered(FetchPosition, FetchAnswer, FetchedRecords)}. */
    public FetchOutcome leaderBounds(FetchPosition asked, long leaderStart, long leaderEnd) {
        return following(
                (follower, news) -> take(follower.leaderBounds(asked, leaderStart, leaderEnd, position()), news));
    }

    private interface FollowerEvent {
        FetchOutcome run(Follower follower, List<Runnable> news);
    }

    private FetchOutcome following(FollowerEvent event) {
        List<Runnable> news = new ArrayList<>(2);
        lock.lock();
        try {
            return role instanceof Follower follower ? event.run(follower, news) : FetchOutcome.GO_ON;
        } finally {
            lock.unlock();
            tell(news);
        }
    }

    private FetchOutcome replicate(Follower follower, FetchedRecords records, int maxEpoch, List<Runnable> news) {
        if (records.batches().hasRemaining()) {
            long before = log.logEndOffset();
            int bytes = records.batches().remaining();
            try {
                log.appendAsFollower(records.batches(), maxEpoch);
            } catch (CorruptRecordsException e) {
                LOG.error(
                        "{} gets damaged records from its leader and asks again: {}", topicPartition(), e.getMessage());
                return FetchOutcome.BACK_OFF;
            }
            if (log.logEndOffset() == before) {
                LOG.warn("{} got no whole batch from its leader at offset {}", topicPartition(), before);
                return FetchOutcome.BACK_OFF;
            }
            grown(log.logEndOffset(), bytes, news);
        }
        return take(follower.replicated(position(), records.highWatermark(), records.logStartOffset()), news);
    }
}
