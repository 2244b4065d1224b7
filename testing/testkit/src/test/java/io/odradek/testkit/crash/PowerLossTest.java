package io.odradek.testkit.crash;

import static org.assertj.core.api.Assertions.assertThat;

import io.odradek.metadata.config.BrokerConfigLoader;
import io.odradek.protocol.ErrorCode;
import io.odradek.protocol.MemoryRecords;
import io.odradek.protocol.message.DeleteRecordsRequest;
import io.odradek.protocol.message.DeleteRecordsRequest.DeleteRecordsPartition;
import io.odradek.protocol.message.DeleteRecordsRequest.DeleteRecordsTopic;
import io.odradek.protocol.message.DeleteRecordsResponse;
import io.odradek.protocol.message.FetchResponse;
import io.odradek.protocol.message.ProduceResponse;
import io.odradek.protocol.message.ProduceResponse.PartitionProduceResponse;
import io.odradek.protocol.record.BatchCursor;
import io.odradek.protocol.record.RecordBatchBuilder;
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
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.Properties;
import java.util.Random;
import java.util.Set;
import java.util.TreeMap;
import java.util.concurrent.ConcurrentHashMap;
import java.util.logging.Level;
import java.util.logging.Logger;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

/**
 * A whole server on a disk that loses what was not synced: the power fails after any operation, several times in a row,
 * while several producers write to small segments, so that logs roll. Afterwards every record that was acknowledged is at
 * its offset and nothing is there twice, a batch that is sent again is recognised, and times lead to the right records.
 */
class PowerLossTest {
    private static final String TOPIC = "power";
    private static final int PARTITIONS = 2;
    private static final int PRODUCERS = 3;
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

    @Test
    void deletedRecordsThatWereAnsweredStayDeleted() throws Exception {
        for (long seed = 0; seed < 5; seed++) {
            SimulatedDisk disk = new SimulatedDisk(seed);
            try (OdradekServer server = Story.start(disk);
                    WireClient client = Story.client(server)) {
                Requests.createTopic(client, TOPIC, 1, Map.of());
                for (int i = 0; i < 5; i++) {
                    Requests.append(client, TOPIC, Batches.of("value-" + i));
                }
                DeleteRecordsRequest request = new DeleteRecordsRequest()
                        .setTimeoutMs(5_000)
                        .setTopics(List.of(new DeleteRecordsTopic()
                                .setName(TOPIC)
                                .setPartitions(List.of(new DeleteRecordsPartition().setOffset(3)))));
                short error = client.ask(request, DeleteRecordsResponse.class)
                        .topics()
                        .getFirst()
                        .partitions()
                        .getFirst()
                        .errorCode();
                assertThat(ErrorCode.forCode(error)).isEqualTo(ErrorCode.NONE);
                disk = disk.crash();
            }
            try (OdradekServer server = Story.start(disk);
                    WireClient client = Story.client(server)) {
                assertThat(Requests.listOffset(client, TOPIC, -2))
                        .as("seed %d", seed)
                        .isEqualTo(3);
                assertThat(Requests.endOffset(client, TOPIC)).isEqualTo(5);
            }
        }
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

    /** One disk, one topic of small segments, several producers at once, three power losses. */
    private static final class Story {
        private static final int LOSSES = 3;
        private static final int MAX_OPERATIONS = 300;
        private static final int SEGMENT_BYTES = 2_000;

        private final Random random;
        private final List<TreeMap<Long, String>> acknowledged = new ArrayList<>();
        private final Set<String> sent = ConcurrentHashMap.newKeySet();
        private final List<Producer> producers = new ArrayList<>();
        private SimulatedDisk disk;

        Story(long seed) {
            random = new Random(seed);
            disk = new SimulatedDisk(seed);
            for (int partition = 0; partition < PARTITIONS; partition++) {
                acknowledged.add(new TreeMap<>());
            }
            for (int id = 0; id < PRODUCERS; id++) {
                producers.add(new Producer(id, new Random(random.nextLong()), acknowledged, sent));
            }
        }

        void run() throws StartException, InterruptedException {
            try (OdradekServer server = start();
                    WireClient client = client(server)) {
                Requests.createTopic(
                        client, TOPIC, PARTITIONS, Map.of("internal.segment.bytes", Integer.toString(SEGMENT_BYTES)));
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
            return start(disk);
        }

        private static OdradekServer start(SimulatedDisk disk) throws StartException {
            Properties properties = new Properties();
            properties.setProperty("listeners", "PLAINTEXT://127.0.0.1:0");
            properties.setProperty("log.dirs", "/simulated/data");
            properties.setProperty("log.dir.reserve.bytes", "4096");
            var config = BrokerConfigLoader.load(properties, Map.of()).config();
            return OdradekServer.start(new ServerOptions(config, true), disk);
        }

        private static WireClient client(OdradekServer server) {
            return new WireClient("127.0.0.1", server.endpoints().getFirst().port());
        }

        private void produceUntilTheCrash(OdradekServer server) throws InterruptedException {
            SimulatedDisk current = disk;
            List<Throwable> failures = Collections.synchronizedList(new ArrayList<>());
            List<Thread> threads = producers.stream()
                    .map(producer -> Thread.ofPlatform().start(() -> {
                        try (WireClient client = client(server)) {
                            producer.produceUntilTheCrash(client, current);
                        } catch (Throwable e) {
                            failures.add(e);
                        }
                    }))
                    .toList();
            for (Thread thread : threads) {
                thread.join();
            }
            assertThat(failures)
                    .as("only a crash breaks a connection")
                    .allMatch(failure -> failure instanceof UncheckedIOException && current.hasCrashed());
        }

        private void checkAll(WireClient client) {
            producers.forEach(producer -> producer.sendAgain(client));
            for (int partition = 0; partition < PARTITIONS; partition++) {
                TreeMap<Long, Found> found = readAll(client, partition);
                TreeMap<Long, String> values = new TreeMap<>();
                found.forEach((offset, record) -> values.put(offset, record.value()));
                assertThat(values).as("partition %d", partition).containsAllEntriesOf(acknowledged.get(partition));
                assertThat(sent).as("nothing is invented").containsAll(values.values());
                assertThat(values.values()).as("nothing is there twice").doesNotHaveDuplicates();
                if (partition == 0) {
                    lookUpByTime(client, found);
                }
            }
        }

        /** What the time indexes say is what the records say. */
        private void lookUpByTime(WireClient client, TreeMap<Long, Found> found) {
            for (long offset = 0; offset < found.size(); offset += 1 + random.nextInt(5)) {
                long timestamp = found.get(offset).timestamp();
                long first = found.entrySet().stream()
                        .filter(entry -> entry.getValue().timestamp() >= timestamp)
                        .findFirst()
                        .orElseThrow()
                        .getKey();
                assertThat(Requests.listOffset(client, TOPIC, timestamp)).isEqualTo(first);
            }
        }

        private record Found(String value, long timestamp) {}

        private static TreeMap<Long, Found> readAll(WireClient client, int partition) {
            TreeMap<Long, Found> found = new TreeMap<>();
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

        private static long read(MemoryRecords records, TreeMap<Long, Found> found, long from) {
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
                        found.put(next, new Found(value, cursor.view().timestamp()));
                        next++;
                    }
                }
            }
            return next;
        }
    }

