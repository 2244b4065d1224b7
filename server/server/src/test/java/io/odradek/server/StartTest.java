package io.odradek.server;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.junit.jupiter.api.Assumptions.assumeFalse;

import io.odradek.metadata.config.BrokerConfigLoader;
import io.odradek.storage.disk.RealDisk;
import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.HashMap;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Why a server does not start, in a sentence that says what to do; and that nothing of it is left running. */
class StartTest {
    @TempDir
    Path folder;

    @Test
    void aFolderIsMadeReadyAndRemembersItsCluster() throws StartException {
        String cluster;
        try (OdradekServer server = start(folder, true, Map.of())) {
            cluster = server.clusterId();
            assertThat(server.endpoints())
                    .singleElement()
                    .satisfies(endpoint -> assertThat(endpoint.port()).isPositive());
        }
        assertThat(folder.resolve(".kafka_cleanshutdown")).exists();
        try (OdradekServer server = start(folder, false, Map.of())) {
            assertThat(server.clusterId()).isEqualTo(cluster);
            assertThat(folder.resolve(".kafka_cleanshutdown")).doesNotExist();
        }
    }

    @Test
    void aSecondServerOnTheSameFolderIsTurnedAway() throws StartException {
        try (OdradekServer _ = start(folder, true, Map.of())) {
            assertThatThrownBy(() -> start(folder, true, Map.of()))
                    .isInstanceOf(StartException.class)
                    .hasMessageContaining("in use")
                    .hasMessageContaining(folder.toString());
        }
        start(folder, true, Map.of()).close();
    }

    @Test
    void aPortThatIsTakenIsNamed() throws IOException, StartException {
        try (ServerSocket taken = new ServerSocket(0, 1, InetAddress.getByName("127.0.0.1"))) {
            int port = taken.getLocalPort();
            assertThatThrownBy(() -> start(folder, true, Map.of("listeners", "PLAINTEXT://127.0.0.1:" + port)))
                    .isInstanceOf(StartException.class)
                    .hasMessageContaining("Is another broker running on port " + port);
        }
        start(folder, true, Map.of()).close();
    }

    @Test
    void anUnformattedFolderIsToBeFormattedFirst() {
        assertThatThrownBy(() -> start(folder, false, Map.of()))
                .isInstanceOf(StartException.class)
                .hasMessageContaining("kafka-storage.sh format")
                .hasMessageContaining(folder.toString());
        assertThat(folder).isEmptyDirectory();
    }

    @Test
    void aFolderOfAnotherNodeIsRefused() throws StartException {
        start(folder, true, Map.of()).close();
        assertThatThrownBy(() -> start(folder, true, Map.of("node.id", "7")))
                .isInstanceOf(StartException.class)
                .hasMessageContaining("belongs to node 1")
                .hasMessageContaining("node.id=1");
    }

    @Test
    void foldersOfTwoClustersAreNotMixed(@TempDir Path other) throws StartException {
        start(folder, true, Map.of()).close();
        start(other, true, Map.of()).close();
        assertThatThrownBy(() -> start(folder, true, Map.of("log.dirs", folder + "," + other)))
                .isInstanceOf(StartException.class)
                .hasMessageContaining("cluster")
                .hasMessageContaining(other.toString());
    }

    @Test
    void aFolderThatCannotBeMadeIsNamed() throws IOException {
        Path file = Files.writeString(folder.resolve("a-file"), "not a folder");
        assertThatThrownBy(() -> start(file.resolve("data"), true, Map.of()))
                .isInstanceOf(StartException.class)
                .hasMessageContaining(file.toString());
    }

    @Test
    void aFolderThatCannotBeWrittenIsNamed() throws IOException {
        Path locked = Files.createDirectory(folder.resolve("locked"));
        Files.setPosixFilePermissions(locked, PosixFilePermissions.fromString("r-xr-xr-x"));
        assumeFalse(Files.isWritable(locked), "the user may write anywhere");
        assertThatThrownBy(() -> start(locked, true, Map.of()))
                .isInstanceOf(StartException.class)
                .hasMessageContaining(locked.toString());
    }

    @Test
    void aDamagedMetaPropertiesIsNamed() throws IOException {
        Files.writeString(folder.resolve("meta.properties"), "version=1\n");
        assertThatThrownBy(() -> start(folder, true, Map.of()))
                .isInstanceOf(StartException.class)
                .hasMessageContaining(folder.toString());
    }

    private static OdradekServer start(Path folder, boolean formatsItself, Map<String, String> overrides)
            throws StartException {
        Map<String, String> configs = new HashMap<>();
        configs.put("listeners", "PLAINTEXT://127.0.0.1:0");
        configs.put("log.dirs", folder.toString());
        configs.putAll(overrides);
        return OdradekServer.start(
                new ServerOptions(BrokerConfigLoader.load(configs).config(), formatsItself), new RealDisk());
    }
}
