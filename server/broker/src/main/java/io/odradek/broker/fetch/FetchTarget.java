package io.odradek.broker.fetch;

import io.odradek.base.Uuid;
import io.odradek.protocol.message.FetchRequest.FetchPartition;

/**
 * One partition that a fetch wants to read.
 *
 * @param topic its topic's name, empty where only the id was given
 * @param topicId its topic's id, {@link Uuid#ZERO} where only the name was given (before version 13)
 * @param request what is asked of it
 */
public record FetchTarget(String topic, Uuid topicId, FetchPartition request) {
    /** Identifies a partition within one fetch session, where every topic is named in the same way. */
    record Key(String topic, Uuid topicId, int partition) {}

    Key key() {
        return new Key(topic, topicId, request.partition());
    }
}
