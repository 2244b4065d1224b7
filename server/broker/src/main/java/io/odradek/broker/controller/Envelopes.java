package io.odradek.broker.controller;

import io.odradek.protocol.ApiException;
import io.odradek.protocol.EncodedFrame;
import io.odradek.protocol.ErrorCode;
import io.odradek.protocol.FrameEncoder;
import io.odradek.protocol.MalformedMessageException;
import io.odradek.protocol.RawTaggedField;
import io.odradek.protocol.ResponseMessage;
import io.odradek.protocol.WireReader;
import io.odradek.protocol.WireWriter;
import io.odradek.protocol.message.DefaultPrincipalData;
import io.odradek.protocol.message.EnvelopeRequest;
import io.odradek.protocol.message.EnvelopeResponse;
import io.odradek.protocol.message.ResponseHeader;
import java.net.InetAddress;
import java.net.UnknownHostException;
import java.nio.ByteBuffer;
import java.util.List;

/**
 * How requests of clients and the answers to them travel between brokers and the controller (KIP-590): as they are, with header
 * and body, in the bytes of an Envelope. Stateless; any thread.
 */
final class Envelopes {
    /**
     * Tag of a field of our own in the response: the metadata offset below which lies all that the answer rests on, eight
     * bytes. Apache Kafka's nodes neither write it nor mind it.
     */
    private static final int METADATA_OFFSET_TAG = 20_292;

    private static final int CORRELATION_ID = 0;
    private static final int FRAME_LENGTH_BYTES = Integer.BYTES;

    private Envelopes() {}

    /** What was in an Envelope. */
    record Opened(ResponseMessage response, long metadataOffset) {}

    static EnvelopeRequest wrap(ControllerRequest request) {
        Requester requester = request.requester();
        return new EnvelopeRequest()
                .setRequestData(bytes(FrameEncoder.request(
                        CORRELATION_ID, requester.clientId(), request.body(), request.version(), ByteBuffer::allocate)))
                .setRequestPrincipal(principal(requester))
                .setClientHostAddress(address(requester.host()));
    }

    /**
     * Takes the response out.
     *
     * @throws ApiException with the Envelope's own error
     * @throws MalformedMessageException if it holds no response to the request
     */
    static Opened open(ControllerRequest request, ResponseMessage response) {
        EnvelopeResponse envelope = (EnvelopeResponse) response;
        ErrorCode error = ErrorCode.forCode(envelope.errorCode());
        ByteBuffer data = envelope.responseData();
        if (error != ErrorCode.NONE) {
            throw new ApiException(error, "The controller refused to take a request over: " + error.defaultMessage());
        }
        if (data == null) {
            throw new MalformedMessageException("an Envelope without an error holds a response");
        }
        WireReader in = new WireReader(data);
        ResponseHeader.read(in, request.apiKey().responseHeaderVersion(request.version()));
        return new Opened(request.apiKey().readResponse(in, request.version()), offset(envelope.unknownTaggedFields()));
    }

    /** An answer, and the metadata offset that it rests on. */
    static EnvelopeResponse answer(int correlationId, ResponseMessage response, short version, long metadataOffset) {
        ByteBuffer offset =
                ByteBuffer.allocate(Long.BYTES).putLong(metadataOffset).flip();
        return new EnvelopeResponse()
                .setResponseData(bytes(FrameEncoder.response(correlationId, response, version, ByteBuffer::allocate)))
                .setUnknownTaggedFields(List.of(new RawTaggedField(METADATA_OFFSET_TAG, offset)));
    }

    static EnvelopeResponse refusal(ErrorCode error) {
        return new EnvelopeResponse().setErrorCode(error.code());
    }

    /**
     * On whose behalf a request was passed on.
     *
     * @throws MalformedMessageException if the principal or the address cannot be read
     */
    static Requester requester(EnvelopeRequest envelope, String clientId) {
        ByteBuffer principal = envelope.requestPrincipal();
        if (principal == null) {
            throw new MalformedMessageException("an Envelope names a principal");
        }
        WireReader in = new WireReader(principal);
        short version = in.readShort();
        if (version < DefaultPrincipalData.LOWEST_SUPPORTED_VERSION
                || version > DefaultPrincipalData.HIGHEST_SUPPORTED_VERSION) {
            throw new MalformedMessageException("a principal has version "
                    + DefaultPrincipalData.HIGHEST_SUPPORTED_VERSION + " at most, not " + version);
        }
        DefaultPrincipalData data = DefaultPrincipalData.read(in, version);
        return new Requester(data.type(), data.name(), host(envelope.clientHostAddress()), clientId);
    }

    private static long offset(List<RawTaggedField> tagged) {
        return tagged.stream()
                .filter(field ->
                        field.tag() == METADATA_OFFSET_TAG && field.data().remaining() == Long.BYTES)
                .mapToLong(field -> field.data().getLong(field.data().position()))
                .findFirst()
                .orElse(0L);
    }

    private static ByteBuffer principal(Requester requester) {
        DefaultPrincipalData data =
                new DefaultPrincipalData().setType(requester.principalType()).setName(requester.principalName());
        short version = data.highestSupportedVersion();
        WireWriter out = WireWriter.copying(ByteBuffer.allocate(Short.BYTES + data.size(version)));
        out.writeShort(version);
        data.write(out, version);
        return out.written();
    }

    /** Without the length that begins a frame. */
    private static ByteBuffer bytes(EncodedFrame frame) {
        if (!frame.splices().isEmpty()) {
            throw new IllegalArgumentException("what the controller is asked holds no records");
        }
        ByteBuffer head = frame.head();
        return head.position(head.position() + FRAME_LENGTH_BYTES).slice();
    }

    private static ByteBuffer address(String host) {
        try {
            // A literal address, or the empty one of a broker's own request: nothing is looked up.
            return ByteBuffer.wrap(InetAddress.getByName(host).getAddress());
        } catch (UnknownHostException e) {
            throw new IllegalArgumentException("a client's address, not " + host, e);
        }
    }

    private static String host(ByteBuffer address) {
        byte[] bytes = new byte[Math.min(address.remaining(), 16)];
        address.duplicate().get(bytes);
        try {
            return InetAddress.getByAddress(bytes).getHostAddress();
        } catch (UnknownHostException e) {
            throw new MalformedMessageException("a client's address has 4 or 16 bytes, not " + address.remaining());
        }
    }
}
