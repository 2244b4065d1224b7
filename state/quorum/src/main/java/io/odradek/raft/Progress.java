package io.odradek.raft;

/**
 * How far another replica has come, as its fetches tell.
 *
 * @param endOffset of its log, −1 until it has fetched from this leader
 * @param lastFetchMs −1 if it has not
 * @param lastCaughtUpMs when it had all that the leader had, −1 if never
 * @param leaderEndAtLastFetch the leader's log end then
 * @param lastBeginMs when it was last told who leads
 */
record Progress(long endOffset, long lastFetchMs, long lastCaughtUpMs, long leaderEndAtLastFetch, long lastBeginMs) {
    static final Progress NONE = new Progress(-1L, -1L, -1L, -1L, Long.MIN_VALUE);

    Progress fetched(long offset, long leaderEnd, long nowMs) {
        long caughtUpMs = lastCaughtUpMs;
        if (offset >= leaderEnd) {
            caughtUpMs = nowMs;
        } else if (lastFetchMs >= 0 && offset >= leaderEndAtLastFetch) {
            caughtUpMs = lastFetchMs;
        }
        return new Progress(offset, nowMs, caughtUpMs, leaderEnd, lastBeginMs);
    }

    Progress told(long nowMs) {
        return new Progress(endOffset, lastFetchMs, lastCaughtUpMs, leaderEndAtLastFetch, nowMs);
    }
}
