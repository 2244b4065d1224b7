package io.odradek.metadata.config;

/** Where a broker's key can be changed while the broker runs (KIP-226). */
public enum UpdateMode {
    /** Only in the file, with a restart. */
    READ_ONLY,
    /** For one broker. */
    PER_BROKER,
    /** For one broker, or for all as a default. */
    CLUSTER_WIDE
}
