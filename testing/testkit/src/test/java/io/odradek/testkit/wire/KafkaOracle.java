package io.odradek.testkit.wire;

import static org.assertj.core.api.Assertions.assertThat;

import io.odradek.protocol.ApiKey;
import java.nio.ByteBuffer;
import org.apache.kafka.common.message.ApiMessageType;
import org.apache.kafka.common.message.ResponseHeaderData;
import org.apache.kafka.common.protocol.ApiMessage;
import org.apache.kafka.common.protocol.ByteBufferAccessor;
import org.apache.kafka.common.protocol.ObjectSerializationCache;

/** Has Kafka's own classes read a response, and write it again to the same bytes. */
final class KafkaOracle {
    private KafkaOracle() {}

    /**
     * Fails if Kafka reads the frame otherwise than it was written.
     *
     * @param frame without its length
     */
    static void check(ApiKey key, short version, ByteBuffer frame) {
        ApiMessageType type = ApiMessageType.fromApiKey(key.id());
        ByteBuffer bytes = frame.duplicate();
        ByteBufferAccessor in = new ByteBufferAccessor(bytes);
        ResponseHeaderData header = new ResponseHeaderData(in, type.responseHeaderVersion(version));
        ApiMessage body = type.newResponse();
        body.read(in, version);
        assertThat(bytes.remaining())
                .as("bytes of %s v%d that Kafka leaves unread", key, version)
                .isZero();
        ByteBuffer again = ByteBuffer.allocate(frame.remaining());
        write(header, type.responseHeaderVersion(version), again);
        write(body, version, again);
        assertThat(again.flip())
                .as("%s v%d as Kafka writes it: %s", key, version, body)
                .isEqualTo(frame);
    }

    private static void write(ApiMessage message, short version, ByteBuffer target) {
        ObjectSerializationCache cache = new ObjectSerializationCache();
        assertThat(message.size(cache, version)).isLessThanOrEqualTo(target.remaining());
        message.write(new ByteBufferAccessor(target), cache, version);
    }
}
