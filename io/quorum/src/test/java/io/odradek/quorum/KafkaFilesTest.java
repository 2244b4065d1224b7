package io.odradek.quorum;

import static org.assertj.core.api.Assertions.assertThat;

import io.odradek.base.Uuid;
import io.odradek.protocol.record.BatchCursor;
import io.odradek.storage.MetaProperties;
import io.odradek.storage.disk.RealDisk;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Files that Apache Kafka 4.3.1 wrote: {@code kafka-storage.sh format}, then one start and stop of a single node. */
class KafkaFilesTest {
    private static final Path RESOURCES = Path.of("src/test/resources/apache-kafka-4.3.1");

    @TempDir
    Path directory;

    private final RealDisk disk = new RealDisk();

    @BeforeEach
    void copyFiles() throws IOException {
        Path folder = directory.resolve("__cluster_metadata-0");
        Files.createDirectories(folder);
        for (String name : disk.list(RESOURCES)) {
            boolean ofDirectory = name.equals("meta.properties") || name.equals("bootstrap.checkpoint");
            Files.copy(RESOURCES.resolve(name), (ofDirectory ? directory : folder).resolve(name));
        }
    }

    @Test
    void metaPropertiesAreRead() throws IOException {
        MetaProperties found = MetaProperties.read(disk, directory).orElseThrow();
        assertThat(found.clusterId()).isEqualTo("AAAAAAAAAAEAAAAAAAAAAg");
        assertThat(found.nodeId()).isEqualTo(1);
        assertThat(found.directoryId()).isNotEqualTo(Uuid.ZERO);
    }

    @Test
    void theBootstrapCheckpointIsRead() throws IOException {
        List<ByteBuffer> batches =
                Checkpoints.readDataBatches(disk, directory.resolve(Checkpoints.BOOTSTRAP_FILE_NAME));
        assertThat(batches).hasSize(1);
        BatchCursor cursor = BatchCursor.over(batches.get(0));
        assertThat(cursor.next()).isTrue();
        // metadata.version and five other features
        assertThat(cursor.view().recordCount()).isEqualTo(6);
    }

    @Test
    void theMetadataLogGoesOnInANewEpoch() throws IOException {
        LogNode node = LogNode.start(disk, directory);
        assertThat(node.events).startsWith("committed 1 in 1").endsWith("leader 1 in 2", "ready 2");
        int before = node.image.size();
        assertThat(before).isGreaterThan(10);
        node.append("more");
        node.run();
        node.log.close();
        assertThat(LogNode.start(disk, directory).image).hasSize(before + 1).endsWith("more");
    }
}
