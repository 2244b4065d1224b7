package io.odradek.protocol.generator;

import java.io.IOException;
import java.net.URISyntaxException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.HexFormat;
import java.util.List;
import java.util.stream.Stream;

/** A hash over all that the generated sources are made from: the specs' jars and the generator's own classes. */
final class Fingerprint {
    private Fingerprint() {}

    static String ofInputs() throws IOException {
        try {
            MessageDigest digest = MessageDigest.getInstance("SHA-256");
            for (SpecFolder folder : SpecFolder.all()) {
                digest.update(Files.readAllBytes(folder.jar()));
            }
            for (Path file : ownClasses()) {
                digest.update(Files.readAllBytes(file));
            }
            return HexFormat.of().formatHex(digest.digest());
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException("every JDK has SHA-256", e);
        }
    }

    private static List<Path> ownClasses() throws IOException {
        Path location;
        try {
            location = Path.of(Fingerprint.class
                    .getProtectionDomain()
                    .getCodeSource()
                    .getLocation()
                    .toURI());
        } catch (URISyntaxException e) {
            throw new IOException("cannot find the generator's own classes", e);
        }
        try (Stream<Path> files = Files.walk(location)) {
            return files.filter(Files::isRegularFile).sorted().toList();
        }
    }
}
