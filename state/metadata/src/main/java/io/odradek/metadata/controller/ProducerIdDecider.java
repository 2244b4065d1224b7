package io.odradek.metadata.controller;

import io.odradek.base.Decision;
import io.odradek.metadata.image.ClusterImage;
import io.odradek.protocol.ApiException;
import io.odradek.protocol.ErrorCode;
import io.odradek.protocol.message.AllocateProducerIdsRequest;
import io.odradek.protocol.message.AllocateProducerIdsResponse;
import io.odradek.protocol.metadata.MetadataRecord;
import io.odradek.protocol.metadata.ProducerIdsRecord;
import java.util.List;

/**
 * Hands out producer ids in blocks, none twice (KIP-730).
 *
 * <p>Stateless; any thread.
 */
public final class ProducerIdDecider {
    /** Ids in a block. */
    public static final int BLOCK_SIZE = 1000;

    /** A decider has no state: one serves everybody. */
    public ProducerIdDecider() {}

    /** The next block for a registered broker. */
    public Decision<MetadataRecord, AllocateProducerIdsResponse> allocate(
            ClusterImage image, AllocateProducerIdsRequest request) {
        try {
            BrokerEpochs.check(image, request.brokerId(), request.brokerEpoch());
        } catch (ApiException e) {
            return refused(e.code());
        }
        long first = image.nextProducerId();
        if (first > Long.MAX_VALUE - BLOCK_SIZE) {
            return refused(ErrorCode.UNKNOWN_SERVER_ERROR);
        }
        return new Decision<>(
                List.of(new ProducerIdsRecord()
                        .setBrokerId(request.brokerId())
                        .setBrokerEpoch(request.brokerEpoch())
                        .setNextProducerId(first + BLOCK_SIZE)),
                new AllocateProducerIdsResponse().setProducerIdStart(first).setProducerIdLen(BLOCK_SIZE));
    }

    private static Decision<MetadataRecord, AllocateProducerIdsResponse> refused(ErrorCode error) {
        return Decision.replyOnly(new AllocateProducerIdsResponse().setErrorCode(error.code()));
    }
}
