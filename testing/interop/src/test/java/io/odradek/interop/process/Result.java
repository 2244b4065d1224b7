package io.odradek.interop.process;

import java.util.List;

/** What a command that has ended printed, and its exit code. */
public record Result(List<String> words, int exitCode, String out, String err) {
    /** This result, if the command succeeded; fails with all that it printed if not. */
    public Result orFail() {
        if (exitCode != 0) {
            throw new AssertionError(this);
        }
        return this;
    }

    /** What was printed, on standard output and then on standard error. */
    public String printed() {
        return out + err;
    }

    @Override
    public String toString() {
        return String.join(" ", words) + "\nended with exit code " + exitCode + " and printed\n" + printed();
    }
}
