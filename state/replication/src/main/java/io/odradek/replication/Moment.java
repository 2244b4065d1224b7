package io.odradek.replication;

import java.util.OptionalLong;

/**
 * What a leader sees around it when something happens.
 *
 * @param nowMs monotonic time, milliseconds
 */
public record Moment(long nowMs, Brokers brokers) {
    /** The brokers of the cluster, as far as this broker has read the metadata. */
    @FunctionalInterface
    public interface Brokers {
        /** The epoch of a broker's registration; empty if it is not registered, fenced, or shutting down. */
        OptionalLong activeEpoch(int broker);
    }
}
