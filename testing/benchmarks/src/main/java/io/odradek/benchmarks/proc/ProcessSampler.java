package io.odradek.benchmarks.proc;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;

/** What the kernel knows of running processes. Linux only; thread-safe, since it keeps nothing. */
public final class ProcessSampler {
    private final Path proc;

    /** Reads the {@code /proc} of this machine. */
    public ProcessSampler() {
        this(Path.of("/proc"));
    }

    /** Reads a folder laid out like {@code /proc}. */
    public ProcessSampler(Path proc) {
        this.proc = proc;
    }

    /**
     * Processor time since the process began, in seconds.
     *
     * @throws IOException if there is no such process
     */
    public double cpuSeconds(long pid) throws IOException {
        return ProcStat.parse(read(pid, "stat")).cpuSeconds();
    }

    /**
     * Resident set of the process, in bytes.
     *
     * @throws IOException if there is no such process
     */
    public long residentBytes(long pid) throws IOException {
        return ProcStatus.residentBytes(read(pid, "status"));
    }

    private String read(long pid, String file) throws IOException {
        return Files.readString(proc.resolve(Long.toString(pid)).resolve(file));
    }
}
