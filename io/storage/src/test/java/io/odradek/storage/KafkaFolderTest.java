package io.odradek.storage;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import io.odradek.base.Uuid;
import io.odradek.protocol.record.BatchCursor;
import io.odradek.protocol.record.RecordCursor;
import io.odradek.protocol.record.RecordView;
import io.odradek.storage.disk.RealDisk;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** A partition folder that Apache Kafka 4.3.1 wrote: see resources/kafka-4.3.1/README.md. */
class KafkaFolderTest {
    private static final Path RESOURCES = Path.of("src/test/resources/kafka-4.3.1");
    private static final long END = 162;
    /** Markers carry the wall time of their day, which is later than all records. */
    private static final long ABORT_MARKER = 65;

    private static final long COMMIT_MARKER = 71;

    @TempDir
    Path temporary;

    private final LogFixture fixture = new LogFixture(new RealDisk());

    @BeforeEach
    void copyFolder() throws IOException {
        fixture.folder = temporary.resolve("fixture-0");
        Files.createDirectories(fixture.folder);
        try (Stream<Path> files = Files.list(RESOURCES.resolve("fixture-0"))) {
            for (Path file : files.toList()) {
                Files.copy(file, fixture.folder.resolve(file.getFileName()));
            }
        }
    }

    @Test
    void opensAsItWasClosedAndReadsBackWhole() throws IOException {
        try (PartitionLog log = openTheirs(new RecoveryPoint(END, 0, true))) {
            checkContents(log);
        }
    }

    @Test
    void isRecoveredWhenNothingIsKnownOfIt() throws IOException {
        try (PartitionLog log = openTheirs(RecoveryPoint.NONE)) {
            checkContents(log);
        }
    }

    @Test
    void isRecoveredWithoutAnyOfItsIndexesAndCheckpoints() throws IOException {
        try (Stream<Path> files = Files.list(fixture.folder)) {
            for (Path file :
                    files.filter(path -> !path.toString().endsWith(".log")).toList()) {
                Files.delete(file);
            }
        }
        try (PartitionLog log = openTheirs(RecoveryPoint.NONE)) {
            checkContents(log);
        }
    }

    @Test
    void indexesThatAreMissingAreBuiltAnewWhenTheyAreNeeded() throws IOException {
        Files.delete(fixture.folder.resolve("00000000000000000000.index"));
        Files.write(
                fixture.folder.resolve("00000000000000000030.timeindex"),
                new byte[] {1, 2, 3, 4, 5, 6, 7, 8, 9, 0, 1, 2});
        try (PartitionLog log = openTheirs(new RecoveryPoint(END, 0, true))) {
            checkContents(log);
        }
    }

    @Test
    void goesOnWhereKafkaStopped() throws IOException {
        try (PartitionLog log = openTheirs(new RecoveryPoint(END, 0, true))) {
            assertThat(fixture.append(log, "ours").baseOffset()).isEqualTo(END);
        }
        try (PartitionLog log = openTheirs(new RecoveryPoint(END, 0, true))) {
            assertThat(log.logEndOffset()).isEqualTo(END + 1);
            assertThat(readAll(log)).endsWith(END + " " + fixture.time.wallMillis() + " null ours");
        }
    }

    private PartitionLog openTheirs(RecoveryPoint from) throws IOException {
        return PartitionLog.open(
                fixture.disk,
                fixture.folder,
                LogFixture.PARTITION,
                Uuid.ZERO,
                fixture.config,
                fixture.time,
                from,
                LogListener.NONE);
    }

    private void checkContents(PartitionLog log) throws IOException {
        List<String> expected = Files.readAllLines(RESOURCES.resolve("records.txt"));
        assertThat(readAll(log)).isEqualTo(expected);
        assertThat(log.logStartOffset()).isZero();
        assertThat(log.logEndOffset()).isEqualTo(END);
        assertThat(log.segmentCount()).isEqualTo(3);
        assertThat(log.lastStableOffset(END)).isEqualTo(END);
        assertThat(log.abortedTransactions(0, END)).singleElement().satisfies(aborted -> {
            assertThat(aborted.firstOffset()).isEqualTo(60);
            assertThat(aborted.lastOffset()).isEqualTo(65);
        });
        assertThat(log.latestLeaderEpoch()).isEqualTo(2);
        assertThat(log.endOffsetForEpoch(0)).isEqualTo(new EpochEndOffset(0, 102));
        assertThat(log.endOffsetForEpoch(1)).isEqualTo(new EpochEndOffset(0, 102));
        checkTimestamps(log, expected);
    }

    private static void checkTimestamps(PartitionLog log, List<String> expected) throws IOException {
        for (String line : expected) {
            long timestamp = Long.parseLong(line.split(" ")[1]);
            long first = expected.stream()
                    .filter(other -> Long.parseLong(other.split(" ")[1]) >= timestamp)
                    .mapToLong(other -> Long.parseLong(other.split(" ")[0]))
                    .findFirst()
                    .orElseThrow();
            assertThat(log.offsetForTimestamp(timestamp).map(TimestampAndOffset::offset))
                    .isEqualTo(Optional.of(Math.min(first, ABORT_MARKER)));
        }
        assertThat(log.maxTimestamp().map(TimestampAndOffset::offset)).isEqualTo(Optional.of(COMMIT_MARKER));
    }

    private static List<String> readAll(PartitionLog log) throws IOException {
        List<String> lines = new ArrayList<>();
        long offset = log.logStartOffset();
        while (offset < log.logEndOffset()) {
            BatchCursor batches = BatchCursor.over(LogFixture.bytes(log.read(offset, 700, Long.MAX_VALUE, true)));
            while (batches.next()) {
                assertThat(batches.view().hasValidCrc()).isTrue();
                offset = batches.view().nextOffset();
                RecordCursor records = batches.view().records(1 << 20);
                while (!batches.view().isControl() && records.next()) {
                    RecordView record = records.view();
                    lines.add(record.offset() + " " + record.timestamp() + " " + text(record.key()) + " "
                            + text(record.value()));
                }
            }
        }
        return lines;
    }

    private static String text(@Nullable ByteBuffer bytes) {
        return bytes == null ? "null" : UTF_8.decode(bytes).toString();
    }
}
