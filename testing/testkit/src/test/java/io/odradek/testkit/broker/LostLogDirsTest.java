package io.odradek.testkit.broker;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.odradek.protocol.ErrorCode;
import io.odradek.protocol.message.ProduceResponse;
import io.odradek.testkit.OdradekBroker;
import io.odradek.testkit.wire.Batches;
import io.odradek.testkit.wire.Requests;
import io.odradek.testkit.wire.WireClient;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Log directories that are not what they were: refused, or given up on purpose; never filled with empty partitions. */
class LostLogDirsTest {
    @Test
    void aDirectoryThatWasEmptiedOrTakenAwayOrChangedIsRefusedByName(@TempDir Path parent) throws IOException {
        Path first = parent.resolve("first");
        Path second = parent.resolve("second");
        fill(first, second);
        Path saved = parent.resolve("saved");
        Files.move(second, saved);
        List<String> placed = partitionsIn(saved);
        assertThat(placed).isNotEmpty();

        assertRefused(first, second, placed);
        Files.createDirectory(second);
        assertRefused(first, second, placed);
        assertThat(second).isEmptyDirectory();
        Files.writeString(
                second.resolve("meta.properties"),
                Files.readString(saved.resolve("meta.properties"))
                        .replaceFirst("directory.id=.*", "directory.id=AAAAAAAAAAAAAAAAAAAAcw"));
        assertRefused(first, second, placed);

        Files.delete(second.resolve("meta.properties"));
        Files.delete(second);
        Files.move(saved, second);
        try (OdradekBroker broker = start(first, second);
                WireClient client = new WireClient(broker)) {
            produceToAll(client, 4);
            assertThat(Requests.endOffset(client, "spread")).isEqualTo(2);
        }
    }

    @Test
    void partitionsWithoutTheirMetaPropertiesAreRefused(@TempDir Path first, @TempDir Path second) throws IOException {
        fill(first, second);
        Path meta = second.resolve("meta.properties");
        String content = Files.readString(meta);
        Files.delete(meta);
        assertThatThrownBy(() -> start(first, second))
                .isInstanceOf(IllegalStateException.class)
                .hasMessageContaining(second.toString())
                .hasMessageContaining(content.lines()
                        .filter(line -> line.startsWith("directory.id="))
                        .findFirst()
                        .orElseThrow());
        Files.writeString(meta, content);
        start(first, second).close();
    }

    @Test
    void aDirectoryTakenOutOfLogDirsIsGivenUpUntilItIsBack(@TempDir Path parent) throws IOException {
        Path first = parent.resolve("first");
        Path second = parent.resolve("second");
        Path third = parent.resolve("third");
        fill(first, second);
        List<String> placed = partitionsIn(second);
        for (int time = 0; time < 2; time++) {
            try (OdradekBroker broker = OdradekBroker.builder()
                            .config("log.dirs", time == 0 ? first : first + "," + third)
                            .start();
                    WireClient client = new WireClient(broker)) {
                for (int partition = 0; partition < 4; partition++) {
                    var result = Requests.onlyPartition(client.ask(
                            Requests.produce("spread", partition, Batches.of("x"), -1),
                            Requests.NAMED,
                            ProduceResponse.class));
                    assertThat(result.errorCode() == 0)
                            .as("partition %d is served", partition)
                            .isEqualTo(!placed.contains("spread-" + partition));
                }
                assertThat(partitionsIn(first)).doesNotContainAnyElementsOf(placed);
            }
            assertThat(time == 0 ? List.of() : partitionsIn(third)).isEmpty();
        }
        try (OdradekBroker broker = OdradekBroker.builder()
                        .config("log.dirs", first + "," + second + "," + third)
                        .start();
                WireClient client = new WireClient(broker)) {
            produceToAll(client, 4);
        }
    }

    @Test
    void theMetadataDirectoryIsNeverBegunAnewBesideDataThatIsInUse(@TempDir Path parent) throws IOException {
        Path first = parent.resolve("first");
        Path second = parent.resolve("second");
        fill(first, second);
        Path saved = parent.resolve("saved");
        Files.move(first, saved);
        assertThatThrownBy(() -> start(first, second))
                .isInstanceOf(IllegalStateException.class)
                .hasMessageContaining("metadata directory " + first);
        assertThat(first).doesNotExist();
        Files.move(saved, first);
        Path log = first.resolve("__cluster_metadata-0");
        Files.move(log, parent.resolve("metadata"));
        assertThatThrownBy(() -> start(first, second))
                .isInstanceOf(IllegalStateException.class)
                .hasMessageContaining("no metadata log");
        assertThat(log).doesNotExist();
        Files.move(parent.resolve("metadata"), log);
        start(first, second).close();
    }

    private static void fill(Path first, Path second) {
        try (OdradekBroker broker = start(first, second);
                WireClient client = new WireClient(broker)) {
            Requests.createTopic(client, "spread", 4, Map.of());
            produceToAll(client, 4);
        }
    }

    private static void assertRefused(Path first, Path second, List<String> placed) {
        assertThatThrownBy(() -> start(first, second))
                .isInstanceOf(IllegalStateException.class)
                .hasMessageContaining(second.toString())
                .hasMessageContaining(String.join(", ", placed))
                .hasMessageContaining("log.dirs");
    }

    private static List<String> partitionsIn(Path folder) throws IOException {
        try (Stream<Path> files = Files.list(folder)) {
            return files.map(file -> file.getFileName().toString())
                    .filter(name -> name.startsWith("spread-"))
                    .sorted()
                    .toList();
        }
    }

    private static OdradekBroker start(Path first, Path second) {
        return OdradekBroker.builder().config("log.dirs", first + "," + second).start();
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
