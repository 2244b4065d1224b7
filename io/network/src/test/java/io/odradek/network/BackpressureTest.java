package io.odradek.network;

import static org.assertj.core.api.Assertions.assertThat;

import io.odradek.protocol.MemoryRecords;
import io.odradek.protocol.message.FetchResponse;
import io.odradek.protocol.message.HeartbeatResponse;
import java.nio.ByteBuffer;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

@Timeout(60)
class BackpressureTest {
    private static final int MEBIBYTE = 1024 * 1024;

    @BeforeAll
    static void watchLeaks() {
        Leaks.watch();
    }

    @ParameterizedTest
    @EnumSource(Transport.class)
    void noMoreRequestsAreTakenThanMayBeUnderWay(Transport transport) {
        try (TestServer server = new TestServer(transport, TestServer.settings(1_000, 3, 10_000));
                TestClient client = server.connect()) {
            for (int i = 0; i < 10; i++) {
                client.sendFrame(i, 100);
            }
            List<Exchange> exchanges = new ArrayList<>(List.of(server.next(), server.next(), server.next()));
            for (int i = 0; i < 10; i++) {
                assertThat(server.takenCount()).isEqualTo(Math.min(10, i + 3));
                TestServer.echo(exchanges.get(i));
                assertThat(client.receive()).isEqualTo(i);
                if (i + 3 < 10) {
                    exchanges.add(server.next());
                }
            }
        }
    }

    @ParameterizedTest
    @EnumSource(Transport.class)
    void answersOutOfOrderDoNotMakeRoom(Transport transport) {
        try (TestServer server = new TestServer(transport, TestServer.settings(1_000, 2, 10_000));
                TestClient client = server.connect()) {
            for (int i = 0; i < 5; i++) {
                client.sendFrame(i, 10);
            }
            Exchange first = server.next();
            TestServer.echo(server.next());
            settle(first);
            assertThat(server.takenCount()).isEqualTo(2);
            TestServer.echo(first);
            assertThat(client.receive()).isZero();
            assertThat(client.receive()).isEqualTo(1);
            server.next();
            server.next();
        }
    }

    @ParameterizedTest
    @EnumSource(Transport.class)
    void aClientThatDoesNotReadIsNotReadFrom(Transport transport) {
        FetchResponse large = response(new byte[MEBIBYTE]);
        int requests = 2_000;
        try (TestServer server = new TestServer(
                        transport,
                        TestServer.SETTINGS,
                        exchange -> exchange.respond(TestServer.numberOf(exchange), large, (short) 4));
                TestClient client = server.connect()) {
            Thread.ofVirtual().start(() -> {
                for (int i = 0; i < requests; i++) {
                    client.sendFrame(i, 0);
                }
            });
            settle(server.next());
            int taken = server.takenCount();
            assertThat(taken).isLessThanOrEqualTo(2 * TestServer.SETTINGS.maxInFlightPerConnection());
            for (int i = 0; i < 200; i++) {
                assertThat(client.receive()).isEqualTo(i);
            }
            assertThat(server.takenCount()).isGreaterThanOrEqualTo(200);
        }
    }

    @ParameterizedTest
    @EnumSource(Transport.class)
    void requestsOfAllConnectionsShareTheMemory(Transport transport) {
        try (TestServer server = new TestServer(transport, TestServer.settings(1_000, 64, 2_000));
                TestClient a = server.connect();
                TestClient b = server.connect();
                TestClient c = server.connect()) {
            a.sendFrame(1, 896);
            Exchange first = server.next();
            b.sendFrame(2, 896);
            Exchange second = server.next();
            c.sendFrame(3, 896);
            settle(first);
            assertThat(server.takenCount()).isEqualTo(2);
            assertThat(server.network().requestMemoryUsed()).isEqualTo(1_800);
            TestServer.echo(second);
            assertThat(b.receive()).isEqualTo(2);
            TestServer.echo(server.next());
            assertThat(c.receive()).isEqualTo(3);
            TestServer.echo(first);
            assertThat(a.receive()).isEqualTo(1);
            TestServer.eventually("memory is given back", () -> server.network().requestMemoryUsed() == 0);
        }
    }

