package io.odradek.testkit.broker;

import static org.assertj.core.api.Assertions.assertThat;

import io.odradek.metadata.config.BrokerConfigLoader;
import io.odradek.protocol.ErrorCode;
import io.odradek.protocol.message.DescribeLogDirsRequest;
import io.odradek.protocol.message.DescribeLogDirsResponse;
import io.odradek.protocol.message.ProduceResponse;
import io.odradek.server.OdradekServer;
import io.odradek.server.ServerOptions;
import io.odradek.server.StartException;
import io.odradek.storage.disk.DiskFaults;
import io.odradek.storage.disk.DiskFaults.Operation;
import io.odradek.storage.disk.SimulatedDisk;
import io.odradek.testkit.OdradekBroker;
import io.odradek.testkit.wire.Awaiting;
import io.odradek.testkit.wire.Batches;
import io.odradek.testkit.wire.Requests;
import io.odradek.testkit.wire.WireClient;
import java.io.IOException;
import java.net.Socket;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Properties;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** A broker with several log directories. */
class LogDirsTest {
    @Test
    void partitionsAreSpreadAndFoundAgain(@TempDir Path first, @TempDir Path second) {
        try (OdradekBroker broker = start(first, second)) {
            try (WireClient client = new WireClient(broker)) {
                Requests.createTopic(client, "spread", 10, Map.of());
                produceToAll(client);
                DescribeLogDirsResponse response =
                        client.ask(new DescribeLogDirsRequest().setTopics(null), DescribeLogDirsResponse.class);
                assertThat(response.results())
                        .hasSize(2)
                        .allSatisfy(
                                folder -> assertThat(folder.topics().getFirst().partitions())
                                        .hasSizeBetween(4, 6));
            }
            broker.restart();
            try (WireClient client = new WireClient(broker)) {
                assertThat(Requests.endOffset(client, "spread")).isEqualTo(1);
                produceToAll(client);
                assertThat(Requests.endOffset(client, "spread")).isEqualTo(2);
            }
        }
    }

    @Test
    void aDirectoryThatCannotBeUsedLeavesTheOthersServing(@TempDir Path good, @TempDir Path parent) throws IOException {
        Path bad = Files.writeString(parent.resolve("not-a-folder"), "");
        try (OdradekBroker broker = start(good, bad);
                WireClient client = new WireClient(broker)) {
            Requests.createTopic(client, "spread", 4, Map.of());
            produceToAll(client, 4);
            DescribeLogDirsResponse response =
                    client.ask(new DescribeLogDirsRequest().setTopics(null), DescribeLogDirsResponse.class);
            assertThat(response.results())
                    .anySatisfy(folder -> {
                        assertThat(folder.logDir()).isEqualTo(good.toString());
                        assertThat(folder.errorCode()).isZero();
                    })
                    .anySatisfy(folder -> {
                        assertThat(folder.logDir()).isEqualTo(bad.toString());
                        assertThat(ErrorCode.forCode(folder.errorCode())).isEqualTo(ErrorCode.KAFKA_STORAGE_ERROR);
                    });
        }
    }

    @Test
    void aDirectoryThatFailsWhileServingTakesOnlyItsPartitionsAndTheLastOneTheServer() throws StartException {
        SimulatedDisk disk = new SimulatedDisk(7);
        Path first = Path.of("/first/logs");
        Path second = Path.of("/second/logs");
        try (OdradekServer server = serve(disk, first, second);
                WireClient client = new WireClient(
                        "127.0.0.1", server.endpoints().getFirst().port())) {
            Requests.createTopic(client, "spread", 4, Map.of());
            produceToAll(client, 4);
            disk.setFaults(DiskFaults.failing(Operation.SYNC, second));
            List<ErrorCode> atOnce = produceErrors(client);
            assertThat(atOnce).hasSize(4).filteredOn(ErrorCode.NONE::equals).hasSize(2);
            Awaiting.until("the directory is offline", () -> errorOf(client, second) == ErrorCode.KAFKA_STORAGE_ERROR);
            assertThat(errorOf(client, first)).isEqualTo(ErrorCode.NONE);
            List<ErrorCode> afterwards = produceErrors(client);
            assertThat(afterwards).filteredOn(ErrorCode.NONE::equals).hasSize(2);
            assertThat(afterwards)
                    .filteredOn(error -> error != ErrorCode.NONE)
                    .containsOnly(ErrorCode.KAFKA_STORAGE_ERROR);
            assertThat(server.failure()).isEmpty();

            disk.setFaults(DiskFaults.failing(Operation.SYNC));
            client.send(
                    Requests.produce("spread", afterwards.indexOf(ErrorCode.NONE), Batches.of("x"), -1),
                    Requests.NAMED);
            Awaiting.until("the server has given up", () -> server.failure().isPresent());
            assertThat(server.failure().orElseThrow()).contains("no log directory is left", first.toString());
            Awaiting.until("nobody listens any more", () -> isRefused(server));
        }
    }

