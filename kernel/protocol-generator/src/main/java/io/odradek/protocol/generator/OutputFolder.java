package io.odradek.protocol.generator;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.Stream;

/** The folder of generated sources. A file whose text stays the same is not touched, so that it is not recompiled. */
final class OutputFolder {
    private static final String STAMP = "fingerprint";

    private final Path root;

    OutputFolder(Path root) {
        this.root = root;
    }

    /** Whether the folder was made from inputs with the fingerprint. */
    boolean isUpToDate(String fingerprint) throws IOException {
        Path stamp = root.resolve(STAMP);
        return Files.exists(stamp) && Files.readString(stamp).equals(fingerprint);
    }

    /** Makes the folder hold exactly {@code sources}. */
    void replaceWith(Map<String, String> sources, String fingerprint) throws IOException {
        Files.createDirectories(root);
        Files.deleteIfExists(root.resolve(STAMP));
        Set<Path> written = new HashSet<>();
        for (Map.Entry<String, String> source : sources.entrySet()) {
            Path file = root.resolve(source.getKey());
            written.add(file);
            if (!Files.exists(file) || !Files.readString(file).equals(source.getValue())) {
                Files.createDirectories(file.getParent());
                Files.writeString(file, source.getValue());
            }
        }
        for (Path stale : files()) {
            if (!written.contains(stale)) {
                Files.delete(stale);
            }
        }
        Files.writeString(root.resolve(STAMP), fingerprint);
    }

    private List<Path> files() throws IOException {
        try (Stream<Path> files = Files.walk(root)) {
            return files.filter(Files::isRegularFile).toList();
        }
    }
}
