package io.odradek.protocol;

import io.odradek.base.Invariants;
import io.odradek.protocol.message.RequestHeader;
import io.odradek.protocol.message.ResponseHeader;
import java.nio.ByteBuffer;
import java.util.function.IntFunction;

/**
 * Makes frames of a length, a header and a body. Nothing is allocated before the message has proved encodable, and then
 * once, by the caller's allocator: it is given the exact number of bytes and returns a buffer with at least that many
 * remaining. Records are not copied. Stateless; any thread.
 */
public final class FrameEncoder {
    private static final int LENGTH_BYTES = Integer.BYTES;

    private FrameEncoder() {}

    /**
     * Encodes a response.
     *
     * @param version the version of the request that is answered
     * @throws UnencodableMessageException if the version cannot express what the fields hold
     */
    public static EncodedFrame response(
            int correlationId, ResponseMessage body, short version, IntFunction<ByteBuffer> allocator) {
        ResponseHeader header = new ResponseHeader().setCorrelationId(correlationId);
        return encode(header, body.apiKey().responseHeaderVersion(version), body, version, allocator);
    }

    /**
     * Encodes a request.
     *
     * @param clientId what the client calls itself, empty for nothing
     * @throws UnencodableMessageException if the version cannot express what the fields hold
     */
    public static EncodedFrame request(
            int correlationId, String clientId, RequestMessage body, short version, IntFunction<ByteBuffer> allocator) {
        RequestHeader header = new RequestHeader()
                .setRequestApiKey(body.apiKey().id())
                .setRequestApiVersion(version)
                .setCorrelationId(correlationId)
                .setClientId(clientId);
        return encode(header, body.apiKey().requestHeaderVersion(version), body, version, allocator);
    }

    /**
     * Encodes a body after a header.
     *
     * @throws UnencodableMessageException if one of the versions cannot express what the fields hold
     */
    public static EncodedFrame encode(
            Message header, short headerVersion, Message body, short version, IntFunction<ByteBuffer> allocator) {
        long recordsSize = body.recordsSize(version);
        // Right even where the sum of all records has overflown: the head alone is far below that.
        int headSize = LENGTH_BYTES + header.size(headerVersion) + body.size(version) - (int) recordsSize;
        long size = headSize - LENGTH_BYTES + recordsSize;
        if (size > Integer.MAX_VALUE) {
            throw UnencodableMessageException.longFrame(size);
        }
        WireWriter out = WireWriter.splicing(allocator.apply(headSize));
        out.writeInt((int) size);
        header.write(out, headerVersion);
        body.write(out, version);
        Invariants.check(out.position() == headSize, "a message takes the size it says", out.position(), headSize);
        return new EncodedFrame(out.written(), out.splices());
    }
}
