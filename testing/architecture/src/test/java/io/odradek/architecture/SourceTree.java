package io.odradek.architecture;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;

/** The repository as it lies on disk: its modules, in the order of the layers, and their sources. */
final class SourceTree {
    private static final Pattern MODULE = Pattern.compile("<module>([^<]+)</module>");
    private static final Pattern ARTIFACT = Pattern.compile("</parent>\\s*<artifactId>odradek-([a-z-]+)</artifactId>");
    private static final Pattern DEPENDENCY = Pattern.compile(
            "<dependency>\\s*<groupId>io\\.odradek</groupId>\\s*<artifactId>odradek-([a-z-]+)</artifactId>(.*?)</dependency>",
            Pattern.DOTALL);

    private SourceTree() {}

    /** A Maven module. */
    record Module(String path) {
        /** The artifact's name without the house's; folders of different layers may have the same name. */
        String name() {
            Matcher artifacts = ARTIFACT.matcher(read(folder().resolve("pom.xml")));
            if (!artifacts.find()) {
                throw new IllegalStateException(path + "/pom.xml names no artifact of its own");
            }
            return artifacts.group(1);
        }

        String layer() {
            return path.substring(0, path.indexOf('/'));
        }

        Path folder() {
            return root().resolve(path);
        }

        Path classes() {
            return folder().resolve("target/classes");
        }

        List<Path> mainSources() {
            return javaFiles(folder().resolve("src/main/java"));
        }

        List<Path> testSources() {
            return javaFiles(folder().resolve("src/test/java"));
        }

        boolean isPure() {
            return layer().equals("kernel") && !name().equals("protocol-generator") || layer().equals("state");
        }

        /** Names of the Odradek modules that its main code may use. */
        List<String> dependencies() {
            Matcher matcher = DEPENDENCY.matcher(read(folder().resolve("pom.xml")));
            return matcher.results()
                    .filter(result -> !result.group(2).contains("<scope>test</scope>"))
                    .map(result -> result.group(1))
                    .toList();
        }
    }

    static Path root() {
        Path folder = Path.of("").toAbsolutePath();
        while (folder != null && !Files.exists(folder.resolve(".mvn/jvm.config"))) {
            folder = folder.getParent();
        }
        if (folder == null) {
            throw new IllegalStateException("the tests must run inside a checkout of Odradek");
        }
        return folder;
    }

    static List<Module> modules() {
        return MODULE.matcher(read(root().resolve("pom.xml")))
                .results()
                .map(result -> new Module(result.group(1)))
                .toList();
    }

    static String read(Path file) {
        try {
            return Files.readString(file);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private static List<Path> javaFiles(Path folder) {
        if (!Files.isDirectory(folder)) {
            return List.of();
        }
        try (Stream<Path> files = Files.walk(folder)) {
            return files.filter(file -> file.toString().endsWith(".java"))
                    .sorted()
                    .toList();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
