package io.odradek.benchmarks.proc;

/**
 * The processor time of one process, as {@code /proc/<pid>/stat} gives it (proc(5)). Immutable.
 *
 * @param userTicks clock ticks spent in user mode, all threads together
 * @param systemTicks clock ticks the kernel spent on behalf of the process
 */
public record ProcStat(long userTicks, long systemTicks) {
    /** {@code USER_HZ}: part of the kernel's ABI, 100 on every architecture that a JDK 25 exists for. */
    static final int TICKS_PER_SECOND = 100;

    private static final int UTIME_AFTER_NAME = 11;
    private static final int STIME_AFTER_NAME = 12;

    /**
     * Reads one line of {@code /proc/<pid>/stat}. The process name stands in parentheses and may itself hold blanks and
     * parentheses, so fields are counted from the last closing one.
     *
     * @throws IllegalArgumentException if the text is not such a line
     */
    public static ProcStat parse(String line) {
        int endOfName = line.lastIndexOf(')');
        String[] fields = endOfName < 0
                ? new String[0]
                : line.substring(endOfName + 1).trim().split(" +");
        if (fields.length <= STIME_AFTER_NAME) {
            throw new IllegalArgumentException("not a line of /proc/<pid>/stat: " + line);
        }
        return new ProcStat(Long.parseLong(fields[UTIME_AFTER_NAME]), Long.parseLong(fields[STIME_AFTER_NAME]));
    }

    /** User and system time together, in seconds; its resolution is 10 ms. */
    public double cpuSeconds() {
        return (userTicks + systemTicks) / (double) TICKS_PER_SECOND;
    }
}
