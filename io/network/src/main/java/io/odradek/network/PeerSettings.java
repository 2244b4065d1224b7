package io.odradek.network;

import io.odradek.base.Invariants;

/**
 * Bounds and identity of the connections to other nodes.
 *
 * @param clientId what this node calls itself in request headers
 * @param softwareVersion what it says of itself by KIP-511, letters, digits, dots and dashes
 * @param maxResponseBytes a larger response closes its connection before memory is taken for it
 * @param maxUnderWay requests to one peer that may wait or be in flight at once
 * @param connectTimeoutMillis for a connection to be made
 * @param minBackoffMillis wait after the first failure; doubles with each, and varies by a fifth
 * @param maxBackoffMillis the longest wait, before it is varied
 */
public record PeerSettings(
        String clientId,
        String softwareVersion,
        int maxResponseBytes,
        int maxUnderWay,
        int connectTimeoutMillis,
        long minBackoffMillis,
        long maxBackoffMillis) {
    public PeerSettings {
        Invariants.check(maxResponseBytes >= 1, "the response limit is positive", maxResponseBytes);
        Invariants.check(maxUnderWay >= 1, "a peer may be asked", maxUnderWay);
        Invariants.check(connectTimeoutMillis >= 1, "connecting takes time", connectTimeoutMillis);
        Invariants.check(
                minBackoffMillis >= 1 && minBackoffMillis <= maxBackoffMillis,
                "the back-off grows from a positive value",
                minBackoffMillis,
                maxBackoffMillis);
    }

    /** Kafka's defaults where it has them, with responses of 128 MiB at the most. */
    public static PeerSettings defaults(String clientId, String softwareVersion) {
        return new PeerSettings(clientId, softwareVersion, 128 * 1024 * 1024, 1_000, 5_000, 50, 1_000);
    }
}
