package io.odradek.network;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.odradek.protocol.message.FetchResponse;
import io.odradek.protocol.message.HeartbeatResponse;
import java.io.UncheckedIOException;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

@Timeout(60)
class ConnectionsTest {
    @BeforeAll
    static void watchLeaks() {
        Leaks.watch();
    }

    private static NetworkSettings limits(int maxConnections, int maxPerIp, long idleMillis) {
        return TestServer.settings(1_000, 64, 10_000, maxConnections, maxPerIp, idleMillis);
    }

    @ParameterizedTest
    @EnumSource(Transport.class)
    void aConnectionTooManyOfAnAddressIsClosed(Transport transport) {
        try (TestServer server = new TestServer(transport, limits(Integer.MAX_VALUE, 2, 60_000), TestServer::echo);
                TestClient a = server.connect();
                TestClient b = server.connect()) {
            assertThat(a.sendFrame(1, 0).receive()).isEqualTo(1);
            assertThat(b.sendFrame(2, 0).receive()).isEqualTo(2);
            try (TestClient tooMany = server.connect()) {
                tooMany.expectClosed();
            }
            a.close();
            TestServer.eventually("the first has closed", () -> server.network().connectionCount() == 1);
            try (TestClient again = server.connect()) {
                assertThat(again.sendFrame(3, 0).receive()).isEqualTo(3);
            }
        }
    }

    @ParameterizedTest
    @EnumSource(Transport.class)
    void aConnectionTooManyInAllWaitsUntilAnotherCloses(Transport transport) {
        try (TestServer server = new TestServer(transport, limits(2, Integer.MAX_VALUE, 60_000), TestServer::echo);
                TestClient a = server.connect();
                TestClient b = server.connect()) {
            assertThat(a.sendFrame(1, 0).receive()).isEqualTo(1);
            assertThat(b.sendFrame(2, 0).receive()).isEqualTo(2);
            try (TestClient waiting = server.connect()) {
                waiting.sendFrame(3, 0).impatient();
                assertThatThrownBy(waiting::receive).isInstanceOf(UncheckedIOException.class);
                assertThat(server.network().connectionCount()).isEqualTo(2);
                a.close();
                TestServer.eventually("the third is served", () -> server.takenCount() == 3);
                assertThat(waiting.receive()).isEqualTo(3);
            }
        }
    }

    @ParameterizedTest
    @EnumSource(Transport.class)
    void acceptingGoesOnHoweverOftenTheLimitIsReached(Transport transport) {
        try (TestServer server = new TestServer(transport, limits(3, Integer.MAX_VALUE, 60_000), TestServer::echo)) {
            List<CompletableFuture<Void>> clients = new ArrayList<>();
            for (int i = 0; i < 8; i++) {
                clients.add(CompletableFuture.runAsync(
                        () -> {
                            for (int round = 0; round < 50; round++) {
                                try (TestClient client = server.connect()) {
                                    assertThat(client.sendFrame(round, 0).receive())
                                            .isEqualTo(round);
                                }
                            }
                        },
                        Thread::startVirtualThread));
            }
            clients.forEach(CompletableFuture::join);
            TestServer.eventually("all are closed", () -> server.network().connectionCount() == 0);
        }
    }

    @ParameterizedTest
    @EnumSource(Transport.class)
    void anIdleConnectionIsClosedButNotOneThatIsServed(Transport transport) {
        try (TestServer server = new TestServer(transport, limits(10, 10, 150));
                TestClient idle = server.connect();
                TestClient served = server.connect()) {
            served.sendFrame(1, 0);
            Exchange exchange = server.next();
            idle.expectClosed();
            TestServer.eventually(
                    "two idle times have passed", () -> System.nanoTime() - exchange.receivedNanos() > 400_000_000L);
            TestServer.echo(exchange);
            assertThat(served.receive()).isEqualTo(1);
            served.expectClosed();
        }
    }

    @ParameterizedTest
    @EnumSource(Transport.class)
    void drainingAnswersWhatWasTakenAndCloses(Transport transport) {
        try (TestServer server = new TestServer(transport, TestServer.SETTINGS);
                TestClient busy = server.connect();
                TestClient idle = server.connect()) {
            busy.sendFrame(1, 0).sendFrame(2, 0);
            Exchange first = server.next();
            Exchange second = server.next();
            TestServer.eventually("both are accepted", () -> server.network().connectionCount() == 2);
            CompletableFuture<Void> drained =
                    CompletableFuture.runAsync(() -> server.network().drain(10_000), Thread::startVirtualThread);
            idle.expectClosed();
            assertThat(drained).isNotDone();
            TestServer.echo(second);
            TestServer.echo(first);
            assertThat(busy.receive()).isEqualTo(1);
            assertThat(busy.receive()).isEqualTo(2);
            busy.expectClosed();
            drained.join();
        }
    }

