package io.odradek.raft;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/**
 * Conversations to read: each file holds commands and, behind "----", what they brought about. After a change of what is right,
 * {@code -Draft.rewrite=true} writes them anew, to be read again.
 */
class TranscriptTest {
    private static final Path FOLDER = Path.of("src/test/resources/transcripts");

    static Stream<String> files() throws IOException {
        try (Stream<Path> files = Files.list(FOLDER)) {
            return files.map(file -> file.getFileName().toString()).sorted().toList().stream();
        }
    }

    @ParameterizedTest
    @MethodSource("files")
    void goesAsItIsWritten(String name) throws IOException {
        Path file = FOLDER.resolve(name);
        List<String> lines = Files.readAllLines(file);
        String found = new Transcript().replay(lines);
        if (Boolean.getBoolean("raft.rewrite")) {
            Files.writeString(file, found);
        }
        assertThat(found).isEqualTo(String.join("\n", lines) + "\n");
    }
}
