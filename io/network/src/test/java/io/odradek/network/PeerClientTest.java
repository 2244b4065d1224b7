package io.odradek.network;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.netty.util.concurrent.DefaultThreadFactory;
import io.odradek.protocol.ApiKey;
import io.odradek.protocol.ErrorCode;
import io.odradek.protocol.MemoryRecords;
import io.odradek.protocol.RequestFrame;
import io.odradek.protocol.ResponseMessage;
import io.odradek.protocol.message.ApiVersionsResponse;
import io.odradek.protocol.message.FetchRequest;
import io.odradek.protocol.message.FetchResponse;
import io.odradek.protocol.message.HeartbeatRequest;
import io.odradek.protocol.message.HeartbeatResponse;
import java.io.DataInputStream;
import java.io.DataOutputStream;
import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.nio.ByteBuffer;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.SplittableRandom;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.Consumer;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

@Timeout(60)
class PeerClientTest {
    private static final long PATIENCE_MS = 20_000;
    private static final int MAX_HEARTBEAT = 3;

    /** What was answered on the event loop, and must not be read any more. */
    private static final Set<Exchange> NEGOTIATIONS = ConcurrentHashMap.newKeySet();

    @BeforeAll
    static void watchLeaks() {
        Leaks.watch();
    }

    @ParameterizedTest
    @EnumSource(Transport.class)
    void everyRequestGetsItsOwnResponseWithManyInFlight(Transport transport) {
        try (TestServer server = new TestServer(transport, TestServer.SETTINGS, PeerClientTest::sayVersions);
                NettyPeerClient client = client(transport, defaults())) {
            List<CompletionStage<PeerResponse>> responses = new ArrayList<>();
            for (int i = 0; i < 50; i++) {
                responses.add(client.send(peer(server), heartbeat(i)));
            }
            List<Exchange> exchanges = heartbeats(server, 50);
            for (Exchange exchange : exchanges.reversed()) {
                answer(exchange, new HeartbeatResponse().setThrottleTimeMs(generation(exchange)));
            }
            for (int i = 0; i < 50; i++) {
                assertThat(await(responses.get(i)).as(HeartbeatResponse.class).throttleTimeMs())
                        .isEqualTo(i);
            }
            assertThat(exchanges.stream().map(PeerClientTest::generation)).isSorted();
            assertThat(server.network().connectionCount()).isEqualTo(1);
        }
    }

    @Test
    void theHighestVersionThatBothKnowIsUsed() {
        try (TestServer server = new TestServer(Transport.NIO, TestServer.SETTINGS, PeerClientTest::sayVersions);
                NettyPeerClient client = client(Transport.NIO, defaults())) {
            CompletionStage<PeerResponse> response = client.send(peer(server), heartbeat(1));
            Exchange exchange = heartbeats(server, 1).getFirst();
            assertThat(parsed(exchange).version()).isEqualTo((short) MAX_HEARTBEAT);
            answer(exchange, new HeartbeatResponse());
            assertThat(await(response).version()).isEqualTo((short) MAX_HEARTBEAT);
        }
    }

    @Test
    void aPeerThatKnowsOnlyOldApiVersionsIsUnderstood() {
        Consumer<Exchange> old = exchange -> {
            if (parsed(exchange).apiKey() == ApiKey.API_VERSIONS
                    && parsed(exchange).version() > 0) {
                NEGOTIATIONS.add(exchange);
                exchange.respond(
                        parsed(exchange).header().correlationId(),
                        versions().setErrorCode(ErrorCode.UNSUPPORTED_VERSION.code()),
                        (short) 0);
            } else {
                sayVersions(exchange);
            }
        };
        try (TestServer server = new TestServer(Transport.NIO, TestServer.SETTINGS, old);
                NettyPeerClient client = client(Transport.NIO, defaults())) {
            CompletionStage<PeerResponse> response = client.send(peer(server), heartbeat(1));
            answer(heartbeats(server, 1).getFirst(), new HeartbeatResponse());
            assertThat(await(response).message()).isInstanceOf(HeartbeatResponse.class);
        }
    }

