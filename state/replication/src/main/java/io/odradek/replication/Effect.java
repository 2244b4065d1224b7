package io.odradek.replication;

/** What a replica wants done. Effects are carried out in their order, before the replica is told of anything else. */
public sealed interface Effect {
    /** All below is committed: who waits for it is released, who reads may read it. Only a truncation lowers it. */
    record HighWatermark(long offset) implements Effect {}

    /** The log notes that a leader epoch begins, although no record has it yet. */
    record AssignEpochStart(int epoch, long offset) implements Effect {}

    /** The controller is asked to change the ISR. Sent again until an answer is given to the replica. */
    record Propose(IsrProposal proposal) implements Effect {}

    /** Who waits for a commit here is told that this broker does not lead the partition any more. */
    record AbandonWaiters() implements Effect {}

    /** Who reads or polls here is answered: the leader epoch is another one. */
    record InterruptReaders() implements Effect {}

    /**
     * The log is cut at the offset, and its epochs with it, which may be necessary at the log's end too (KAFKA-10706). The
     * replica is told the new position by {@link Follower#truncated}.
     */
    record Truncate(long offset) implements Effect {}

    /** The log is dropped and goes on, empty, at the offset. Then {@link Follower#truncated}. */
    record StartOver(long offset) implements Effect {}

    /**
     * The records of the answer are appended as they are. Batches of a newer epoch, and what does not bear its checksum, are
     * left out (KAFKA-18723). Then {@link Follower#replicated}, with the leader's offsets that came with the records.
     */
    record AppendFetched(int maxEpoch) implements Effect {}

    /** The leader has deleted what lies below: so does this replica. */
    record MoveStart(long offset) implements Effect {}

    /** The leader is asked (ListOffsets) where its log starts and ends. Then {@link Follower#leaderBounds}. */
    record AskLeaderBounds() implements Effect {}

    /** Fetching goes on after {@code replica.fetch.backoff.ms}. */
    record BackOff() implements Effect {}
}
