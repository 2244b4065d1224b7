package io.odradek.quorum;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.odradek.storage.disk.CrashTrials;
import io.odradek.storage.disk.SimulatedDisk;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

class CheckpointsTest {
    private static final Path FILE = Path.of("/meta").resolve(Checkpoints.BOOTSTRAP_FILE_NAME);

    private final SimulatedDisk disk = new SimulatedDisk(3);

    @BeforeEach
    void makeFolder() throws IOException {
        CrashTrials.makeDurableFolder(disk, FILE.getParent());
    }

    private void write(String... values) throws IOException {
        List<ByteBuffer> batches =
                java.util.Arrays.stream(values).map(LogNode::batch).toList();
        Checkpoints.write(disk, FILE, 17, 0, batches.iterator());
    }

    @Test
    void readsWhatItWrote() throws IOException {
        write("a", "b", "c");
        List<ByteBuffer> read = Checkpoints.readDataBatches(disk.crash(), FILE);
        assertThat(read).flatExtracting(LogNode::texts).containsExactly("a", "b", "c");
    }

    @Test
    void knowsWhenAFileIsMissing() {
        assertThatThrownBy(() -> Checkpoints.readDataBatches(disk, FILE)).isInstanceOf(NoSuchFileException.class);
    }

    @Test
    void everyFlippedBitIsNoticedOrHarmless() throws IOException {
        write("alpha", "beta");
        int bits = disk.content(FILE).length * 8;
        int noticed = 0;
        for (int bit = 0; bit < bits; bit++) {
            disk.flipBit(FILE, bit);
            try {
                List<ByteBuffer> read = Checkpoints.readDataBatches(disk, FILE);
                assertThat(read).flatExtracting(LogNode::texts).containsExactly("alpha", "beta");
            } catch (IOException e) {
                assertThat(e).hasMessageContaining("is damaged");
                noticed++;
            }
            disk.flipBit(FILE, bit);
        }
        // The leader epoch of a batch stands before its checksum's range.
        assertThat(noticed).isEqualTo(bits - 4 * Integer.SIZE);
    }

    @Test
    void everyCutIsNoticed() throws IOException {
        write("alpha");
        byte[] whole = disk.content(FILE);
        for (int size = 0; size < whole.length; size++) {
            try (var file = disk.open(FILE, io.odradek.storage.disk.Disk.OpenMode.READ_WRITE)) {
                file.truncate(0);
                file.write(ByteBuffer.wrap(whole, 0, size), 0);
            }
            assertThatThrownBy(() -> Checkpoints.readDataBatches(disk, FILE)).isInstanceOf(IOException.class);
        }
    }
}
