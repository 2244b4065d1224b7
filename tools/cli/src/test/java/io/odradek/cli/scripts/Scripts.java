package io.odradek.cli.scripts;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;

/** Runs the repository's scripts on a machine of our making: nothing on the path but what is put there. */
final class Scripts {
    /** The repository. */
    static final Path ROOT = Path.of("").toAbsolutePath().getParent().getParent();

    private static final List<String> ORDINARY_COMMANDS = List.of(
            "bash",
            "env",
            "cat",
            "cut",
            "dirname",
            "find",
            "grep",
            "head",
            "kill",
            "mkdir",
            "mv",
            "ps",
            "readlink",
            "rm",
            "sed",
            "sleep",
            "sort",
            "tail",
            "touch",
            "tr",
            "xargs",
            "awk");

    /** What a script left behind. */
    record Outcome(int exitCode, String out, String err) {}

    private final Path machine;
    private final Map<String, String> environment = new HashMap<>();

    private Scripts(Path machine) {
        this.machine = machine;
    }

    /** A machine with ordinary commands, without Java and Maven; what it has lies in the folder. */
    static Scripts machine(Path folder) throws IOException {
        Scripts scripts = new Scripts(folder);
        Files.createDirectories(folder.resolve("bin"));
        for (String command : ORDINARY_COMMANDS) {
            for (String where : List.of("/usr/bin", "/bin")) {
                Path original = Path.of(where, command);
                Path link = folder.resolve("bin").resolve(command);
                if (Files.isExecutable(original) && !Files.exists(link)) {
                    scripts.command(link, "exec " + original + " \"$@\"");
                }
            }
        }
        scripts.environment.put("PATH", folder.resolve("bin").toString());
        scripts.environment.put("HOME", folder.toString());
        scripts.environment.put("ODRADEK_JAVA_FOLDERS", folder.resolve("jvm").toString());
        return scripts;
    }

    /** Sets an environment variable. */
    Scripts with(String name, String value) {
        environment.put(name, value);
        return this;
    }

    /** Puts a Java of that version under a folder that is looked in; its {@code java} prints what it was started with. */
    Path java(String name, String version) throws IOException {
        Path home = machine.resolve("jvm").resolve(name);
        command(home.resolve("bin/java"), "printf '%s\\n' \"$@\"");
        command(home.resolve("bin/javac"), "exit 0");
        Files.writeString(home.resolve("release"), "IMPLEMENTOR=\"Somebody\"\nJAVA_VERSION=\"" + version + "\"\n");
        return home;
    }

    /** Puts a command somewhere. */
    void command(Path path, String script) throws IOException {
        Files.createDirectories(path.getParent());
        Files.writeString(path, "#!/bin/bash\n" + script + "\n");
        if (!path.toFile().setExecutable(true)) {
            throw new IOException(path + " cannot be made executable");
        }
    }

    /** A release in the folder: the scripts, and empty libraries. */
    Path release() throws IOException {
        Path home = machine.resolve("release");
        Path bin = ROOT.resolve("bin");
        try (var files = Files.walk(bin)) {
            for (Path file : files.toList()) {
                Path copy = home.resolve("bin").resolve(bin.relativize(file).toString());
                if (Files.isDirectory(file)) {
                    Files.createDirectories(copy);
                } else {
                    Files.copy(file, copy);
                }
            }
        }
        for (String jar : List.of("lib/b.jar", "lib/a.jar", "lib/kafka-tools/tools.jar")) {
            Files.createDirectories(home.resolve(jar).getParent());
            Files.createFile(home.resolve(jar));
        }
        Files.writeString(home.resolve("VERSION"), "1.2.3\n");
        return home;
    }

    /** Runs a script to its end. */
    Outcome run(Path script, String... arguments) throws IOException, InterruptedException {
        List<String> command = new ArrayList<>(List.of("/bin/bash", script.toString()));
        command.addAll(List.of(arguments));
        ProcessBuilder builder = new ProcessBuilder(command).directory(machine.toFile());
        builder.environment().clear();
        builder.environment().putAll(environment);
        Path out = Files.createTempFile(machine, "out", "");
        Path err = Files.createTempFile(machine, "err", "");
        builder.redirectOutput(out.toFile()).redirectError(err.toFile());
        Process process = builder.start();
        process.getOutputStream().close();
        if (!process.waitFor(60, TimeUnit.SECONDS)) {
            process.destroyForcibly();
            throw new IOException(script + " did not end within a minute");
        }
        return new Outcome(
                process.exitValue(),
                Files.readString(out, StandardCharsets.UTF_8),
                Files.readString(err, StandardCharsets.UTF_8));
    }
}