    @ParameterizedTest
    @EnumSource(Transport.class)
    void aConnectionThatBreaksWhileItWaitsForMemoryGivesItsTurnAway(Transport transport) {
        try (TestServer server = new TestServer(transport, TestServer.settings(1_000, 64, 1_000));
                TestClient a = server.connect();
                TestClient c = server.connect()) {
            a.sendFrame(1, 896);
            Exchange first = server.next();
            TestClient b = server.connect();
            b.sendFrame(2, 896);
            settle(first);
            c.sendFrame(3, 896);
            settle(first);
            b.abort();
            TestServer.echo(first);
            assertThat(a.receive()).isEqualTo(1);
            Exchange next = server.next();
            if (TestServer.numberOf(next) == 2) {
                // The reset came after the request.
                next.respondNothing();
                next = server.next();
            }
            TestServer.echo(next);
            assertThat(c.receive()).isEqualTo(3);
        }
    }

    @ParameterizedTest
    @EnumSource(Transport.class)
    void aFrameThatNeverEndsGivesItsMemoryBackWithItsConnection(Transport transport) {
        try (TestServer server = new TestServer(transport, TestServer.settings(1_000_000, 64, 1_000_000))) {
            TestClient a = server.connect();
            a.send(ByteBuffer.allocate(5_000).putInt(900_000).array());
            TestServer.eventually(
                    "the frame has begun",
                    () -> server.network().requestMemoryUsed() == FrameAssembler.FIRST_STEP_BYTES);
            a.close();
            TestServer.eventually("memory is given back", () -> server.network().requestMemoryUsed() == 0);
        }
    }

    @ParameterizedTest
    @EnumSource(Transport.class)
    void framesThatAreOnlyAnnouncedHoldNobodyUp(Transport transport) {
        List<TestClient> silent = new ArrayList<>();
        try (TestServer server = new TestServer(transport, TestServer.SETTINGS);
                TestClient client = server.connect()) {
            for (int i = 0; i < 20; i++) {
                silent.add(server.connect()
                        .send(ByteBuffer.allocate(4).putInt(100 * MEBIBYTE).array()));
            }
            TestServer.eventually(
                    "all have begun",
                    () -> server.network().requestMemoryUsed() == 20L * FrameAssembler.FIRST_STEP_BYTES);
            client.sendFrame(1, 3 * MEBIBYTE);
            TestServer.echo(server.next());
            assertThat(client.receive()).isEqualTo(1);
            silent.forEach(TestClient::close);
        }
    }

    @ParameterizedTest
    @EnumSource(Transport.class)
    void aFrameThatDoesNotMoveIsGivenUpWhenOthersWaitForItsMemory(Transport transport) {
        NetworkSettings settings =
                TestServer.settings(100_000, 64, 100_000, Integer.MAX_VALUE, Integer.MAX_VALUE, 600_000, 100);
        try (TestServer server = new TestServer(transport, settings);
                TestClient stalled = server.connect();
                TestClient client = server.connect()) {
            stalled.send(ByteBuffer.allocate(5_000).putInt(90_000).array());
            TestServer.eventually("the frame has begun", () -> server.network().requestMemoryUsed() > 0);
            client.sendFrame(1, 50_000);
            TestServer.echo(server.next());
            assertThat(client.receive()).isEqualTo(1);
            stalled.expectClosed();
        }
    }

    @ParameterizedTest
    @EnumSource(Transport.class)
    void aFrameThatDoesNotMoveIsLetBeWhileNobodyWaits(Transport transport) {
        NetworkSettings settings =
                TestServer.settings(100_000, 64, 1_000_000, Integer.MAX_VALUE, Integer.MAX_VALUE, 600_000, 10);
        try (TestServer server = new TestServer(transport, settings);
                TestClient slow = server.connect();
                TestClient client = server.connect()) {
            byte[] frame = TestClient.frame(5, 90_000);
            slow.send(Arrays.copyOf(frame, 100));
            for (int i = 0; i < 20; i++) {
                client.sendFrame(i, 50_000);
                Exchange exchange = server.next();
                settle(exchange);
                TestServer.echo(exchange);
                assertThat(client.receive()).isEqualTo(i);
            }
            slow.send(Arrays.copyOfRange(frame, 100, frame.length));
            TestServer.echo(server.next());
            assertThat(slow.receive()).isEqualTo(5);
        }
    }

