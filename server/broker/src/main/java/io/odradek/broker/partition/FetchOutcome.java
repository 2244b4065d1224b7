package io.odradek.broker.partition;

/** What a follower does after an answer of its leader. */
public enum FetchOutcome {
    /** Asks for what is next, see {@link Partition#nextFetch}. */
    GO_ON,
    /** Asks again after {@code replica.fetch.backoff.ms}. */
    BACK_OFF,
    /** Asks the leader where its log starts and ends, for {@link Partition#leaderBounds}. */
    ASK_LEADER_BOUNDS
}
