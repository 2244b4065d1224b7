package io.odradek.protocol.generator;

/** A condition in generated code, as text; {@code true} and {@code false} are recognised. */
record Condition(String text) {
    static final Condition ALWAYS = new Condition("true");
    static final Condition NEVER = new Condition("false");

    /** That the version is in {@code wanted}, when it is known to be in {@code possible}. */
    static Condition versionIn(VersionRange wanted, VersionRange possible) {
        VersionRange common = wanted.intersect(possible);
        if (common.isEmpty()) {
            return NEVER;
        }
        if (wanted.contains(possible)) {
            return ALWAYS;
        }
        boolean fromBelow = wanted.lowest() > possible.lowest();
        boolean fromAbove = wanted.highest() < possible.highest();
        if (fromBelow && fromAbove) {
            return wanted.lowest() == wanted.highest()
                    ? new Condition("version == " + wanted.lowest())
                    : new Condition("version >= %d && version <= %d".formatted(wanted.lowest(), wanted.highest()));
        }
        return fromBelow
                ? new Condition("version >= " + wanted.lowest())
                : new Condition("version <= " + wanted.highest());
    }

    boolean isAlways() {
        return text.equals("true");
    }

    boolean isNever() {
        return text.equals("false");
    }

    Condition and(Condition other) {
        if (isNever() || other.isAlways()) {
            return this;
        }
        if (isAlways() || other.isNever()) {
            return other;
        }
        return new Condition(operand() + " && " + other.operand());
    }

    Condition not() {
        if (isAlways()) {
            return NEVER;
        }
        return isNever() ? ALWAYS : new Condition("!(" + text + ")");
    }

    private String operand() {
        return text.contains("||") ? "(" + text + ")" : text;
    }
}
