package io.odradek.raft;

/**
 * The times of {@code controller.quorum.*}, ms.
 *
 * @param electionTimeoutMs a replica without leader stands for election after one to two of these
 * @param fetchTimeoutMs a follower that gets no answer from its leader for so long looks for another; a leader that no majority
 *     fetched from for one and a half of these resigns
 * @param electionBackoffMaxMs how long the least advanced follower waits after its leader announced its end
 * @param requestTimeoutMs how long an answer is waited for
 * @param retryBackoffMs pause after a failed request
 * @param fetchMaxWaitMs how long a leader holds a fetch that it has nothing new for
 */
public record RaftTiming(
        int electionTimeoutMs,
        int fetchTimeoutMs,
        int electionBackoffMaxMs,
        int requestTimeoutMs,
        int retryBackoffMs,
        int fetchMaxWaitMs) {
    /** What holds where nothing is configured. */
    public static final RaftTiming DEFAULT = of(300, 700, 1000, 2000, 20);

    private static final int MAX_FETCH_WAIT_MS = 500;

    /** With fetches held so briefly that a leader with nothing new is heard of well within the fetch timeout. */
    public static RaftTiming of(
            int electionTimeoutMs,
            int fetchTimeoutMs,
            int electionBackoffMaxMs,
            int requestTimeoutMs,
            int retryBackoffMs) {
        return new RaftTiming(
                electionTimeoutMs,
                fetchTimeoutMs,
                electionBackoffMaxMs,
                requestTimeoutMs,
                retryBackoffMs,
                Math.min(MAX_FETCH_WAIT_MS, fetchTimeoutMs / 3));
    }

    /** Milliseconds between the turns of the voters that lose their leader at the same moment: more than a vote takes. */
    int turnMs() {
        return fetchTimeoutMs / 12;
    }
}
