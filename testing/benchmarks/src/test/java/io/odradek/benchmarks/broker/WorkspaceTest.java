package io.odradek.benchmarks.broker;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class WorkspaceTest {
    @Test
    void closingEndsWhatItStartedAndRemovesWhatItHolds(@TempDir Path parent) throws Exception {
        Process child;
        try (Workspace workspace = Workspace.in(parent.resolve("made"))) {
            Path folder = workspace.newFolder("node");
            Files.writeString(Files.createDirectory(folder.resolve("data")).resolve("file"), "text");
            child = workspace.start(new ProcessBuilder("sleep", "60"), folder.resolve("output.txt"));
            assertThat(child.isAlive()).isTrue();
        }

        assertThat(child.waitFor(10, TimeUnit.SECONDS)).isTrue();
        assertThat(parent.resolve("made")).isEmptyDirectory();
    }

    @Test
    void foldersHaveNamesOfTheirOwn(@TempDir Path parent) throws IOException {
        try (Workspace workspace = Workspace.in(parent)) {
            assertThat(workspace.newFolder("node")).isNotEqualTo(workspace.newFolder("node"));
        }
    }

    @Test
    void deletesNothingOutsideItsFolder(@TempDir Path parent) throws IOException {
        try (Workspace workspace = Workspace.in(parent)) {
            assertThatThrownBy(() -> workspace.delete(parent)).isInstanceOf(IllegalArgumentException.class);
        }
    }

    @Test
    void propertiesNameEveryListenerAndCarryTheProductsOwnLines() {
        String text = new NodeConfig(
                        1, List.of(new NodeConfig.Ports(9092, 9093)), Path.of("/data"), List.of("durability=buffered"))
                .text();

        assertThat(text.lines())
                .contains(
                        "listeners=PLAINTEXT://127.0.0.1:9092,CONTROLLER://127.0.0.1:9093",
                        "controller.quorum.voters=1@127.0.0.1:9093",
                        "log.dirs=/data",
                        "durability=buffered");
    }

    @Test
    void kafkaRunsWithTheFlagsOfItsOwnScript() {
        List<String> command = new ApacheKafka("Kafka", Path.of("/libs"), Path.of("/jdk/bin/java"), List.of())
                .startCommand(Path.of("server.properties"));

        assertThat(command)
                .contains("-Xmx1G", "-Xms1G", "-XX:MaxGCPauseMillis=20", "-XX:InitiatingHeapOccupancyPercent=35")
                .endsWith("kafka.Kafka", "server.properties");
    }

    @Test
    void odradekRunsThroughItsOwnScripts() {
        Odradek odradek = new Odradek("Odradek", Path.of("/home"), Path.of("/jdk"), "fsync");

        assertThat(odradek.startCommand(Path.of("c"))).containsExactly("/home/bin/kafka-server-start.sh", "c");
        assertThat(odradek.formatCommand(Path.of("c"), "id"))
                .containsExactly("/home/bin/kafka-storage.sh", "format", "-t", "id", "-c", "c");
        assertThat(odradek.properties()).containsExactly("durability=fsync");
    }
}