    @Test
    void aRequestThatThePeerDoesNotServeFailsAndTheConnectionGoesOn() {
        try (TestServer server = new TestServer(Transport.NIO, TestServer.SETTINGS, PeerClientTest::sayVersions);
                NettyPeerClient client = client(Transport.NIO, defaults())) {
            PeerRequest tooNew = PeerRequest.of(new HeartbeatRequest(), MAX_HEARTBEAT + 1, 4, PATIENCE_MS);
            assertThatThrownBy(() -> await(client.send(peer(server), tooNew)))
                    .hasCauseInstanceOf(PeerFailure.Unsupported.class)
                    .hasMessageContaining("serves versions 0 to 3 of Heartbeat, the request needs 4 to 4");
            CompletionStage<PeerResponse> response = client.send(peer(server), heartbeat(1));
            answer(heartbeats(server, 1).getFirst(), new HeartbeatResponse());
            assertThat(await(response)).isNotNull();
        }
    }

    @ParameterizedTest
    @EnumSource(Transport.class)
    void recordsOfAFetchAreReadWhereTheyLieUntilTheResponseIsClosed(Transport transport) {
        byte[] bytes = new byte[3_000_000];
        new SplittableRandom(1).nextBytes(bytes);
        try (TestServer server = new TestServer(transport, TestServer.SETTINGS, PeerClientTest::sayVersions);
                NettyPeerClient client = client(transport, defaults())) {
            CompletionStage<PeerResponse> stage =
                    client.send(peer(server), PeerRequest.of(new FetchRequest(), 12, 12, PATIENCE_MS));
            answer(heartbeats(server, 1).getFirst(), fetched(bytes));
            try (PeerResponse response = await(stage)) {
                MemoryRecords records = (MemoryRecords) response.as(FetchResponse.class)
                        .responses()
                        .getFirst()
                        .partitions()
                        .getFirst()
                        .records();
                assertThat(records).isEqualTo(new MemoryRecords(ByteBuffer.wrap(bytes)));
                assertThat(records.buffer().isDirect()).isTrue();
            }
        }
    }

    @Test
    void aRequestThatIsNotAnsweredTimesOutAndTheNextOneGetsANewConnection() {
        try (TestServer server = new TestServer(Transport.NIO, TestServer.SETTINGS, PeerClientTest::sayVersions);
                NettyPeerClient client = client(Transport.NIO, defaults())) {
            CompletionStage<PeerResponse> behind = client.send(peer(server), heartbeat(1));
            CompletionStage<PeerResponse> impatient =
                    client.send(peer(server), PeerRequest.of(new HeartbeatRequest(), 300));
            assertThatThrownBy(() -> await(impatient))
                    .cause()
                    .isInstanceOf(PeerFailure.TimedOut.class)
                    .hasMessageContaining("did not answer Heartbeat within 300 ms");
            assertThatThrownBy(() -> await(behind)).hasCauseInstanceOf(PeerFailure.Disconnected.class);
            TestServer.eventually(
                    "the connection is closed", () -> server.closed().size() == 1);
            CompletionStage<PeerResponse> next = client.send(peer(server), heartbeat(7));
            TestServer.eventually("the third heartbeat", () -> answerWhere(server, 7));
            assertThat(await(next)).isNotNull();
        }
    }

    @Test
    void aBrokenConnectionFailsWhatWasSentIsToldAndIsMadeAnew() {
        List<Peer> broken = new CopyOnWriteArrayList<>();
        try (TestServer server = new TestServer(Transport.NIO, TestServer.SETTINGS, PeerClientTest::sayVersions);
                NettyPeerClient client = client(Transport.NIO, defaults())) {
            client.whenDisconnected(broken::add);
            CompletionStage<PeerResponse> lost = client.send(peer(server), heartbeat(1));
            heartbeats(server, 1).getFirst().disconnect("test");
            assertThatThrownBy(() -> await(lost))
                    .cause()
                    .isInstanceOfSatisfying(
                            PeerFailure.Disconnected.class,
                            failure -> assertThat(failure.mayHaveArrived()).isTrue());
            TestServer.eventually("the listener hears of it", () -> broken.equals(List.of(peer(server))));
            CompletionStage<PeerResponse> next = client.send(peer(server), heartbeat(2));
            TestServer.eventually("the second heartbeat", () -> answerWhere(server, 2));
            assertThat(await(next)).isNotNull();
        }
    }

