package io.odradek.metadata.config;

import java.util.Collection;
import java.util.Optional;

/** Finds the key that a misspelt one was meant to be. Stateless; any thread. */
final class NearestKey {
    private static final int CHARACTERS_PER_MISTAKE = 4;
    private static final int MAX_LENGTH = 200;

    private NearestKey() {}

    /** The known key with the fewest edits, if they are few for its length; the first in order among equals. */
    static Optional<String> of(String key, Collection<String> known) {
        if (key.length() > MAX_LENGTH) {
            return Optional.empty();
        }
        Optional<String> best = Optional.empty();
        int fewest = Math.max(2, key.length() / CHARACTERS_PER_MISTAKE) + 1;
        for (String candidate : known.stream().sorted().toList()) {
            int edits = distance(key, candidate);
            if (edits < fewest) {
                fewest = edits;
                best = Optional.of(candidate);
            }
        }
        return best;
    }

    /** Levenshtein's distance: insertions, deletions and replacements of one character. */
    static int distance(String left, String right) {
        int[] previous = new int[right.length() + 1];
        int[] current = new int[right.length() + 1];
        for (int j = 0; j <= right.length(); j++) {
            previous[j] = j;
        }
        for (int i = 1; i <= left.length(); i++) {
            current[0] = i;
            for (int j = 1; j <= right.length(); j++) {
                int replaced = previous[j - 1] + (left.charAt(i - 1) == right.charAt(j - 1) ? 0 : 1);
                current[j] = Math.min(replaced, Math.min(previous[j], current[j - 1]) + 1);
            }
            int[] swap = previous;
            previous = current;
            current = swap;
        }
        return previous[right.length()];
    }
}
