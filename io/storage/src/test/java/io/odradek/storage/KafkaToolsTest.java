package io.odradek.storage;

import static org.assertj.core.api.Assertions.assertThat;

import io.odradek.protocol.compress.CompressionType;
import io.odradek.protocol.record.RecordBatchBuilder;
import io.odradek.storage.disk.RealDisk;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.apache.kafka.common.record.internal.FileRecords;
import org.apache.kafka.common.record.internal.Record;
import org.apache.kafka.common.record.internal.RecordBatch;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What Apache Kafka's dump tool 4.3.1 and the reader classes of its clients say of our files. */
class KafkaToolsTest {
    private static final Path TOOL = Path.of("target/kafka-dump-tool");

    @TempDir
    Path temporary;

    private final List<String> written = new ArrayList<>();

    @BeforeEach
    void writeLog() throws IOException {
        LogFixture fixture = new LogFixture(new RealDisk());
        fixture.folder = temporary.resolve("topic-0");
        fixture.config =
                LogConfig.builder().segmentBytes(40_000).indexIntervalBytes(200).build();
        try (PartitionLog log = fixture.open()) {
            for (int i = 0; i < 200; i++) {
                fixture.time.advance(7);
                append(log, fixture.time.wallMillis(), i);
            }
            assertThat(log.segmentCount()).isGreaterThan(1);
        }
    }

    private void append(PartitionLog log, long now, int i) {
        CompressionType[] codecs = CompressionType.values();
        RecordBatchBuilder batch = RecordBatchBuilder.create()
                .compression(codecs[i % codecs.length])
                .producer(5, (short) 0, i * 5);
        long base = log.logEndOffset();
        for (int j = 0; j < 5; j++) {
            String value = "v".repeat(80) + i;
            batch.append(now - j, bytes("key" + i), bytes(value));
            written.add((base + j) + " " + (now - j) + " key" + i + " " + value);
        }
        int epoch = i / 50;
        log.appendAsLeader(batch.build(), epoch, AppendOrigin.CLIENT);
        if (i % 40 == 3) {
            log.appendAsLeader(LogFixture.transactional(now, 9, 0, i / 40, "t"), epoch, AppendOrigin.CLIENT);
        } else if (i % 40 == 10) {
            log.appendAsLeader(LogFixture.marker(now, 9, 0, i % 80 == 10, 3), epoch, AppendOrigin.COORDINATOR);
        }
    }

    private static ByteBuffer bytes(String text) {
        return ByteBuffer.wrap(text.getBytes(StandardCharsets.UTF_8));
    }

    @Test
    void dumpToolFindsNothingWrongInTheLogs() throws Exception {
        String output = dump(".log", "--deep-iteration", "--print-data-log");
        assertThat(output).contains("key199").contains("endTxnMarker: ABORT");
        assertThat(output)
                .doesNotContain("isvalid: false")
                .doesNotContain("Found")
                .doesNotContain("Exception");
        assertThat(output.lines().filter(line -> line.contains("isvalid: true")).count())
                .isEqualTo(210);
    }

    @Test
    void dumpToolFindsTheIndexesInAgreementWithTheLogs() throws Exception {
        for (String suffix : List.of(".index", ".timeindex")) {
            assertThat(dump(suffix, "--verify-index-only").lines()).allMatch(line -> line.startsWith("Dumping "));
        }
    }

    @Test
    void dumpToolReadsProducerSnapshotsAndAbortedTransactions() throws Exception {
        assertThat(dump(".snapshot"))
                .contains("producerId: 5 producerEpoch: 0 coordinatorEpoch: -1", "lastSequence: 999");
        assertThat(dump(".txnindex")).contains("version: 0 producerId: 9 firstOffset: ");
    }

    @Test
    void readersOfTheClientsSeeTheRecords() throws IOException {
        List<String> found = new ArrayList<>();
        for (Path log : files(".log")) {
            try (FileRecords records = FileRecords.open(log.toFile(), false)) {
                for (RecordBatch batch : records.batches()) {
                    batch.ensureValid();
                    if (batch.producerId() == 5) {
                        batch.forEach(record -> found.add(describe(record)));
                    }
                }
                assertThat(records.sizeInBytes()).isEqualTo((int) Files.size(log));
            }
        }
        assertThat(found).isEqualTo(written);
    }

    private static String describe(Record record) {
        return record.offset() + " " + record.timestamp() + " " + StandardCharsets.UTF_8.decode(record.key()) + " "
                + StandardCharsets.UTF_8.decode(record.value());
    }

    private List<Path> files(String suffix) throws IOException {
        try (Stream<Path> files = Files.list(temporary.resolve("topic-0"))) {
            return files.filter(file -> file.toString().endsWith(suffix))
                    .sorted()
                    .toList();
        }
    }

    private String dump(String suffix, String... options) throws Exception {
        String files = files(suffix).stream().map(Path::toString).collect(Collectors.joining(","));
        List<String> command = new ArrayList<>(List.of(
                Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                "-Xmx128m",
                "-XX:TieredStopAtLevel=1",
                "-cp",
                TOOL + "/*",
                "org.apache.kafka.tools.DumpLogSegments",
                "--files",
                files));
        command.addAll(List.of(options));
        Path errors = temporary.resolve("errors");
        Process process =
                new ProcessBuilder(command).redirectError(errors.toFile()).start();
        String output = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
        assertThat(process.waitFor()).as(() -> output + errors).isZero();
        return output;
    }
}
