package io.odradek.broker.partition;

import io.odradek.base.TopicPartition;
import io.odradek.base.Uuid;
import io.odradek.protocol.ApiException;
import io.odradek.protocol.ErrorCode;
import io.odradek.replication.LeaderState;
import io.odradek.storage.AppendOrigin;
import io.odradek.storage.AppendResult;
import io.odradek.storage.Durability;
import io.odradek.storage.LogConfig;
import io.odradek.storage.PartitionLog;
import java.nio.ByteBuffer;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import org.jspecify.annotations.Nullable;

/**
 * A partition that this broker holds a replica of: its log, its leadership, its high watermark, and those who wait for
 * it to move.
 *
 * <p>Any thread.
 */
public final class Partition {
    private final PartitionLog log;
    private final CommitQueue commits = new CommitQueue();
    private final UncommittedBytes uncommitted = new UncommittedBytes();
    private final Set<FetchWaiter> readers = ConcurrentHashMap.newKeySet();
    private final Object stateLock = new Object();
    private volatile @Nullable LeaderState leader;
    private volatile long highWatermark;
    private volatile boolean failed;
    private volatile TopicSettings settings;
    private volatile int replicas = 1;

    public Partition(PartitionLog log, TopicSettings settings) {
        this.log = log;
        this.settings = settings;
        this.highWatermark = log.logStartOffset();
        commits.advance(highWatermark);
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

    public TopicSettings settings() {
        return settings;
    }

    /** Takes over a changed configuration. */
    public void configure(LogConfig config, TopicSettings changed) {
        log.reconfigure(config);
        settings = changed;
        progressed();
    }

    /** The partition is assigned to this many brokers. */
    public void assignedTo(int brokers) {
        replicas = brokers;
    }

    /**
     * How many replicas must be in sync for acks=all: {@code min.insync.replicas}, but not more than there are. What was copied
     * from a larger cluster would refuse every record otherwise.
     */
    public int minInSyncReplicas() {
        return Math.min(settings.minInSyncReplicas(), replicas);
    }

    /** The ISR as the leader knows it, empty if this broker does not lead. */
    public Set<Integer> inSyncReplicas() {
        LeaderState current = leader;
        return current == null ? Set.of() : current.inSyncReplicas();
    }

    /** The offset below which records are committed and may be read. */
    public long highWatermark() {
        return highWatermark;
    }

    /** The offset below which a read_committed reader may read: below every transaction that is still open. */
    public long lastStableOffset() {
        return log.lastStableOffset(highWatermark);
    }

    /** Begins to lead in an epoch, or takes over a change of the in-sync replicas in the same one. */
    public void lead(int self, int leaderEpoch, Set<Integer> inSyncReplicas) {
        synchronized (stateLock) {
            LeaderState current = leader;
            if (current != null && current.leaderEpoch() == leaderEpoch) {
                current.changeInSyncReplicas(inSyncReplicas);
            } else {
                log.assignEpochStart(leaderEpoch, log.logEndOffset());
                leader = new LeaderState(self, leaderEpoch, inSyncReplicas, highWatermark);
                if (!failed) {
                    commits.resume();
                }
                readers.forEach(reader -> reader.interrupted(this));
            }
        }
        progressed();
    }

    /**
     * The epoch led in.
     *
     * @throws ApiException NOT_LEADER_OR_FOLLOWER if this broker does not lead the partition, KAFKA_STORAGE_ERROR if
     *     its disk has failed
     */
    public int requireLeader() {
        if (failed) {
            throw new ApiException(
                    ErrorCode.KAFKA_STORAGE_ERROR, "The log directory of " + topicPartition() + " is offline");
        }
        LeaderState current = leader;
        if (current == null) {
            throw new ApiException(ErrorCode.NOT_LEADER_OR_FOLLOWER, "This broker does not lead " + topicPartition());
        }
        return current.leaderEpoch();
    }

    /**
     * Checks the leader epoch that a client believes in (KIP-320).
     *
     * @param clientEpoch -1 if the client names none
     * @throws ApiException FENCED_LEADER_EPOCH if the client is behind, UNKNOWN_LEADER_EPOCH if it is ahead, or as
     *     {@link #requireLeader()}
     */
    public void checkLeaderEpoch(int clientEpoch) {
        int epoch = requireLeader();
        if (clientEpoch >= 0 && clientEpoch < epoch) {
            throw new ApiException(
                    ErrorCode.FENCED_LEADER_EPOCH,
                    "Leader epoch " + clientEpoch + " of " + topicPartition() + " is over, it is " + epoch + " now");
        }
        if (clientEpoch > epoch) {
            throw new ApiException(
                    ErrorCode.UNKNOWN_LEADER_EPOCH,
                    "Leader epoch " + clientEpoch + " of " + topicPartition() + " is not known here yet");
        }
    }

    /**
     * Appends the batches of one produce request for this partition. Offsets and the leader epoch are written into the
     * buffer.
     *
     * @throws ApiException if the producer state forbids it, or as {@link #requireLeader()}
     */
    public AppendResult append(ByteBuffer batches, AppendOrigin origin) {
        int epoch = requireLeader();
        int bytes = batches.remaining();
        AppendResult result = log.appendAsLeader(batches, epoch, origin);
        if (!result.duplicate()) {
            uncommitted.add(result.lastOffset() + 1, bytes);
            // The commit may have come before its size was noted.
            announce(uncommitted.takeUpTo(highWatermark));
        }
        return result;
    }

    /** Calls the waiter once the high watermark is at {@code endOffset} or above. */
    public void awaitCommit(long endOffset, CommitWaiter waiter) {
        commits.await(endOffset, waiter);
    }

    /** Tells the reader of everything that becomes readable from now on, until removed. */
    public void addReader(FetchWaiter reader) {
        readers.add(reader);
    }

    public void removeReader(FetchWaiter reader) {
        readers.remove(reader);
    }

    /** The log has grown, or more of it is on disk. */
    public void progressed() {
        LeaderState current = leader;
        if (current == null) {
            return;
        }
        long counted = log.config().durability() == Durability.FSYNC ? log.durableOffset() : log.logEndOffset();
        long committed;
        synchronized (stateLock) {
            current.localProgress(counted);
            committed = current.highWatermark();
            if (committed <= highWatermark) {
                return;
            }
            highWatermark = committed;
        }
        commits.advance(committed);
        // There is more to read, though the size of it may not have been noted yet.
        announce(Math.max(1, uncommitted.takeUpTo(committed)));
    }

    private void announce(long bytes) {
        if (bytes > 0) {
            readers.forEach(reader -> reader.readable(this, bytes));
        }
    }

    /** The disk under the log has failed: nobody is served from here any more. */
    public void fail() {
        failed = true;
        end();
    }

    /** This broker no longer leads the partition, or it is deleted. */
    public void resign() {
        leader = null;
        end();
    }

    private void end() {
        commits.fail();
        readers.forEach(reader -> reader.interrupted(this));
    }
}
