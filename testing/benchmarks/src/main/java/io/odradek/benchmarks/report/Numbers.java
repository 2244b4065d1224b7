package io.odradek.benchmarks.report;

import java.util.Locale;

/** How figures are written: three significant digits, thousands separated, the same in every locale. Pure. */
final class Numbers {
    private Numbers() {}

    static String text(double value) {
        double size = Math.abs(value);
        if (size >= 99.95) {
            return String.format(Locale.ROOT, "%,.0f", value);
        }
        if (size >= 9.995) {
            return String.format(Locale.ROOT, "%.1f", value);
        }
        return String.format(Locale.ROOT, size >= 0.0995 || size == 0 ? "%.2f" : "%.3f", value);
    }
}
