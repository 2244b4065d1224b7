package io.odradek.replication;

import java.util.OptionalLong;

/**
 * What a leader knows of one follower, from its fetches in this leader epoch.
 *
 * @param replica the follower's broker
 * @param startOffset its log start offset, {@link #UNKNOWN} before its first fetch
 * @param endOffset the offset that it fetched last, which is its log end offset; {@link #UNKNOWN} before its first fetch
 * @param lastFetchMs when that was
 * @param lastFetchLeaderEnd the leader's log end offset at that time
 * @param lastCaughtUpMs the last time at which it had all that the leader had
 * @param everCaughtUp whether there was such a time
 * @param brokerEpoch of the registration that it fetched under, -1 if it did not tell
 */
public record FollowerProgress(
        int replica,
        long startOffset,
        long endOffset,
        long lastFetchMs,
        long lastFetchLeaderEnd,
        long lastCaughtUpMs,
        boolean everCaughtUp,
        long brokerEpoch) {
    /** An offset that is not known. */
    public static final long UNKNOWN = -1L;

    /** A broker epoch that is not known: it is not checked. */
    public static final long ANY_BROKER_EPOCH = -1L;

    /** At the start of a leader epoch: in-sync replicas count as caught up, of the others nothing is known. */
    static FollowerProgress initial(int replica, boolean inSync, long nowMs) {
        return new FollowerProgress(
                replica, UNKNOWN, UNKNOWN, 0, UNKNOWN, inSync ? nowMs : 0, inSync, ANY_BROKER_EPOCH);
    }

    /**
     * After a fetch. One that reaches the leader's end is caught up now; one that reaches what was the end at the fetch
     * before was caught up then, so that a busy leader does not drop a follower that keeps pace.
     */
    FollowerProgress fetched(FollowerFetch fetch, long leaderEnd, long nowMs) {
        long caughtUpMs = lastCaughtUpMs;
        boolean caughtUp = everCaughtUp;
        if (fetch.offset() >= leaderEnd) {
            caughtUpMs = everCaughtUp ? Math.max(lastCaughtUpMs, nowMs) : nowMs;
            caughtUp = true;
        } else if (lastFetchLeaderEnd != UNKNOWN && fetch.offset() >= lastFetchLeaderEnd) {
            caughtUpMs = everCaughtUp ? Math.max(lastCaughtUpMs, lastFetchMs) : lastFetchMs;
            caughtUp = true;
        }
        return new FollowerProgress(
                replica,
                fetch.startOffset(),
                fetch.offset(),
                nowMs,
                leaderEnd,
                caughtUpMs,
                caughtUp,
                fetch.brokerEpoch());
    }

    /**
     * Out of the ISR: that it was caught up before says no more that it comes up any moment. A broker that was cut off and is let in
     * again without having fetched would hold up the high watermark for all of {@code replica.lag.time.max.ms}, as in Kafka.
     */
    FollowerProgress putOut() {
        return new FollowerProgress(replica, startOffset, endOffset, lastFetchMs, UNKNOWN, 0, false, brokerEpoch);
    }

    /** Whether it is at the leader's end, or was not long ago. */
    boolean isCaughtUp(long leaderEnd, long nowMs, long lagTimeMaxMs) {
        return endOffset == leaderEnd || (everCaughtUp && nowMs - lastCaughtUpMs <= lagTimeMaxMs);
    }

    /** Whether the controller would take it into the ISR: it lives, and is the one that fetched (KIP-903). */
    boolean isEligible(Moment.Brokers brokers) {
        OptionalLong active = brokers.activeEpoch(replica);
        return active.isPresent() && (brokerEpoch == ANY_BROKER_EPOCH || brokerEpoch == active.getAsLong());
    }
}
