package io.odradek.network;

import io.odradek.base.Invariants;
import io.odradek.protocol.ApiKey;
import io.odradek.protocol.RequestMessage;

/**
 * A request to another node. It goes out in the highest version that it allows and both ends know.
 *
 * @param minVersion the lowest version that says what is to be said
 * @param maxVersion the highest version that the sender can handle
 * @param body makes the message once the version is known; called once at the most, on the client's thread
 * @param timeoutMillis how long the sender waits for the response, connecting included; 1 or more
 */
public record PeerRequest(ApiKey apiKey, short minVersion, short maxVersion, Body body, long timeoutMillis) {
    /** Makes the message for a version. */
    @FunctionalInterface
    public interface Body {
        RequestMessage inVersion(short version);
    }

    public PeerRequest {
        Invariants.check(timeoutMillis > 0, "a request to another node has a timeout", timeoutMillis);
        Invariants.check(minVersion <= maxVersion, "a request allows a version", minVersion, maxVersion);
    }

    /** A request that says the same in all stable versions. */
    public static PeerRequest of(RequestMessage message, long timeoutMillis) {
        ApiKey key = message.apiKey();
        return of(message, key.lowestVersion(), key.highestStableVersion(), timeoutMillis);
    }

    /** A request that says the same in a range of versions. */
    public static PeerRequest of(RequestMessage message, int minVersion, int maxVersion, long timeoutMillis) {
        return new PeerRequest(message.apiKey(), (short) minVersion, (short) maxVersion, _ -> message, timeoutMillis);
    }
}
