package io.odradek.metadata.controller;

import io.odradek.protocol.ErrorCode;
import io.odradek.protocol.RawTaggedField;
import io.odradek.protocol.message.BrokerRegistrationResponse;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Optional;

/**
 * The sentence that says why a broker was not registered. Kafka's BrokerRegistrationResponse has a code and no text, so it goes
 * as a tagged field of our own (KIP-482): other brokers pass over it.
 *
 * <p>Stateless; any thread.
 */
public final class RegistrationRefusal {
    /** Far above the tags that Kafka hands out, which count from zero. */
    private static final int TAG = 20_292;

    private static final int MAX_BYTES = 2_048;

    private RegistrationRefusal() {}

    static BrokerRegistrationResponse of(ErrorCode error, String sentence) {
        return new BrokerRegistrationResponse()
                .setErrorCode(error.code())
                .setUnknownTaggedFields(List.of(new RawTaggedField(TAG, StandardCharsets.UTF_8.encode(sentence))));
    }

    /** The sentence of a refusal; empty if the controller is not one of ours. */
    public static Optional<String> sentence(BrokerRegistrationResponse response) {
        return response.unknownTaggedFields().stream()
                .filter(field -> field.tag() == TAG && field.data().remaining() <= MAX_BYTES)
                .findFirst()
                .map(field -> decode(field.data().duplicate()));
    }

    private static String decode(ByteBuffer bytes) {
        return StandardCharsets.UTF_8.decode(bytes).toString();
    }
}