    /** An idempotent producer: after a crash it sends again what was not answered, as clients do. */
    private static final class Producer {
        private static final Sent NOTHING = new Sent(0, -1, "", -1L);

        private final int id;
        private final Random random;
        private final List<TreeMap<Long, String>> acknowledged;
        private final Set<String> sent;
        private final List<Sent> last = new ArrayList<>(Collections.nCopies(PARTITIONS, NOTHING));
        private Sent unanswered = NOTHING;
        private int nextValue;

        /** @param offset -1 until it is answered */
        private record Sent(int partition, int sequence, String value, long offset) {
            boolean isNothing() {
                return sequence < 0;
            }
        }

        Producer(int id, Random random, List<TreeMap<Long, String>> acknowledged, Set<String> sent) {
            this.id = id;
            this.random = random;
            this.acknowledged = acknowledged;
            this.sent = sent;
        }

        void produceUntilTheCrash(WireClient client, SimulatedDisk disk) {
            while (!disk.hasCrashed()) {
                if (unanswered.isNothing()) {
                    int partition = random.nextInt(PARTITIONS);
                    String value = "value-" + id + "-" + nextValue++ + "-" + "x".repeat(random.nextInt(700));
                    sent.add(value);
                    unanswered = new Sent(partition, last.get(partition).sequence() + 1, value, -1L);
                }
                PartitionProduceResponse result = send(client, unanswered);
                if (result.errorCode() == ErrorCode.NONE.code()) {
                    accept(unanswered, result.baseOffset());
                    unanswered = NOTHING;
                } else {
                    assertThat(disk.hasCrashed())
                            .as("%s: %s", ErrorCode.forCode(result.errorCode()), result.errorMessage())
                            .isTrue();
                }
            }
        }

        /** What was answered is recognised; what was not is there already, or is appended now. */
        void sendAgain(WireClient client) {
            for (Sent answered : last) {
                if (!answered.isNothing()) {
                    PartitionProduceResponse result = send(client, answered);
                    assertThat(ErrorCode.forCode(result.errorCode())).isEqualTo(ErrorCode.NONE);
                    assertThat(result.baseOffset()).isEqualTo(answered.offset());
                }
            }
            if (!unanswered.isNothing()) {
                PartitionProduceResponse result = send(client, unanswered);
                assertThat(ErrorCode.forCode(result.errorCode()))
                        .as("%s", result.errorMessage())
                        .isEqualTo(ErrorCode.NONE);
                accept(unanswered, result.baseOffset());
                unanswered = NOTHING;
            }
        }

        private PartitionProduceResponse send(WireClient client, Sent what) {
            RecordBatchBuilder batch = RecordBatchBuilder.create().producer(1_000 + id, (short) 0, what.sequence());
            return Requests.onlyPartition(client.ask(
                    Requests.produce(TOPIC, what.partition(), Batches.of(batch, what.value()), -1),
                    Requests.NAMED,
                    ProduceResponse.class));
        }

        private void accept(Sent what, long offset) {
            last.set(what.partition(), new Sent(what.partition(), what.sequence(), what.value(), offset));
            TreeMap<Long, String> records = acknowledged.get(what.partition());
            synchronized (records) {
                records.put(offset, what.value());
            }
        }
    }
}
