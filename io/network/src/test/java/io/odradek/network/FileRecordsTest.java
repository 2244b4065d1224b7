package io.odradek.network;

import static org.assertj.core.api.Assertions.assertThat;

import io.odradek.protocol.MemoryRecords;
import io.odradek.protocol.Records;
import io.odradek.protocol.WireReader;
import io.odradek.protocol.message.FetchResponse;
import io.odradek.storage.FileRecords;
import io.odradek.storage.disk.Disk;
import io.odradek.storage.disk.DiskFile;
import io.odradek.storage.disk.RealDisk;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

@Timeout(60)
class FileRecordsTest {
    private static final int FILE_BYTES = 24 * 1024 * 1024;
    private static final short VERSION = 4;

    @TempDir
    Path folder;

    private final byte[] content = new byte[FILE_BYTES];
    private final List<AtomicInteger> closes = new ArrayList<>();
    private DiskFile file;

    @BeforeAll
    static void watchLeaks() {
        Leaks.watch();
    }

    @BeforeEach
    void writeFile() throws IOException {
        new Random(7).nextBytes(content);
        Path path = folder.resolve("segment.log");
        Files.write(path, content);
        file = new RealDisk().open(path, Disk.OpenMode.READ);
    }

    @AfterEach
    void closeFile() throws IOException {
        file.close();
    }

    @ParameterizedTest
    @EnumSource(Transport.class)
    void recordsOfEverySizeArriveAndAreReleasedOnce(Transport transport) {
        try (TestServer server = new TestServer(transport, TestServer.SETTINGS);
                TestClient client = server.connect()) {
            for (int size : new int[] {1, 100, 8_191, 8_192, 8_193, 200_000, 3 * 1024 * 1024, FILE_BYTES - 11}) {
                client.sendFrame(size, 0);
                server.next().respond(size, response(List.of(records(11, size))), VERSION);
                assertThat(received(client, size)).containsExactly(slice(11, size));
            }
            expectClosedOnce();
        }
    }

    @ParameterizedTest
    @EnumSource(Transport.class)
    void oneResponseMayMixSmallAndLargeRecordsAndMemory(Transport transport) {
        List<Records> mixed = List.of(
                records(0, 50),
                records(1_000, 2 * 1024 * 1024),
                new MemoryRecords(ByteBuffer.wrap(content, 5, 700).slice()),
                records(9, 9_000),
                records(4_000_000, 3 * 1024 * 1024),
                MemoryRecords.EMPTY,
                records(77, 8_191));
        try (TestServer server = new TestServer(transport, TestServer.SETTINGS);
                TestClient client = server.connect()) {
            client.sendFrame(1, 0).sendFrame(2, 0).sendFrame(3, 0);
            List<Exchange> exchanges = List.of(server.next(), server.next(), server.next());
            // The later answers are ready when the first one fills the socket: they must not get between its parts.
            TestServer.echo(exchanges.get(2));
            TestServer.echo(exchanges.get(1));
            exchanges.get(0).respond(1, response(mixed), VERSION);
            assertThat(received(client, 1))
                    .containsExactly(
                            slice(0, 50),
                            slice(1_000, 2 * 1024 * 1024),
                            slice(5, 700),
                            slice(9, 9_000),
                            slice(4_000_000, 3 * 1024 * 1024),
                            ByteBuffer.allocate(0),
                            slice(77, 8_191));
            assertThat(client.receive()).isEqualTo(2);
            assertThat(client.receive()).isEqualTo(3);
            expectClosedOnce();
        }
    }

    @ParameterizedTest
    @EnumSource(Transport.class)
    void recordsAreReleasedOnceWhenTheConnectionBreaksInTheMiddle(Transport transport) {
        try (TestServer server = new TestServer(transport, TestServer.SETTINGS)) {
            for (int round = 0; round < 5; round++) {
                TestClient client = server.connect();
                client.sendFrame(1, 0).sendFrame(2, 0).sendFrame(3, 0);
                server.next().respond(1, response(List.of(records(0, FILE_BYTES), records(5, 100))), VERSION);
                server.next().respond(2, response(List.of(records(3, FILE_BYTES / 2))), VERSION);
                Exchange late = server.next();
                client.receiveSome(200_000);
                client.abort();
                int gone = round + 1;
                TestServer.eventually(
                        "the connection has gone", () -> server.closed().size() == gone);
                late.respond(3, response(List.of(records(9, 9_000))), VERSION);
            }
            expectClosedOnce();
        }
    }

    @ParameterizedTest
    @EnumSource(Transport.class)
    void recordsOfAnAnswerThatWaitsForAnotherAreReleasedWithTheConnection(Transport transport) {
        try (TestServer server = new TestServer(transport, TestServer.SETTINGS)) {
            TestClient client = server.connect();
            client.sendFrame(1, 0).sendFrame(2, 0);
            Exchange first = server.next();
            server.next().respond(2, response(List.of(records(0, 100_000))), VERSION);
            client.abort();
            TestServer.eventually(
                    "the connection has gone", () -> !server.closed().isEmpty());
            expectClosedOnce();
            first.respond(1, response(List.of(records(0, 100))), VERSION);
            expectClosedOnce();
        }
    }

    @ParameterizedTest
    @EnumSource(Transport.class)
    void recordsBeyondTheEndOfTheFileEndTheConnection(Transport transport) {
        try (TestServer server = new TestServer(transport, TestServer.SETTINGS)) {
            for (int size : new int[] {1_000, 50_000}) {
                try (TestClient client = server.connect()) {
                    client.sendFrame(1, 0).sendFrame(2, 0);
                    Exchange first = server.next();
                    server.next().respond(2, response(List.of(records(0, 10))), VERSION);
                    first.respond(
                            1,
                            response(List.of(records(0, 20), records(FILE_BYTES - 500, size), records(0, 30))),
                            VERSION);
                    client.receiveToEnd();
                }
            }
            TestServer.eventually("both are closed", () -> server.network().connectionCount() == 0);
            expectClosedOnce();
        }
    }

    private FileRecords records(int position, int size) {
        AtomicInteger closed = new AtomicInteger();
        closes.add(closed);
        return new FileRecords(file, position, size, closed::incrementAndGet);
    }

    private ByteBuffer slice(int position, int size) {
        return ByteBuffer.wrap(content, position, size).slice();
    }

    private void expectClosedOnce() {
        for (AtomicInteger closed : closes) {
            TestServer.eventually("records are released", () -> closed.get() > 0);
            assertThat(closed).hasValue(1);
        }
    }

    private static FetchResponse response(List<Records> partitions) {
        FetchResponse.FetchableTopicResponse topic = new FetchResponse.FetchableTopicResponse().setTopic("t");
        partitions.forEach(records -> topic.partitions().add(new FetchResponse.PartitionData().setRecords(records)));
        return new FetchResponse().setResponses(List.of(topic));
    }

    private static List<ByteBuffer> received(TestClient client, int number) {
        ByteBuffer frame = client.receiveFrame();
        assertThat(frame.getInt()).isEqualTo(number);
        return FetchResponse.read(new WireReader(frame.slice()), VERSION).responses().getFirst().partitions().stream()
                .map(partition -> ((MemoryRecords) partition.records()).buffer())
                .toList();
    }
}
