package io.odradek.storage.log;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;

class ProducerSnapshotTest {
    private static final Path KAFKAS =
            Path.of("src/test/resources/kafka-4.3.1/fixture-0/00000000000000000162.snapshot");

    private static List<ProducerEntry> decode(ByteBuffer bytes) {
        List<ProducerEntry> found = new ArrayList<>();
        assertThat(ProducerSnapshot.decode(bytes, found::add)).isEmpty();
        return found;
    }

    @Test
    void bytesThatKafkaWroteComeOutTheSame() throws IOException {
        ByteBuffer bytes = ByteBuffer.wrap(Files.readAllBytes(KAFKAS));
        List<ProducerEntry> producers = decode(bytes);
        assertThat(producers).hasSize(4);
        assertThat(ProducerSnapshot.encode(producers)).isEqualTo(bytes);
    }

    @Test
    void anyDamagedByteIsNoticed() throws IOException {
        byte[] bytes = Files.readAllBytes(KAFKAS);
        for (int i = 0; i < bytes.length; i++) {
            byte[] damaged = bytes.clone();
            damaged[i] ^= 4;
            assertThat(ProducerSnapshot.decode(ByteBuffer.wrap(damaged), _ -> {}))
                    .as("byte " + i)
                    .isPresent();
            assertThat(ProducerSnapshot.decode(ByteBuffer.wrap(bytes, 0, i).slice(), _ -> {}))
                    .isPresent();
        }
    }

    @Test
    void aProducerOfWhichOnlyAMarkerIsKnownKeepsItsState() {
        ProducerEntry entry = new ProducerEntry(9);
        entry.epoch = 3;
        entry.coordinatorEpoch = 2;
        entry.lastTimestamp = 55;
        ProducerEntry back = decode(ProducerSnapshot.encode(List.of(entry))).getFirst();
        assertThat(back.epoch).isEqualTo((short) 3);
        assertThat(back.coordinatorEpoch).isEqualTo(2);
        assertThat(back.lastTimestamp).isEqualTo(55);
        assertThat(back.lastSequence()).isEqualTo(-1);
        assertThat(back.transactionStart).isEqualTo(ProducerEntry.NO_TRANSACTION);
    }
}
