package io.odradek.replication;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/**
 * Stories of a replica, as text: a line that begins with {@code >} is an event, the lines below it are what the replica makes
 * of it. {@link Script} knows the events.
 */
class TranscriptTest {
    private static final Path FOLDER = Path.of("src/test/resources/transcripts");

    static Stream<Path> transcripts() throws IOException {
        try (Stream<Path> files = Files.list(FOLDER)) {
            return files.sorted().toList().stream();
        }
    }

    @ParameterizedTest
    @MethodSource("transcripts")
    void theReplicaDoesWhatTheTranscriptSays(Path file) throws IOException {
        Script script = new Script();
        StringBuilder found = new StringBuilder();
        List<String> lines = Files.readAllLines(file);
        for (String line : lines) {
            if (line.startsWith(">")) {
                found.append(line).append('\n');
                script.run(line.substring(1).strip())
                        .forEach(effect -> found.append(effect).append('\n'));
            } else if (line.isBlank() || line.startsWith("#")) {
                found.append(line).append('\n');
            }
        }
        assertThat(found.toString()).isEqualTo(String.join("\n", lines) + "\n");
    }
}
