package io.odradek.storage.log;

import static org.assertj.core.api.Assertions.assertThat;

import io.odradek.storage.EpochEndOffset;
import io.odradek.storage.disk.Disk;
import io.odradek.storage.disk.Disk.OpenMode;
import io.odradek.storage.disk.DiskFile;
import io.odradek.storage.disk.SimulatedDisk;
import io.odradek.storage.log.EpochCache.Entry;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class EpochCacheTest {
    private static final List<Entry> ENTRIES = List.of(new Entry(1, 0), new Entry(3, 10), new Entry(4, 25));
    private static final Path FOLDER = Path.of("/t-0");

    private final Disk disk = new SimulatedDisk(1);

    @Test
    void tellsWhereEpochsEnd() {
        EpochCache cache = new EpochCache(ENTRIES);
        assertThat(cache.endOffset(0, 40)).isEqualTo(new EpochEndOffset(0, 0));
        assertThat(cache.endOffset(1, 40)).isEqualTo(new EpochEndOffset(1, 10));
        assertThat(cache.endOffset(2, 40)).isEqualTo(new EpochEndOffset(1, 10));
        assertThat(cache.endOffset(3, 40)).isEqualTo(new EpochEndOffset(3, 25));
        assertThat(cache.endOffset(4, 40)).isEqualTo(new EpochEndOffset(4, 40));
        assertThat(cache.endOffset(5, 40)).isEqualTo(EpochEndOffset.UNKNOWN);
        assertThat(cache.endOffset(-1, 40)).isEqualTo(EpochEndOffset.UNKNOWN);
    }

    @Test
    void anEpochWithoutRecordsGivesWayToTheNext() {
        EpochCache cache = new EpochCache(ENTRIES);
        cache.assign(6, 25);
        cache.assign(5, 30);
        assertThat(cache.entries()).containsExactly(new Entry(1, 0), new Entry(3, 10), new Entry(6, 25));
        assertThat(cache.epochAt(24)).isEqualTo(3);
        assertThat(cache.epochAt(25)).isEqualTo(6);
    }

    @Test
    void truncationAtBothEnds() {
        EpochCache cache = new EpochCache(ENTRIES);
        cache.truncateFromEnd(25);
        assertThat(cache.latestEpoch()).isEqualTo(3);
        cache.truncateFromStart(12);
        assertThat(cache.entries()).containsExactly(new Entry(3, 12));
        assertThat(cache.isDirty()).isTrue();
    }

    @Test
    void theCheckpointIsTheTextThatKafkaWrites() throws IOException {
        disk.createDirectories(FOLDER);
        EpochCheckpoint checkpoint = new EpochCheckpoint(disk, FOLDER);
        assertThat(checkpoint.read()).isEmpty();
        checkpoint.write(ENTRIES);
        assertThat(checkpoint.read()).isEqualTo(Optional.of(ENTRIES));
        try (DiskFile file = disk.open(FOLDER.resolve("leader-epoch-checkpoint"), OpenMode.READ)) {
            ByteBuffer bytes = ByteBuffer.allocate(100);
            file.read(bytes, 0);
            assertThat(StandardCharsets.UTF_8.decode(bytes.flip()).toString()).isEqualTo("0\n3\n1 0\n3 10\n4 25\n");
        }
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "",
                "0",
                "1\n0\n",
                "0\n2\n1 0\n",
                "0\n1\n1\n",
                "0\n2\n2 0\n1 5\n",
                "0\n1\nx 0\n",
                "0\n99999999999\n"
            })
    void aDamagedCheckpointIsAsGoodAsNone(String text) throws IOException {
        disk.createDirectories(FOLDER);
        try (DiskFile file = disk.open(FOLDER.resolve("leader-epoch-checkpoint"), OpenMode.READ_WRITE_CREATE)) {
            file.write(ByteBuffer.wrap(text.getBytes(StandardCharsets.UTF_8)), 0);
        }
        assertThat(new EpochCheckpoint(disk, FOLDER).read()).isEmpty();
    }
}
