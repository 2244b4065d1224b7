package io.odradek.metadata.controller;

import io.odradek.metadata.image.ClusterImage;
import io.odradek.protocol.ApiException;
import io.odradek.protocol.ErrorCode;

/** Whether a request comes from the registration that counts (KIP-841, KIP-903). Stateless; any thread. */
final class BrokerEpochs {
    private BrokerEpochs() {}

    /** @throws ApiException STALE_BROKER_EPOCH if the broker is not registered, or has been registered anew */
    static void check(ClusterImage image, int brokerId, long brokerEpoch) {
        long registered = image.nodes()
                .broker(brokerId)
                .orElseThrow(() -> new ApiException(
                        ErrorCode.STALE_BROKER_EPOCH, "No broker registration found for broker id " + brokerId))
                .epoch();
        if (registered != brokerEpoch) {
            throw new ApiException(
                    ErrorCode.STALE_BROKER_EPOCH,
                    "Expected broker epoch " + registered + ", but got broker epoch " + brokerEpoch);
        }
    }
}
