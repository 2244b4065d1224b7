package io.odradek.replication;

import io.odradek.base.Invariants;
import java.util.HashMap;
import java.util.Map;
import java.util.Set;

/**
 * What a leader knows of its partition in one leader epoch: how far each replica has come, and from that the high
 * watermark, the offset below which every record is on every in-sync replica. It never goes back within an epoch, and
 * a leader that knows nothing of an in-sync replica yet does not move it.
 *
 * <p>Offsets are log end offsets, those that count for durability: with {@code durability=fsync} a replica counts what
 * is on its disk.
 *
 * <p>Not thread-safe; the owner serialises.
 */
public final class LeaderState {
    private static final long UNKNOWN = -1L;

    private final int self;
    private final int leaderEpoch;
    private final Map<Integer, Long> endOffsets = new HashMap<>();
    private Set<Integer> inSyncReplicas;
    private long highWatermark;

    /**
     * @param self this broker, a member of the in-sync replicas
     * @param leaderEpoch the epoch that this leader serves, zero or more
     * @param inSyncReplicas the ISR at the start of the epoch
     * @param highWatermark what was known before the epoch began
     */
    public LeaderState(int self, int leaderEpoch, Set<Integer> inSyncReplicas, long highWatermark) {
        Invariants.check(inSyncReplicas.contains(self), "a leader is in sync with itself", inSyncReplicas);
        Invariants.check(highWatermark >= 0, "the high watermark is not negative", highWatermark);
        this.self = self;
        this.leaderEpoch = leaderEpoch;
        this.inSyncReplicas = Set.copyOf(inSyncReplicas);
        this.highWatermark = highWatermark;
    }

    public int leaderEpoch() {
        return leaderEpoch;
    }

    public Set<Integer> inSyncReplicas() {
        return inSyncReplicas;
    }

    public long highWatermark() {
        return highWatermark;
    }

    /**
     * This leader's own log has come to {@code endOffset}.
     *
     * @return whether the high watermark moved
     */
    public boolean localProgress(long endOffset) {
        return progress(self, endOffset);
    }

    /**
     * A follower has told that its log has come to {@code endOffset}.
     *
     * @return whether the high watermark moved
     */
    public boolean followerProgress(int replica, long endOffset) {
        Invariants.check(replica != self, "a leader does not follow itself", replica);
        return progress(replica, endOffset);
    }

    /**
     * The controller has committed another ISR.
     *
     * @return whether the high watermark moved
     */
    public boolean changeInSyncReplicas(Set<Integer> replicas) {
        Invariants.check(replicas.contains(self), "a leader is in sync with itself", replicas);
        inSyncReplicas = Set.copyOf(replicas);
        return advance();
    }

    private boolean progress(int replica, long endOffset) {
        long before = endOffsets.getOrDefault(replica, UNKNOWN);
        if (endOffset == before) {
            return false;
        }
        endOffsets.put(replica, endOffset);
        return advance();
    }

    private boolean advance() {
        long slowest = Long.MAX_VALUE;
        for (int replica : inSyncReplicas) {
            slowest = Math.min(slowest, endOffsets.getOrDefault(replica, UNKNOWN));
        }
        if (slowest <= highWatermark) {
            return false;
        }
        highWatermark = slowest;
        return true;
    }
}
