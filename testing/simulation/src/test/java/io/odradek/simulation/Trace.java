package io.odradek.simulation;

import java.util.ArrayDeque;
import java.util.Locale;

/** What has happened: a hash over everything, and the last lines in words. One thread. */
final class Trace {
    private static final int KEPT = 400;
    private static final long PRIME = 0x100000001B3L;

    private final ArrayDeque<String> lines = new ArrayDeque<>();
    private long hash = 0xCBF29CE484222325L;

    /** Mixes a number in that says what happened. */
    void mix(long value) {
        hash = (hash ^ value) * PRIME;
        hash ^= hash >>> 29;
    }

    /** Notes something that a reader of a failure wants to know. */
    void say(long nowNanos, String format, Object... arguments) {
        String text = String.format(Locale.ROOT, format, arguments);
        mix(text.hashCode());
        lines.add(String.format(Locale.ROOT, "%10.3f ms  %s", nowNanos / 1e6, text));
        if (lines.size() > KEPT) {
            lines.remove();
        }
    }

    /** The same for two runs that did the same in the same order. */
    long hash() {
        return hash;
    }

    String tail() {
        return String.join("\n", lines);
    }
}
