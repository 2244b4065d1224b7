package io.odradek.replication;

/** What a produce request with acks=all is to hear of its records. */
public enum Ack {
    /** They are not committed yet. */
    WAIT,
    /** They are committed. */
    COMMITTED,
    /** They are committed, on fewer replicas than {@code min.insync.replicas}: NOT_ENOUGH_REPLICAS_AFTER_APPEND. */
    NOT_ENOUGH_REPLICAS,
    /** This broker does not lead any more; what becomes of them is unknown: NOT_LEADER_OR_FOLLOWER. */
    NOT_LEADER
}
