package io.odradek.benchmarks;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** Says on what machine a run took place. Linux only. */
final class Machine {
    private static final Pattern MODEL = Pattern.compile("^model name\\s*: (.+)$", Pattern.MULTILINE);
    private static final Pattern MEMORY = Pattern.compile("^MemTotal:\\s+(\\d+) kB$", Pattern.MULTILINE);
    private static final double KB_PER_GB = 1e6;

    private Machine() {}

    /** One sentence: processor, cores, memory, kernel, Java, the file system under {@code folder}. */
    static String describe(Path folder) throws IOException {
        return "%s with %d cores and %.0f GB of memory, Linux %s, %s %s, data on %s."
                .formatted(
                        first(MODEL, Path.of("/proc/cpuinfo"), "unknown processor"),
                        Runtime.getRuntime().availableProcessors(),
                        Double.parseDouble(first(MEMORY, Path.of("/proc/meminfo"), "0")) / KB_PER_GB,
                        System.getProperty("os.version"),
                        System.getProperty("java.vm.vendor"),
                        System.getProperty("java.version"),
                        Files.getFileStore(folder).type());
    }

    private static String first(Pattern pattern, Path file, String otherwise) throws IOException {
        Matcher matcher = pattern.matcher(Files.readString(file));
        return matcher.find() ? matcher.group(1) : otherwise;
    }
}
