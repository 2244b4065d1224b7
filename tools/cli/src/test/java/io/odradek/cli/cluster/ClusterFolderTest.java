package io.odradek.cli.cluster;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.odradek.base.UuidSource;
import io.odradek.cli.CommandException;
import io.odradek.metadata.config.BrokerConfig;
import io.odradek.metadata.config.BrokerConfigLoader;
import io.odradek.storage.MetaProperties;
import io.odradek.storage.disk.RealDisk;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Properties;
import java.util.Random;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class ClusterFolderTest {
    private static final long NOW_MS = 1_700_000_000_000L;

    @TempDir
    private Path parent;

    private final Random random = new Random(3);
    private Path folder;

    @BeforeEach
    void choose() {
        folder = parent.resolve("cluster");
    }

    private ClusterPlan prepare(int nodes, Optional<Integer> port, Map<String, String> overrides) throws IOException {
        ClusterFolder files = new ClusterFolder(
                new RealDisk(),
                size -> {
                    byte[] bytes = new byte[size];
                    random.nextBytes(bytes);
                    return bytes;
                },
                new UuidSource(random::nextLong),
                folder);
        return files.prepare(new ClusterOptions(nodes, Optional.of(folder), port, overrides), NOW_MS);
    }

    private ClusterPlan prepare(int nodes) throws IOException {
        return prepare(nodes, Optional.empty(), Map.of());
    }

    private static BrokerConfig load(Path file) throws IOException {
        Properties properties = new Properties();
        try (var reader = Files.newBufferedReader(file)) {
            properties.load(reader);
        }
        return BrokerConfigLoader.load(properties, Map.of()).config();
    }

    private MetaProperties meta(int id) throws IOException {
        return MetaProperties.read(new RealDisk(), folder.resolve("node-" + id)).orElseThrow();
    }

    @Test
    void aNewFolderGetsAFormattedDirectoryAndAConfigurationForEachNode() throws Exception {
        ClusterPlan plan = prepare(3);

        assertThat(plan.bootstrapServers()).isEqualTo("localhost:9092,localhost:9093,localhost:9094");
        assertThat(plan.bootstrapControllers()).isEqualTo("localhost:9192,localhost:9193,localhost:9194");
        for (int id : List.of(1, 2, 3)) {
            BrokerConfig config = load(plan.config(id));
            assertThat(config.nodeId()).isEqualTo(id);
            assertThat(config.isBroker() && config.isController()).isTrue();
            assertThat(config.logDirs()).containsExactly(plan.data(id).toString());
            assertThat(config.quorum().bootstrapServers()).hasSize(3);
            assertThat(meta(id).nodeId()).isEqualTo(id);
            assertThat(meta(id).clusterId()).isEqualTo(plan.clusterId());
            assertThat(meta(id).directoryId()).isEqualTo(plan.directories().get(id - 1));
            assertThat(plan.data(id).resolve("__cluster_metadata-0/00000000000000000000-0000000000.checkpoint"))
                    .isNotEmptyFile();
        }
    }

    @Test
    void aSecondStartFindsWhatTheFirstMade() throws Exception {
        ClusterPlan first = prepare(3, Optional.of(19092), Map.of());

        assertThat(prepare(3)).isEqualTo(first);
        assertThat(prepare(3, Optional.of(19092), Map.of("num.partitions", "7")))
                .isEqualTo(first);
        assertThat(Files.readString(first.config(2))).contains("num.partitions=7\n");
    }

    @Test
    void aFirstStartThatWasCutOffIsFinishedWithTheSameIds() throws Exception {
        ClusterPlan first = prepare(2);
        Path file = folder.resolve("cluster.properties");
        Files.writeString(file, Files.readString(file).replace("formatted=true", "formatted=false"));
        Files.delete(folder.resolve("node-2/meta.properties"));

        assertThat(prepare(2)).isEqualTo(first);
        assertThat(meta(2).directoryId()).isEqualTo(first.directories().get(1));
    }

    /** A voter that has forgotten its votes under its old directory id could elect a second leader. */
    @Test
    void aNodeWhoseDataAreGoneIsNotMadeAnew() throws Exception {
        prepare(3);
        Files.delete(folder.resolve("node-2/meta.properties"));

        assertThatThrownBy(() -> prepare(3))
                .isInstanceOf(CommandException.class)
                .hasMessageContaining("The data of node 2 are gone");
        assertThat(folder.resolve("node-2/meta.properties")).doesNotExist();
    }

    @Test
    void neitherTheNumberOfNodesNorThePortsChangeByAStart() throws Exception {
        prepare(3);

        assertThatThrownBy(() -> prepare(5)).hasMessageContaining("has 3 nodes. Start it with --nodes 3");
        assertThatThrownBy(() -> prepare(3, Optional.of(10_000), Map.of()))
                .hasMessageContaining("has the ports from 9092 on");
    }

    @Test
    void theFolderOfASingleNodeIsLeftAlone() throws Exception {
        Files.createDirectories(folder);
        Files.writeString(folder.resolve("meta.properties"), "version=1\n");

        assertThatThrownBy(() -> prepare(3)).hasMessageContaining("holds the data of a single node");
        assertThat(folder.resolve("node-1")).doesNotExist();
    }

    @Test
    void oneNodeOfThreeMayBeAwayAndTwoOfFive() throws Exception {
        assertThat(prepare(3).spare()).isEqualTo(1);
        folder = parent.resolve("two");
        assertThat(prepare(2).spare()).isZero();
        folder = parent.resolve("five");
        assertThat(prepare(5).spare()).isEqualTo(2);
    }
}
