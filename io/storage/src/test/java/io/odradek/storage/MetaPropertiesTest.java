package io.odradek.storage;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.odradek.base.Uuid;
import io.odradek.storage.disk.CrashTrials;
import io.odradek.storage.disk.SimulatedDisk;
import java.io.IOException;
import java.nio.file.Path;
import java.util.Optional;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

class MetaPropertiesTest {
    private static final Path DIRECTORY = Path.of("/data");
    private static final MetaProperties OLD = new MetaProperties("cluster", 1, new Uuid(1, 2));
    private static final MetaProperties NEW = new MetaProperties("cluster", 1, new Uuid(3, 4));

    private final SimulatedDisk disk = new SimulatedDisk(1);

    @BeforeEach
    void makeDirectory() throws IOException {
        CrashTrials.makeDurableFolder(disk, DIRECTORY);
    }

    @Test
    void readsWhatItWrote() throws IOException {
        assertThat(MetaProperties.read(disk, DIRECTORY)).isEmpty();
        OLD.write(disk, DIRECTORY);
        assertThat(MetaProperties.read(disk, DIRECTORY)).contains(OLD);
        assertThat(MetaProperties.read(disk.crash(), DIRECTORY)).contains(OLD);
    }

    @Test
    void readsKafkasFiles() throws IOException {
        write("#\n#Thu Jul 02 10:11:12 UTC 2026\ncluster.id=MkU3OEVBNTcwNTJENDM2Qg\n"
                + "directory.id=AAAAAAAAAAEAAAAAAAAAAg\nnode.id=7\nversion=1\n");
        assertThat(MetaProperties.read(disk, DIRECTORY))
                .contains(new MetaProperties("MkU3OEVBNTcwNTJENDM2Qg", 7, new Uuid(1, 2)));
        write("broker.id=3\nversion=0\ncluster.id=abc\n");
        assertThat(MetaProperties.read(disk, DIRECTORY)).contains(new MetaProperties("abc", 3, Uuid.ZERO));
    }

    @Test
    void saysWhatIsWrongWithAFile() throws IOException {
        write("version=1\ncluster.id=abc\n");
        assertMalformed("no 'node.id'");
        write("version=2\ncluster.id=abc\nnode.id=1\n");
        assertMalformed("version '2'");
        write("version=1\ncluster.id=abc\nnode.id=one\n");
        assertMalformed("malformed");
        write("version=1\ncluster.id=abc\nnode.id=1\ndirectory.id=x\n");
        assertMalformed("malformed");
        write("x=\\u00zz");
        assertMalformed("not a properties file");
    }

    @Test
    void refusesAnotherClusterOrNode() throws IOException {
        OLD.checkBelongsTo(NEW, DIRECTORY);
        assertThatThrownBy(() -> OLD.checkBelongsTo(new MetaProperties("other", 1, Uuid.ZERO), DIRECTORY))
                .isInstanceOf(MetaPropertiesMismatchException.class)
                .hasMessageContaining("belongs to cluster cluster, not to other");
        assertThatThrownBy(() -> OLD.checkBelongsTo(new MetaProperties("cluster", 2, Uuid.ZERO), DIRECTORY))
                .isInstanceOf(MetaPropertiesMismatchException.class)
                .hasMessageContaining("belongs to node 1");
    }

    @Test
    void isOldOrNewAfterACrashAnywhere() throws Exception {
        int points = CrashTrials.everywhere(50, Replacement::new);
        assertThat(points).isGreaterThan(4);
    }

    private static final class Replacement implements CrashTrials.Scenario {
        @Override
        public void prepare(SimulatedDisk disk) throws Exception {
            CrashTrials.makeDurableFolder(disk, DIRECTORY);
            OLD.write(disk, DIRECTORY);
        }

        @Override
        public void run(SimulatedDisk disk) throws Exception {
            NEW.write(disk, DIRECTORY);
        }

        @Override
        public void check(SimulatedDisk survivor, boolean completed) throws Exception {
            Optional<MetaProperties> found = MetaProperties.read(survivor, DIRECTORY);
            if (completed) {
                assertThat(found).contains(NEW);
            } else {
                assertThat(found.orElseThrow()).isIn(OLD, NEW);
            }
            // What the crash left half-done does not disturb the next attempt.
            NEW.write(survivor, DIRECTORY);
            assertThat(MetaProperties.read(survivor, DIRECTORY)).contains(NEW);
        }
    }

    private void write(String text) throws IOException {
        AtomicFile.write(disk, DIRECTORY.resolve(MetaProperties.FILE_NAME), text.getBytes(UTF_8));
    }

    private void assertMalformed(String message) {
        assertThatThrownBy(() -> MetaProperties.read(disk, DIRECTORY))
                .isInstanceOf(IOException.class)
                .hasMessageContaining(message);
    }
}
