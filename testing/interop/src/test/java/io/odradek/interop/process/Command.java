package io.odradek.interop.process;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.TimeUnit;

/**
 * A command to be run in a process of its own, with the Java of this test as {@code JAVA_HOME}. Output goes to files, so
 * that no pipe can fill up.
 */
public record Command(List<String> words, Map<String, String> environment, Optional<Path> input) {
    public Command {
        words = List.copyOf(words);
        environment = Map.copyOf(environment);
    }

    public static Command of(String... words) {
        return new Command(List.of(words), Map.of(), Optional.empty());
    }

    public Command with(List<String> more) {
        List<String> all = new ArrayList<>(words);
        all.addAll(more);
        return new Command(all, environment, input);
    }

    /** The same command as the argument of another: {@code ip netns exec ...}. */
    public Command after(List<String> prefix) {
        List<String> all = new ArrayList<>(prefix);
        all.addAll(words);
        return new Command(all, environment, input);
    }

    public Command withEnvironment(String name, String value) {
        Map<String, String> all = new LinkedHashMap<>(environment);
        all.put(name, value);
        return new Command(words, all, input);
    }

    /** The same with the contents of a file as its standard input; without one, the input is empty. */
    public Command withInput(Path file) {
        return new Command(words, environment, Optional.of(file));
    }

    public Process start(Path out, Path err) {
        ProcessBuilder builder = new ProcessBuilder(words)
                .redirectInput(
                        input.map(Path::toFile).orElse(Path.of("/dev/null").toFile()))
                .redirectOutput(ProcessBuilder.Redirect.appendTo(out.toFile()))
                .redirectError(ProcessBuilder.Redirect.appendTo(err.toFile()));
        builder.environment().put("JAVA_HOME", System.getProperty("java.home"));
        builder.environment().putAll(environment);
        try {
            return builder.start();
        } catch (IOException e) {
            throw new UncheckedIOException("cannot start " + words, e);
        }
    }

    /** Runs to the end and reads what was printed; kills it and fails if it takes longer than {@code limit}. */
    public Result run(Duration limit) {
        Path out = temporary();
        Path err = temporary();
        try {
            int exitCode = await(start(out, err), limit, out, err);
            return new Result(words, exitCode, Files.readString(out), Files.readString(err));
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        } finally {
            out.toFile().delete();
            err.toFile().delete();
        }
    }

    /** Runs to the end with its output in files; fails if it does. For output that is too large for memory. */
    public void runInto(Path out, Path err, Duration limit) {
        int exitCode = await(start(out, err), limit, err);
        if (exitCode != 0) {
            throw new AssertionError(words + " ended with exit code " + exitCode + "; see " + err + "\n" + texts(err));
        }
    }

    private int await(Process process, Duration limit, Path... printed) {
        try {
            if (!process.waitFor(limit.toMillis(), TimeUnit.MILLISECONDS)) {
                Processes.kill(process);
                throw new AssertionError(
                        words + " was still running after " + limit.toSeconds() + " s; it printed\n" + texts(printed));
            }
            return process.exitValue();
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new IllegalStateException("interrupted while waiting for " + words, e);
        }
    }

    private static String texts(Path... files) {
        StringBuilder all = new StringBuilder();
        for (Path file : files) {
            try {
                all.append(Files.readString(file));
            } catch (IOException e) {
                throw new UncheckedIOException(e);
            }
        }
        return all.toString();
    }

    private static Path temporary() {
        try {
            return Files.createTempFile("interop", ".txt");
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
