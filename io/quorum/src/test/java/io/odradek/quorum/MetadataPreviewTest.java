package io.odradek.quorum;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.odradek.protocol.record.BatchEdits;
import io.odradek.protocol.record.BatchHeader;
import io.odradek.storage.disk.Disk.OpenMode;
import io.odradek.storage.disk.DiskFile;
import io.odradek.storage.disk.SimulatedDisk;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

/** The metadata is read before anything is changed: the same that is replayed later, or a refusal. */
class MetadataPreviewTest {
    private static final Path SEGMENT = LogNode.FOLDER.resolve("00000000000000000000.log");

    private final SimulatedDisk disk = new SimulatedDisk(1);

    @Test
    void thereIsNothingInAnEmptyFolder() throws IOException {
        assertThat(preview()).isEmpty();
        disk.createDirectories(LogNode.DIRECTORY);
        assertThat(preview()).isEmpty();
    }

    @Test
    void seesWhatIsReplayedLaterAndChangesNothing() throws IOException {
        LogNode node = LogNode.start(disk);
        for (int i = 0; i < 60; i++) {
            node.append("v" + i, "w" + i);
            if (i == 20 || i == 40) {
                node.run();
                node.snapshot();
            }
        }
        node.run();
        Map<String, ByteBuffer> before = files(disk);
        List<String> seen = preview();
        assertThat(files(disk)).isEqualTo(before);
        assertThat(seen).isEqualTo(node.image);
        node.log.close();
        node.run();
        assertThat(preview()).isEqualTo(LogNode.start(disk).image);
    }

    @Test
    void aTornTailIsNoReasonToRefuseAndIsNotCutYet() throws IOException {
        byte[] content = contentOf(3);
        for (int length = content.length - 1; length > content.length - 60; length--) {
            write(Arrays.copyOf(content, length));
            assertThat(preview()).containsExactly("v0", "v1");
            assertThat(disk.content(SEGMENT)).hasSize(length);
        }
    }

    @Test
    void aBatchThatWasTornBeforeAnotherOfItsTimeIsTheEndAndTheOtherIsKeptAside() throws IOException {
        byte[] content = contentOf(3);
        int second = secondDataBatch(content);
        content[second + 66] ^= 1;
        write(content);
        assertThat(preview()).containsExactly("v0");
        LogNode node = LogNode.start(disk);
        assertThat(node.image).containsExactly("v0");
        assertThat(disk.list(LogNode.FOLDER)).anyMatch(name -> name.endsWith(".log.damaged"));
    }

    @Test
    void damageBeforeBatchesOfALaterEpochIsRefused() throws IOException {
        contentOf(3);
        LogNode again = LogNode.start(disk);
        again.append("later");
        again.run();
        byte[] content = disk.content(SEGMENT);
        content[secondDataBatch(content) + 66] ^= 1;
        disk.delete(LogNode.FOLDER.resolve("recovery-point-offset-checkpoint"));
        write(content);
        assertRefused(content, "is damaged behind offset");
    }

    @Test
    void damageBeforeBatchesOfALaterTimeIsRefused() throws IOException {
        byte[] content = contentOf(3);
        int second = secondDataBatch(content);
        content[second + 66] ^= 1;
        ByteBuffer bytes = ByteBuffer.wrap(content);
        int third = second + BatchHeader.sizeInBytes(bytes, second);
        BatchEdits.setMaxTimestamp(
                bytes, third, BatchHeader.timestampType(bytes, third), BatchHeader.maxTimestamp(bytes, third) + 11_000);
        write(content);
        assertRefused(content, "is damaged behind offset");
    }

    @Test
    void damageBelowTheRecoveryPointIsRefused() throws IOException {
        LogNode node = LogNode.start(disk);
        node.append("v0");
        node.append("v1");
        node.run();
        node.log.close();
        node.run();
        byte[] content = disk.content(SEGMENT);
        byte[] torn = Arrays.copyOf(content, content.length - 3);
        write(torn);
        assertRefused(torn, "but was on disk up to 3");
    }

    /** A log of so many batches, each of one text, that was not closed. */
    private byte[] contentOf(int batches) throws IOException {
        LogNode node = LogNode.start(disk);
        for (int i = 0; i < batches; i++) {
            node.append("v" + i);
            node.run();
        }
        byte[] content = disk.content(SEGMENT);
        disk.restart();
        return content;
    }

    /** Position of the second batch behind the one that begins the epoch. */
    private static int secondDataBatch(byte[] content) {
        ByteBuffer bytes = ByteBuffer.wrap(content);
        int first = BatchHeader.sizeInBytes(bytes, 0);
        return first + BatchHeader.sizeInBytes(bytes, first);
    }

    private void assertRefused(byte[] content, String why) throws IOException {
        Map<String, ByteBuffer> before = files(disk);
        assertThatThrownBy(this::preview)
                .isInstanceOf(IOException.class)
                .hasMessageContaining(why)
                .hasMessageContaining("Nothing was changed");
        assertThat(files(disk)).isEqualTo(before);
        assertThat(disk.content(SEGMENT)).isEqualTo(content);
    }

    private List<String> preview() throws IOException {
        List<String> texts = new ArrayList<>();
        boolean any = MetadataPreview.read(disk, LogNode.DIRECTORY, batch -> texts.addAll(LogNode.texts(batch)));
        assertThat(texts.isEmpty() || any).isTrue();
        return texts;
    }

    private void write(byte[] content) throws IOException {
        try (DiskFile file = disk.open(SEGMENT, OpenMode.READ_WRITE)) {
            file.truncate(0);
            file.write(ByteBuffer.wrap(content), 0);
            file.sync();
        }
    }

    private static Map<String, ByteBuffer> files(SimulatedDisk disk) throws IOException {
        Map<String, ByteBuffer> files = new LinkedHashMap<>();
        for (String name : disk.list(LogNode.FOLDER)) {
            files.put(name, ByteBuffer.wrap(disk.content(LogNode.FOLDER.resolve(name))));
        }
        return files;
    }
}
