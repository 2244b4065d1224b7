package io.odradek.server;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The process: what it prints, how it stops and with which exit code. */
class MainTest {
    private static final int SIGTERM_EXIT_CODE = 143;

    @TempDir
    Path folder;

    private record Ended(int exitCode, String output) {}

    @Test
    @Tag("slow")
    void aTerminatedServerStopsInAnOrderlyWay() throws IOException, InterruptedException {
        Process process = launch("start", "--data", folder.toString(), "--port", "0");
        try (BufferedReader output = process.inputReader(StandardCharsets.UTF_8)) {
            List<String> lines = new ArrayList<>();
            String line = output.readLine();
            while (line != null && !line.contains("Control-C")) {
                lines.add(line);
                line = output.readLine();
            }
            assertThat(lines)
                    .anyMatch(each -> each.startsWith("Odradek is ready after"))
                    .anyMatch(each -> each.contains("localhost:") && !each.contains("localhost:0"));
            process.destroy();
            assertThat(process.waitFor(30, TimeUnit.SECONDS)).isTrue();
        }
        assertThat(process.exitValue()).isIn(0, SIGTERM_EXIT_CODE);
        assertThat(folder.resolve(".kafka_cleanshutdown")).exists();
    }

    @Test
    @Tag("slow")
    void whatIsWrongIsOneSentenceOnStandardErrorAndExitCode1() throws IOException, InterruptedException {
        Path config = Files.writeString(
                folder.resolve("server.properties"),
                "log.dirs=" + folder.resolve("data") + "\nlisteners=PLAINTEXT://127.0.0.1:0\n");
        Ended unformatted = run("server", config.toString());
        assertThat(unformatted.exitCode()).isEqualTo(1);
        assertThat(unformatted.output())
                .startsWith("odradek: ")
                .contains("kafka-storage.sh format")
                .doesNotContain("\tat ");

        Ended missing = run("server", folder.resolve("missing.properties").toString());
        assertThat(missing.exitCode()).isEqualTo(1);
        assertThat(missing.output()).contains("missing.properties").doesNotContain("\tat ");

        Ended badValue = run("server", config.toString(), "--override", "num.partitions=many");
        assertThat(badValue.exitCode()).isEqualTo(1);
        assertThat(badValue.output()).contains("num.partitions").doesNotContain("\tat ");

        Ended usage = run("serve");
        assertThat(usage.exitCode()).isEqualTo(2);
        assertThat(usage.output()).contains("serve").doesNotContain("\tat ");
    }

    @Test
    @Tag("slow")
    void aServerWhoseLastLogDirectoryIsGoneEndsWithExitCode1AndSaysWhy() throws IOException, InterruptedException {
        Process process = launch(
                "start",
                "--data",
                folder.toString(),
                "--port",
                "0",
                "--override",
                "log.flush.offset.checkpoint.interval.ms=50");
        StringBuilder output = new StringBuilder();
        try (BufferedReader reader = process.inputReader(StandardCharsets.UTF_8)) {
            String line = reader.readLine();
            while (line != null) {
                output.append(line).append('\n');
                if (line.contains("Control-C")) {
                    deleteAll(folder);
                }
                line = reader.readLine();
            }
        }
        assertThat(process.waitFor(60, TimeUnit.SECONDS)).isTrue();
        assertThat(process.exitValue()).isEqualTo(1);
        assertThat(output).contains("odradek: no log directory is left that can be used", folder.toString());
    }

    /** Again and again, since the server still writes. */
    private static void deleteAll(Path root) throws IOException {
        while (Files.exists(root)) {
            try (Stream<Path> files = Files.walk(root)) {
                files.sorted(Comparator.reverseOrder())
                        .forEach(file -> file.toFile().delete());
            } catch (UncheckedIOException e) {
                // A file went while it was listed.
            }
        }
    }

    private static Ended run(String... arguments) throws IOException, InterruptedException {
        Process process = launch(arguments);
        String output;
        try (BufferedReader reader =
                new BufferedReader(new InputStreamReader(process.getInputStream(), StandardCharsets.UTF_8))) {
            output = reader.readAllAsString();
        }
        assertThat(process.waitFor(60, TimeUnit.SECONDS)).isTrue();
        return new Ended(process.exitValue(), output);
    }

    private static Process launch(String... arguments) throws IOException {
        List<String> command = new ArrayList<>(List.of(
                Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                "-Xmx256m",
                "--enable-native-access=ALL-UNNAMED",
                "-cp",
                System.getProperty("java.class.path"),
                Main.class.getName()));
        command.addAll(List.of(arguments));
        return new ProcessBuilder(command).redirectErrorStream(true).start();
    }
}