    @ParameterizedTest
    @EnumSource(Transport.class)
    void halvesOfLargeFramesDoNotBlockEachOther(Transport transport) {
        int size = 6 * MEBIBYTE;
        try (TestServer server = new TestServer(transport, TestServer.settings(8 * MEBIBYTE, 64, 8L * MEBIBYTE))) {
            List<TestClient> clients = new ArrayList<>();
            List<Thread> senders = new ArrayList<>();
            for (int i = 0; i < 6; i++) {
                int number = i;
                TestClient client = server.connect();
                clients.add(client);
                senders.add(Thread.ofVirtual().start(() -> client.sendFrame(number, size)));
            }
            for (int i = 0; i < clients.size(); i++) {
                Exchange exchange = server.next();
                assertThat(server.network().requestMemoryUsed()).isLessThanOrEqualTo(16L * MEBIBYTE);
                TestServer.echo(exchange);
            }
            for (int i = 0; i < clients.size(); i++) {
                assertThat(clients.get(i).receive()).isEqualTo(i);
                clients.get(i).close();
            }
            senders.forEach(BackpressureTest::join);
        }
    }

    @ParameterizedTest
    @EnumSource(Transport.class)
    void aRequestKeepsItsMemoryWhileItIsServedThoughItsConnectionHasBroken(Transport transport) {
        try (TestServer server = new TestServer(transport, TestServer.SETTINGS)) {
            TestClient client = server.connect();
            client.sendFrame(7, 5_000);
            Exchange exchange = server.next();
            client.abort();
            TestServer.eventually(
                    "the connection has gone", () -> !server.closed().isEmpty());
            assertThat(server.network().requestMemoryUsed()).isEqualTo(5_004);
            assertThat(TestServer.numberOf(exchange)).isEqualTo(7);
            assertThat(TestServer.payload(exchange).get(4_999)).isEqualTo((byte) (7 + 4_999));
            TestServer.echo(exchange);
            assertThat(server.network().requestMemoryUsed()).isZero();
        }
    }

    @ParameterizedTest
    @EnumSource(Transport.class)
    void memoryMayBeGivenBackBeforeTheAnswer(Transport transport) {
        try (TestServer server = new TestServer(transport, TestServer.SETTINGS);
                TestClient client = server.connect()) {
            client.sendFrame(1, 5_000);
            Exchange exchange = server.next();
            exchange.releaseRequest();
            assertThat(server.network().requestMemoryUsed()).isZero();
            exchange.respond(1, new HeartbeatResponse(), (short) 0);
            assertThat(client.receive()).isEqualTo(1);
        }
    }

    private static void join(Thread thread) {
        try {
            thread.join();
        } catch (InterruptedException e) {
            throw new AssertionError(e);
        }
    }

    static FetchResponse response(byte[] records) {
        return new FetchResponse()
                .setResponses(List.of(new FetchResponse.FetchableTopicResponse()
                        .setTopic("t")
                        .setPartitions(List.of(new FetchResponse.PartitionData()
                                .setRecords(new MemoryRecords(ByteBuffer.wrap(records)))))));
    }

    /** Lets the event loops do what they are about to: they have been idle several times since. */
    private static void settle(Exchange exchange) {
        for (int i = 0; i < 5; i++) {
            CountDownLatch idle = new CountDownLatch(1);
            exchange.execute(idle::countDown);
            try {
                assertThat(idle.await(10, TimeUnit.SECONDS)).isTrue();
                Thread.sleep(20);
            } catch (InterruptedException e) {
                throw new AssertionError(e);
            }
        }
    }
}
