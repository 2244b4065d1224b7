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
    /** Kafka's defaults. */
    public static final RaftTiming DEFAULT = new RaftTiming(1000, 2000, 1000, 2000, 20, 500);
}
