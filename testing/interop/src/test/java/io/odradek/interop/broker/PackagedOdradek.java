package io.odradek.interop.broker;

import io.odradek.interop.client.Installation;
import io.odradek.interop.process.Command;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Optional;
import java.util.stream.Stream;

/**
 * The packaged product: {@code -Dodradek.home=FOLDER}, or else the tarball that {@code delivery/distribution} has built,
 * unpacked under {@code target}.
 */
record PackagedOdradek(Path home) implements Tools {
    static PackagedOdradek find() {
        String given = System.getProperty("odradek.home", "");
        if (!given.isEmpty()) {
            return new PackagedOdradek(Path.of(given));
        }
        Optional<Path> tarball = tarball(Installation.folder().resolve("../../delivery/distribution/target"));
        if (tarball.isEmpty()) {
            throw Installation.missing("the product is not packaged: build delivery/distribution, or set odradek.home");
        }
        return new PackagedOdradek(unpack(tarball.get()));
    }

    @Override
    public Command command(String tool) {
        return Command.of(home.resolve("bin").resolve(tool + ".sh").toString());
    }

    private static Optional<Path> tarball(Path folder) {
        if (!Files.isDirectory(folder)) {
            return Optional.empty();
        }
        try (Stream<Path> files = Files.list(folder)) {
            return files.filter(file -> file.toString().endsWith(".tar.gz")).findFirst();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** The folder inside the tarball; unpacked afresh in every run of the tests, so never an old one. */
    private static Path unpack(Path tarball) {
        Path target = Installation.folder()
                .resolve("target/product-" + ProcessHandle.current().pid());
        try {
            Files.createDirectories(target);
            Command.of("tar", "-xzf", tarball.toString(), "-C", target.toString(), "--strip-components=1")
                    .run(Duration.ofMinutes(1))
                    .orFail();
            return target;
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
