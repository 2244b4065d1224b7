package io.odradek.broker.partition;

/** One who waits for records to be committed. Exactly one of the two is called, once, on any thread. */
public interface CommitWaiter {
    /** The records are committed. */
    void committed();

    /** The log is no longer led here, or its disk has failed: whether the records are committed is unknown. */
    void abandoned();
}
