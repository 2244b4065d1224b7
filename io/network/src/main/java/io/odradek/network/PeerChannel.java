package io.odradek.network;

import io.netty.buffer.ByteBuf;
import io.netty.channel.ChannelHandlerContext;
import io.netty.channel.ChannelInboundHandlerAdapter;
import io.odradek.network.FrameAssembler.Step;
import io.odradek.protocol.ApiKey;
import io.odradek.protocol.ErrorCode;
import io.odradek.protocol.FrameEncoder;
import io.odradek.protocol.MalformedMessageException;
import io.odradek.protocol.RequestMessage;
import io.odradek.protocol.ResponseMessage;
import io.odradek.protocol.WireReader;
import io.odradek.protocol.message.ApiVersionsRequest;
import io.odradek.protocol.message.ApiVersionsResponse;
import io.odradek.protocol.message.ResponseHeader;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.util.ArrayDeque;
import java.util.Objects;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** One connection to a peer: requests out, their responses in the same order. Confined to its event loop. */
@SuppressWarnings("FutureReturnValueIgnored") // Netty tells of failed writes and closes through the pipeline
final class PeerChannel extends ChannelInboundHandlerAdapter {
    private static final Logger LOG = LoggerFactory.getLogger(PeerChannel.class);

    /** Version 5 asks the peer who it is (KIP-1242), which the quorum and the controller check for themselves. */
    private static final short NEGOTIATION_VERSION = 4;

    private record Sent(int correlationId, short version, PeerCall call) {}

    private final PeerLink link;
    private final Peer peer;
    private final PeerSettings settings;
    private final FrameAssembler assembler;
    private final ArrayDeque<Sent> inFlight = new ArrayDeque<>();
    private @Nullable ChannelHandlerContext channelContext;
    private int lastCorrelationId;
    private boolean ended;

    PeerChannel(PeerLink link, Peer peer, PeerLink.Shared shared) {
        this.link = link;
        this.peer = peer;
        this.settings = shared.settings();
        this.assembler = new FrameAssembler(shared.allocator(), settings.maxResponseBytes());
    }

    FrameAssembler assembler() {
        return assembler;
    }

    int inFlight() {
        return inFlight.size();
    }

    /** Asks what the peer serves, and tells the link. */
    void negotiate() {
        negotiate(NEGOTIATION_VERSION);
    }

    private void negotiate(short version) {
        ApiVersionsRequest request = new ApiVersionsRequest()
                .setClientSoftwareName("odradek")
                .setClientSoftwareVersion(settings.softwareVersion());
        PeerCall call = new PeerCall(PeerRequest.of(request, version, version, settings.connectTimeoutMillis()));
        call.timeout(attached()
                .executor()
                .schedule(
                        () -> fail("it did not say what it serves within " + settings.connectTimeoutMillis() + " ms"),
                        settings.connectTimeoutMillis(),
                        TimeUnit.MILLISECONDS));
        call.response().thenAccept(response -> versions(response.as(ApiVersionsResponse.class), version));
        write(call, version);
        flush();
    }

    private void versions(ApiVersionsResponse response, short asked) {
        ErrorCode error = ErrorCode.forCode(response.errorCode());
        if (error == ErrorCode.NONE) {
            link.negotiated(this, new PeerVersions(response));
        } else if (error == ErrorCode.UNSUPPORTED_VERSION && asked > 0) {
            negotiate(olderThan(asked, response));
        } else {
            fail("it would not say what it serves: " + error);
        }
    }

    /** KIP-511: a peer that is older answers in version 0 with what it knows; one from before that names nothing. */
    private static short olderThan(short asked, ApiVersionsResponse response) {
        for (ApiVersionsResponse.ApiVersion api : response.apiKeys()) {
            if (api.apiKey() == ApiKey.API_VERSIONS.id()) {
                return (short) Math.clamp(api.maxVersion(), 0, asked - 1);
            }
        }
        return 0;
    }

    /** Sends a request, or fails it if the version cannot express it. Without flushing. */
    void write(PeerCall call, short version) {
        int correlationId = ++lastCorrelationId;
        try {
            RequestMessage body = call.request().body().inVersion(version);
            FrameWriter.write(
                    attached(),
                    allocator -> FrameEncoder.request(correlationId, settings.clientId(), body, version, allocator));
        } catch (RuntimeException e) {
            call.fail(e);
            return;
        }
        inFlight.add(new Sent(correlationId, version, call));
    }