    @Test
    void aSenderThatTriesAgainAtOnceIsSlowedToTheBackOff() throws IOException {
        int port;
        try (ServerSocket free = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
            port = free.getLocalPort();
        }
        Peer nobody = new Peer("PLAINTEXT", "127.0.0.1", port, "test");
        PeerSettings settings = new PeerSettings("test", "1", 1_000, 10, 1_000, 50, 200);
        try (NettyPeerClient client = client(Transport.NIO, settings)) {
            long start = System.nanoTime();
            for (int i = 0; i < 5; i++) {
                assertThatThrownBy(() -> await(client.send(nobody, heartbeat(1))))
                        .cause()
                        .isInstanceOfSatisfying(
                                PeerFailure.NotConnected.class,
                                failure -> assertThat(failure.mayHaveArrived()).isFalse());
            }
            // Waits of 50, 100, 200 and 200 ms, each a fifth shorter at the most.
            assertThat(TimeUnit.NANOSECONDS.toMillis(System.nanoTime() - start)).isGreaterThanOrEqualTo(440);
        }
    }

    @Test
    void aResponseLargerThanTheLimitEndsTheConnectionBeforeItIsRead() throws Exception {
        expectEnd(Integer.MAX_VALUE, "it announced a response of 2147483647 bytes; 1 to 1000 are allowed");
        expectEnd(-5, "it announced a response of -5 bytes");
    }

    @Test
    void anAnswerToAnotherRequestEndsTheConnection() {
        try (TestServer server = new TestServer(Transport.NIO, TestServer.SETTINGS, PeerClientTest::sayVersions);
                NettyPeerClient client = client(Transport.NIO, defaults())) {
            CompletionStage<PeerResponse> response = client.send(peer(server), heartbeat(1));
            heartbeats(server, 1).getFirst().respond(99, new HeartbeatResponse(), (short) MAX_HEARTBEAT);
            assertThatThrownBy(() -> await(response))
                    .hasCauseInstanceOf(PeerFailure.Disconnected.class)
                    .hasMessageContaining("it answers request 99 and not 2");
        }
    }

    @Test
    void requestsPastTheLimitAreRefused() {
        PeerSettings settings = new PeerSettings("test", "1", 1_000_000, 3, 10_000, 50, 200);
        try (TestServer server = new TestServer(Transport.NIO, TestServer.SETTINGS, PeerClientTest::sayVersions);
                NettyPeerClient client = client(Transport.NIO, settings)) {
            List<CompletionStage<PeerResponse>> taken = new ArrayList<>();
            for (int i = 0; i < 3; i++) {
                taken.add(client.send(peer(server), heartbeat(i)));
            }
            assertThatThrownBy(() -> await(client.send(peer(server), heartbeat(3))))
                    .hasCauseInstanceOf(PeerFailure.TooMany.class);
            heartbeats(server, 3).forEach(exchange -> answer(exchange, new HeartbeatResponse()));
            for (CompletionStage<PeerResponse> stage : taken) {
                assertThat(await(stage)).isNotNull();
            }
        }
    }

    @Test
    void closingAPeerOrTheClientFailsWhatIsUnderWay() {
        AtomicInteger heard = new AtomicInteger();
        try (TestServer server = new TestServer(Transport.NIO, TestServer.SETTINGS, PeerClientTest::sayVersions)) {
            NettyPeerClient client = client(Transport.NIO, defaults());
            client.whenDisconnected(_ -> heard.incrementAndGet());
            CompletionStage<PeerResponse> first = client.send(peer(server), heartbeat(1));
            heartbeats(server, 1);
            client.close(peer(server));
            assertThatThrownBy(() -> await(first)).hasCauseInstanceOf(PeerFailure.Disconnected.class);
            CompletionStage<PeerResponse> second = client.send(peer(server), heartbeat(2));
            heartbeats(server, 1);
            client.close();
            assertThatThrownBy(() -> await(second)).hasCauseInstanceOf(PeerFailure.Disconnected.class);
            assertThatThrownBy(() -> await(client.send(peer(server), heartbeat(3))))
                    .hasCauseInstanceOf(PeerFailure.NotConnected.class);
            assertThat(heard).hasValue(0);
        }
    }

