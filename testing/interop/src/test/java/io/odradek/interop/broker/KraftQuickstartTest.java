package io.odradek.interop.broker;

import static org.assertj.core.api.Assertions.assertThat;

import io.odradek.interop.process.Command;
import io.odradek.interop.process.Processes;
import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The lines that people have in their notes since Kafka 2.8, against the packaged product. */
@Tag("slow")
class KraftQuickstartTest {
    private static final String FILE = "config/kraft/server.properties";
    private static final Duration LIMIT = Duration.ofSeconds(120);

    @TempDir
    private Path folder;

    /** As written, in a folder whose file differs only in its ports and folder: those may be taken on this machine. */
    @Test
    void theLinesOfKafkasQuickstartRunAsWritten() throws IOException {
        PackagedOdradek product = PackagedOdradek.find();
        Files.createSymbolicLink(folder.resolve("bin"), product.home().resolve("bin"));
        int port = writeFile(product.home().resolve(FILE));
        Path log = folder.resolve("quickstart.log");
        Process process = Command.of("bash", "-c", """
                cd "$0"
                KAFKA_CLUSTER_ID="$(bin/kafka-storage.sh random-uuid)"
                bin/kafka-storage.sh format -t $KAFKA_CLUSTER_ID -c config/kraft/server.properties
                exec bin/kafka-server-start.sh config/kraft/server.properties
                """, folder.toString()).start(log, log);
        try {
            Probe.await("127.0.0.1", port, process, LIMIT);
            assertThat(Files.readString(log)).contains("Kafka Server started").doesNotContain("ERROR", "SEVERE");
        } catch (AssertionError e) {
            throw new AssertionError(e.getMessage() + "; its log:\n" + Files.readString(log), e);
        } finally {
            Processes.terminate(process, LIMIT);
        }
    }

    private int writeFile(Path shipped) throws IOException {
        try (ServerSocket broker = new ServerSocket(0, 1, InetAddress.getLoopbackAddress());
                ServerSocket controller = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
            String text = Files.readString(shipped);
            assertThat(text.lines())
                    .contains("controller.quorum.voters=1@localhost:9093", "log.dirs=/tmp/kraft-combined-logs");
            Path file = folder.resolve(FILE);
            Files.createDirectories(file.getParent());
            Files.writeString(
                    file,
                    text.replace(":9092", ":" + broker.getLocalPort())
                            .replace(":9093", ":" + controller.getLocalPort())
                            .replace(
                                    "/tmp/kraft-combined-logs",
                                    folder.resolve("data").toString()));
            return broker.getLocalPort();
        }
    }
}
