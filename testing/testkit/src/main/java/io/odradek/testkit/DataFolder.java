package io.odradek.testkit;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Comparator;
import java.util.List;
import java.util.stream.Stream;

/** The folder of a broker's data: one of the user's, or one that goes when the broker goes. */
record DataFolder(Path path, boolean isTemporary) {
    static DataFolder kept(Path path) {
        return new DataFolder(path.toAbsolutePath(), false);
    }

    static DataFolder temporary() {
        try {
            return new DataFolder(Files.createTempDirectory("odradek-test"), true);
        } catch (IOException e) {
            throw new UncheckedIOException("no temporary folder can be made", e);
        }
    }

    void deleteIfTemporary() {
        if (!isTemporary || Files.notExists(path)) {
            return;
        }
        try {
            for (Path file : deepestFirst()) {
                Files.deleteIfExists(file);
            }
        } catch (IOException e) {
            throw new UncheckedIOException("the temporary folder " + path + " cannot be deleted", e);
        }
    }

    private List<Path> deepestFirst() throws IOException {
        try (Stream<Path> files = Files.walk(path)) {
            return files.sorted(Comparator.reverseOrder()).toList();
        }
    }
}