    @Test
    void aFlippedBitInAClosedSegmentIsShownWithTheDirectoryThatGoesOnServing() throws Exception {
        SimulatedDisk disk = new SimulatedDisk(8);
        Path folder = Path.of("/first/logs");
        try (OdradekServer server = serve(disk, Map.of("log.scrub.period.ms", "1"), folder);
                WireClient client = new WireClient(
                        "127.0.0.1", server.endpoints().getFirst().port())) {
            Requests.createTopic(client, "spread", 1, Map.of("internal.segment.bytes", "500"));
            for (int i = 0; i < 3; i++) {
                Requests.append(client, "spread", Batches.ofSize(300));
            }
            assertThat(errorOf(client, folder)).isEqualTo(ErrorCode.NONE);
            disk.flipBit(folder.resolve("spread-0").resolve("00000000000000000001.log"), 8 * 200);
            Awaiting.until("the damage is found", () -> errorOf(client, folder) == ErrorCode.KAFKA_STORAGE_ERROR);
            var described = client.ask(new DescribeLogDirsRequest().setTopics(null), DescribeLogDirsResponse.class)
                    .results()
                    .getFirst();
            assertThat(described.topics()).as("it is online").hasSize(1);
            assertThat(Requests.append(client, "spread", Batches.of("x"))).isEqualTo(3);
        }
    }

    private static boolean isRefused(OdradekServer server) {
        try (Socket socket =
                new Socket("127.0.0.1", server.endpoints().getFirst().port())) {
            return !socket.isConnected();
        } catch (IOException e) {
            return true;
        }
    }

    private static OdradekServer serve(SimulatedDisk disk, Path... directories) throws StartException {
        return serve(disk, Map.of(), directories);
    }

    private static OdradekServer serve(SimulatedDisk disk, Map<String, String> configs, Path... directories)
            throws StartException {
        Properties properties = new Properties();
        properties.putAll(configs);
        properties.setProperty("log.dir.reserve.bytes", "0");
        properties.setProperty("listeners", "PLAINTEXT://127.0.0.1:0");
        properties.setProperty(
                "log.dirs", Stream.of(directories).map(Path::toString).collect(Collectors.joining(",")));
        var config = BrokerConfigLoader.load(properties, Map.of()).config();
        return OdradekServer.start(new ServerOptions(config, true), disk);
    }

    private static List<ErrorCode> produceErrors(WireClient client) {
        List<ErrorCode> errors = new ArrayList<>();
        for (int i = 0; i < 4; i++) {
            var result = Requests.onlyPartition(client.ask(
                    Requests.produce("spread", i, Batches.of("x"), -1), Requests.NAMED, ProduceResponse.class));
            errors.add(ErrorCode.forCode(result.errorCode()));
        }
        return errors;
    }

    private static ErrorCode errorOf(WireClient client, Path directory) {
        return client
                .ask(new DescribeLogDirsRequest().setTopics(null), DescribeLogDirsResponse.class)
                .results()
                .stream()
                .filter(result -> result.logDir().equals(directory.toString()))
                .map(result -> ErrorCode.forCode(result.errorCode()))
                .findFirst()
                .orElseThrow();
    }

    private static OdradekBroker start(Path first, Path second) {
        return OdradekBroker.builder().config("log.dirs", first + "," + second).start();
    }

    private static void produceToAll(WireClient client) {
        produceToAll(client, 10);
    }

    private static void produceToAll(WireClient client, int partitions) {
        for (int i = 0; i < partitions; i++) {
            var result = Requests.onlyPartition(client.ask(
                    Requests.produce("spread", i, Batches.of("x"), -1), Requests.NAMED, ProduceResponse.class));
            assertThat(ErrorCode.forCode(result.errorCode()))
                    .as("partition %d: %s", i, result.errorMessage())
                    .isEqualTo(ErrorCode.NONE);
        }
    }
}
