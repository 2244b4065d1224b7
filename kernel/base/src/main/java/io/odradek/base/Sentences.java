package io.odradek.base;

/** Puts sentences together out of parts that others have written. Stateless; any thread. */
public final class Sentences {
    private Sentences() {}

    /** The text with a full stop, unless it ends a sentence as it is. */
    public static String end(String text) {
        String bare = text.stripTrailing();
        return bare.isEmpty() || ".!?".indexOf(bare.charAt(bare.length() - 1)) >= 0 ? bare : bare + ".";
    }
}
