package io.odradek.testkit.versions;

import io.odradek.protocol.ApiKey;
import io.odradek.testkit.wire.WireClient;

/**
 * A request that is sent in every version of its API.
 *
 * @param fails whether it is one that the broker must refuse
 */
record ApiCase(ApiKey key, String behaviour, boolean fails, Exchange exchange) {
    /** Sends the request in one version and checks what comes back. */
    @FunctionalInterface
    interface Exchange {
        void run(WireClient client, short version, Fixture fixture);
    }

    static ApiCase succeeds(ApiKey key, String behaviour, Exchange exchange) {
        return new ApiCase(key, behaviour, false, exchange);
    }

    static ApiCase fails(ApiKey key, String behaviour, Exchange exchange) {
        return new ApiCase(key, behaviour, true, exchange);
    }
}
