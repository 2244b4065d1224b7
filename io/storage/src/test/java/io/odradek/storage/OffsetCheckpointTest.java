package io.odradek.storage;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.odradek.base.TopicPartition;
import io.odradek.storage.disk.CrashTrials;
import io.odradek.storage.disk.SimulatedDisk;
import java.io.IOException;
import java.nio.file.Path;
import java.util.Map;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class OffsetCheckpointTest {
    private static final Path DIRECTORY = Path.of("/data");
    private static final Map<TopicPartition, Long> OLD = Map.of(new TopicPartition("a", 0), 5L);
    private static final Map<TopicPartition, Long> NEW =
            Map.of(new TopicPartition("a", 0), 7L, new TopicPartition("b-c", 12), Long.MAX_VALUE);

    private final SimulatedDisk disk = new SimulatedDisk(1);
    private final OffsetCheckpoint checkpoint = new OffsetCheckpoint(disk, DIRECTORY, OffsetCheckpoint.RECOVERY_POINTS);

    @BeforeEach
    void makeDirectory() throws IOException {
        CrashTrials.makeDurableFolder(disk, DIRECTORY);
    }

    @Test
    void readsWhatItWroteInKafkasFormat() throws IOException {
        assertThat(checkpoint.read()).isEmpty();
        checkpoint.write(NEW);
        assertThat(checkpoint.read()).isEqualTo(NEW);
        assertThat(new String(disk.content(DIRECTORY.resolve("recovery-point-offset-checkpoint")), UTF_8))
                .isEqualTo("0\n2\na 0 7\nb-c 12 9223372036854775807\n");
        checkpoint.write(Map.of());
        assertThat(checkpoint.read()).isEmpty();
        AtomicFile.write(disk, DIRECTORY.resolve(OffsetCheckpoint.RECOVERY_POINTS), new byte[0]);
        assertThat(checkpoint.read()).isEmpty();
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "0",
                "0\n",
                "1\n0\n",
                "0\n1\n",
                "0\n1\na 0 5",
                "0\n2\na 0 5\n",
                "0\n1\na 0\n",
                "0\n1\na 0 5 6\n",
                "0\n1\na zero 5\n",
                "0\n1\na 0 five\n",
                "0\nx\na 0 5\n",
                "0\n99999999999\na 0 5\n"
            })
    void refusesMalformedContent(String content) throws IOException {
        AtomicFile.write(disk, DIRECTORY.resolve(OffsetCheckpoint.RECOVERY_POINTS), content.getBytes(UTF_8));
        assertThatThrownBy(checkpoint::read)
                .isInstanceOf(IOException.class)
                .hasMessageContaining("/data/recovery-point-offset-checkpoint is malformed");
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
            on(disk).write(OLD);
        }

        @Override
        public void run(SimulatedDisk disk) throws Exception {
            on(disk).write(NEW);
        }

        @Override
        public void check(SimulatedDisk survivor, boolean completed) throws Exception {
            Map<TopicPartition, Long> found = on(survivor).read();
            if (completed) {
                assertThat(found).isEqualTo(NEW);
            } else {
                assertThat(found).isIn(OLD, NEW);
            }
        }

        private static OffsetCheckpoint on(SimulatedDisk disk) {
            return new OffsetCheckpoint(disk, DIRECTORY, OffsetCheckpoint.RECOVERY_POINTS);
        }
    }
}