    void flush() {
        attached().flush();
    }

    /** Ends the connection and fails what was sent on it. */
    void fail(String reason) {
        if (ended) {
            return;
        }
        ended = true;
        Sent sent;
        while ((sent = inFlight.poll()) != null) {
            sent.call().fail(new PeerFailure.Disconnected(peer, reason));
        }
        attached().close();
        link.ended(this, reason);
    }

    @Override
    public void handlerAdded(ChannelHandlerContext ctx) {
        channelContext = ctx;
    }

    @Override
    public void channelRead(ChannelHandlerContext ctx, Object message) {
        assembler.accept((ByteBuf) message);
        boolean more = true;
        while (more && !ended) {
            more = step(assembler.next());
        }
    }

    @Override
    public void channelInactive(ChannelHandlerContext ctx) {
        fail("the other end closed it");
        assembler.close();
    }

    @Override
    public void exceptionCaught(ChannelHandlerContext ctx, Throwable cause) {
        if (!(cause instanceof IOException)) {
            LOG.error("Closing the connection to {} after an error", peer, cause);
        }
        fail(Objects.requireNonNullElse(cause.getMessage(), cause.getClass().getSimpleName()));
    }

    private boolean step(Step step) {
        switch (step) {
            case Step.NeedMore _ -> {
                return false;
            }
            case Step.Begins begins -> assembler.grant(begins.firstBytes());
            case Step.Grows grows -> assembler.grant(grows.moreBytes());
            case Step.Frame frame -> receive(frame.bytes());
            case Step.BadLength bad ->
                fail("it announced a response of " + bad.size() + " bytes; 1 to " + settings.maxResponseBytes()
                        + " are allowed. Does it speak Kafka's protocol, without TLS?");
        }
        return true;
    }

    private void receive(ByteBuf frame) {
        Sent sent = inFlight.peek();
        if (sent == null) {
            frame.release();
            fail("it answered what was not asked");
            return;
        }
        try {
            PeerResponse response = read(sent, frame);
            inFlight.remove();
            sent.call().answer(response);
        } catch (MalformedMessageException e) {
            fail("its response to " + sent.call().request().apiKey().apiName() + " could not be read: "
                    + e.getMessage());
        }
    }

    /** Takes the frame over. */
    private PeerResponse read(Sent sent, ByteBuf frame) {
        ApiKey key = sent.call().request().apiKey();
        boolean kept = false;
        try {
            boolean records = key == ApiKey.FETCH || key == ApiKey.FETCH_SNAPSHOT;
            WireReader in = new WireReader(records ? frame.nioBuffer() : copyOf(frame));
            ResponseHeader header = ResponseHeader.read(in, key.responseHeaderVersion(sent.version()));
            if (header.correlationId() != sent.correlationId()) {
                throw new MalformedMessageException(
                        "it answers request " + header.correlationId() + " and not " + sent.correlationId());
            }
            short version = key == ApiKey.API_VERSIONS ? layoutOfVersions(frame, sent.version()) : sent.version();
            ResponseMessage message = key.readResponse(in, version);
            kept = records;
            return new PeerResponse(message, version, records ? frame::release : () -> {});
        } finally {
            if (!kept) {
                frame.release();
            }
        }
    }

    /** A response that refuses the version of ApiVersions has the layout of version 0 (KIP-511). */
    private static short layoutOfVersions(ByteBuf frame, short version) {
        int error = frame.readerIndex() + Integer.BYTES;
        boolean refused = frame.readableBytes() >= Integer.BYTES + Short.BYTES
                && frame.getShort(error) == ErrorCode.UNSUPPORTED_VERSION.code();
        return refused ? 0 : version;
    }

    private static ByteBuffer copyOf(ByteBuf frame) {
        ByteBuffer copy = ByteBuffer.allocate(frame.readableBytes());
        frame.getBytes(frame.readerIndex(), copy);
        return copy.flip();
    }

    private ChannelHandlerContext attached() {
        return Objects.requireNonNull(channelContext, "the connection is attached to its channel");
    }
}
