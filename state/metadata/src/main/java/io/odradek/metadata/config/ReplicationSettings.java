package io.odradek.metadata.config;

import java.util.Optional;

/**
 * How a broker's replicas follow their leaders and are followed. Immutable.
 *
 * @param lagTimeMaxMs a follower that was not at its leader's end for so many milliseconds is out of sync
 * @param fetchMaxBytes bytes that a follower asks for of one partition
 * @param fetchResponseMaxBytes bytes that it asks for in one answer
 * @param fetchMinBytes bytes that the leader waits for
 * @param fetchWaitMaxMs milliseconds that the leader waits for them
 * @param fetchBackoffMs milliseconds after which a partition is asked for again that could not be fetched
 * @param socketTimeoutMs milliseconds that an answer may take
 * @param selectorClass what chooses replicas for consumers to read from; empty for always the leader
 */
public record ReplicationSettings(
        long lagTimeMaxMs,
        int fetchMaxBytes,
        int fetchResponseMaxBytes,
        int fetchMinBytes,
        int fetchWaitMaxMs,
        int fetchBackoffMs,
        int socketTimeoutMs,
        Optional<String> selectorClass) {
    static ReplicationSettings of(ConfigValues values) {
        return new ReplicationSettings(
                values.number("replica.lag.time.max.ms"),
                values.integer("replica.fetch.max.bytes"),
                values.integer("replica.fetch.response.max.bytes"),
                values.integer("replica.fetch.min.bytes"),
                values.integer("replica.fetch.wait.max.ms"),
                values.integer("replica.fetch.backoff.ms"),
                values.integer("replica.socket.timeout.ms"),
                values.optionalText("replica.selector.class"));
    }
}
