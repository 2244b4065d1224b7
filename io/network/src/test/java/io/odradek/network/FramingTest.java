package io.odradek.network;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.ByteArrayOutputStream;
import java.nio.ByteBuffer;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

@Timeout(60)
class FramingTest {
    @BeforeAll
    static void watchLeaks() {
        Leaks.watch();
    }

    @ParameterizedTest
    @EnumSource(Transport.class)
    void responsesComeInTheOrderOfTheRequestsWhateverOrderTheyAreGivenIn(Transport transport) {
        try (TestServer server = new TestServer(transport, TestServer.SETTINGS);
                TestClient client = server.connect()) {
            client.sendFrame(1, 0).sendFrame(2, 10).sendFrame(3, 100);
            List<Exchange> exchanges = List.of(server.next(), server.next(), server.next());
            TestServer.echo(exchanges.get(2));
            TestServer.echo(exchanges.get(1));
            TestServer.echo(exchanges.get(0));
            assertThat(List.of(client.receive(), client.receive(), client.receive()))
                    .containsExactly(1, 2, 3);
        }
    }

    @ParameterizedTest
    @EnumSource(Transport.class)
    void aFrameMayBeSplitAnywhere(Transport transport) {
        byte[] stream = new byte[TestClient.frame(1, 7).length + TestClient.frame(2, 9).length];
        System.arraycopy(TestClient.frame(1, 7), 0, stream, 0, 15);
        System.arraycopy(TestClient.frame(2, 9), 0, stream, 15, 17);
        try (TestServer server = new TestServer(transport, TestServer.SETTINGS)) {
            for (int at = 1; at < stream.length; at++) {
                try (TestClient client = server.connect()) {
                    byte[] first = Arrays.copyOfRange(stream, 0, at);
                    byte[] second = Arrays.copyOfRange(stream, at, stream.length);
                    client.send(first);
                    Thread.yield();
                    client.send(second);
                    assertPayload(server.next(), 1, 7);
                    assertPayload(server.next(), 2, 9);
                }
            }
        }
    }

    @ParameterizedTest
    @EnumSource(Transport.class)
    void aFrameMayComeByteForByte(Transport transport) {
        try (TestServer server = new TestServer(transport, TestServer.SETTINGS);
                TestClient client = server.connect()) {
            for (byte one : TestClient.frame(5, 40)) {
                client.send(new byte[] {one});
                Thread.yield();
            }
            Exchange exchange = server.next();
            assertPayload(exchange, 5, 40);
            TestServer.echo(exchange);
            assertThat(client.receive()).isEqualTo(5);
        }
    }

    @ParameterizedTest
    @EnumSource(Transport.class)
    void manySmallFramesMayComeInOneWrite(Transport transport) {
        int count = 5_000;
        ByteArrayOutputStream stream = new ByteArrayOutputStream();
        for (int i = 0; i < count; i++) {
            stream.writeBytes(TestClient.frame(i, i % 50));
        }
        try (TestServer server = new TestServer(transport, TestServer.SETTINGS, TestServer::echo);
                TestClient client = server.connect()) {
            Thread.ofVirtual().start(() -> client.send(stream.toByteArray()));
            for (int i = 0; i < count; i++) {
                assertThat(client.receive()).isEqualTo(i);
            }
        }
    }

    @ParameterizedTest
    @EnumSource(Transport.class)
    void largeFramesArriveWhole(Transport transport) {
        try (TestServer server = new TestServer(transport, TestServer.SETTINGS);
                TestClient client = server.connect()) {
            for (int size : List.of(4_092, 4_096, 70_000, 1024 * 1024, 1024 * 1024 + 1, 9_000_001)) {
                client.sendFrame(size, size).sendFrame(1, 3);
                Exchange large = server.next();
                assertPayload(large, size, size);
                assertPayload(server.next(), 1, 3);
            }
        }
    }

    @ParameterizedTest
    @EnumSource(Transport.class)
    void framesOfAllSizesKeepTheirContent(Transport transport) {
        long seed = 20261124;
        Random random = new Random(seed);
        List<Integer> sizes = new ArrayList<>();
        ByteArrayOutputStream stream = new ByteArrayOutputStream();
        for (int i = 0; i < 400; i++) {
            int size = random.nextInt(random.nextInt(8) == 0 ? 30_000 : 600);
            sizes.add(size);
            stream.writeBytes(TestClient.frame(i, size));
        }
        byte[] bytes = stream.toByteArray();
        try (TestServer server = new TestServer(transport, TestServer.SETTINGS);
                TestClient client = server.connect()) {
            Thread.ofVirtual().start(() -> {
                int at = 0;
                while (at < bytes.length) {
                    int piece = Math.min(bytes.length - at, 1 + random.nextInt(5_000));
                    client.send(Arrays.copyOfRange(bytes, at, at + piece));
                    at += piece;
                }
            });
            for (int i = 0; i < sizes.size(); i++) {
                Exchange exchange = server.next();
                assertThat(exchange.request().remaining()).as("seed %d", seed).isEqualTo(4 + sizes.get(i));
                assertPayload(exchange, i, sizes.get(i));
                TestServer.echo(exchange);
                assertThat(client.receive()).isEqualTo(i);
            }
        }
    }

    @ParameterizedTest
    @EnumSource(Transport.class)
    void lengthsThatNoRequestHasEndTheConnection(Transport transport) {
        try (TestServer server = new TestServer(transport, TestServer.settings(1_000, 64, 10_000))) {
            for (int length : new int[] {0, -1, Integer.MIN_VALUE, 1_001, Integer.MAX_VALUE, 0x16030100}) {
                try (TestClient client = server.connect()) {
                    client.send(ByteBuffer.allocate(4).putInt(length).array());
                    client.expectClosed();
                }
            }
            assertThat(server.takenCount()).isZero();
            try (TestClient client = server.connect()) {
                client.sendFrame(1, 996);
                TestServer.echo(server.next());
                assertThat(client.receive()).isEqualTo(1);
            }
        }
    }

    /** Checks and answers nothing. */
    private static void assertPayload(Exchange exchange, int number, int payloadBytes) {
        ByteBuffer payload = TestServer.payload(exchange);
        assertThat(TestServer.numberOf(exchange)).isEqualTo(number);
        assertThat(payload.remaining()).isEqualTo(payloadBytes);
        for (int i = 0; i < payloadBytes; i++) {
            if (payload.get(i) != (byte) (number + i)) {
                assertThat(payload.get(i)).as("byte %d", i).isEqualTo((byte) (number + i));
            }
        }
    }
}
