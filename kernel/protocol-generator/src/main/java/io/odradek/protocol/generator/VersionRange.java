package io.odradek.protocol.generator;

/**
 * A range of message versions, both ends included. Empty when {@code lowest > highest}.
 *
 * @param lowest the first version
 * @param highest the last version, {@link #OPEN} for "and all later ones"
 */
record VersionRange(int lowest, int highest) {
    static final int OPEN = Short.MAX_VALUE;
    static final VersionRange NONE = new VersionRange(0, -1);

    /** Parses the notation of the specs: {@code none}, {@code 3}, {@code 3+}, {@code 3-5}. */
    static VersionRange parse(String text) {
        String trimmed = text.strip();
        if (trimmed.equals("none")) {
            return NONE;
        }
        if (trimmed.endsWith("+")) {
            return new VersionRange(Integer.parseInt(trimmed.substring(0, trimmed.length() - 1)), OPEN);
        }
        int dash = trimmed.indexOf('-');
        if (dash < 0) {
            int version = Integer.parseInt(trimmed);
            return new VersionRange(version, version);
        }
        return new VersionRange(
                Integer.parseInt(trimmed.substring(0, dash)), Integer.parseInt(trimmed.substring(dash + 1)));
    }

    boolean isEmpty() {
        return lowest > highest;
    }

    boolean contains(VersionRange other) {
        return other.isEmpty() || (lowest <= other.lowest && highest >= other.highest);
    }

    VersionRange intersect(VersionRange other) {
        VersionRange common = new VersionRange(Math.max(lowest, other.lowest), Math.min(highest, other.highest));
        return isEmpty() || other.isEmpty() || common.isEmpty() ? NONE : common;
    }

    /** The notation of the specs. */
    @Override
    public String toString() {
        if (isEmpty()) {
            return "none";
        }
        if (highest == OPEN) {
            return lowest + "+";
        }
        return lowest == highest ? Integer.toString(lowest) : lowest + "-" + highest;
    }
}
