package io.odradek.testkit.crash;

import static org.assertj.core.api.Assertions.assertThat;

import io.odradek.metadata.config.BrokerConfigLoader;
import io.odradek.protocol.ErrorCode;
import io.odradek.protocol.MemoryRecords;
import io.odradek.protocol.message.FetchResponse;
import io.odradek.protocol.message.ProduceResponse;
import io.odradek.protocol.message.ProduceResponse.PartitionProduceResponse;
import io.odradek.protocol.record.BatchCursor;
import io.odradek.protocol.record.RecordCursor;
import io.odradek.server.OdradekServer;
import io.odradek.server.ServerOptions;
import io.odradek.server.StartException;
import io.odradek.storage.disk.SimulatedDisk;
import io.odradek.testkit.wire.Batches;
import io.odradek.testkit.wire.Requests;
import io.odradek.testkit.wire.WireClient;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Properties;
import java.util.Random;
import java.util.Set;
import java.util.TreeMap;
import java.util.logging.Level;
import java.util.logging.Logger;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

/**
 * A whole server on a disk that loses what was not synced: the power fails after any operation, several times in a row,
 * and every record that was acknowledged is at its offset afterwards.
 */
class PowerLossTest {
    private static final String TOPIC = "power";
    private static final int PARTITIONS = 2;
    private static final int MAX_UNPACKED = 1 << 20;
    private static final Logger LOGGER = Logger.getLogger("io.odradek");

    /** A failing disk is what this is about: the stack traces would bury everything else. */
    @BeforeAll
    static void beQuiet() {
        LOGGER.setLevel(Level.OFF);
    }

    @AfterAll
    static void speakAgain() {
        LOGGER.setLevel(null);
    }

    @Test
    void everyAcknowledgedRecordSurvivesThePowerLosses() throws Exception {
        tryAll(0, 6);
    }

    @Test
    @Tag("slow")
    void everyAcknowledgedRecordSurvivesThePowerLossesOfManySeeds() throws Exception {
        tryAll(1_000, 200);
    }

    private static void tryAll(long firstSeed, int seeds) throws Exception {
        for (long seed = firstSeed; seed < firstSeed + seeds; seed++) {
            try {
                new Story(seed).run();
            } catch (Exception | AssertionError e) {
                throw new AssertionError("seed " + seed, e);
            }
        }
    }

    /** One disk, one topic, three power losses. */
    private static final class Story {
        private static final int LOSSES = 3;
        private static final int MAX_OPERATIONS = 120;

        private final Random random;
        private final List<TreeMap<Long, String>> acknowledged = new ArrayList<>();
        private final Set<String> sent = new HashSet<>();
        private SimulatedDisk disk;
        private int nextValue;

        Story(long seed) {
            random = new Random(seed);
            disk = new SimulatedDisk(seed);
            for (int partition = 0; partition < PARTITIONS; partition++) {
                acknowledged.add(new TreeMap<>());
            }
        }

        void run() throws StartException {
            try (OdradekServer server = start();
                    WireClient client = client(server)) {
                Requests.createTopic(client, TOPIC, PARTITIONS, Map.of());
            }
            for (int loss = 0; loss < LOSSES; loss++) {
                try (OdradekServer server = start()) {
                    try (WireClient client = client(server)) {
                        checkAll(client);
                    }
                    disk.crashAfter(random.nextInt(MAX_OPERATIONS));
                    produceUntilTheCrash(server);
                }
                disk = disk.crash();
            }
            try (OdradekServer server = start();
                    WireClient client = client(server)) {
                checkAll(client);
            }
        }

        private OdradekServer start() throws StartException {
            Properties properties = new Properties();
            properties.setProperty("listeners", "PLAINTEXT://127.0.0.1:0");
            properties.setProperty("log.dirs", "/simulated/data");
            var config = BrokerConfigLoader.load(properties, Map.of()).config();
            return OdradekServer.start(new ServerOptions(config, true), disk);
        }

        private static WireClient client(OdradekServer server) {
            return new WireClient("127.0.0.1", server.endpoints().getFirst().port());
        }

        private void produceUntilTheCrash(OdradekServer server) {
            try (WireClient client = client(server)) {
                while (!disk.hasCrashed()) {
                    int partition = random.nextInt(PARTITIONS);
                    String value = "value-" + nextValue++ + "-" + "x".repeat(random.nextInt(700));
                    sent.add(value);
                    PartitionProduceResponse result = Requests.onlyPartition(client.ask(
                            Requests.produce(TOPIC, partition, Batches.of(value), -1),
                            Requests.NAMED,
                            ProduceResponse.class));
                    if (result.errorCode() == ErrorCode.NONE.code()) {
                        acknowledged.get(partition).put(result.baseOffset(), value);
                    }
                }
            } catch (UncheckedIOException e) {
                assertThat(disk.hasCrashed())
                        .as("only a crash breaks a connection: %s", e)
                        .isTrue();
            }
        }

        private void checkAll(WireClient client) {
            for (int partition = 0; partition < PARTITIONS; partition++) {
                TreeMap<Long, String> found = readAll(client, partition);
                assertThat(found).as("partition %d", partition).containsAllEntriesOf(acknowledged.get(partition));
                assertThat(sent).as("nothing is invented").containsAll(found.values());
            }
        }

        private static TreeMap<Long, String> readAll(WireClient client, int partition) {
            TreeMap<Long, String> found = new TreeMap<>();
            long offset = 0;
            while (true) {
                var request =
                        Requests.fetch(TOPIC, 0).setTopics(List.of(Requests.fetchTopic(TOPIC, partition, offset)));
                FetchResponse response = client.ask(request, Requests.NAMED, FetchResponse.class);
                var data = response.responses().getFirst().partitions().getFirst();
                assertThat(ErrorCode.forCode(data.errorCode())).isEqualTo(ErrorCode.NONE);
                long before = offset;
                if (data.records() instanceof MemoryRecords records) {
                    offset = read(records, found, offset);
                }
                if (offset == before) {
                    assertThat(offset)
                            .as("all below the high watermark is read")
                            .isEqualTo(data.highWatermark());
                    return found;
                }
            }
        }

        private static long read(MemoryRecords records, TreeMap<Long, String> found, long from) {
            long next = from;
            BatchCursor batches = BatchCursor.over(records.buffer());
            while (batches.next()) {
                assertThat(batches.view().hasValidCrc()).isTrue();
                RecordCursor cursor = batches.view().records(MAX_UNPACKED);
                while (cursor.next()) {
                    if (cursor.view().offset() >= next) {
                        assertThat(cursor.view().offset())
                                .as("offsets without gaps")
                                .isEqualTo(next);
                        String value = StandardCharsets.UTF_8
                                .decode(cursor.view().value())
                                .toString();
                        found.put(next, value);
                        next++;
                    }
                }
            }
            return next;
        }
    }
}
