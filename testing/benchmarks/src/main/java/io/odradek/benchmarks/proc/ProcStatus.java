package io.odradek.benchmarks.proc;

import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** Reads {@code /proc/<pid>/status} (proc(5)). Pure. */
public final class ProcStatus {
    private static final Pattern RESIDENT = Pattern.compile("^VmRSS:\\s+(\\d+) kB$", Pattern.MULTILINE);
    private static final int BYTES_PER_KB = 1024;

    private ProcStatus() {}

    /**
     * The resident set in bytes.
     *
     * @throws IllegalArgumentException if the text has no such line, as is the case once a process has ended
     */
    public static long residentBytes(String text) {
        Matcher line = RESIDENT.matcher(text);
        if (!line.find()) {
            throw new IllegalArgumentException(
                    "no VmRSS line: the process has ended or this is not /proc/<pid>/status");
        }
        return Long.parseLong(line.group(1)) * BYTES_PER_KB;
    }
}
