package io.odradek.broker.fetch;

import io.odradek.broker.partition.FetchWaiter.Reader;
import io.odradek.protocol.message.FetchRequest;
import java.util.Optional;

/**
 * What holds for a whole fetch.
 *
 * @param version of the request
 * @param source who fetches
 * @param readCommitted whether only records of finished transactions are read
 * @param minBytes bytes to wait for
 * @param maxBytes bytes to answer with at the most, but for a first batch that is larger
 * @param maxWaitMillis how long to wait for {@code minBytes}
 */
public record FetchParameters(
        short version, Source source, boolean readCommitted, int minBytes, int maxBytes, int maxWaitMillis) {
    /** From this version topics are named by id (KIP-516). */
    static final short TOPIC_IDS_SINCE = 13;

    private static final short REPLICA_STATE_SINCE = 15;
    private static final short RACK_SINCE = 11;
    private static final byte READ_COMMITTED = 1;

    /** Who fetches. */
    sealed interface Source {
        /**
         * A client.
         *
         * @param rack where it is, empty if it does not say
         * @param knowsFollowers whether it may be served by a follower (KIP-392)
         */
        record Consumer(Optional<String> rack, boolean knowsFollowers) implements Source {}

        /**
         * Another broker's replica.
         *
         * @param brokerEpoch of its registration, -1 if it does not tell
         */
        record Replica(int broker, long brokerEpoch) implements Source {}
    }

    /** @param brokerMaxBytes {@code fetch.max.bytes}, which is for clients */
    static FetchParameters of(FetchRequest request, short version, int brokerMaxBytes) {
        Source source = source(request, version);
        int bound =
                source instanceof Source.Replica ? request.maxBytes() : Math.min(request.maxBytes(), brokerMaxBytes);
        int maxBytes = Math.max(0, bound);
        return new FetchParameters(
                version,
                source,
                request.isolationLevel() == READ_COMMITTED,
                Math.clamp(request.minBytes(), 0, maxBytes),
                maxBytes,
                Math.max(0, request.maxWaitMs()));
    }

    private static Source source(FetchRequest request, short version) {
        boolean stated = version >= REPLICA_STATE_SINCE;
        int replica = stated ? request.replicaState().replicaId() : request.replicaId();
        if (replica >= 0) {
            return new Source.Replica(replica, stated ? request.replicaState().replicaEpoch() : -1);
        }
        Optional<String> rack = Optional.of(request.rackId()).filter(id -> !id.isEmpty());
        return new Source.Consumer(rack, version >= RACK_SINCE);
    }

    boolean usesTopicIds() {
        return version >= TOPIC_IDS_SINCE;
    }

    /** What the fetch waits for. */
    Reader reader() {
        return switch (source) {
            case Source.Consumer _ -> Reader.CONSUMER;
            case Source.Replica _ -> Reader.REPLICA;
        };
    }
}
