package io.odradek.testkit.versions;

import static org.assertj.core.api.Assertions.assertThat;

import io.odradek.protocol.WireReader;
import io.odradek.protocol.message.ApiVersionsResponse;
import io.odradek.protocol.message.ResponseHeader;
import java.nio.ByteBuffer;

/** Frames that no message class would write. */
final class RawFrames {
    private RawFrames() {}

    /** A request of a version that may not exist: a flexible header without client id or body. */
    static ByteBuffer requestHeader(short apiKey, short version, int correlationId) {
        ByteBuffer frame = ByteBuffer.allocate(32).position(Integer.BYTES);
        frame.putShort(apiKey)
                .putShort(version)
                .putInt(correlationId)
                .putShort((short) -1)
                .put((byte) 0);
        frame.putInt(0, frame.position() - Integer.BYTES);
        return frame.flip();
    }

    static ApiVersionsResponse apiVersionsV0(ByteBuffer frame, int correlationId) {
        WireReader in = new WireReader(frame);
        assertThat(ResponseHeader.read(in, (short) 0).correlationId()).isEqualTo(correlationId);
        ApiVersionsResponse response = ApiVersionsResponse.read(in, (short) 0);
        assertThat(in.remaining()).isZero();
        return response;
    }
}
