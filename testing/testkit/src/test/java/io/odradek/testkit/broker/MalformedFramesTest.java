package io.odradek.testkit.broker;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatCode;

import io.odradek.protocol.ApiKey;
import io.odradek.protocol.EncodedFrame;
import io.odradek.protocol.FrameEncoder;
import io.odradek.protocol.RequestMessage;
import io.odradek.protocol.message.ApiVersionsRequest;
import io.odradek.protocol.message.ApiVersionsResponse;
import io.odradek.protocol.message.CreateTopicsRequest;
import io.odradek.protocol.message.CreateTopicsRequest.CreatableTopic;
import io.odradek.protocol.message.MetadataRequest;
import io.odradek.testkit.OdradekBroker;
import io.odradek.testkit.OdradekTest;
import io.odradek.testkit.wire.Batches;
import io.odradek.testkit.wire.Requests;
import io.odradek.testkit.wire.WireClient;
import java.io.UncheckedIOException;
import java.nio.ByteBuffer;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Random;
import org.junit.jupiter.api.Test;

/** Bytes that are no requests end their connection and harm nobody else. */
@OdradekTest(config = "socket.request.max.bytes=1048576")
class MalformedFramesTest {
    private static final int ROUNDS = 400;

    @Test
    void aLengthThatIsNegativeOrTooLargeEndsTheConnection(OdradekBroker broker) {
        for (int length : new int[] {-1, Integer.MIN_VALUE, Integer.MAX_VALUE, 1048577}) {
            try (WireClient client = new WireClient(broker)) {
                client.sendBytes(ByteBuffer.allocate(4).putInt(length).flip());
                assertThat(client.isClosedByTheBroker()).as("length %d", length).isTrue();
            }
        }
        assertAlive(broker);
    }

    @Test
    void anEmptyFrameEndsTheConnection(OdradekBroker broker) {
        try (WireClient client = new WireClient(broker)) {
            client.sendBytes(ByteBuffer.allocate(4));
            assertThat(client.isClosedByTheBroker()).isTrue();
        }
        assertAlive(broker);
    }

    @Test
    void aCountThatTheFrameCannotHoldEndsTheConnection(OdradekBroker broker) {
        for (int count : new int[] {Integer.MAX_VALUE, 1_000_000_000, -2}) {
            ByteBuffer frame = ByteBuffer.allocate(18);
            frame.putInt(14).putShort(ApiKey.METADATA.id()).putShort((short) 0).putInt(1);
            frame.putShort((short) -1).putInt(count).flip();
            try (WireClient client = new WireClient(broker)) {
                client.sendBytes(frame);
                assertThat(client.isClosedByTheBroker()).as("count %d", count).isTrue();
            }
        }
        assertAlive(broker);
    }

    @Test
    void requestsInSmallPiecesAndManyAtOnceAreAnswered(OdradekBroker broker) {
        ByteBuffer one =
                frame(new ApiVersionsRequest().setClientSoftwareName("a").setClientSoftwareVersion("1"), 3);
        try (WireClient client = new WireClient(broker)) {
            for (int at = 0; at < one.limit(); at++) {
                client.sendBytes(one.slice(at, 1));
            }
            client.receiveFrame();
            ByteBuffer many = ByteBuffer.allocate(200 * one.limit());
            for (int i = 0; i < 200; i++) {
                many.put(one.duplicate());
            }
            client.sendBytes(many.flip());
            for (int i = 0; i < 200; i++) {
                client.receiveFrame();
            }
        }
    }

    @Test
    void damagedRequestsAreAnsweredOrEndTheirConnection(OdradekBroker broker) {
        long seed = System.nanoTime();
        Random random = new Random(seed);
        try (WireClient client = new WireClient(broker)) {
            Requests.createTopic(client, "damaged", 1, Map.of());
        }
        List<ByteBuffer> valid = List.of(
                frame(Requests.produce("damaged", Batches.of("a", "b", "c"), 1), Requests.NAMED),
                frame(Requests.fetch("damaged", 0), Requests.NAMED),
                frame(new MetadataRequest().setTopics(null), 12),
                frame(new CreateTopicsRequest().setTopics(List.of(new CreatableTopic().setName("t"))), 7));
        for (int round = 0; round < ROUNDS; round++) {
            ByteBuffer damaged = damage(valid.get(random.nextInt(valid.size())), random);
            try (WireClient client = new WireClient(broker)) {
                client.sendBytes(damaged);
                client.hearsNothingFor(Duration.ofMillis(3));
            } catch (UncheckedIOException _) {
                // Closed while it was being written to.
            }
        }
        assertThatCode(() -> assertAlive(broker)).as("seed %d", seed).doesNotThrowAnyException();
        try (WireClient client = new WireClient(broker)) {
            assertThat(Requests.append(client, "damaged", Batches.of("x")))
                    .as("seed %d", seed)
                    .isNotNegative();
        }
    }

    /** Changes up to four bytes behind the length, or cuts the frame off and says so in the length. */
    private static ByteBuffer damage(ByteBuffer valid, Random random) {
        ByteBuffer copy =
                ByteBuffer.allocate(valid.limit()).put(valid.duplicate()).flip();
        if (random.nextInt(4) == 0) {
            copy.limit(4 + random.nextInt(copy.limit() - 4));
            return copy.putInt(0, copy.limit() - 4);
        }
        for (int i = random.nextInt(4); i >= 0; i--) {
            copy.put(4 + random.nextInt(copy.limit() - 4), (byte) random.nextInt());
        }
        return copy;
    }

    private static void assertAlive(OdradekBroker broker) {
        try (WireClient client = new WireClient(broker)) {
            ApiVersionsRequest request =
                    new ApiVersionsRequest().setClientSoftwareName("a").setClientSoftwareVersion("1");
            assertThat(client.ask(request, ApiVersionsResponse.class).errorCode())
                    .isZero();
        }
    }

    private static ByteBuffer frame(RequestMessage request, int version) {
        EncodedFrame frame = FrameEncoder.request(1, "test", request, (short) version, ByteBuffer::allocate);
        return WireClient.bytesOf(frame);
    }
}