    private static void expectEnd(int announced, String reason) throws Exception {
        try (ServerSocket listening = new ServerSocket(0, 1, InetAddress.getLoopbackAddress());
                NettyPeerClient client =
                        client(Transport.NIO, new PeerSettings("test", "1", 1_000, 10, 10_000, 50, 200))) {
            Peer peer = new Peer("PLAINTEXT", "127.0.0.1", listening.getLocalPort(), "test");
            CompletionStage<PeerResponse> response = client.send(peer, heartbeat(1));
            try (Socket socket = listening.accept()) {
                DataInputStream in = new DataInputStream(socket.getInputStream());
                in.skipNBytes(in.readInt());
                new DataOutputStream(socket.getOutputStream()).writeInt(announced);
                assertThat(in.read()).as("the end of the connection").isEqualTo(-1);
            }
            assertThatThrownBy(() -> await(response)).hasMessageContaining(reason);
        }
    }

    private static NettyPeerClient client(Transport transport, PeerSettings settings) {
        return new NettyPeerClient(
                new NettyPeerClient.Seams(
                        transport, 1, new DefaultThreadFactory("peer", true), Runnable::run, new SplittableRandom(1)),
                settings);
    }

    private static PeerSettings defaults() {
        return PeerSettings.defaults("test", "1.0");
    }

    private static Peer peer(TestServer server) {
        return new Peer("PLAINTEXT", "127.0.0.1", server.port(), "test");
    }

    private static PeerRequest heartbeat(int generation) {
        return PeerRequest.of(
                new HeartbeatRequest().setGroupId("g").setMemberId("m").setGenerationId(generation), PATIENCE_MS);
    }

    private static PeerResponse await(CompletionStage<PeerResponse> stage) {
        return stage.toCompletableFuture()
                .orTimeout(PATIENCE_MS, TimeUnit.MILLISECONDS)
                .join();
    }

    private static RequestFrame.Supported parsed(Exchange exchange) {
        return (RequestFrame.Supported) RequestFrame.parse(exchange.request());
    }

    private static int generation(Exchange exchange) {
        return ((HeartbeatRequest) parsed(exchange).readBody()).generationId();
    }

    private static void answer(Exchange exchange, ResponseMessage response) {
        RequestFrame.Supported request = parsed(exchange);
        exchange.respond(request.header().correlationId(), response, request.version());
    }

    private static void sayVersions(Exchange exchange) {
        if (parsed(exchange).apiKey() == ApiKey.API_VERSIONS) {
            NEGOTIATIONS.add(exchange);
            answer(exchange, versions());
        }
    }

    private static ApiVersionsResponse versions() {
        return new ApiVersionsResponse()
                .setApiKeys(List.of(
                        range(ApiKey.HEARTBEAT, 0, MAX_HEARTBEAT),
                        range(ApiKey.FETCH, 4, 12),
                        range(ApiKey.API_VERSIONS, 0, 0)));
    }

    private static ApiVersionsResponse.ApiVersion range(ApiKey key, int min, int max) {
        return new ApiVersionsResponse.ApiVersion()
                .setApiKey(key.id())
                .setMinVersion((short) min)
                .setMaxVersion((short) max);
    }

    private static FetchResponse fetched(byte[] records) {
        return new FetchResponse()
                .setResponses(List.of(new FetchResponse.FetchableTopicResponse()
                        .setTopic("t")
                        .setPartitions(List.of(new FetchResponse.PartitionData()
                                .setRecords(new MemoryRecords(ByteBuffer.wrap(records)))))));
    }

    /** The next requests that are not ApiVersions. */
    private static List<Exchange> heartbeats(TestServer server, int count) {
        List<Exchange> found = new ArrayList<>();
        while (found.size() < count) {
            Exchange next = server.next();
            if (!NEGOTIATIONS.remove(next)) {
                found.add(next);
            }
        }
        return found;
    }

    /** Takes the next request and answers it if it is the heartbeat of a generation. */
    private static boolean answerWhere(TestServer server, int generation) {
        Exchange next = heartbeats(server, 1).getFirst();
        boolean wanted = generation(next) == generation;
        if (wanted) {
            answer(next, new HeartbeatResponse());
        }
        return wanted;
    }
}
