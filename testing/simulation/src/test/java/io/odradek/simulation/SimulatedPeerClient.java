package io.odradek.simulation;

import io.odradek.coordinator.Timers.Cancellable;
import io.odradek.network.Peer;
import io.odradek.network.PeerClient;
import io.odradek.network.PeerFailure;
import io.odradek.network.PeerRequest;
import io.odradek.network.PeerResponse;
import io.odradek.network.PeerVersions;
import io.odradek.protocol.ApiKey;
import io.odradek.protocol.FrameEncoder;
import io.odradek.protocol.MalformedMessageException;
import io.odradek.protocol.UnencodableMessageException;
import io.odradek.protocol.WireReader;
import io.odradek.protocol.message.ApiVersionsRequest;
import io.odradek.protocol.message.ApiVersionsResponse;
import io.odradek.protocol.message.ResponseHeader;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.ByteBuffer;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/** Requests over the simulated network, for nodes and for clients. One thread. */
final class SimulatedPeerClient implements PeerClient {
    private static final long BACKOFF_MILLIS = 50;
    private static final short NEGOTIATION_VERSION = 4;

    private final SimulatedNetwork network;
    private final String host;
    private final Life life;
    private final Map<Peer, Link> links = new LinkedHashMap<>();
    private final List<Consumer<Peer>> listeners = new ArrayList<>();

    SimulatedPeerClient(SimulatedNetwork network, String host, Life life) {
        this.network = network;
        this.host = host;
        this.life = life;
    }

    @Override
    public CompletionStage<PeerResponse> send(Peer peer, PeerRequest request) {
        Call call = new Call(request);
        links.computeIfAbsent(peer, Link::new).take(call);
        return call.future;
    }

    @Override
    public void close(Peer peer) {
        Link link = links.remove(peer);
        if (link != null) {
            link.fail("it was closed here", false);
        }
    }

    @Override
    public void whenDisconnected(Consumer<Peer> listener) {
        listeners.add(listener);
    }

    private static final class Call {
        private final PeerRequest request;
        private final CompletableFuture<PeerResponse> future = new CompletableFuture<>();
        private Cancellable timeout = () -> {};

        Call(PeerRequest request) {
            this.request = request;
        }

        void fail(RuntimeException failure) {
            timeout.cancel();
            future.completeExceptionally(failure);
        }
    }

    private record Sent(int correlationId, short version, Call call) {}

    /** All that is sent to one peer. */
    private final class Link {
        private final Peer peer;
        private final ArrayDeque<Call> waiting = new ArrayDeque<>();
        private final ArrayDeque<Sent> inFlight = new ArrayDeque<>();
        private @Nullable Stream stream;
        private @Nullable PeerVersions versions;
        private @Nullable Attempt attempt;
        private boolean connecting;
        private int correlationIds;

        Link(Peer peer) {
            this.peer = peer;
        }

        void take(Call call) {
            call.timeout = network.scheduler().afterMillis(call.request.timeoutMillis(), life, () -> timedOut(call));
            waiting.add(call);
            advance();
        }

        private void advance() {
            if (stream == null) {
                if (!connecting && !waiting.isEmpty()) {
                    connecting = true;
                    attempt = new Attempt(this);
                    network.connect(host, life, peer.host(), peer.port(), attempt);
                }
                return;
            }
            PeerVersions known = versions;
            while (known != null && stream != null && !waiting.isEmpty()) {
                Call call = waiting.remove();
                int version = known.versionOf(call.request).orElse(-1);
                if (version < 0) {
                    call.fail(new PeerFailure.Unsupported(peer, call.request, known.describe(call.request.apiKey())));
                } else {
                    write(call, (short) version);
                }
            }
        }

        private void write(Call call, short version) {
            int correlationId = ++correlationIds;
            try {
                ByteBuffer frame = Frames.bytes(FrameEncoder.request(
                        correlationId, host, call.request.body().inVersion(version), version, ByteBuffer::allocate));
                inFlight.add(new Sent(correlationId, version, call));
                if (stream != null) {
                    stream.sendToServer(frame);
                }
            } catch (IOException e) {
                throw new UncheckedIOException(e);
            } catch (UnencodableMessageException e) {
                call.fail(e);
            }
        }

        void connected(Stream made) {
            connecting = false;
            stream = made;
            Call call = new Call(PeerRequest.of(
                    new ApiVersionsRequest().setClientSoftwareName("simulated").setClientSoftwareVersion("1"),
                    NEGOTIATION_VERSION,
                    NEGOTIATION_VERSION,
                    5_000));
            call.timeout = network.scheduler().afterMillis(5_000, life, () -> fail("no versions were said", true));
            var _ = call.future.thenAccept(response -> {
                versions = new PeerVersions(response.as(ApiVersionsResponse.class));
                advance();
            });
            write(call, NEGOTIATION_VERSION);
        }

        void received(ByteBuffer frame) {
            Sent sent = inFlight.poll();
            if (sent == null) {
                fail("it answered what was not asked", true);
                return;
            }
            ApiKey key = sent.call.request.apiKey();
            WireReader in = new WireReader(frame);
            ResponseHeader header = ResponseHeader.read(in, key.responseHeaderVersion(sent.version));
            if (header.correlationId() != sent.correlationId) {
                throw new MalformedMessageException(
                        "a response to " + header.correlationId() + " came before that to " + sent.correlationId);
            }
            sent.call.timeout.cancel();
            sent.call.future.complete(PeerResponse.of(key.readResponse(in, sent.version), sent.version));
        }

        private void timedOut(Call call) {
            boolean sent = !waiting.remove(call);
            call.fail(new PeerFailure.TimedOut(peer, call.request.apiKey(), call.request.timeoutMillis(), sent));
            if (sent) {
                fail("a request timed out", true);
            }
        }

        void fail(String reason, boolean told) {
            Stream broken = stream;
            attempt = null;
            stream = null;
            versions = null;
            if (broken != null) {
                broken.close(reason);
            }
            // Until the back-off is over nothing is tried.
            connecting = true;
            List<Sent> lost = new ArrayList<>(inFlight);
            List<Call> unsent = new ArrayList<>(waiting);
            inFlight.clear();
            waiting.clear();
            network.scheduler().afterMillis(BACKOFF_MILLIS, life, () -> {
                connecting = false;
                advance();
            });
            lost.forEach(sent -> sent.call.fail(new PeerFailure.Disconnected(peer, reason)));
            unsent.forEach(call -> call.fail(new PeerFailure.NotConnected(peer, reason)));
            if (told) {
                listeners.forEach(listener -> listener.accept(peer));
            }
        }
    }

    /** One connection, or the try to make one; what comes late from one that was given up is not heard. */
    private static final class Attempt implements Stream.ClientEnd {
        private final Link link;

        Attempt(Link link) {
            this.link = link;
        }

        @Override
        public void connected(Stream stream) {
            if (isCurrent()) {
                link.connected(stream);
            } else {
                stream.close("it came too late");
            }
        }

        @Override
        public void refused(String reason) {
            if (isCurrent()) {
                link.fail(reason, true);
            }
        }

        @Override
        public void received(ByteBuffer frame) {
            if (isCurrent()) {
                link.received(frame);
            }
        }

        @Override
        public void closed(String reason) {
            if (isCurrent()) {
                link.fail(reason, true);
            }
        }

        private boolean isCurrent() {
            return link.attempt == this;
        }
    }
}
