package io.odradek.testkit.crash;

import static org.assertj.core.api.Assertions.assertThat;

import io.odradek.metadata.config.BrokerConfigLoader;
import io.odradek.protocol.ErrorCode;
import io.odradek.protocol.message.ProduceResponse.PartitionProduceResponse;
import io.odradek.server.OdradekServer;
import io.odradek.server.ServerOptions;
import io.odradek.server.StartException;
import io.odradek.storage.disk.SimulatedDisk;
import io.odradek.testkit.wire.Awaiting;
import io.odradek.testkit.wire.Batches;
import io.odradek.testkit.wire.Requests;
import io.odradek.testkit.wire.WireClient;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Path;
import java.util.Map;
import java.util.Properties;
import org.junit.jupiter.api.Test;

/** A whole server on a disk that becomes full. */
class FullDiskTest {
    private static final Path DATA = Path.of("/simulated/data");
    private static final Path RESERVE = DATA.resolve(".odradek-reserve");
    private static final int CAPACITY = 4_000_000;
    private static final int BATCH = 50_000;

    private final SimulatedDisk disk = new SimulatedDisk(5);

    private OdradekServer start() throws StartException {
        Properties properties = new Properties();
        properties.setProperty("listeners", "PLAINTEXT://127.0.0.1:0");
        properties.setProperty("log.dirs", DATA.toString());
        var config = BrokerConfigLoader.load(properties, Map.of()).config();
        return OdradekServer.start(new ServerOptions(config, true), disk);
    }

    private static WireClient client(OdradekServer server) {
        return new WireClient("127.0.0.1", server.endpoints().getFirst().port());
    }

    private boolean reserveIsThere() {
        try {
            return disk.exists(RESERVE);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** Produces until it is refused; returns how many batches were taken. */
    private static long fill(WireClient client, String topic) {
        for (long taken = 0; ; taken++) {
            PartitionProduceResponse result = Requests.send(client, topic, Batches.ofSize(BATCH));
            if (result.errorCode() != ErrorCode.NONE.code()) {
                assertThat(ErrorCode.forCode(result.errorCode())).isEqualTo(ErrorCode.KAFKA_STORAGE_ERROR);
                return taken;
            }
            assertThat(taken).as("the disk does not become full").isLessThan(CAPACITY / BATCH);
        }
    }

    @Test
    void aServerThatWasStoppedOnAFullDiskStartsAgainAndDeletingATopicFreesItsSpaceAtOnce() throws StartException {
        disk.setCapacity(CAPACITY);
        long taken;
        try (OdradekServer server = start();
                WireClient client = client(server)) {
            Requests.createTopic(client, "big", 1, Map.of());
            Requests.createTopic(client, "other", 1, Map.of());
            Awaiting.until("the reserve is made", this::reserveIsThere);
            taken = fill(client, "big");
            assertThat(taken).isGreaterThan(10);
            assertThat(Requests.endOffset(client, "big")).as("reads go on").isEqualTo(taken);
        }
        // Somebody else takes what was left.
        disk.setCapacity(Math.min(CAPACITY, disk.usedBytes()));
        try (OdradekServer server = start();
                WireClient client = client(server)) {
            assertThat(Requests.endOffset(client, "big")).isEqualTo(taken);
            assertThat(ErrorCode.forCode(
                            Requests.send(client, "other", Batches.of("x")).errorCode()))
                    .as("what was given up for the start is not for records")
                    .isEqualTo(ErrorCode.KAFKA_STORAGE_ERROR);
            Requests.deleteTopic(client, "big");
            Awaiting.until(
                    "there is room again, though file.delete.delay.ms is a minute",
                    () -> Requests.send(client, "other", Batches.of("x")).errorCode() == ErrorCode.NONE.code());
            Awaiting.until("the reserve is made again", this::reserveIsThere);
        }
        try (OdradekServer server = start();
                WireClient client = client(server)) {
            assertThat(Requests.endOffset(client, "other")).isEqualTo(1);
        }
    }
}
