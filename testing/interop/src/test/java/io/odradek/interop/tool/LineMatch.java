package io.odradek.interop.tool;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/** Compares printed lines with expected ones. */
final class LineMatch {
    private LineMatch() {}

    /** What is wrong, or nothing. Blank lines do not count. */
    static Optional<String> mismatch(Transcript.Order order, List<String> expected, List<String> printed) {
        List<LinePattern> patterns = expected.stream().map(LinePattern::of).toList();
        List<String> lines = printed.stream().filter(line -> !line.isBlank()).toList();
        return switch (order) {
            case EXACT -> exact(patterns, lines);
            case ANY -> anyOrder(patterns, lines);
            case AMONG_OTHERS -> amongOthers(patterns, lines);
        };
    }

    private static Optional<String> exact(List<LinePattern> patterns, List<String> lines) {
        for (int i = 0; i < Math.max(patterns.size(), lines.size()); i++) {
            if (i >= lines.size()) {
                return Optional.of("missing line: " + patterns.get(i).text());
            }
            if (i >= patterns.size()) {
                return Optional.of("unexpected line: " + lines.get(i));
            }
            if (!patterns.get(i).matches(lines.get(i))) {
                return Optional.of("expected: " + patterns.get(i).text() + "\n but was: " + lines.get(i));
            }
        }
        return Optional.empty();
    }

    private static Optional<String> anyOrder(List<LinePattern> patterns, List<String> lines) {
        List<String> left = new ArrayList<>(lines);
        for (LinePattern pattern : patterns) {
            Optional<String> found = left.stream().filter(pattern::matches).findFirst();
            if (found.isEmpty()) {
                return Optional.of("missing line: " + pattern.text());
            }
            left.remove(found.get());
        }
        return left.isEmpty() ? Optional.empty() : Optional.of("unexpected line: " + left.get(0));
    }

    private static Optional<String> amongOthers(List<LinePattern> patterns, List<String> lines) {
        int next = 0;
        for (String line : lines) {
            if (next < patterns.size() && patterns.get(next).matches(line)) {
                next++;
            }
        }
        return next == patterns.size()
                ? Optional.empty()
                : Optional.of("missing line: " + patterns.get(next).text());
    }
}
