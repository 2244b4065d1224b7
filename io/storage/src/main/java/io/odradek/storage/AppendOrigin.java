package io.odradek.storage;

/** Where a batch comes from; decides which checks of its producer apply. */
public enum AppendOrigin {
    /** A producer: epoch and sequence are checked. */
    CLIENT,
    /** A coordinator: markers and its own records; epochs are checked, sequences are not. */
    COORDINATOR,
    /** The leader or the local log: was checked before it was first appended. */
    REPLICATION
}
