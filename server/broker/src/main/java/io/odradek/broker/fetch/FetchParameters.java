package io.odradek.broker.fetch;

import io.odradek.protocol.message.FetchRequest;

/**
 * What holds for a whole fetch.
 *
 * @param version of the request
 * @param readCommitted whether only records of finished transactions are read
 * @param minBytes bytes to wait for
 * @param maxBytes bytes to answer with at the most, but for a first batch that is larger
 * @param maxWaitMillis how long to wait for {@code minBytes}
 */
public record FetchParameters(short version, boolean readCommitted, int minBytes, int maxBytes, int maxWaitMillis) {
    /** From this version topics are named by id (KIP-516). */
    static final short TOPIC_IDS_SINCE = 13;

    private static final byte READ_COMMITTED = 1;

    /** @param brokerMaxBytes {@code fetch.max.bytes} */
    static FetchParameters of(FetchRequest request, short version, int brokerMaxBytes) {
        int maxBytes = Math.max(0, Math.min(request.maxBytes(), brokerMaxBytes));
        return new FetchParameters(
                version,
                request.isolationLevel() == READ_COMMITTED,
                Math.clamp(request.minBytes(), 0, maxBytes),
                maxBytes,
                Math.max(0, request.maxWaitMs()));
    }

    boolean usesTopicIds() {
        return version >= TOPIC_IDS_SINCE;
    }
}