    @ParameterizedTest
    @EnumSource(Transport.class)
    void drainingGivesUpInTheEnd(Transport transport) {
        try (TestServer server = new TestServer(transport, TestServer.SETTINGS);
                TestClient client = server.connect()) {
            client.sendFrame(1, 0);
            server.next();
            server.network().drain(50);
            assertThat(server.network().connectionCount()).isEqualTo(1);
        }
    }

    @ParameterizedTest
    @EnumSource(Transport.class)
    void aRequestMayEndItsConnectionAfterEarlierAnswers(Transport transport) {
        try (TestServer server = new TestServer(transport, TestServer.SETTINGS);
                TestClient client = server.connect()) {
            client.sendFrame(1, 0).sendFrame(2, 0).sendFrame(3, 0);
            Exchange first = server.next();
            server.next().disconnect("test");
            TestServer.echo(server.next());
            TestServer.echo(first);
            assertThat(client.receive()).isEqualTo(1);
            client.expectClosed();
        }
    }

    @ParameterizedTest
    @EnumSource(Transport.class)
    void aRequestMayEndWithoutAnAnswer(Transport transport) {
        try (TestServer server = new TestServer(transport, TestServer.SETTINGS);
                TestClient client = server.connect()) {
            client.sendFrame(1, 0).sendFrame(2, 0);
            Exchange first = server.next();
            TestServer.echo(server.next());
            first.respondNothing();
            assertThat(client.receive()).isEqualTo(2);
        }
    }

    @ParameterizedTest
    @EnumSource(Transport.class)
    void theFirstAnswerCounts(Transport transport) {
        try (TestServer server = new TestServer(transport, TestServer.SETTINGS);
                TestClient client = server.connect()) {
            client.sendFrame(1, 0).sendFrame(2, 0);
            Exchange first = server.next();
            Exchange second = server.next();
            second.respond(20, new HeartbeatResponse(), (short) 0);
            second.respond(21, new HeartbeatResponse(), (short) 0);
            second.disconnect("too late");
            first.respond(10, new HeartbeatResponse(), (short) 0);
            assertThat(client.receive()).isEqualTo(10);
            assertThat(client.receive()).isEqualTo(20);
        }
    }

    @ParameterizedTest
    @EnumSource(Transport.class)
    void aProcessorThatFailsCostsItsConnectionAlone(Transport transport) {
        try (TestServer server = new TestServer(transport, TestServer.SETTINGS, exchange -> {
                    if (TestServer.numberOf(exchange) == 1) {
                        throw new IllegalStateException("broken on purpose");
                    }
                    TestServer.echo(exchange);
                });
                TestClient broken = server.connect();
                TestClient other = server.connect()) {
            broken.sendFrame(1, 0).expectClosed();
            assertThat(other.sendFrame(2, 0).receive()).isEqualTo(2);
        }
    }

    @ParameterizedTest
    @EnumSource(Transport.class)
    void anAnswerThatCannotBeEncodedEndsItsConnection(Transport transport) {
        FetchResponse nameless = new FetchResponse()
                .setResponses(List.of(new FetchResponse.FetchableTopicResponse().setTopic("n".repeat(40_000))));
        try (TestServer server = new TestServer(transport, TestServer.SETTINGS);
                TestClient client = server.connect()) {
            client.sendFrame(1, 0);
            server.next().respond(1, nameless, (short) 4);
            client.expectClosed();
        }
    }

    /** As when a large fleet comes back: with a short backlog the system drops what nobody has accepted yet. */
    @ParameterizedTest
    @EnumSource(Transport.class)
    void aThousandClientsAreAcceptedAtOnceWhileRequestsKeepEveryEventLoopBusy(Transport transport) throws Exception {
        CountDownLatch busy = new CountDownLatch(2);
        CountDownLatch rest = new CountDownLatch(1);
        List<TestClient> clients = new ArrayList<>();
        try (TestServer server = new TestServer(transport, TestServer.SETTINGS, exchange -> {
            busy.countDown();
            try {
                assertThat(rest.await(60, TimeUnit.SECONDS)).isTrue();
            } catch (InterruptedException e) {
                throw new AssertionError(e);
            }
            TestServer.echo(exchange);
        })) {
            while (busy.getCount() > 0) {
                clients.add(server.connect().sendFrame(clients.size(), 0));
                busy.await(20, TimeUnit.MILLISECONDS);
            }
            for (int i = clients.size(); i < 1_000; i++) {
                clients.add(server.connect());
            }
            TestServer.eventually("all are accepted", () -> server.network().connectionCount() == 1_000);
            rest.countDown();
            clients.getLast().sendFrame(4711, 0);
            assertThat(clients.getLast().receive()).isEqualTo(4711);
            clients.forEach(TestClient::close);
        }
    }
}
