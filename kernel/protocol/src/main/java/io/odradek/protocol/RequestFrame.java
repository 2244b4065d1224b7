package io.odradek.protocol;

import io.odradek.protocol.message.RequestHeader;
import java.nio.ByteBuffer;

/** The frame of a request after its header has been read. */
public sealed interface RequestFrame {
    /**
     * A request that can be read.
     *
     * @param version a version that the API supports
     * @param body at the first byte of the body; its slices share the frame's bytes
     */
    record Supported(RequestHeader header, ApiKey apiKey, short version, WireReader body) implements RequestFrame {
        /**
         * Reads the body, once.
         *
         * @throws MalformedMessageException if it is not such a request
         */
        public RequestMessage readBody() {
            return apiKey.readRequest(body, version);
        }
    }

    /**
     * A request in a version that the API lacks. That of ApiVersions is answered in version 0 with
     * {@link ErrorCode#UNSUPPORTED_VERSION} (KIP-511); any other ends the connection.
     */
    record UnsupportedVersion(RequestHeader header, ApiKey apiKey, short version) implements RequestFrame {}

    /** A request to an API that does not exist, or no longer; it ends the connection. */
    record UnknownApi(short apiKey, short version) implements RequestFrame {}

    /**
     * Reads the header.
     *
     * @param frame the frame without its length, from position to limit; its position stays where it is
     * @throws MalformedMessageException if it has no such header
     */
    static RequestFrame parse(ByteBuffer frame) {
        WireReader peek = new WireReader(frame);
        short key = peek.readShort();
        short version = peek.readShort();
        ApiKey apiKey = ApiKey.forId(key);
        if (apiKey == null) {
            return new UnknownApi(key, version);
        }
        WireReader in = new WireReader(frame);
        RequestHeader header = RequestHeader.read(in, apiKey.requestHeaderVersion(version));
        return apiKey.supports(version)
                ? new Supported(header, apiKey, version, in)
                : new UnsupportedVersion(header, apiKey, version);
    }
}
