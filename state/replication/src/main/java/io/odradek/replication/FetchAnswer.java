package io.odradek.replication;

import io.odradek.protocol.ErrorCode;
import io.odradek.replication.EpochHistory.EpochEnd;

/** What the leader answers to a follower's fetch. */
public sealed interface FetchAnswer {
    /** Records to append, perhaps none. */
    record Records() implements FetchAnswer {}

    /** The follower's log parts from the leader's: where the leader's last epoch not above the follower's ends. */
    record Diverging(EpochEnd leaderEnd) implements FetchAnswer {}

    /** An error, OFFSET_OUT_OF_RANGE included. */
    record Failed(ErrorCode error) implements FetchAnswer {}
}
